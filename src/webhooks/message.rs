//! What a webhook is sent: the payload, and the headers that prove where it comes from.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::api::changes::ChangeView;
use crate::db::claim::Claimed;
use crate::error::Problem;
use crate::sync::cursor::FeedCursor;

/// The type of a message that tells of no change.
pub const PING: &str = "ping";

/// A message by the Standard Webhooks specification.
#[derive(Serialize)]
struct Payload<T> {
    /// `update.created`: the entity and what was done to it.
    r#type: String,
    /// When the change was sealed.
    timestamp: String,
    data: T,
}

#[derive(Serialize)]
struct Told {
    seq: i64,
    /// The place of the feed after the change: a reader that has it reads on there.
    cursor: String,
    change: ChangeView,
}

#[derive(Serialize)]
struct Ping {
    webhook: Uuid,
}

/// A message, ready to be sent.
#[derive(Debug)]
pub struct Message {
    /// The same at every attempt.
    pub id: String,
    /// When it is sent, in seconds since 1970.
    pub timestamp: i64,
    /// A signature by each secret, separated by spaces.
    pub signature: String,
    pub body: String,
}

impl Message {
    /// The message of a delivery, signed for `now`.
    ///
    /// # Errors
    /// If the change cannot be written as JSON.
    pub fn new(claimed: &mut Claimed, now: DateTime<Utc>) -> Result<Self, Problem> {
        let body = body(claimed)?;
        let (id, timestamp) = (claimed.id.to_string(), now.timestamp());
        let signatures: Vec<String> =
            claimed.secrets.iter().map(|secret| secret.sign(&id, timestamp, &body)).collect();
        Ok(Self { id, timestamp, signature: signatures.join(" "), body })
    }
}

fn body(claimed: &mut Claimed) -> Result<String, Problem> {
    let Some((change, sealed_at)) = claimed.change.take() else {
        let data = Ping { webhook: claimed.webhook };
        return payload(PING.to_owned(), claimed.created_at, data);
    };
    let chain = change.chain.as_slice().try_into().map_err(Problem::internal)?;
    let kind = format!("{}.{}", change.entity, change.op);
    let cursor = FeedCursor::new(claimed.epoch, change.seq, chain).encode();
    let data = Told { seq: change.seq, cursor, change: ChangeView::new(change, true)? };
    payload(kind, sealed_at, data)
}

fn payload<T: Serialize>(r#type: String, at: DateTime<Utc>, data: T) -> Result<String, Problem> {
    let timestamp = at.to_rfc3339_opts(SecondsFormat::Micros, true);
    serde_json::to_string(&Payload { r#type, timestamp, data }).map_err(Problem::internal)
}
