//! What is kept beside records, from the domain's rules: an obligation's states, an item's statuses.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use uuid::Uuid;

use crate::db::{Conn, commitments, obligations, past};
use crate::domain::fold::{UpdateFact, fold};
use crate::domain::past::{Course, past_rollups, past_states};
use crate::domain::rollup::rollup;

/// Folds an obligation's updates anew, the `earlier` ones and the one `filed` now, and keeps the
/// present state and the past.
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
    past::keep_states(conn, obligation, &past_states(earlier), &past_states(&all)).await
}

/// Rolls a commitment's status up anew and keeps it, with the latest day that it rests on and
/// what it was before.
///
/// The caller holds the lock on the commitment.
pub(super) async fn roll_up(conn: &mut Conn, commitment: Uuid) -> QueryResult<()> {
    let mut courses = past::courses(conn, &[commitment]).await?;
    let owed = courses.entry(commitment).or_default();
    let status = rollup(owed.iter().map(|one| (one.role, one.present)));
    let last_day = owed.iter().filter_map(Course::last_day).max();
    commitments::keep_status(conn, commitment, status, last_day).await?;
    keep_past(conn, &courses).await
}

/// Rolls the past of these commitments' statuses up anew, after their obligations or roles
/// changed.
///
/// The caller holds the locks on the commitments.
///
/// # Errors
/// If the database does not answer.
pub async fn roll_up_past(conn: &mut Conn, commitments: &[Uuid]) -> QueryResult<()> {
    let mut courses = past::courses(conn, commitments).await?;
    for commitment in commitments {
        courses.entry(*commitment).or_default();
    }
    keep_past(conn, &courses).await
}

async fn keep_past(conn: &mut Conn, courses: &BTreeMap<Uuid, Vec<Course>>) -> QueryResult<()> {
    let ids: Vec<Uuid> = courses.keys().copied().collect();
    let mut kept = past::rollups(conn, &ids).await?;
    let changed: Vec<_> = courses
        .iter()
        .map(|(commitment, owed)| (*commitment, past_rollups(owed)))
        .filter(|(commitment, past)| kept.remove(commitment).unwrap_or_default() != *past)
        .collect();
    past::keep_rollups(conn, &changed).await
}
