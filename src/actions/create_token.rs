//! Make a token for a user.

use chrono::{DateTime, TimeDelta, Utc};
use rand::TryRngCore;
use rand::rngs::OsRng;

use crate::db::connect::Failure;
use crate::db::{Conn, clock, tokens, users};
use crate::domain::token::Secret;
use crate::error::Problem;

/// How many days a token is good for unless somebody says otherwise.
pub const DEFAULT_DAYS: u16 = 365;

/// A token that was just made. The secret is to be had here only.
#[derive(Debug)]
pub struct NewToken {
    pub secret: Secret,
    pub expires_at: DateTime<Utc>,
}

/// A new secret: of a token, a session or a link.
///
/// # Errors
/// If the system has no random bytes to give.
pub(super) fn new_secret() -> Result<Secret, Problem> {
    let mut random = [0; 32];
    OsRng.try_fill_bytes(&mut random).map_err(Problem::internal)?;
    Ok(Secret::new(random))
}

/// Makes a token for the user of that name, good for so many days.
///
/// # Errors
/// [`Problem`] of kind `NotFound` if there is no such user; or if the database does not answer.
pub async fn create_token(conn: &mut Conn, user: &str, days: u16) -> Result<NewToken, Failure> {
    let Some(user) = users::find(conn, user).await? else {
        return Err(Problem::not_found(format!("There is no user {user}.")).into());
    };
    let secret = new_secret()?;
    let expires_at = clock::now(conn).await? + TimeDelta::days(days.into());
    tokens::create(conn, user.id, &secret, expires_at).await?;
    Ok(NewToken { secret, expires_at })
}
