//! Versions and sealed changes of what is generated, made by the feed's own code.

use chrono::{DateTime, Duration, Utc};
use uuid::{Builder, Uuid};

use super::dice::{About, Dice};
use crate::db::copy::Batch;
use crate::db::feed::Head;
use crate::error::Problem;
use crate::records::change::{Op, Record};
use crate::sync::envelope::{Envelope, body_hash, hex};

/// How long after a write its seal comes.
const DELAY: Duration = Duration::milliseconds(3);

/// The end of the feed, to which changes are appended.
pub(super) struct Feed<'a> {
    pub head: Head,
    node: &'a str,
    ids: Dice,
}

impl<'a> Feed<'a> {
    pub(super) fn new(seed: u64, node: &'a str, head: Head) -> Self {
        Self { head, node, ids: Dice::new(seed, About::ChangeIds, 0) }
    }

    /// Begins a transaction at `at`: what follows is sealed together, soon after, and later than
    /// all that was sealed before. In a ledger with a feed of its own that is its present.
    pub(super) fn begin(&mut self, at: DateTime<Utc>) {
        let next = self.head.sealed_at.map(|last| last + Duration::microseconds(1));
        self.head.sealed_at = Some(next.map_or(at + DELAY, |next| next.max(at + DELAY)));
    }

    /// Appends a change: its version row, its envelope and its body.
    pub(super) fn append(
        &mut self,
        batch: &mut Batch,
        (op, record): (Op, &Record),
        at: DateTime<Utc>,
        actor: &str,
    ) -> Result<(), Problem> {
        let body = serde_json_canonicalizer::to_string(record).map_err(Problem::internal)?;
        let hash = body_hash(&body);
        let envelope = Envelope {
            seq: self.head.seq + 1,
            id: uuid_v7(at, &self.ids.bytes()),
            entity: record.entity(),
            entity_id: record.entity_id(),
            version: record.version(),
            op,
            at,
            actor,
            node: self.node,
            body_sha256: hex(&hash),
        };
        self.head.chain = envelope.chain(&self.head.chain).map_err(Problem::internal)?;
        self.head.seq = envelope.seq;
        batch.version(record, &body);
        batch.change(&envelope, &self.head.chain, self.head.sealed_at, (record, &body));
        Ok(())
    }
}

/// An id as [`crate::records::ids::new`] would have given at `at`.
pub(super) fn uuid_v7(at: DateTime<Utc>, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}
