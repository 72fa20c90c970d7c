//! Registered readers of the feed, and how far each has read.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Double, Text, Timestamptz, Uuid as PgUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::statement::Statement;
use crate::schema::{node, readers};

/// A reader with its lag.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct Reader {
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Whose it is.
    #[diesel(sql_type = Text)]
    pub user: String,
    /// The history in which its mark was set.
    #[diesel(sql_type = PgUuid)]
    pub epoch: Uuid,
    /// Its mark: the last change that it has acknowledged; 0 before the first.
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    /// Whether its mark still lies on the present history.
    #[diesel(sql_type = Bool)]
    pub is_on_history: bool,
    /// How many sealed changes it has not acknowledged.
    #[diesel(sql_type = BigInt)]
    pub lag_changes: i64,
    /// The age of the oldest of them in seconds; 0 if there is none.
    #[diesel(sql_type = Double)]
    pub lag_seconds: f64,
    #[diesel(sql_type = Timestamptz)]
    pub registered_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub acknowledged_at: DateTime<Utc>,
}

fn listed() -> Statement {
    Statement::new(
        "SELECT r.name, u.name AS user, r.epoch, r.seq, r.registered_at, r.acknowledged_at,
            r.seq <= head.seq AND NOT EXISTS (
                SELECT FROM epochs e JOIN epochs later ON later.number > e.number
                WHERE e.epoch = r.epoch AND later.began_at_seq < r.seq) AS is_on_history,
            greatest(head.seq - r.seq, 0) AS lag_changes,
            greatest(coalesce(extract(epoch FROM clock_timestamp() - waiting.sealed_at), 0), 0)
                ::double precision AS lag_seconds
        FROM readers r
        JOIN users u ON u.id = r.user_id
        CROSS JOIN (SELECT coalesce(max(seq), 0) AS seq FROM feed) head
        LEFT JOIN feed waiting ON waiting.seq = r.seq + 1 ",
    )
}

/// Every reader, by name.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn) -> QueryResult<Vec<Reader>> {
    listed().sql("ORDER BY r.name").load(conn).await
}

/// The reader of that name.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, name: &str) -> QueryResult<Option<Reader>> {
    listed().sql("WHERE r.name = ").bind(name.to_owned()).get_result(conn).await.optional()
}

/// Locks a reader against others who would move or drop it; gives whose it is.
///
/// # Errors
/// If the database does not answer.
pub async fn lock(conn: &mut Conn, name: &str) -> QueryResult<Option<Uuid>> {
    let owner = readers::table.find(name).select(readers::user_id).for_update();
    owner.get_result(conn).await.optional()
}

/// Adds a reader, unless there is one of that name; gives whether it was added.
///
/// # Errors
/// If a constraint is broken (`readers_name_check`) or the database does not answer.
pub async fn create(
    conn: &mut Conn,
    name: &str,
    user_id: Uuid,
    epoch: Uuid,
    seq: i64,
) -> QueryResult<bool> {
    let added = diesel::insert_into(readers::table)
        .values((
            readers::name.eq(name),
            readers::user_id.eq(user_id),
            readers::epoch.eq(epoch),
            readers::seq.eq(seq),
        ))
        .on_conflict(readers::name)
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(added == 1)
}

/// Moves a reader's mark.
///
/// # Errors
/// If the database does not answer.
pub async fn acknowledge(conn: &mut Conn, name: &str, epoch: Uuid, seq: i64) -> QueryResult<()> {
    diesel::update(readers::table.find(name))
        .set((
            readers::epoch.eq(epoch),
            readers::seq.eq(seq),
            readers::acknowledged_at.eq(diesel::dsl::now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Drops readers; gives the names of those that were there.
///
/// # Errors
/// If the database does not answer.
pub async fn drop(conn: &mut Conn, names: &[String]) -> QueryResult<Vec<String>> {
    diesel::delete(readers::table.filter(readers::name.eq_any(names)))
        .returning(readers::name)
        .get_results(conn)
        .await
}

/// Up to where bodies were pruned, as the current statement sees it.
///
/// # Errors
/// If the database does not answer.
pub async fn pruned_to(conn: &mut Conn) -> QueryResult<i64> {
    node::table.select(node::pruned_to).get_result(conn).await
}
