//! Parties and groups.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Conn;
use crate::records::party::Party;
use crate::schema::parties;

/// All parties and groups, in protocol order.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn) -> QueryResult<Vec<Party>> {
    parties::table
        .select(Party::as_select())
        .order((parties::position, parties::code))
        .load(conn)
        .await
}
