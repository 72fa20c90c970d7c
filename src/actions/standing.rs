//! What is kept beside records, from the domain's rules: an obligation's states, an item's statuses.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use uuid::Uuid;

use crate::db::{Conn, commitments, courses, obligations};
use crate::domain::course::{Course, states, statuses};
use crate::domain::fold::{UpdateFact, fold};
use crate::domain::rollup::rollup;

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

/// Rolls a commitment's status up anew and keeps it, with the latest day that it rests on and its
/// course.
///
/// The caller holds the lock on the commitment.
pub(super) async fn roll_up(conn: &mut Conn, commitment: Uuid) -> QueryResult<()> {
    let mut owed = courses::of_obligations(conn, &[commitment]).await?;
    let own = owed.entry(commitment).or_default();
    let status = rollup(own.iter().map(|one| (one.role, one.present())));
    let last_day = own.iter().filter_map(Course::last_day).max();
    commitments::keep_status(conn, commitment, status, last_day).await?;
    keep_statuses(conn, &owed).await
}

/// Rolls the courses of these commitments up anew, after their obligations or roles changed.
///
/// The caller holds the locks on the commitments.
///
/// # Errors
/// If the database does not answer.
pub async fn roll_up_courses(conn: &mut Conn, commitments: &[Uuid]) -> QueryResult<()> {
    let mut owed = courses::of_obligations(conn, commitments).await?;
    for commitment in commitments {
        owed.entry(*commitment).or_default();
    }
    keep_statuses(conn, &owed).await
}

async fn keep_statuses(conn: &mut Conn, owed: &BTreeMap<Uuid, Vec<Course>>) -> QueryResult<()> {
    let ids: Vec<Uuid> = owed.keys().copied().collect();
    let mut kept = courses::statuses(conn, &ids).await?;
    let changed: Vec<_> = owed
        .iter()
        .map(|(commitment, own)| (*commitment, statuses(own)))
        .filter(|(commitment, all)| kept.remove(commitment).unwrap_or_default() != *all)
        .collect();
    courses::keep_statuses(conn, &changed).await
}
