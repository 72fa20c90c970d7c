//! What every write leaves behind: the whole version of the record, and its change in the outbox.

use chrono::{DateTime, Utc};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::connect::Failure;
use super::statement::Statement;
use crate::error::Problem;
use crate::records::change::Change;
use crate::records::ids;

/// How many changes go in one statement: what a large import holds in memory at once.
const BATCH: usize = 5_000;

/// Appends changes, in their order, within the transaction that made them.
///
/// To be called after the rows are written and so locked: the outbox ids, drawn here, then keep
/// each record's changes in order. One round trip, as every write pays for it.
///
/// # Errors
/// If the database fails, or a record cannot be written as canonical JSON.
pub async fn append(
    conn: &mut Conn,
    changes: &[Change],
    actor: &str,
    at: DateTime<Utc>,
) -> Result<(), Failure> {
    for batch in changes.chunks(BATCH) {
        let mut bodies = Vec::with_capacity(batch.len());
        for Change { record, .. } in batch {
            let body = serde_json_canonicalizer::to_string(record).map_err(Problem::internal)?;
            bodies.push(body);
        }
        let ids: Vec<Uuid> = batch.iter().map(|_| ids::new()).collect();
        let text = |text: Option<&str>| text.map(str::to_owned);
        let ops: Vec<String> = column(batch, |change| change.op.to_string());
        let entities = column(batch, |change| change.record.entity().to_string());
        Statement::new("WITH new AS (SELECT * FROM unnest(")
            .bind(ids)
            .sql(", ")
            .bind(entities)
            .sql("::entity[], ")
            .bind(column(batch, |change| change.record.entity_id()))
            .sql(", ")
            .bind(column(batch, |change| change.record.version()))
            .sql(", ")
            .bind(ops)
            .sql("::change_op[], ")
            .bind(bodies)
            .sql(", ")
            .bind(column(batch, |change| text(change.record.declaration())))
            .sql(", ")
            .bind(column(batch, |change| text(change.record.party())))
            .sql(
                ") AS t (change_id, entity, entity_id, version, op, body, declaration, party)),
                kept AS (
                    INSERT INTO versions (entity, entity_id, version, declaration, body)
                    SELECT entity, entity_id, version, declaration, body::jsonb
                    FROM new WHERE entity <> 'update'
                )
                INSERT INTO outbox (change_id, entity, entity_id, version, op, at, actor, body,
                    declaration, party)
                SELECT change_id, entity, entity_id, version, op, ",
            )
            .bind(at)
            .sql(", ")
            .bind(actor.to_owned())
            .sql(", body, declaration, party FROM new")
            .execute(conn)
            .await?;
    }
    Ok(())
}

fn column<T>(changes: &[Change], of: impl Fn(&Change) -> T) -> Vec<T> {
    changes.iter().map(of).collect()
}
