//! The feed: its end, and what stands in it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Bytea, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::connect::Failure;
use super::outbox::SEAL_LOCK;
use super::statement::Statement;
use crate::error::Problem;
use crate::records::change::{Entity, Op};
use crate::schema::{feed, feed_bodies, node, redactions};
use crate::sync::cursor::FeedCursor;
use crate::sync::envelope::GENESIS;

/// This installation.
#[derive(Debug, Clone, Queryable, QueryableByName, Selectable)]
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

/// The end of an installation's feed.
#[derive(Debug, Clone)]
pub struct End {
    pub node: Node,
    pub head: Head,
}

const END: &str =
    "SELECT n.name, n.epoch, f.seq, f.chain, f.sealed_at FROM node n LEFT JOIN LATERAL
    (SELECT seq, chain, sealed_at FROM feed ORDER BY seq DESC LIMIT 1) f ON true";

/// The last change, or nulls before the first.
#[derive(Debug, Clone, QueryableByName)]
pub struct Last {
    #[diesel(sql_type = Nullable<BigInt>)]
    pub seq: Option<i64>,
    #[diesel(sql_type = Nullable<Bytea>)]
    pub chain: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub sealed_at: Option<DateTime<Utc>>,
}

impl Last {
    /// The head that it makes.
    ///
    /// # Errors
    /// Never: the table's constraint keeps the chain at 32 bytes.
    pub fn head(&self) -> Result<Head, Problem> {
        let chain = self.chain.as_deref().map_or(Ok(GENESIS), link)?;
        Ok(Head { seq: self.seq.unwrap_or(0), chain, sealed_at: self.sealed_at })
    }
}

#[derive(QueryableByName)]
struct EndRow {
    #[diesel(embed)]
    node: Node,
    #[diesel(embed)]
    last: Last,
}

impl End {
    /// The cursor after it.
    #[must_use]
    pub fn cursor(&self) -> FeedCursor {
        FeedCursor::new(self.node.epoch, self.head.seq, &self.head.chain)
    }

    fn read(row: EndRow) -> Result<Self, Failure> {
        Ok(Self { node: row.node, head: row.last.head()? })
    }
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
    #[diesel(sql_type = Nullable<Text>)]
    pub body: Option<String>,
    /// Whether the body is there no longer.
    #[diesel(sql_type = Bool)]
    pub is_blank: bool,
    /// Why it was redacted, if it was.
    #[diesel(sql_type = Nullable<Text>)]
    pub redacted: Option<String>,
}

/// This installation's row.
///
/// # Errors
/// If the database does not answer.
pub async fn node(conn: &mut Conn) -> QueryResult<Node> {
    node::table.select(Node::as_select()).get_result(conn).await
}

/// The end of this installation's feed as the current statement sees it.
///
/// # Errors
/// If the database does not answer.
pub async fn end(conn: &mut Conn) -> Result<End, Failure> {
    End::read(Statement::new(END).get_result(conn).await?)
}

/// The same, if nothing that has committed waits for its seal.
///
/// # Errors
/// If the database does not answer.
pub async fn sealed_end(conn: &mut Conn) -> Result<Option<End>, Failure> {
    let rows = Statement::new(END).sql(" WHERE NOT EXISTS (SELECT FROM outbox)").load(conn).await?;
    rows.into_iter().next().map(End::read).transpose()
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

/// The changes after `seq`, in order.
///
/// # Errors
/// If the database does not answer.
pub async fn page(conn: &mut Conn, after: i64, limit: i64) -> QueryResult<Vec<Sealed>> {
    feed::table
        .inner_join(feed_bodies::table)
        .left_join(redactions::table)
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
            feed_bodies::body.is_null(),
            redactions::cause.nullable(),
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
