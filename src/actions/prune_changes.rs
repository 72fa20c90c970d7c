//! Prune the feed: blank the bodies of old changes, as far as every registered reader has read.

use chrono::{DateTime, Utc};

use crate::db::connect::Failure;
use crate::db::retention::{self, Bounds};
use crate::db::{Conn, readers};
use crate::error::{Kind, Problem};

/// How many changes one transaction goes through: readers register and acknowledge in between.
const BATCH: i64 = 10_000;

/// What one batch came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// How far it might have gone.
    pub bounds: Bounds,
    /// How far it went; `bounds.to()` when there is no more.
    pub to: i64,
    /// How many bodies it blanked.
    pub blanked: i64,
}

/// Drops the readers `drop`, then blanks a batch of bodies sealed before `sealed_before`, never past
/// the mark of a reader. Versions, updates and envelopes stay as they are.
///
/// For the owner of the tables alone: the service cannot prune.
///
/// # Errors
/// [`Problem`] of kind `NotFound` if there is no such reader; nothing is done then.
pub async fn prune_changes(
    conn: &mut Conn,
    sealed_before: DateTime<Utc>,
    drop: &[String],
) -> Result<Batch, Failure> {
    // Nobody can register a mark that this batch would pass unseen.
    retention::lock_readers(conn).await?;
    if !drop.is_empty() {
        let dropped = readers::drop(conn, drop).await?;
        check_known(drop, &dropped)?;
    }
    let bounds = retention::bounds(conn, sealed_before, &[]).await?;
    let to = bounds.to().min(bounds.pruned_to + BATCH);
    let blanked =
        if to > bounds.pruned_to { retention::prune(conn, bounds.pruned_to, to).await? } else { 0 };
    Ok(Batch { bounds, to, blanked })
}

/// Whether there is a reader of every one of these names.
///
/// # Errors
/// [`Problem`] of kind `NotFound` that names those that are not there.
pub fn check_known(asked: &[String], known: &[String]) -> Result<(), Problem> {
    let unknown: Vec<&str> =
        asked.iter().filter(|name| !known.contains(name)).map(String::as_str).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let detail = format!("There is no reader {}; nothing was pruned.", unknown.join(", "));
    Err(Problem::new(Kind::NotFound, detail))
}
