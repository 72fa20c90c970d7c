//! Milestones of commitments.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use crate::records::milestone::Milestone;
use crate::schema::milestones;

/// A commitment's milestones, the earliest due first.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn, commitment: Uuid) -> QueryResult<Vec<Milestone>> {
    milestones::table
        .select(Milestone::as_select())
        .filter(milestones::commitment_id.eq(commitment))
        .order((milestones::due_on, milestones::id))
        .load(conn)
        .await
}

/// One milestone of a commitment.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, commitment: Uuid, id: Uuid) -> QueryResult<Option<Milestone>> {
    milestones::table
        .select(Milestone::as_select())
        .filter(milestones::commitment_id.eq(commitment))
        .filter(milestones::id.eq(id))
        .first(conn)
        .await
        .optional()
}

/// Adds a milestone.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn create(conn: &mut Conn, record: &Milestone) -> QueryResult<()> {
    diesel::insert_into(milestones::table).values(record).execute(conn).await?;
    Ok(())
}

/// Writes an edited record over the one that is there.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn update(conn: &mut Conn, record: &Milestone) -> QueryResult<()> {
    diesel::update(milestones::table.find(record.id)).set(record).execute(conn).await?;
    Ok(())
}
