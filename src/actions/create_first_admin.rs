//! Make the first admin, so that a new ledger can be signed in to.

use super::create_token::{DEFAULT_DAYS, NewToken, create_token};
use crate::db::connect::Failure;
use crate::db::users::NewUser;
use crate::db::{Conn, users};
use crate::domain::user::UserRole;

/// The first admin's name.
pub const FIRST_ADMIN: &str = "admin";

/// Makes the user `admin` and a token for it; nothing if there is any user.
///
/// # Errors
/// If the database does not answer.
pub async fn create_first_admin(conn: &mut Conn) -> Result<Option<NewToken>, Failure> {
    if users::any_locked(conn).await? {
        return Ok(None);
    }
    let admin = NewUser { name: FIRST_ADMIN.to_owned(), role: UserRole::Admin, party: None };
    users::create(conn, &admin).await?;
    create_token(conn, FIRST_ADMIN, DEFAULT_DAYS).await.map(Some)
}
