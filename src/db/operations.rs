//! What a caller's key did: kept for ever, so that every retry is harmless.

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
    /// SHA-256 of method, path and body.
    pub request_hash: [u8; 32],
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
