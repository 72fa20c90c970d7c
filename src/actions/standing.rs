//! What is kept beside records, from the domain's rules: an obligation's states, an item's statuses.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use uuid::Uuid;

use crate::db::{Conn, courses, obligations};
use crate::domain::course::{states, statuses};
use crate::domain::fold::{UpdateFact, fold};

/// Folds an obligation's updates anew, the `earlier` ones and the one `filed` now, and keeps the
/// present state and its course.
///
/// The caller holds the lock on the commitment, so no other update comes between.
pub(super) async fn refold(
    conn: &mut Conn,
    obligation: Uuid,
    earlier: &[UpdateFact],
    filed: UpdateFact,
    changed_at: DateTime<Utc>,
) -> QueryResult<()> {
    let all: Vec<UpdateFact> = earlier.iter().copied().chain([filed]).collect();
    obligations::keep_state(conn, obligation, &fold(&all, None), changed_at).await?;
    let (before, after) = (states(earlier), states(&all));
    if before != after {
        courses::keep_states(conn, obligation, &before, &after).await?;
    }
    Ok(())
}

/// Rolls the statuses of these commitments up anew and keeps them, the present ones and their
/// courses, after their obligations or what was said of these changed.
///
/// The caller holds the locks on the commitments.
///
/// # Errors
/// If the database does not answer.
pub async fn roll_up(conn: &mut Conn, commitments: &[Uuid]) -> QueryResult<()> {
    let mut owed = courses::of_obligations(conn, commitments).await?;
    let mut kept = courses::statuses(conn, commitments).await?;
    let changed: Vec<_> = commitments
        .iter()
        .map(|id| (*id, statuses(&owed.remove(id).unwrap_or_default())))
        .filter(|(id, all)| kept.remove(id).unwrap_or_default() != *all)
        .collect();
    courses::keep_statuses(conn, &changed).await
}
