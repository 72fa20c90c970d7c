//! What a caller's key did: kept for ever, so that every retry is harmless.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use crate::schema::operations;

/// A key, in its user's own room, and what was asked under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    pub user_id: Uuid,
    pub key: String,
    /// SHA-256 of what was asked: method, path and body, or an operation of a push.
    pub request_hash: [u8; 32],
    /// What the client says of an edit that it pushes; decides nothing.
    pub said: Option<Said>,
}

/// What a client says of an edit that it pushes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What the client calls itself.
    pub node: String,
    /// When the edit was made, by the client's clock.
    pub made_at: DateTime<Utc>,
}

/// The answer that a write gave.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = operations)]
pub struct Outcome {
    pub request_hash: Vec<u8>,
    pub status: Option<i16>,
    pub location: Option<String>,
    pub etag: Option<String>,
    pub body: Option<String>,
}

/// Takes the key for this transaction. A twin that runs at the same time waits here until this
/// one has ended. Gives the earlier outcome if the key was taken before.
///
/// # Errors
/// If the database does not answer.
pub async fn begin(conn: &mut Conn, operation: &Operation) -> QueryResult<Option<Outcome>> {
    let taken = diesel::insert_into(operations::table)
        .values((
            operations::user_id.eq(operation.user_id),
            operations::key.eq(&operation.key),
            operations::request_hash.eq(operation.request_hash.to_vec()),
            operations::node.eq(operation.said.as_ref().map(|said| &said.node)),
            operations::made_at.eq(operation.said.as_ref().map(|said| said.made_at)),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if taken == 1 {
        return Ok(None);
    }
    operations::table
        .find((operation.user_id, &operation.key))
        .select(Outcome::as_select())
        .first(conn)
        .await
        .map(Some)
}

/// Keeps the answer, in the transaction of its effect.
///
/// # Errors
/// If the database does not answer.
pub async fn finish(conn: &mut Conn, operation: &Operation, outcome: &Outcome) -> QueryResult<()> {
    diesel::update(operations::table.find((operation.user_id, &operation.key)))
        .set((
            operations::status.eq(outcome.status),
            operations::location.eq(&outcome.location),
            operations::etag.eq(&outcome.etag),
            operations::body.eq(&outcome.body),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// What came of a user's operation; none if there is none.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, user: Uuid, key: &str) -> QueryResult<Option<Outcome>> {
    operations::table.find((user, key)).select(Outcome::as_select()).first(conn).await.optional()
}

/// Where what a user's operation made is to be found; none if it made nothing, or there is none.
///
/// # Errors
/// If the database does not answer.
pub async fn location(conn: &mut Conn, user: Uuid, key: &str) -> QueryResult<Option<String>> {
    operations::table
        .find((user, key))
        .select(operations::location)
        .first(conn)
        .await
        .optional()
        .map(Option::flatten)
}
