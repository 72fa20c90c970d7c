//! Items and milestones as they were at a version, and who wrote what since.
//!
//! An obligation counts its own versions; which of them belongs to a version of its commitment
//! shows in the order of changes. Whoever writes either holds the lock of the commitment, and so
//! draws the places of its changes, in the outbox and then in the feed, after all earlier ones.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Jsonb, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::Conn;
use super::connect::Failure;
use super::statement::Statement;
use crate::error::Problem;
use crate::records::commitment::Commitment;
use crate::records::groups::Item;
use crate::records::obligation::Obligation;
use crate::schema::versions;

/// One version of a commitment or of an obligation of it, with who wrote it.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Bool)]
    is_commitment: bool,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    actor: String,
    #[diesel(sql_type = Jsonb)]
    body: Value,
}

/// The changes of the commitment `$item` and its obligations, and the place of the first one after
/// its version `$version`. What waits in the outbox comes after all that is sealed.
const PLACED: &str = "WITH whose AS (
        SELECT $item::uuid AS id
        UNION ALL SELECT o.id FROM obligations o WHERE o.commitment_id = $item
    ), placed AS (
        SELECT f.entity_id, f.version, f.at, f.actor, ROW(0, f.seq) AS place
        FROM feed f WHERE f.entity_id IN (SELECT id FROM whose)
        UNION ALL
        SELECT x.entity_id, x.version, x.at, x.actor, ROW(1, x.id)
        FROM outbox x WHERE x.entity_id IN (SELECT id FROM whose)
    ), next AS (
        SELECT place FROM placed WHERE entity_id = $item AND version = $version + 1
    )";

fn placed(item: Uuid, version: i64) -> Statement {
    Statement::new(PLACED).substitute("$item", &item).substitute("$version", &version)
}

/// An item as it was at `version` of its commitment, with the obligations that stood then; none if
/// it never had that version. The caller holds the lock of the commitment.
///
/// # Errors
/// If the database does not answer.
pub async fn item_at(conn: &mut Conn, id: Uuid, version: i64) -> Result<Option<Item>, Failure> {
    let rows: Vec<Row> = placed(id, version)
        .sql(" SELECT DISTINCT ON (p.entity_id) p.entity_id = ")
        .bind(id)
        .sql(
            " AS is_commitment, p.at, p.actor, v.body
            FROM placed p
            JOIN versions v ON v.entity_id = p.entity_id AND v.version = p.version
            WHERE NOT EXISTS (SELECT FROM next n WHERE p.place >= n.place)
            ORDER BY p.entity_id, p.version DESC",
        )
        .load(conn)
        .await?;
    let mut commitment = None;
    let mut obligations = Vec::new();
    for row in rows {
        if row.is_commitment {
            commitment = Some(read::<Commitment>(row.body)?);
        } else {
            obligations.push(read::<Obligation>(row.body)?);
        }
    }
    obligations.retain(|one| one.dropped_at.is_none());
    obligations.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
    let commitment = commitment.filter(|found| found.version == version);
    Ok(commitment.map(|commitment| Item { commitment, obligations }))
}

/// An item as one write left it.
#[derive(Debug, Clone)]
pub struct Written {
    pub item: Item,
    /// The name of its author.
    pub by: String,
    pub at: DateTime<Utc>,
}

/// The item after each write since `base`, oldest first. The caller holds the lock of the
/// commitment.
///
/// # Errors
/// If the database does not answer.
pub async fn since(conn: &mut Conn, base: &Item) -> Result<Vec<Written>, Failure> {
    let Commitment { id, version, .. } = base.commitment;
    let rows: Vec<Row> = placed(id, version)
        .sql(" SELECT p.entity_id = ")
        .bind(id)
        .sql(
            " AS is_commitment, p.at, p.actor, v.body
            FROM placed p
            JOIN versions v ON v.entity_id = p.entity_id AND v.version = p.version
            JOIN next n ON p.place >= n.place
            ORDER BY p.place",
        )
        .load(conn)
        .await?;
    let mut writes: Vec<Written> = Vec::new();
    let mut item = base.clone();
    for Row { is_commitment, at, actor, body, .. } in rows {
        if is_commitment {
            item.commitment = read(body)?;
        } else {
            let one: Obligation = read(body)?;
            item.obligations.retain(|other| other.id != one.id);
            item.obligations.extend(Some(one).filter(|one| one.dropped_at.is_none()));
        }
        let written = Written { item: item.clone(), by: actor, at };
        // A commitment comes before the obligations that were written with it.
        match writes.last_mut().filter(|_| !is_commitment) {
            Some(last) => *last = written,
            None => writes.push(written),
        }
    }
    Ok(writes)
}

/// A record as it was at a version; none if it never had it.
///
/// # Errors
/// If the database does not answer.
pub async fn find<T: DeserializeOwned>(
    conn: &mut Conn,
    id: Uuid,
    version: i64,
) -> Result<Option<T>, Failure> {
    let body: Option<Value> =
        versions::table.find((id, version)).select(versions::body).first(conn).await.optional()?;
    body.map(read).transpose()
}

/// Who wrote a version of a record, and when.
#[derive(Debug, Clone, QueryableByName)]
pub struct Author {
    #[diesel(sql_type = Text)]
    pub by: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
}

/// Who wrote a version of a record.
///
/// # Errors
/// If the database does not answer, or there is no such version.
pub async fn author(conn: &mut Conn, id: Uuid, version: i64) -> QueryResult<Author> {
    Statement::new(
        "SELECT actor AS by, at FROM feed WHERE entity_id = $id AND version = $version
        UNION ALL
        SELECT actor, at FROM outbox WHERE entity_id = $id AND version = $version",
    )
    .substitute("$id", &id)
    .substitute("$version", &version)
    .get_result(conn)
    .await
}

fn read<T: DeserializeOwned>(body: Value) -> Result<T, Failure> {
    serde_json::from_value(body).map_err(|error| Problem::internal(error).into())
}
