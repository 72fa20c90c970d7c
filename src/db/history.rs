//! Everything that was ever done to an item, read back from the feed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as PgUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::Conn;
use super::statement::Statement;
use crate::records::change::{Entity, Op};
use crate::schema::sql_types;

/// One change of an item, an obligation, a milestone, or one update.
#[derive(Debug, Clone, QueryableByName)]
pub struct HistoryRow {
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    #[diesel(sql_type = sql_types::Entity)]
    pub entity: Entity,
    #[diesel(sql_type = PgUuid)]
    pub entity_id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = sql_types::ChangeOp)]
    pub op: Op,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub actor: String,
    /// The record, whole: a version's, or the update's as the feed has it.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub body: Option<Value>,
    /// The version before it.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub before: Option<Value>,
}

/// The changes about a commitment before `before` (a seq), newest first.
///
/// # Errors
/// If the database does not answer.
pub async fn of_commitment(
    conn: &mut Conn,
    commitment: Uuid,
    before: i64,
    limit: i64,
) -> QueryResult<Vec<HistoryRow>> {
    Statement::new(
        "WITH about AS (
            SELECT $0::uuid AS id
            UNION ALL SELECT o.id FROM obligations o WHERE o.commitment_id = $0
            UNION ALL SELECT m.id FROM milestones m WHERE m.commitment_id = $0
            UNION ALL SELECT k.id FROM conflicts k WHERE k.commitment_id = $0
            UNION ALL SELECT u.id FROM updates u
                JOIN obligations o ON o.id = u.obligation_id WHERE o.commitment_id = $0
        )",
    )
    .substitute("$0", &commitment)
    .sql(
        " SELECT f.seq, f.entity, f.entity_id, f.version, f.op, f.at, f.actor,
            coalesce(v.body, b.body::jsonb) AS body, p.body AS before
        FROM about a
        JOIN feed f ON f.entity_id = a.id
        LEFT JOIN versions v ON v.entity_id = f.entity_id AND v.version = f.version
        LEFT JOIN versions p ON p.entity_id = f.entity_id AND p.version = f.version - 1
        LEFT JOIN feed_bodies b ON v.body IS NULL AND b.seq = f.seq
        WHERE f.seq < ",
    )
    .bind(before)
    .sql(" ORDER BY f.seq DESC LIMIT ")
    .bind(limit)
    .load(conn)
    .await
}
