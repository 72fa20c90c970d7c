//! The courses that are kept beside obligations and commitments: read for the rollup, and written.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::statement::Statement;
use crate::domain::course::{Course, Spell};
use crate::domain::fold::State;
use crate::domain::party::Role;
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::records::texts::Json;
use crate::schema::{commitment_statuses, obligation_states, obligations};

/// The end of what holds at present, as the tables have it.
pub const NO_END: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day");

/// How many rows go in one statement; Postgres takes 65,535 binds.
const BATCH: usize = 4_000;

/// A status with its days, as rows have it.
type SpellRow = (Option<NaiveDate>, NaiveDate, Status);

fn spell((from, until, what): SpellRow) -> Spell<Status> {
    Spell { from, until: (until != NO_END).then_some(until), what }
}

/// The courses of these commitments' obligations, dropped ones left out. Commitments without an
/// obligation that stands are not among them.
///
/// # Errors
/// If the database does not answer.
pub async fn of_obligations(
    conn: &mut Conn,
    commitments: &[Uuid],
) -> QueryResult<BTreeMap<Uuid, Vec<Course>>> {
    use obligations::dsl;

    let rows: Vec<(Uuid, Uuid, Role, SpellRow)> = dsl::obligations
        .inner_join(obligation_states::table)
        .select((
            dsl::commitment_id,
            dsl::id,
            dsl::role,
            (obligation_states::from_day, obligation_states::until_day, obligation_states::status),
        ))
        .filter(dsl::commitment_id.eq_any(commitments))
        .filter(dsl::dropped_at.is_null())
        .order((dsl::commitment_id, dsl::id, obligation_states::until_day))
        .load(conn)
        .await?;
    let mut courses: BTreeMap<Uuid, Vec<Course>> = BTreeMap::new();
    let mut last: Option<Uuid> = None;
    for (commitment, obligation, role, row) in rows {
        let all = courses.entry(commitment).or_default();
        if last != Some(obligation) {
            last = Some(obligation);
            all.push(Course { role, statuses: Vec::new() });
        }
        if let Some(course) = all.last_mut() {
            course.statuses.push(spell(row));
        }
    }
    Ok(courses)
}

/// The statuses that are kept of these commitments.
///
/// # Errors
/// If the database does not answer.
pub async fn statuses(
    conn: &mut Conn,
    commitments: &[Uuid],
) -> QueryResult<BTreeMap<Uuid, Vec<Spell<Status>>>> {
    use commitment_statuses::dsl;

    let rows: Vec<(Uuid, SpellRow)> = dsl::commitment_statuses
        .select((dsl::commitment_id, (dsl::from_day, dsl::until_day, dsl::status)))
        .filter(dsl::commitment_id.eq_any(commitments))
        .order((dsl::commitment_id, dsl::until_day))
        .load(conn)
        .await?;
    let mut statuses: BTreeMap<Uuid, Vec<Spell<Status>>> = BTreeMap::new();
    for (commitment, row) in rows {
        statuses.entry(commitment).or_default().push(spell(row));
    }
    Ok(statuses)
}

/// Gives obligations that have no state yet their first: not reported, since ever.
///
/// # Errors
/// If the database does not answer.
pub async fn begin_states(conn: &mut Conn, obligations: &[Uuid]) -> QueryResult<()> {
    use obligation_states::dsl;

    for batch in obligations.chunks(BATCH) {
        let rows: Vec<_> = batch.iter().map(|id| dsl::obligation_id.eq(*id)).collect();
        diesel::insert_into(dsl::obligation_states)
            .values(rows)
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Keeps an obligation's states: `before` is what is kept of it, `after` what is to be. What is in
/// both stays; most writes end one state and begin another.
///
/// # Errors
/// If the database does not answer.
pub async fn keep_states(
    conn: &mut Conn,
    obligation: Uuid,
    before: &[Spell<State>],
    after: &[Spell<State>],
) -> QueryResult<()> {
    use obligation_states::dsl;

    let until = |spell: &Spell<State>| spell.until.unwrap_or(NO_END);
    let gone: Vec<NaiveDate> = missing(before, after).map(until).collect();
    let gone = dsl::obligation_id.eq(obligation).and(dsl::until_day.eq_any(gone));
    diesel::delete(dsl::obligation_states.filter(gone)).execute(conn).await?;
    let rows: Vec<_> = missing(after, before)
        .map(|spell| {
            let state = &spell.what;
            (
                (
                    dsl::obligation_id.eq(obligation),
                    dsl::from_day.eq(spell.from),
                    dsl::until_day.eq(until(spell)),
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
    diesel::insert_into(dsl::obligation_states).values(rows).execute(conn).await?;
    Ok(())
}

/// Keeps these commitments' statuses, over whatever is kept of them: the course, and the present
/// one beside the row.
///
/// # Errors
/// If the database does not answer.
pub async fn keep_statuses(
    conn: &mut Conn,
    statuses: &[(Uuid, Vec<Spell<Status>>)],
) -> QueryResult<()> {
    use commitment_statuses::dsl;

    if statuses.is_empty() {
        return Ok(());
    }
    let commitments = statuses.iter().map(|(commitment, _)| *commitment);
    let gone = dsl::commitment_id.eq_any(commitments);
    diesel::delete(dsl::commitment_statuses.filter(gone)).execute(conn).await?;
    let each = statuses.iter().flat_map(|(id, all)| all.iter().map(move |spell| (*id, spell)));
    let rows: Vec<_> = each
        .map(|(commitment, spell)| {
            (
                dsl::commitment_id.eq(commitment),
                dsl::from_day.eq(spell.from),
                dsl::until_day.eq(spell.until.unwrap_or(NO_END)),
                dsl::status.eq(spell.what),
            )
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        diesel::insert_into(dsl::commitment_statuses).values(batch).execute(conn).await?;
    }
    let present = |(_, all): &(Uuid, Vec<Spell<Status>>)| {
        all.last().map(|spell| spell.what.as_str().to_owned())
    };
    Statement::new("UPDATE commitments c SET status = r.status::status FROM unnest(")
        .bind(statuses.iter().map(|(id, _)| *id).collect::<Vec<_>>())
        .sql("::uuid[], ")
        .bind(statuses.iter().map(present).collect::<Vec<_>>())
        .sql("::text[]) r(id, status) WHERE c.id = r.id")
        .sql(" AND c.status IS DISTINCT FROM r.status::status")
        .execute(conn)
        .await?;
    Ok(())
}

/// What is in the first and not in the second.
fn missing<'a, T: PartialEq>(these: &'a [T], those: &'a [T]) -> impl Iterator<Item = &'a T> {
    these.iter().filter(|one| !those.contains(one))
}
