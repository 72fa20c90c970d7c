//! The outbox and the feed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::announce::announce;
use super::connect::Failure;
use super::statement::Statement;
use super::{Conn, Db};
use crate::error::Problem;
use crate::records::change::{Entity, Op};
use crate::schema::{feed, feed_bodies, node, outbox};
use crate::sync::envelope::GENESIS;

/// The lock of the one sealer. The number is arbitrary and ours.
pub(super) const SEAL_LOCK: i64 = 0x4c45_4447_4552;

/// This installation.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = node)]
pub struct Node {
    pub name: String,
    pub epoch: Uuid,
}

/// The end of the feed.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    /// 0 before the first change.
    pub seq: i64,
    pub chain: [u8; 32],
    /// When it was sealed; none before the first change.
    pub sealed_at: Option<DateTime<Utc>>,
}

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

/// A change as the feed gives it.
#[derive(Debug, Queryable, QueryableByName)]
#[diesel(table_name = feed)]
pub struct Sealed {
    pub seq: i64,
    pub change_id: Uuid,
    pub entity: Entity,
    pub entity_id: Uuid,
    pub version: i64,
    pub op: Op,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub node: String,
    /// SHA-256 of the body.
    pub body_hash: Vec<u8>,
    pub chain: Vec<u8>,
    /// RFC 8785 text; none once it was pruned or redacted, or where it was not asked for.
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    pub body: Option<String>,
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

/// This installation's row.
///
/// # Errors
/// If the database does not answer.
pub async fn node(conn: &mut Conn) -> QueryResult<Node> {
    node::table.select(Node::as_select()).get_result(conn).await
}

/// Waits for the sealers' lock, held to the transaction's end.
///
/// # Errors
/// If the database does not answer.
pub async fn lock(conn: &mut Conn) -> QueryResult<()> {
    Statement::new(&format!("SELECT pg_advisory_xact_lock({SEAL_LOCK})")).execute(conn).await?;
    Ok(())
}

/// The end of the feed as the current statement sees it.
///
/// # Errors
/// If the database does not answer.
pub async fn head(conn: &mut Conn) -> Result<Head, Failure> {
    let last: Option<(i64, Vec<u8>, DateTime<Utc>)> = feed::table
        .select((feed::seq, feed::chain, feed::sealed_at))
        .order(feed::seq.desc())
        .first(conn)
        .await
        .optional()?;
    match last {
        None => Ok(Head { seq: 0, chain: GENESIS, sealed_at: None }),
        Some((seq, chain, at)) => Ok(Head { seq, chain: link(&chain)?, sealed_at: Some(at) }),
    }
}

/// The feed's end as it was at `at`: the greatest seq sealed by then.
///
/// # Errors
/// If the database does not answer.
pub async fn head_at(conn: &mut Conn, at: DateTime<Utc>) -> QueryResult<i64> {
    let seq: Option<i64> = feed::table
        .select(feed::seq)
        .filter(feed::sealed_at.le(at))
        .order((feed::sealed_at.desc(), feed::seq.desc()))
        .first(conn)
        .await
        .optional()?;
    Ok(seq.unwrap_or(0))
}

/// Waits until it is settled what was sealed by `at`, a time that has come: a sealer may have read
/// the clock by then, and not yet committed. Not for a transaction with a snapshot of its own.
///
/// # Errors
/// If the database does not answer.
pub async fn settle(conn: &mut Conn, at: DateTime<Utc>) -> QueryResult<()> {
    let later = feed::table.select(feed::seq).filter(feed::sealed_at.gt(at));
    if !diesel::select(diesel::dsl::exists(later)).get_result::<bool>(conn).await? {
        Statement::new(&format!("SELECT pg_advisory_xact_lock_shared({SEAL_LOCK})"))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// The link of the chain at `seq`; none if the feed has no such change.
///
/// # Errors
/// If the database does not answer.
pub async fn chain_at(conn: &mut Conn, seq: i64) -> Result<Option<[u8; 32]>, Failure> {
    if seq == 0 {
        return Ok(Some(GENESIS));
    }
    let chain: Option<Vec<u8>> =
        feed::table.find(seq).select(feed::chain).first(conn).await.optional()?;
    Ok(chain.map(|chain| link(&chain)).transpose()?)
}

/// A link as Postgres holds it.
///
/// # Errors
/// Never: the table's constraint keeps it at 32 bytes.
pub fn link(chain: &[u8]) -> Result<[u8; 32], Problem> {
    chain.try_into().map_err(Problem::internal)
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
    let sealed_at: DateTime<Utc> =
        diesel::select(diesel::dsl::sql::<diesel::sql_types::Timestamptz>(
            "greatest(clock_timestamp(),
            (SELECT sealed_at + interval '1 microsecond' FROM feed ORDER BY seq DESC LIMIT 1))",
        ))
        .get_result(conn)
        .await?;
    let mut head = Head { seq: 0, chain: GENESIS, sealed_at: Some(sealed_at) };
    let mut envelopes = Vec::with_capacity(rows.len());
    let mut bodies = Vec::with_capacity(rows.len());
    for SealedRow { seq, hash, chain, change } in rows {
        head = Head { seq, chain, ..head };
        envelopes.push((
            feed::seq.eq(seq),
            feed::change_id.eq(change.change_id),
            feed::entity.eq(change.entity),
            feed::entity_id.eq(change.entity_id),
            feed::version.eq(change.version),
            feed::op.eq(change.op),
            feed::at.eq(change.at),
            feed::actor.eq(change.actor),
            feed::node.eq(node.to_owned()),
            feed::body_hash.eq(hash.to_vec()),
            feed::chain.eq(chain.to_vec()),
            feed::sealed_at.eq(sealed_at),
            feed::declaration.eq(change.declaration),
            feed::party.eq(change.party),
        ));
        bodies.push((feed_bodies::seq.eq(seq), feed_bodies::body.eq(change.body)));
    }
    diesel::insert_into(feed::table).values(envelopes).execute(conn).await?;
    diesel::insert_into(feed_bodies::table).values(bodies).execute(conn).await?;
    announce(conn, head.seq).await?;
    Ok(head)
}

/// The changes after `seq`, in order.
///
/// # Errors
/// If the database does not answer.
pub async fn page(conn: &mut Conn, after: i64, limit: i64) -> QueryResult<Vec<Sealed>> {
    feed::table
        .inner_join(feed_bodies::table)
        .select((
            feed::seq,
            feed::change_id,
            feed::entity,
            feed::entity_id,
            feed::version,
            feed::op,
            feed::at,
            feed::actor,
            feed::node,
            feed::body_hash,
            feed::chain,
            feed_bodies::body,
        ))
        .filter(feed::seq.gt(after))
        .order(feed::seq)
        .limit(limit)
        .load(conn)
        .await
}

/// The feed's end as it was when it had come to `seq`.
///
/// # Errors
/// If the database does not answer.
pub async fn head_of(conn: &mut Conn, seq: i64) -> Result<Head, Failure> {
    let row: Option<(Vec<u8>, DateTime<Utc>)> = feed::table
        .find(seq)
        .select((feed::chain, feed::sealed_at))
        .first(conn)
        .await
        .optional()?;
    match row {
        None => Ok(Head { seq: 0, chain: GENESIS, sealed_at: None }),
        Some((chain, at)) => Ok(Head { seq, chain: link(&chain)?, sealed_at: Some(at) }),
    }
}
