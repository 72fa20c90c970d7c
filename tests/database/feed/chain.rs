//! The chain, worked out anew: by another hand than the one that made it.
//!
//! Nothing of the program is used here: the canonical text of an envelope is put together letter
//! by letter after RFC 8785, from what Postgres says of each column.

use std::fmt::Write;

use serde_json::Value;
use sha2::{Digest, Sha256};
use summit_ledger::db::Conn;
use summit_ledger::db::statement::Statement;

use crate::ledger::rows;

/// Verifies the feed from its beginning; gives the number of its changes.
pub async fn verify(conn: &mut Conn) -> usize {
    let query =
        "SELECT f.seq, f.change_id, f.entity, f.entity_id, f.version, f.op, f.actor, f.node,
            to_char(f.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS at,
            encode(f.body_hash, 'hex') AS body_hash, encode(f.chain, 'hex') AS chain, b.body
        FROM feed f LEFT JOIN feed_bodies b USING (seq) ORDER BY f.seq";
    let all = rows(conn, Statement::new(query)).await;
    let mut previous = vec![0_u8; 32];
    for (row, seq) in all.iter().zip(1_i64..) {
        assert_eq!(row["seq"], seq, "no seq is left out");
        if let Some(body) = row["body"].as_str() {
            assert_eq!(row["body_hash"], hex(&Sha256::digest(body)), "the body of {seq}");
        }
        let mut link = Sha256::new();
        link.update(&previous);
        link.update(canonical(row));
        previous = link.finalize().to_vec();
        assert_eq!(row["chain"], hex(&previous), "the chain at {seq}");
    }
    all.len()
}

/// The envelope as RFC 8785 writes it: keys in order, no spaces, and the shortest escapes.
fn canonical(row: &Value) -> String {
    let keys = [
        ("actor", "actor"),
        ("at", "at"),
        ("body_sha256", "body_hash"),
        ("entity", "entity"),
        ("entity_id", "entity_id"),
        ("id", "change_id"),
        ("node", "node"),
        ("op", "op"),
        ("seq", "seq"),
        ("version", "version"),
    ];
    let members = keys.map(|(key, column)| match &row[column] {
        Value::String(text) => format!("\"{key}\":{}", quoted(text)),
        Value::Number(number) => format!("\"{key}\":{number}"),
        other => panic!("{column} is {other}"),
    });
    format!("{{{}}}", members.join(","))
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\u{8}' => quoted.push_str("\\b"),
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\u{c}' => quoted.push_str("\\f"),
            '\r' => quoted.push_str("\\r"),
            c if u32::from(c) < 0x20 => write!(quoted, "\\u{:04x}", u32::from(c)).unwrap(),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
