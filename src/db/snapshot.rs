//! Everything as it was at a place of the feed, in batches.
//!
//! Versions, updates and envelopes never change, so what is read at a place does not depend on
//! when it is read: no transaction has to stay open while a reader takes its time.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Uuid as PgUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::Conn;
use super::change_filter::ChangeFilter;
use super::statement::Statement;
use crate::domain::terms::Term;
use crate::records::change::Entity;

/// A record as it was.
#[derive(Debug, QueryableByName)]
pub struct Standing {
    /// The change that brought it.
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    #[diesel(sql_type = PgUuid)]
    pub entity_id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    /// Its body in the feed, in RFC 8785 form; none once that was blanked.
    #[diesel(sql_type = Nullable<Text>)]
    pub text: Option<String>,
    /// Its version, which stays for ever, where the feed has the body no longer and it is not an
    /// update.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub kept: Option<Value>,
}

/// The records of an entity as they stood at `head`, in the order of the changes that brought
/// them, after the change `after`.
///
/// # Errors
/// If the database does not answer.
pub async fn standing(
    conn: &mut Conn,
    entity: Entity,
    (after, head): (i64, i64),
    filter: &ChangeFilter,
    limit: i64,
) -> QueryResult<Vec<Standing>> {
    let (kept, join) = match entity {
        Entity::Update => ("NULL::jsonb", ""),
        _ => (
            "v.body",
            "LEFT JOIN versions v ON b.body IS NULL
                AND v.entity_id = f.entity_id AND v.version = f.version",
        ),
    };
    let sql = format!(
        "SELECT f.seq, f.entity_id, f.version, b.body AS text, {kept} AS kept
        FROM feed f JOIN feed_bodies b ON b.seq = f.seq {join}
        WHERE f.entity = '{entity}' AND f.seq > ",
        entity = entity.as_str(),
    );
    let sql = Statement::new(&sql).bind(after).sql(" AND f.seq <= ").bind(head);
    let sql = match entity {
        Entity::Update => sql,
        _ => sql
            .sql(
                " AND NOT EXISTS (
                    SELECT FROM feed later WHERE later.entity_id = f.entity_id
                        AND later.version > f.version AND later.seq <= ",
            )
            .bind(head)
            .sql(")"),
    };
    // A number of ours, and not bound: how it plans depends on it.
    filter.on_feed(sql).sql(&format!(" ORDER BY f.seq LIMIT {limit}")).load(conn).await
}
