//! Drop a reader of the feed, so that nothing is kept for it any more.

use super::acknowledge_reader::check_owner;
use crate::db::connect::Failure;
use crate::db::{Conn, readers};
use crate::domain::user::Caller;
use crate::error::Problem;

/// Drops the reader `name`.
///
/// # Errors
/// [`Problem`] of kind `NotFound` if there is none, `Forbidden` if it is somebody else's.
pub async fn drop_reader(conn: &mut Conn, caller: &Caller, name: &str) -> Result<(), Failure> {
    let owner = readers::lock(conn, name).await?;
    let owner = owner.ok_or_else(|| Problem::not_found(format!("There is no reader {name}.")))?;
    check_owner(caller, owner, name)?;
    readers::drop(conn, &[name.to_owned()]).await?;
    Ok(())
}
