//! Make a link that sets a user's password, once.

use chrono::{DateTime, TimeDelta, Utc};

use super::create_token::new_secret;
use crate::db::connect::Failure;
use crate::db::{Conn, clock, passwords, users};
use crate::domain::token::Secret;
use crate::error::Problem;

/// How long a link is good for.
const HOURS: i64 = 48;

/// A link that was just made. The secret is to be had here only.
#[derive(Debug)]
pub struct PasswordLink {
    pub secret: Secret,
    pub expires_at: DateTime<Utc>,
}

impl PasswordLink {
    /// Where it leads, within the ledger's pages.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/welcome/{}", self.secret.expose())
    }
}

/// Makes a link for the user of that name; an earlier one is of no use any more.
///
/// # Errors
/// [`Problem`] of kind `NotFound` if there is no such user; or if the database does not answer.
pub async fn create_password_link(conn: &mut Conn, user: &str) -> Result<PasswordLink, Failure> {
    let Some(user) = users::find(conn, user).await? else {
        return Err(Problem::not_found(format!("There is no user {user}.")).into());
    };
    let secret = new_secret()?;
    let expires_at = clock::now(conn).await? + TimeDelta::hours(HOURS);
    passwords::add_link(conn, user.id, &secret, expires_at).await?;
    Ok(PasswordLink { secret, expires_at })
}
