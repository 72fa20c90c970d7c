//! Kept reports are signed: what is signed, by which key, and how that is checked without a ledger.
//!
//! A kept report is a heading of plain fields, a `signature` (Ed25519, RFC 8032) and the `report`.
//! Signed is the RFC 8785 text of the heading: all fields but those two. It holds the SHA-256 of
//! the RFC 8785 text of the report, so that a check can tell which of them was altered.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use super::strict;
use crate::db::reports::Kept;
use crate::domain::signing_key::{SigningKey, is_signed};
use crate::sync::envelope::hex;

/// What a heading says that it is. Another rule of signing will have another word.
pub const FORMAT: &str = "summit-ledger-report-1";

/// The fields that the heading does not have.
const SIGNATURE: &str = "signature";
const REPORT: &str = "report";

/// What of a kept report is signed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportHeading)]
pub struct Heading {
    /// The rule that it is signed by: `summit-ledger-report-1`.
    pub format: &'static str,
    pub id: Uuid,
    /// The name of the user who had it kept.
    pub made_by: String,
    #[serde(serialize_with = "microseconds")]
    pub made_at: DateTime<Utc>,
    /// The slug.
    pub declaration: String,
    /// The name of the installation.
    pub node: String,
    /// The history of its feed that `seq` belongs to.
    pub epoch: Uuid,
    /// The place of the feed that the report was drawn at.
    pub seq: i64,
    /// The chain at that place, in hexadecimal.
    pub chain: String,
    /// What was asked for: `declaration`, `party`, `section`, `as_of`, `known_at`, `compare_to`,
    /// `lang`.
    #[schema(value_type = Object)]
    pub request: Value,
    /// SHA-256 of the report's RFC 8785 text, in hexadecimal.
    pub report_sha256: String,
    /// The key that signed, in base64.
    pub public_key: String,
}

impl From<&Kept> for Heading {
    fn from(kept: &Kept) -> Self {
        Self {
            format: FORMAT,
            id: kept.id,
            made_by: kept.made_by.clone(),
            made_at: kept.made_at,
            declaration: kept.declaration.clone(),
            node: kept.node.clone(),
            epoch: kept.epoch,
            seq: kept.seq,
            chain: kept.chain.clone(),
            request: kept.request.clone(),
            report_sha256: kept.body_sha256.clone(),
            public_key: STANDARD.encode(&kept.public_key),
        }
    }
}

/// Always six digits, as Postgres keeps them: the text must come out alike for ever.
fn microseconds<S: Serializer>(at: &DateTime<Utc>, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Micros, true))
}

/// The key's signature of a heading, 64 bytes.
///
/// # Errors
/// If the heading cannot be written as RFC 8785 text.
pub fn sign(key: &SigningKey, heading: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    Ok(key.sign(&serde_json_canonicalizer::to_vec(heading)?))
}

/// SHA-256 of a report's RFC 8785 text, in hexadecimal.
///
/// # Errors
/// If it cannot be written so.
pub fn report_sha256(report: &Value) -> Result<String, serde_json::Error> {
    Ok(hex(&Sha256::digest(serde_json_canonicalizer::to_vec(report)?)))
}

/// Why a file is not what a ledger said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("It is no kept report: {0}.")]
    Unreadable(String),
    #[error("It is signed by another key than the one given: {0}.")]
    Key(String),
    #[error(
        "The heading was altered, or the signature: the key did not sign these fields ({0}). \
         Nothing that they say is proven."
    )]
    Heading(String),
    #[error("The report was altered: it is not the one whose hash the heading has.")]
    Report,
}

/// Reads a public key.
///
/// # Errors
/// What would be right, if it is none.
pub fn parse_public_key(text: &str) -> Result<[u8; 32], String> {
    let key = STANDARD.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
    key.ok_or_else(|| {
        "must be the public_key that /api/v1/node gives: 32 bytes in base64".to_owned()
    })
}

/// Checks a kept report, as `GET /api/v1/reports/{id}` gives it, against a node's public key;
/// gives its heading.
///
/// # Errors
/// Everything that is wrong with it.
pub fn verify(text: &[u8], public_key: &[u8; 32]) -> Result<Map<String, Value>, Vec<Wrong>> {
    let (heading, report, signature) = parts(text).map_err(|what| vec![Wrong::Unreadable(what)])?;
    let field = |name: &str| heading.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut wrong = Vec::new();
    if field("public_key") != STANDARD.encode(public_key) {
        wrong.push(Wrong::Key(field("public_key").to_owned()));
    }
    let signed = serde_json_canonicalizer::to_vec(&heading).unwrap_or_default();
    if !is_signed(&signed, &signature, public_key) {
        let fields: Vec<&str> = heading.keys().map(String::as_str).collect();
        wrong.push(Wrong::Heading(fields.join(", ")));
    }
    if report_sha256(&report).ok().as_deref() != Some(field("report_sha256")) {
        wrong.push(Wrong::Report);
    }
    if wrong.is_empty() { Ok(heading) } else { Err(wrong) }
}

/// The heading, the report and the signature of a kept report; else what is missing.
fn parts(text: &[u8]) -> Result<(Map<String, Value>, Value, Vec<u8>), String> {
    let value = strict::parse(text).map_err(|error| format!("its JSON is wrong, {error}"))?;
    let Value::Object(mut heading) = value else {
        return Err("it is no JSON object".to_owned());
    };
    let report = heading.remove(REPORT).ok_or("it has no report")?;
    let signature = heading.remove(SIGNATURE).ok_or("it has no signature")?;
    let signature = signature.as_str().and_then(|text| STANDARD.decode(text).ok());
    let signature = signature.ok_or("its signature is not base64")?;
    if heading.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(format!("its format is not {FORMAT}"));
    }
    Ok((heading, report, signature))
}

#[cfg(test)]
mod tests;
