//! The one clock of a write: the time of its transaction, as the database has it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Conn;

/// When the current transaction began, to the microsecond.
///
/// # Errors
/// If the database does not answer.
pub async fn now(conn: &mut Conn) -> QueryResult<DateTime<Utc>> {
    diesel::select(diesel::dsl::now.into_sql::<diesel::sql_types::Timestamptz>())
        .get_result(conn)
        .await
}
