//! The feed as whoever verifies it reads it: envelopes, links, and bodies as far as they are there.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use crate::records::change::{Entity, Op};
use crate::schema::{feed, feed_bodies, node, redactions};

/// A change with all that proves it.
#[derive(Debug, Queryable)]
pub struct Proof {
    pub seq: i64,
    pub change_id: Uuid,
    pub entity: Entity,
    pub entity_id: Uuid,
    pub version: i64,
    pub op: Op,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub node: String,
    pub body_hash: Vec<u8>,
    pub chain: Vec<u8>,
    /// None once it was blanked, or if its row is gone.
    pub body: Option<String>,
    pub is_redacted: bool,
    pub is_pruned: bool,
}

/// The changes after `seq`, in order, as they stand: none is left out for want of a body.
///
/// # Errors
/// If the database does not answer.
pub async fn page(conn: &mut Conn, after: i64, limit: i64) -> QueryResult<Vec<Proof>> {
    feed::table
        .left_join(feed_bodies::table)
        .left_join(redactions::table)
        .inner_join(node::table.on(node::only_row))
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
            feed_bodies::body.nullable(),
            redactions::seq.nullable().is_not_null(),
            feed::seq.le(node::pruned_to),
        ))
        .filter(feed::seq.gt(after))
        .order(feed::seq)
        .limit(limit)
        .load(conn)
        .await
}
