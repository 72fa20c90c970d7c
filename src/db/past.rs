//! The past that is kept beside obligations and commitments: read for the rollup, and written.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use crate::domain::party::Role;
use crate::domain::past::{Course, PastRollup, PastState};
use crate::domain::status::Status;
use crate::records::texts::Json;
use crate::schema::{obligations, past_rollups, past_states};

/// How many rows go in one statement; Postgres takes 65,535 binds.
const BATCH: usize = 4_000;

/// A commitment with an obligation of it, and one of the obligation's past statuses, if any.
type CourseRow = ((Uuid, Uuid, Role, Status), Option<(NaiveDate, Status)>);

/// The courses of these commitments' obligations, dropped ones left out. Commitments whose
/// obligations are all dropped, or that have none, are not among them.
///
/// # Errors
/// If the database does not answer.
pub async fn courses(
    conn: &mut Conn,
    commitments: &[Uuid],
) -> QueryResult<BTreeMap<Uuid, Vec<Course>>> {
    use obligations::dsl;

    let rows: Vec<CourseRow> = dsl::obligations
        .left_join(past_states::table)
        .select((
            (dsl::commitment_id, dsl::id, dsl::role, dsl::status),
            (past_states::until_day, past_states::status).nullable(),
        ))
        .filter(dsl::commitment_id.eq_any(commitments))
        .filter(dsl::dropped_at.is_null())
        .order((dsl::commitment_id, dsl::id, past_states::until_day))
        .load(conn)
        .await?;
    let mut courses: BTreeMap<Uuid, Vec<Course>> = BTreeMap::new();
    let mut last: Option<Uuid> = None;
    for ((commitment, obligation, role, present), past) in rows {
        let all = courses.entry(commitment).or_default();
        if last != Some(obligation) {
            last = Some(obligation);
            all.push(Course { role, past: Vec::new(), present });
        }
        if let (Some(course), Some(past)) = (all.last_mut(), past) {
            course.past.push(past);
        }
    }
    Ok(courses)
}

/// The past statuses that are kept beside these commitments.
///
/// # Errors
/// If the database does not answer.
pub async fn rollups(
    conn: &mut Conn,
    commitments: &[Uuid],
) -> QueryResult<BTreeMap<Uuid, Vec<PastRollup>>> {
    use past_rollups::dsl;

    let rows: Vec<(Uuid, Option<NaiveDate>, NaiveDate, Status)> = dsl::past_rollups
        .select((dsl::commitment_id, dsl::from_day, dsl::until_day, dsl::status))
        .filter(dsl::commitment_id.eq_any(commitments))
        .order((dsl::commitment_id, dsl::until_day))
        .load(conn)
        .await?;
    let mut rollups: BTreeMap<Uuid, Vec<PastRollup>> = BTreeMap::new();
    for (commitment, from, until, status) in rows {
        rollups.entry(commitment).or_default().push(PastRollup { from, until, status });
    }
    Ok(rollups)
}

/// Keeps an obligation's past: `before` is what is kept of it, `after` what is to be. What is in
/// both stays; most writes add one state.
///
/// # Errors
/// If the database does not answer.
pub async fn keep_states(
    conn: &mut Conn,
    obligation: Uuid,
    before: &[PastState],
    after: &[PastState],
) -> QueryResult<()> {
    use past_states::dsl;

    let gone: Vec<NaiveDate> = missing(before, after).map(|past| past.until).collect();
    if !gone.is_empty() {
        let gone = dsl::obligation_id.eq(obligation).and(dsl::until_day.eq_any(gone));
        diesel::delete(dsl::past_states.filter(gone)).execute(conn).await?;
    }
    let rows: Vec<_> = missing(after, before)
        .map(|PastState { from, until, state }| {
            (
                (
                    dsl::obligation_id.eq(obligation),
                    dsl::from_day.eq(*from),
                    dsl::until_day.eq(*until),
                ),
                (
                    dsl::status.eq(state.status),
                    dsl::basis.eq(state.basis),
                    dsl::as_of.eq(state.as_of),
                    dsl::done_on.eq(state.done_on),
                    dsl::declared.eq(state.declared.map(Json)),
                    dsl::assessed.eq(state.assessed.map(Json)),
                    dsl::contested.eq(state.contested),
                    dsl::reassess.eq(state.reassess),
                    dsl::head.eq(state.update),
                ),
            )
        })
        .collect();
    if !rows.is_empty() {
        diesel::insert_into(dsl::past_states).values(rows).execute(conn).await?;
    }
    Ok(())
}

/// Keeps the past of these commitments' statuses, over whatever is kept of it.
///
/// # Errors
/// If the database does not answer.
pub async fn keep_rollups(conn: &mut Conn, past: &[(Uuid, Vec<PastRollup>)]) -> QueryResult<()> {
    use past_rollups::dsl;

    if past.is_empty() {
        return Ok(());
    }
    let commitments = past.iter().map(|(commitment, _)| *commitment);
    let gone = dsl::commitment_id.eq_any(commitments);
    diesel::delete(dsl::past_rollups.filter(gone)).execute(conn).await?;
    let each =
        past.iter().flat_map(|(commitment, all)| all.iter().map(move |one| (commitment, one)));
    let rows: Vec<_> = each
        .map(|(commitment, PastRollup { from, until, status })| {
            (
                dsl::commitment_id.eq(*commitment),
                dsl::from_day.eq(*from),
                dsl::until_day.eq(*until),
                dsl::status.eq(*status),
            )
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        diesel::insert_into(dsl::past_rollups).values(batch).execute(conn).await?;
    }
    Ok(())
}

/// What is in the first and not in the second.
fn missing<'a, T: PartialEq>(these: &'a [T], those: &'a [T]) -> impl Iterator<Item = &'a T> {
    these.iter().filter(|one| !those.contains(one))
}
