//! The envelope of a change: what the chain covers, in its canonical form.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::records::change::{Entity, Op};

/// The chain before the first change.
pub const GENESIS: [u8; 32] = [0; 32];

/// A change without its body, which is there by its hash.
#[derive(Debug, Clone, Serialize)]
pub struct Envelope<'a> {
    pub seq: i64,
    pub id: Uuid,
    pub entity: Entity,
    pub entity_id: Uuid,
    pub version: i64,
    pub op: Op,
    #[serde(serialize_with = "microseconds")]
    pub at: DateTime<Utc>,
    pub actor: &'a str,
    pub node: &'a str,
    /// SHA-256 of the body's RFC 8785 text, in hexadecimal.
    pub body_sha256: String,
}

impl Envelope<'_> {
    /// The link of the chain after `previous`: SHA-256 of it and of the RFC 8785 text.
    ///
    /// # Errors
    /// Never for an envelope that came from the database; the signature is the serializer's.
    pub fn chain(&self, previous: &[u8]) -> Result<[u8; 32], serde_json::Error> {
        let mut hash = Sha256::new();
        hash.update(previous);
        hash.update(serde_json_canonicalizer::to_vec(self)?);
        Ok(hash.finalize().into())
    }
}

/// Always six digits, as Postgres keeps them: the text must come out alike for ever, and from
/// what a reader is given as from what was sealed.
///
/// # Errors
/// The serializer's.
pub fn microseconds<S: serde::Serializer>(at: &DateTime<Utc>, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Micros, true))
}

/// SHA-256 of a body's text.
#[must_use]
pub fn body_hash(body: &str) -> [u8; 32] {
    Sha256::digest(body.as_bytes()).into()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;

    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
