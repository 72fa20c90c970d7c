//! The outbox, and how what is in it moves to the feed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::announce::announce;
use super::connect::Failure;
use super::feed::{Head, head};
use super::statement::Statement;
use super::{Conn, Db};
use crate::error::Problem;
use crate::records::change::{Entity, Op};
use crate::schema::outbox;

/// The lock of the one sealer. The number is arbitrary and ours.
pub(super) const SEAL_LOCK: i64 = 0x4c45_4447_4552;

/// A change as a write left it.
#[derive(Debug, QueryableByName)]
#[diesel(table_name = outbox)]
pub struct Pending {
    pub id: i64,
    pub change_id: Uuid,
    pub entity: Entity,
    pub entity_id: Uuid,
    pub version: i64,
    pub op: Op,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub body: String,
    pub declaration: Option<String>,
    pub party: Option<String>,
}

/// A change with its place in the feed.
#[derive(Debug)]
pub struct SealedRow {
    pub seq: i64,
    pub hash: [u8; 32],
    pub chain: [u8; 32],
    pub change: Pending,
}

impl Db {
    /// A sealer's transaction. Unlike [`Db::write`] it rings for nobody.
    ///
    /// # Errors
    /// What `work` gives.
    pub async fn seal_transaction<T, F>(&self, work: F) -> Result<T, Problem>
    where
        F: AsyncFn(&mut Conn) -> Result<T, Failure>,
    {
        self.write_silently(work).await
    }
}

/// Waits for the sealers' lock, held to the transaction's end.
///
/// # Errors
/// If the database does not answer.
pub async fn lock(conn: &mut Conn) -> QueryResult<()> {
    Statement::new(&format!("SELECT pg_advisory_xact_lock({SEAL_LOCK})")).execute(conn).await?;
    Ok(())
}

/// Whether a committed change waits for its seal.
///
/// # Errors
/// If the database does not answer.
pub async fn is_unsealed(conn: &mut Conn) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(outbox::table.select(outbox::id))).get_result(conn).await
}

/// Takes committed changes out of the outbox, in the order of their ids.
///
/// Never by a range of ids: a lower id may commit later. RETURNING keeps no order, so it is made.
///
/// # Errors
/// If the database does not answer.
pub async fn take_outbox(conn: &mut Conn, limit: i64) -> QueryResult<Vec<Pending>> {
    Statement::new(
        "WITH taken AS (
            DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT ",
    )
    .bind(limit)
    .sql(") RETURNING *) SELECT * FROM taken ORDER BY id")
    .load(conn)
    .await
}

/// Appends sealed changes; gives the new head.
///
/// All of a batch are sealed at one time, later than any before: the database's clock, or, should
/// that run backwards, a microsecond after the last.
///
/// # Errors
/// If the database does not answer.
pub async fn append(conn: &mut Conn, node: &str, rows: Vec<SealedRow>) -> Result<Head, Failure> {
    let Some(SealedRow { seq, chain, .. }) = rows.last() else { return head(conn).await };
    let (seq, chain) = (*seq, *chain);
    let mut columns = Columns::default();
    for row in rows {
        columns.push(row);
    }
    let sealed_at = columns.insert(node, conn).await?;
    announce(conn, seq).await?;
    Ok(Head { seq, chain, sealed_at: Some(sealed_at) })
}

/// Sealed changes, column by column: so one prepared statement takes any number of them.
#[derive(Debug, Default)]
struct Columns {
    seqs: Vec<i64>,
    change_ids: Vec<Uuid>,
    entities: Vec<String>,
    entity_ids: Vec<Uuid>,
    versions: Vec<i64>,
    ops: Vec<String>,
    ats: Vec<DateTime<Utc>>,
    actors: Vec<String>,
    hashes: Vec<Vec<u8>>,
    chains: Vec<Vec<u8>>,
    declarations: Vec<Option<String>>,
    parties: Vec<Option<String>>,
    bodies: Vec<String>,
}

impl Columns {
    fn push(&mut self, SealedRow { seq, hash, chain, change }: SealedRow) {
        self.seqs.push(seq);
        self.change_ids.push(change.change_id);
        self.entities.push(change.entity.to_string());
        self.entity_ids.push(change.entity_id);
        self.versions.push(change.version);
        self.ops.push(change.op.to_string());
        self.ats.push(change.at);
        self.actors.push(change.actor);
        self.hashes.push(hash.to_vec());
        self.chains.push(chain.to_vec());
        self.declarations.push(change.declaration);
        self.parties.push(change.party);
        self.bodies.push(change.body);
    }

    /// Inserts envelopes and bodies; gives when they were sealed.
    async fn insert(self, node: &str, conn: &mut Conn) -> QueryResult<DateTime<Utc>> {
        #[derive(QueryableByName)]
        struct Time {
            #[diesel(sql_type = diesel::sql_types::Timestamptz)]
            sealed_at: DateTime<Utc>,
        }
        let insert = Statement::new("WITH new AS (SELECT * FROM unnest(")
            .bind(self.seqs)
            .sql(", ")
            .bind(self.change_ids)
            .sql(", ")
            .bind(self.entities)
            .sql("::entity[], ")
            .bind(self.entity_ids)
            .sql(", ")
            .bind(self.versions)
            .sql(", ")
            .bind(self.ops)
            .sql("::change_op[], ")
            .bind(self.ats)
            .sql(", ")
            .bind(self.actors)
            .sql(", ")
            .bind(self.hashes)
            .sql(", ")
            .bind(self.chains)
            .sql(", ")
            .bind(self.declarations)
            .sql(", ")
            .bind(self.parties)
            .sql(", ")
            .bind(self.bodies)
            .sql(
                ") AS t (seq, change_id, entity, entity_id, version, op, at, actor, body_hash, chain,
                    declaration, party, body)),
                time AS (
                    SELECT greatest(clock_timestamp(), (SELECT sealed_at + interval '1 microsecond'
                        FROM feed ORDER BY seq DESC LIMIT 1)) AS sealed_at
                ),
                envelopes AS (
                    INSERT INTO feed (seq, change_id, entity, entity_id, version, op, at, actor,
                        node, body_hash, chain, declaration, party, sealed_at)
                    SELECT seq, change_id, entity, entity_id, version, op, at, actor, ",
            )
            .bind(node.to_owned())
            .sql(
                ", body_hash, chain, declaration, party, sealed_at FROM new, time
                ),
                bodies AS (INSERT INTO feed_bodies (seq, body) SELECT seq, body FROM new)
                SELECT sealed_at FROM time",
            );
        Ok(insert.get_result::<Time>(conn).await?.sealed_at)
    }
}
