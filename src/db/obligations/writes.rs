//! Obligations for a write: found, locked, written, and the state that is kept beside each.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Timestamptz};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Conn, courses};
use crate::domain::fold::State;
use crate::records::obligation::Obligation;
use crate::records::texts::Json;
use crate::schema::obligations;

/// Finds an obligation by its commitment's code, party and occurrence.
///
/// # Errors
/// If the database does not answer.
pub async fn find(
    conn: &mut Conn,
    commitment: Uuid,
    party: &str,
    occurrence: Option<&str>,
) -> QueryResult<Option<Obligation>> {
    obligations::table
        .select(Obligation::as_select())
        .filter(obligations::commitment_id.eq(commitment))
        .filter(obligations::party.eq(party))
        .filter(obligations::occurrence.is_not_distinct_from(occurrence))
        .first(conn)
        .await
        .optional()
}

/// The records of a commitment's obligations, dropped ones too, in order, locked for this write.
///
/// # Errors
/// If the database does not answer.
pub async fn lock_of_commitment(conn: &mut Conn, commitment: Uuid) -> QueryResult<Vec<Obligation>> {
    obligations::table
        .select(Obligation::as_select())
        .filter(obligations::commitment_id.eq(commitment))
        .order(obligations::sort_key)
        .for_update()
        .load(conn)
        .await
}

/// Locks one obligation against other updates about it, to the end of the transaction.
///
/// # Errors
/// If the database does not answer.
pub async fn lock(conn: &mut Conn, id: Uuid) -> QueryResult<()> {
    obligations::table
        .find(id)
        .select(obligations::id)
        .for_update()
        .get_result::<Uuid>(conn)
        .await?;
    Ok(())
}

diesel::define_sql_function! {
    /// The later of two times; if there is only one, that.
    fn greatest(a: Nullable<Timestamptz>, b: Nullable<Timestamptz>) -> Nullable<Timestamptz>;
}

/// Keeps the state that the fold gave.
///
/// Of two writes the one that began first may come last: `changed_at` never goes back.
///
/// # Errors
/// If the database does not answer.
pub async fn keep_state(
    conn: &mut Conn,
    id: Uuid,
    state: &State,
    changed_at: DateTime<Utc>,
) -> QueryResult<()> {
    use obligations::dsl;

    diesel::update(dsl::obligations.find(id))
        .set((
            dsl::status.eq(state.status),
            dsl::basis.eq(state.basis),
            dsl::as_of.eq(state.as_of),
            dsl::done_on.eq(state.done_on),
            dsl::declared.eq(state.declared.map(Json)),
            dsl::assessed.eq(state.assessed.map(Json)),
            dsl::contested.eq(state.contested),
            dsl::reassess.eq(state.reassess),
            dsl::head.eq(state.update),
            dsl::first_day.eq(state.first_day),
            dsl::last_day.eq(state.last_day),
            dsl::changed_at.eq(greatest(dsl::changed_at, changed_at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// How many rows go in one statement; Postgres takes 65,535 binds.
const BATCH: usize = 4_000;

/// Adds obligations, each with whether its commitment is tracked, or writes edited records over
/// those that are there; their states stay.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn write(conn: &mut Conn, records: &[(&Obligation, bool)]) -> QueryResult<()> {
    use diesel::upsert::excluded;
    use obligations::dsl;

    for batch in records.chunks(BATCH) {
        let rows: Vec<_> =
            batch.iter().map(|(record, tracked)| (*record, dsl::tracked.eq(*tracked))).collect();
        diesel::insert_into(dsl::obligations)
            .values(rows)
            .on_conflict(dsl::id)
            .do_update()
            .set((
                dsl::role.eq(excluded(dsl::role)),
                dsl::opens_on.eq(excluded(dsl::opens_on)),
                dsl::due_on.eq(excluded(dsl::due_on)),
                dsl::version.eq(excluded(dsl::version)),
                dsl::dropped_at.eq(excluded(dsl::dropped_at)),
            ))
            .execute(conn)
            .await?;
    }
    let ids: Vec<Uuid> = records.iter().map(|(record, _)| record.id).collect();
    courses::begin_states(conn, &ids).await
}
