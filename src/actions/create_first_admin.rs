//! Make the first admin, so that a new ledger can be signed in to.

use super::create_password_link::{PasswordLink, create_password_link};
use super::create_token::{DEFAULT_DAYS, NewToken, create_token};
use crate::db::connect::Failure;
use crate::db::users::NewUser;
use crate::db::{Conn, users};
use crate::domain::user::UserRole;

/// The first admin's name.
pub const FIRST_ADMIN: &str = "admin";

/// What the first admin signs in with.
#[derive(Debug)]
pub struct FirstAdmin {
    /// At the API and on the command line.
    pub token: NewToken,
    /// Sets the password for the pages.
    pub link: PasswordLink,
}

/// Makes the user `admin`, a token and a link that sets its password; nothing if there is any
/// user.
///
/// # Errors
/// If the database does not answer.
pub async fn create_first_admin(conn: &mut Conn) -> Result<Option<FirstAdmin>, Failure> {
    if users::any_locked(conn).await? {
        return Ok(None);
    }
    let admin = NewUser { name: FIRST_ADMIN.to_owned(), role: UserRole::Admin, party: None };
    users::create(conn, &admin).await?;
    let token = create_token(conn, FIRST_ADMIN, DEFAULT_DAYS).await?;
    let link = create_password_link(conn, FIRST_ADMIN).await?;
    Ok(Some(FirstAdmin { token, link }))
}
