//! Set a user's password, by a link that works once.

use super::sign_in::{self, NewSession, Place};
use crate::db::connect::Failure;
use crate::db::users::User;
use crate::db::{Conn, passwords, sessions};
use crate::domain::token::Secret;
use crate::error::Problem;

/// Whose password a link sets.
///
/// # Errors
/// [`Problem`] of kind `NotFound` if the link is no good (any more).
pub async fn whose(conn: &mut Conn, link: &str) -> Result<(User, [u8; 32]), Failure> {
    let hash = Secret::parse(link).ok_or_else(no_good)?.hash();
    let user = passwords::lock_link(conn, &hash).await?;
    Ok((user.ok_or_else(no_good)?, hash))
}

/// Keeps the hash of the password that was chosen, ends every session that the user had, and
/// begins a new one.
///
/// # Errors
/// As those of [`whose`].
pub async fn set_password(
    conn: &mut Conn,
    link: &str,
    hash: &str,
    place: &Place,
) -> Result<NewSession, Failure> {
    let (user, link) = whose(conn, link).await?;
    passwords::use_link(conn, &link).await?;
    passwords::set(conn, user.id, hash).await?;
    sessions::end(conn, user.id, None).await?;
    sign_in::begin(conn, user.id, place).await
}

fn no_good() -> Problem {
    Problem::not_found("This link was used already, or is no longer good. Ask for a new one.")
}
