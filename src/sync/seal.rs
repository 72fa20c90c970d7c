//! Sealing: what has committed moves from the outbox to the feed, numbered and chained.
//!
//! One sealer at a time holds an advisory lock. Whoever wrote asks for a seal after the commit,
//! and whoever reads the feed seals first; so the feed is right without a daemon.

use std::time::Duration;

use crate::db::Conn;
use crate::db::connect::{Db, Failure};
use crate::db::epochs;
use crate::db::feed::{self, End, Head};
use crate::db::outbox::{self, SealedRow};
use crate::domain::epoch::EpochCause;
use crate::error::Problem;
use crate::sync::envelope::{Envelope, body_hash, hex};
use crate::sync::epoch;

/// How many changes one transaction seals: bounds memory after a large import.
const BATCH: i64 = 4_000;

/// How often it is looked for changes that nobody rang for.
const LEFT_BEHIND: Duration = Duration::from_secs(1);

/// Seals all that has committed by now; gives the head after it.
///
/// # Errors
/// If the database does not answer. What was sealed before stays sealed.
pub async fn seal(db: &Db) -> Result<Head, Problem> {
    Ok(seal_to_end(db).await?.head)
}

/// The same, with the node whose feed it is.
///
/// # Errors
/// As for [`seal`].
pub async fn seal_to_end(db: &Db) -> Result<End, Problem> {
    // Readers come far more often than there is something to seal: one statement tells.
    if let Some(end) = db.read(feed::sealed_end).await? {
        return Ok(end);
    }
    loop {
        let (sealed, begun, end) = db.seal_transaction(seal_batch).await?;
        if let Some(cause) = begun {
            epoch::tell(cause);
        }
        if sealed < BATCH {
            return Ok(end);
        }
    }
}

/// Seals a batch within the current transaction (READ COMMITTED).
///
/// The lock stands in a statement of its own, so that the next one sees all that the last sealer
/// committed: in one statement the snapshot would be older than the lock, and seqs would double.
///
/// What is sealed here belongs to the present epoch, so it is settled first that there is no cause
/// for a new one: the server may be a standby promoted a moment ago, without its last commits.
async fn seal_batch(conn: &mut Conn) -> Result<(i64, Option<EpochCause>, End), Failure> {
    outbox::lock(conn).await?;
    let End { mut node, head } = feed::end(conn).await?;
    let pending = outbox::take_outbox(conn, BATCH).await?;
    let taken = i64::try_from(pending.len()).map_err(Problem::internal)?;
    if pending.is_empty() {
        return Ok((0, None, End { node, head }));
    }
    let begun = epochs::settle(conn, None).await?;
    if begun.is_some() {
        node = feed::node(conn).await?;
    }
    let mut chain = head.chain;
    let mut rows = Vec::with_capacity(pending.len());
    for (seq, change) in (head.seq + 1..).zip(pending) {
        let hash = body_hash(&change.body);
        let envelope = Envelope {
            seq,
            id: change.change_id,
            entity: change.entity,
            entity_id: change.entity_id,
            version: change.version,
            op: change.op,
            at: change.at,
            actor: &change.actor,
            node: &node.name,
            body_sha256: hex(&hash),
        };
        chain = envelope.chain(&chain).map_err(Problem::internal)?;
        rows.push(SealedRow { seq, hash, chain, change });
    }
    let head = outbox::append(conn, &node.name, rows).await?;
    Ok((taken, begun, End { node, head }))
}

/// Seals after every write of this process, until the process ends; and now and then what others
/// have left: a command that wrote beside the service, or a process that ended before its seal.
///
/// Rings that come while a seal runs are answered by one more, so writers never wait for it.
pub async fn keep_sealing(db: Db) {
    loop {
        let is_rung = tokio::time::timeout(LEFT_BEHIND, db.written().notified()).await.is_ok();
        if let Err(problem) = seal_if(&db, is_rung).await {
            // Nothing is lost: the next write or the next reader seals.
            log::warn!(cause:% = problem; "sealing put off");
        }
    }
}

async fn seal_if(db: &Db, is_rung: bool) -> Result<(), Problem> {
    if is_rung || db.read(async |conn| Ok(outbox::is_unsealed(conn).await?)).await? {
        seal(db).await?;
    }
    Ok(())
}
