//! Register a reader of the feed, or acknowledge how far it has read.

use uuid::Uuid;

use crate::db::connect::Failure;
use crate::db::readers::{self, Reader};
use crate::db::{Conn, broken_constraint};
use crate::domain::fault::Fault;
use crate::domain::user::{Caller, NAME_RULE, UserRole};
use crate::error::{Kind, Problem};
use crate::sync::cursor::FeedCursor;
use crate::sync::resume::{Place, expired, resume};

/// Sets the mark of the reader `name` to the cursor; gives the reader, and whether it is new.
///
/// A mark never goes back: a late retry leaves it where it is, and is answered like any other.
///
/// # Errors
/// [`Problem`] of kind `Invalid` for what cannot be a name, `Forbidden` if the reader is somebody
/// else's, one of the cursor kinds if the cursor is not on this history, or if bodies after it are
/// pruned already and so cannot be kept for a new reader.
pub async fn acknowledge_reader(
    conn: &mut Conn,
    caller: &Caller,
    name: &str,
    cursor: FeedCursor,
) -> Result<(Reader, bool), Failure> {
    let Place { node, seq, .. } = resume(conn, Some(cursor), false).await?;
    let created = readers::create(conn, name, caller.user_id, node.epoch, seq).await;
    let is_new = created.map_err(explain)?;
    if is_new {
        // Whoever prunes has ended, or waits for us: what is gone by now is all that is gone.
        let pruned_to = readers::pruned_to(conn).await?;
        if seq < pruned_to {
            return Err(expired(seq, pruned_to).into());
        }
    } else {
        let owner = readers::lock(conn, name).await?.ok_or_else(|| gone(name))?;
        check_owner(caller, owner, name)?;
        let before = readers::find(conn, name).await?.ok_or_else(|| gone(name))?;
        if seq >= before.seq || !before.is_on_history {
            readers::acknowledge(conn, name, node.epoch, seq).await?;
        }
    }
    let reader = readers::find(conn, name).await?.ok_or_else(|| gone(name))?;
    Ok((reader, is_new))
}

/// Whether the caller may move or drop a reader of `owner`.
///
/// # Errors
/// [`Problem`] of kind `Forbidden` if not.
pub(super) fn check_owner(caller: &Caller, owner: Uuid, name: &str) -> Result<(), Problem> {
    if caller.user_id == owner || caller.role == UserRole::Admin {
        return Ok(());
    }
    let detail = format!("The reader {name} is another user's; that user and admins may do this.");
    Err(Problem::forbidden(detail))
}

fn gone(name: &str) -> Problem {
    let detail = format!("The reader {name} was dropped a moment ago. Send the same again.");
    Problem::new(Kind::Conflict, detail)
}

fn explain(error: diesel::result::Error) -> Failure {
    if broken_constraint(&error) == Some("readers_name_check") {
        return Problem::invalid(vec![Fault::new("/name", NAME_RULE)]).into();
    }
    error.into()
}
