//! What every write leaves behind: the whole version of the record, and its change in the outbox.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Conn;
use super::connect::Failure;
use crate::error::Problem;
use crate::records::change::{Change, Entity};
use crate::records::ids;
use crate::schema::{outbox, versions};

/// How many rows go in one statement; Postgres takes 65,535 binds.
const BATCH: usize = 5_000;

/// Appends changes, in their order, within the transaction that made them.
///
/// To be called after the rows are written and so locked: the outbox ids, drawn here, then keep
/// each record's changes in order.
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
        let mut version_rows = Vec::new();
        let mut outbox_rows = Vec::with_capacity(batch.len());
        for Change { op, record } in batch {
            if record.entity() != Entity::Update {
                version_rows.push((
                    versions::entity.eq(record.entity()),
                    versions::entity_id.eq(record.entity_id()),
                    versions::version.eq(record.version()),
                    versions::declaration.eq(record.declaration().map(str::to_owned)),
                    versions::body.eq(serde_json::to_value(record).map_err(Problem::internal)?),
                ));
            }
            outbox_rows.push((
                outbox::change_id.eq(ids::new()),
                outbox::entity.eq(record.entity()),
                outbox::entity_id.eq(record.entity_id()),
                outbox::version.eq(record.version()),
                outbox::op.eq(*op),
                outbox::at.eq(at),
                outbox::actor.eq(actor.to_owned()),
                outbox::declaration.eq(record.declaration().map(str::to_owned)),
                outbox::party.eq(record.party().map(str::to_owned)),
                outbox::body
                    .eq(serde_json_canonicalizer::to_string(record).map_err(Problem::internal)?),
            ));
        }
        diesel::insert_into(versions::table).values(version_rows).execute(conn).await?;
        diesel::insert_into(outbox::table).values(outbox_rows).execute(conn).await?;
    }
    Ok(())
}
