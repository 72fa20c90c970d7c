//! What was last seeded, and the ledger's own rows in bulk: what a sync of seeds reads and writes.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::Conn;
use crate::records::commitment::Commitment;
use crate::records::obligation::Obligation;
use crate::records::texts::Json;
use crate::schema::{commitments, obligations, seeded};

/// How many rows go in one statement; Postgres takes 65,535 binds.
const BATCH: usize = 1_000;

/// A record as it was last seeded.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = seeded)]
pub struct SeededRow {
    pub entity_id: Uuid,
    /// The slug of the declaration with which it was seeded.
    pub declaration: String,
    pub code: String,
    pub body: Json<Value>,
}

/// An obligation, and what it copies from its commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObligationRow {
    pub obligation: Obligation,
    pub tracked: bool,
}

/// What was last seeded of a declaration's items, and of these records of any declaration.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn, slug: &str, ids: &[Uuid]) -> QueryResult<Vec<SeededRow>> {
    seeded::table
        .select(SeededRow::as_select())
        .filter(seeded::declaration.eq(slug).or(seeded::entity_id.eq_any(ids)))
        .order(seeded::code)
        .load(conn)
        .await
}

/// Remembers records as they were seeded now.
///
/// # Errors
/// If the database does not answer.
pub async fn write(conn: &mut Conn, rows: &[SeededRow]) -> QueryResult<()> {
    for batch in rows.chunks(BATCH) {
        diesel::insert_into(seeded::table)
            .values(batch)
            .on_conflict(seeded::entity_id)
            .do_update()
            .set(seeded::body.eq(excluded(seeded::body)))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// A declaration's commitments, deleted ones too, in the order of the text.
///
/// # Errors
/// If the database does not answer.
pub async fn commitments(conn: &mut Conn, slug: &str) -> QueryResult<Vec<Commitment>> {
    commitments::table
        .select(Commitment::as_select())
        .filter(commitments::declaration.eq(slug))
        .order(commitments::sort_key)
        .load(conn)
        .await
}

/// A declaration's obligations, dropped ones too, in order.
///
/// # Errors
/// If the database does not answer.
pub async fn obligations(conn: &mut Conn, slug: &str) -> QueryResult<Vec<Obligation>> {
    obligations::table
        .select(Obligation::as_select())
        .filter(obligations::declaration.eq(slug))
        .order(obligations::sort_key)
        .load(conn)
        .await
}

/// Locks a declaration's items against every other write to the end of the transaction: whoever
/// writes an item, its obligations or an update about one locks the item first.
///
/// # Errors
/// If the database does not answer.
pub async fn lock_items(conn: &mut Conn, slug: &str) -> QueryResult<()> {
    let _: Vec<Uuid> = commitments::table
        .select(commitments::id)
        .filter(commitments::declaration.eq(slug))
        .order(commitments::sort_key)
        .for_update()
        .load(conn)
        .await?;
    Ok(())
}

/// Adds commitments, or writes edited ones over those that are there.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn write_commitments(conn: &mut Conn, rows: &[Commitment]) -> QueryResult<()> {
    use commitments::dsl;

    for batch in rows.chunks(BATCH) {
        diesel::insert_into(dsl::commitments)
            .values(batch)
            .on_conflict(dsl::id)
            .do_update()
            .set((
                dsl::section.eq(excluded(dsl::section)),
                dsl::paragraph.eq(excluded(dsl::paragraph)),
                dsl::quote.eq(excluded(dsl::quote)),
                dsl::quote_start.eq(excluded(dsl::quote_start)),
                dsl::verb.eq(excluded(dsl::verb)),
                dsl::strength.eq(excluded(dsl::strength)),
                dsl::kind.eq(excluded(dsl::kind)),
                dsl::tracked.eq(excluded(dsl::tracked)),
                dsl::title.eq(excluded(dsl::title)),
                dsl::edtf.eq(excluded(dsl::edtf)),
                dsl::opens_on.eq(excluded(dsl::opens_on)),
                dsl::due_on.eq(excluded(dsl::due_on)),
                dsl::urgency.eq(excluded(dsl::urgency)),
                dsl::recurrence.eq(excluded(dsl::recurrence)),
                dsl::party_group.eq(excluded(dsl::party_group)),
                dsl::topics.eq(excluded(dsl::topics)),
                dsl::sdgs.eq(excluded(dsl::sdgs)),
                dsl::refs.eq(excluded(dsl::refs)),
                dsl::related.eq(excluded(dsl::related)),
                dsl::note.eq(excluded(dsl::note)),
                dsl::no_deadline.eq(excluded(dsl::no_deadline)),
                dsl::version.eq(excluded(dsl::version)),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}
