//! Delete a commitment: a tombstone stays, with all that was said about it.

use super::patch_commitment::Locked;
use crate::db::connect::Failure;
use crate::db::{Conn, changes, clock, commitments};
use crate::domain::user::Caller;
use crate::records::change::Change;
use crate::records::commitment::Commitment;

/// Marks the item deleted. Its obligations follow it by foreign key.
///
/// # Errors
/// If the database does not answer.
pub async fn delete_commitment(
    conn: &mut Conn,
    caller: &Caller,
    locked: &Locked,
) -> Result<Commitment, Failure> {
    let at = clock::now(conn).await?;
    let item = Commitment {
        version: locked.item.version + 1,
        deleted_at: Some(at),
        ..locked.item.clone()
    };
    commitments::update(conn, &item).await?;
    let change = Change::deleted(item.clone().into());
    changes::append(conn, &[change], &caller.name, at).await?;
    Ok(item)
}
