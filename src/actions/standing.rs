//! What is kept beside records, from the domain's rules: an obligation's state, an item's status.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use uuid::Uuid;

use crate::db::{Conn, commitments, obligations, updates};
use crate::domain::fold::fold;
use crate::domain::rollup::rollup;

/// Folds an obligation's updates anew and keeps the state.
///
/// The caller holds the lock on the commitment, so no other update comes between.
pub(super) async fn refold(
    conn: &mut Conn,
    obligation: Uuid,
    changed_at: DateTime<Utc>,
) -> QueryResult<()> {
    let state = fold(&updates::facts(conn, obligation).await?, None);
    obligations::keep_state(conn, obligation, &state, changed_at).await
}

/// Rolls a commitment's status up anew and keeps it, with the latest day that it rests on.
///
/// The caller holds the lock on the commitment.
pub(super) async fn roll_up(conn: &mut Conn, commitment: Uuid) -> QueryResult<()> {
    let standings = commitments::standings(conn, commitment).await?;
    let status = rollup(standings.iter().map(|one| (one.role, one.status)));
    let last_day = standings.iter().filter_map(|one| one.last_day).max();
    commitments::keep_status(conn, commitment, status, last_day).await
}
