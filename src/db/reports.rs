//! The reports that were kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::Conn;
use crate::schema::reports;

/// A kept report without its text.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reports)]
pub struct Kept {
    pub id: Uuid,
    /// The name of the user.
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    /// The slug.
    pub declaration: String,
    /// The installation's name at that time.
    pub node: String,
    pub epoch: Uuid,
    /// The place in the feed, and the chain there.
    pub seq: i64,
    pub chain: String,
    /// What was asked for.
    pub request: Value,
    /// SHA-256 of the report's RFC 8785 text.
    pub body_sha256: String,
    pub public_key: Vec<u8>,
    pub signature: Vec<u8>,
}

/// Keeps a report with its JSON text.
///
/// # Errors
/// If the database does not answer.
pub async fn create(conn: &mut Conn, kept: &Kept, body: &str) -> QueryResult<()> {
    diesel::insert_into(reports::table)
        .values((kept.clone(), reports::body.eq(body)))
        .execute(conn)
        .await?;
    Ok(())
}

/// A kept report with its JSON text.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, id: Uuid) -> QueryResult<Option<(Kept, String)>> {
    reports::table.find(id).select((Kept::as_select(), reports::body)).first(conn).await.optional()
}

/// Those that were kept of some declarations, or of all; newest first, older than `before`.
///
/// # Errors
/// If the database does not answer.
pub async fn list(
    conn: &mut Conn,
    declarations: &[String],
    before: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<Kept>> {
    // Ids of this kind are in the order of time (RFC 9562, version 7).
    let mut query = reports::table
        .select(Kept::as_select())
        .order(reports::id.desc())
        .limit(limit)
        .into_boxed();
    if !declarations.is_empty() {
        query = query.filter(reports::declaration.eq_any(declarations));
    }
    if let Some(before) = before {
        query = query.filter(reports::id.lt(before));
    }
    query.load(conn).await
}
