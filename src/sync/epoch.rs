//! When a new history of the feed begins, and that it is told.

use crate::db::Conn;
use crate::db::epochs;
use crate::domain::epoch::EpochCause;
use crate::error::Problem;

/// Begins an epoch if the ledger is not where the present one began. `folder` is the data folder's
/// identity, where the server is our own.
///
/// # Errors
/// If the database does not answer.
pub async fn settle(conn: &mut Conn, folder: Option<&str>) -> Result<(), Problem> {
    if let Some(cause) = epochs::settle(conn, folder).await? {
        tell(cause);
    } else if epochs::incarnation(conn).await?.is_none() {
        log::info!(
            "the server does not tell which one it is: run `summit-ledger new-epoch` after a copy \
             or a promotion"
        );
    }
    Ok(())
}

/// Logs that an epoch has begun, and why.
pub(super) fn tell(cause: EpochCause) {
    let why = match cause {
        EpochCause::First => "the ledger was made",
        EpochCause::Restore => "a backup was read in",
        EpochCause::Clone => "this is another database than the one that it began in",
        EpochCause::Promotion => {
            "a standby was promoted, or the server recovered to a point in time"
        }
        EpochCause::Moved => "the data folder was copied, or moved to another file system",
        EpochCause::Asked => "somebody asked for it",
    };
    log::warn!(cause:% = cause; "a new epoch of the feed begins: {why}");
}
