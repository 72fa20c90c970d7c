//! Revoke a token.

use crate::db::connect::Failure;
use crate::db::tokens::{Token, TokenName};
use crate::db::{Conn, tokens};
use crate::error::{Kind, Problem};

/// Revokes a token for good; gives the token as it was before. Revoking twice does no harm.
///
/// # Errors
/// [`Problem`] of kind `NotFound` if no token answers to the name, of kind `Conflict` if several
/// do; or if the database does not answer.
pub async fn revoke_token(conn: &mut Conn, name: &TokenName) -> Result<Token, Failure> {
    let mut found = tokens::find(conn, name).await?;
    let Some(token) = found.pop() else {
        return Err(Problem::not_found("No token answers to that.").into());
    };
    if !found.is_empty() {
        let problem = "Several tokens begin like that; name the one by its id.";
        return Err(Problem::new(Kind::Conflict, problem).into());
    }
    tokens::revoke(conn, token.id).await?;
    Ok(token)
}
