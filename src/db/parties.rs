//! Parties and groups.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

use super::Conn;
use crate::records::party::Party;
use crate::schema::parties;

/// Every party, in protocol order.
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

/// The party of this code.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, code: &str) -> QueryResult<Option<Party>> {
    parties::table
        .select(Party::as_select())
        .filter(parties::code.eq(code))
        .first(conn)
        .await
        .optional()
}

/// Adds parties, or writes edited ones over those that are there.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn write(conn: &mut Conn, records: &[Party]) -> QueryResult<()> {
    diesel::insert_into(parties::table)
        .values(records)
        .on_conflict(parties::id)
        .do_update()
        .set((
            parties::kind.eq(excluded(parties::kind)),
            parties::name.eq(excluded(parties::name)),
            parties::position.eq(excluded(parties::position)),
            parties::members.eq(excluded(parties::members)),
            parties::version.eq(excluded(parties::version)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
