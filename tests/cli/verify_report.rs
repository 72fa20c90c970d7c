//! `verify-report`: offline, and exact about what is wrong.

use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use summit_ledger::domain::signing_key::SigningKey;
use summit_ledger::reports::signature::{FORMAT, report_sha256, sign};

use crate::harness::{folder, program, run};

fn key(seed: u8) -> SigningKey {
    SigningKey::new([seed; 32]).unwrap()
}

fn public(key: &SigningKey) -> String {
    STANDARD.encode(key.public_key())
}

/// A kept report, signed by a key.
fn kept(key: &SigningKey) -> Value {
    let report = json!({ "as_of": "2026-01-15", "totals": { "total": 318 } });
    let mut file = json!({
        "format": FORMAT, "id": "0190", "made_by": "aida", "seq": 12,
        "report_sha256": report_sha256(&report).unwrap(), "public_key": public(key),
    });
    file["signature"] = STANDARD.encode(sign(key, &file).unwrap()).into();
    file["report"] = report;
    file
}

/// The command upon a file of this content.
fn verify(command: &mut Command, content: &str, key: &str) -> crate::harness::Ended {
    let folder = folder();
    let file = folder.path().join("kept.json");
    std::fs::write(&file, content).unwrap();
    run(command.arg("verify-report").arg(&file).args(["--key", key]))
}

#[test]
fn what_the_ledger_said_is_told_so_without_a_ledger() {
    let key = key(1);
    let file = serde_json::to_string_pretty(&kept(&key)).unwrap();
    // No database could be reached from here, and none is needed.
    let command = &mut program();
    command.env("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
    let said = verify(command, &file, &public(&key)).done();
    assert!(said.starts_with("This is what that ledger said then."), "{said}");
    assert!(said.contains("aida") && said.contains("12"), "{said}");
}

#[test]
fn what_is_wrong_is_told_by_its_part() {
    let key = key(1);
    let right = kept(&key);
    let told = |file: &Value, key: &str, words: &str| {
        verify(&mut program(), &file.to_string(), key).refused(1, words);
    };
    let mut altered = right.clone();
    altered["report"]["totals"]["total"] = json!(319);
    told(&altered, &public(&key), "The report was altered");
    let mut altered = right.clone();
    altered["made_by"] = json!("somebody");
    told(&altered, &public(&key), "The heading was altered");
    told(&right, &public(&self::key(2)), "signed by another key");
    told(&json!({}), &public(&key), "It is no kept report: it has no report");
}

#[test]
fn a_key_that_is_none_and_a_file_that_is_not_there_are_told() {
    let file = kept(&key(1)).to_string();
    verify(&mut program(), &file, "short").refused(2, "32 bytes in base64");
    let nowhere =
        run(program().args(["verify-report", "/nowhere.json", "--key", &public(&key(1))]));
    nowhere.refused(1, "/nowhere.json cannot be read");
}
