//! Conflicts: opened, listed, resolved.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Uuid as PgUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::filter::{Moment, one_of};
use super::statement::Statement;
use crate::records::conflict::Conflict;
use crate::schema::conflicts;

/// Which conflicts a list has.
#[derive(Debug, Clone, Default)]
pub struct ConflictFilter {
    /// Only the open ones, or only the resolved ones.
    pub is_open: Option<bool>,
    /// Slugs.
    pub declarations: Vec<String>,
    /// Codes of items.
    pub items: Vec<String>,
    /// Of items under which one of these owes, or has owed.
    pub parties: Vec<String>,
}

/// A page of conflicts, the latest first; `after` is the last one of the page before.
///
/// # Errors
/// If the database does not answer.
pub async fn list(
    conn: &mut Conn,
    filter: &ConflictFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<Conflict>> {
    let mut sql = Statement::new("SELECT k.* FROM conflicts k WHERE ").sql(match filter.is_open {
        None => "true",
        Some(true) => "k.resolution IS NULL",
        Some(false) => "k.resolution IS NOT NULL",
    });
    sql = one_of(sql, "k.declaration", &filter.declarations);
    sql = one_of(sql, "k.code", &filter.items);
    if !filter.parties.is_empty() {
        sql = sql
            .sql(" AND EXISTS (SELECT FROM obligations o WHERE o.commitment_id = k.commitment_id");
        sql = one_of(sql, "o.party", &filter.parties).sql(")");
    }
    if let Some(after) = after {
        sql = sql.sql(" AND k.id < ").bind(after);
    }
    sql.sql(" ORDER BY k.id DESC LIMIT ").bind(limit).load(conn).await
}

/// A conflict.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, id: Uuid) -> QueryResult<Option<Conflict>> {
    conflicts::table.find(id).select(Conflict::as_select()).first(conn).await.optional()
}

/// Opens conflicts.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn create(conn: &mut Conn, records: &[Conflict]) -> QueryResult<()> {
    diesel::insert_into(conflicts::table).values(records).execute(conn).await?;
    Ok(())
}

/// Writes what a conflict was resolved to. The caller holds the lock of its item.
///
/// # Errors
/// If the database does not answer, or the conflict was resolved before.
pub async fn resolve(conn: &mut Conn, record: &Conflict) -> QueryResult<()> {
    diesel::update(conflicts::table.find(record.id))
        .set((
            conflicts::version.eq(record.version),
            conflicts::resolution.eq(record.resolution),
            conflicts::value.eq(&record.value),
            conflicts::resolved_by.eq(&record.resolved_by),
            conflicts::resolved_at.eq(record.resolved_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// How many conflicts of a declaration are open.
///
/// # Errors
/// If the database does not answer.
pub async fn count_open_of(conn: &mut Conn, slug: &str) -> QueryResult<i64> {
    conflicts::table
        .filter(conflicts::declaration.eq(slug))
        .filter(conflicts::resolution.is_null())
        .count()
        .get_result(conn)
        .await
}

/// How many conflicts of an item are open.
#[derive(Debug, Clone, QueryableByName)]
pub struct OpenConflicts {
    #[diesel(sql_type = PgUuid)]
    pub commitment_id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub open: i64,
}

/// How many conflicts of each of these items are open, or were as known at the moment. An item
/// that has none has no row.
///
/// # Errors
/// If the database does not answer.
pub async fn count_open(
    conn: &mut Conn,
    commitments: &[Uuid],
    moment: Moment,
) -> QueryResult<Vec<OpenConflicts>> {
    let mut sql = Statement::new(
        "SELECT k.commitment_id, count(*) AS open FROM conflicts k WHERE k.commitment_id = ANY(",
    )
    .bind(commitments.to_vec())
    .sql(")");
    sql = match moment.known {
        None => sql.sql(" AND k.resolution IS NULL"),
        // Opening it was its first version, resolving it its second.
        Some(seq) => sql
            .sql(" AND 1 = (SELECT count(*) FROM feed f WHERE f.entity_id = k.id AND f.seq <= ")
            .bind(seq)
            .sql(")"),
    };
    sql.sql(" GROUP BY k.commitment_id").load(conn).await
}
