//! The proof of the feed, by the command and by the verifier of the documents, which shares no code
//! with it.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;
use sha2::{Digest, Sha256};
use summit_ledger::sync::seal::seal;

use crate::harness::{Database, Ended, block_on, hex};

/// Runs the verifier on a stream, or with an address.
fn python(words: &[&str], stream: &str) -> Ended {
    let mut child = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verify_feed.py"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 is there; make test installs it");
    let mut stdin = child.stdin.take().expect("a pipe");
    // It may have seen enough before the end.
    let _ = stdin.write_all(stream.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("it ends").into()
}

fn head(database: &Database) -> String {
    database.value("SELECT seq || ':' || encode(chain, 'hex') FROM feed ORDER BY seq DESC LIMIT 1")
}

#[test]
fn the_command_and_the_script_find_the_same_head_and_the_same_misfit() {
    let database = Database::seeded();
    block_on(seal(&database.db())).expect("a sealed feed");
    // What RFC 8785 escapes, and what it does not.
    let odd = "INSERT INTO outbox (change_id, entity, entity_id, version, op, at, actor, body)
        VALUES (gen_random_uuid(), 'party', gen_random_uuid(), 1, 'created', now(),
        E'осмотр 检查 \"é\" \\\\ / \\x01\\x08\\t\\n\\f\\r\\x1f\\x7f😀', '{\"€\":1,\"😀\":2,\"ﬁ\":3}')";
    database.value(odd);
    let service = database.serve();
    assert_eq!(service.get("/api/v1/changes", None).0, 200);
    let head = head(&database);
    let url = format!("http://{}", service.address);
    assert_eq!(python(&[&url], "").done(), format!("head {head}\n"));
    assert_eq!(python(&[&url, "--expect", &head], "").done(), format!("head {head}\n"));
    assert!(
        database.run(&["verify", "--expect", &head]).done().ends_with(&format!("head {head}\n"))
    );

    let (seq, chain) = head.split_once(':').expect("a head");
    let other = format!("{seq}:{}{}", if chain.starts_with('0') { '1' } else { '0' }, &chain[1..]);
    let said = format!("hange {seq}");
    python(&[&url, "--expect", &other], "").refused(1, &said);
    database.run(&["verify", "--expect", &other]).refused(1, &said);
    let beyond = format!("99999999:{chain}");
    python(&[&url, "--expect", &beyond], "").refused(1, "99999999");
    database.run(&["verify", "--expect", &beyond]).refused(1, "99999999");

    database.value(
        "SET session_replication_role = replica; UPDATE feed SET actor = 'x' WHERE seq = 20",
    );
    python(&[&url], "").refused(1, "change 20: its envelope does not give its chain");
    database.run(&["verify"]).refused(1, "Change 20 does not fit: its envelope was changed.");
    assert!(database.run(&["verify", "--from", "21"]).done().ends_with(&format!("head {head}\n")));
    service.stop().done();
}

#[test]
fn the_script_names_what_is_wrong_with_a_stream() {
    let database = Database::seeded();
    let service = database.serve();
    let (_, page) = service.get("/api/v1/changes?limit=30", None);
    let page: Value = serde_json::from_str(&page).expect("JSON");
    let changes = page["items"].as_array().expect("items");
    let stream = |changes: &[Value]| {
        let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
        lines.join("\n")
    };
    let last = changes[29]["chain"].as_str().expect("a chain");
    assert_eq!(python(&[], &stream(changes)).done(), format!("head 30:{last}\n"));
    assert_eq!(python(&[], "").done(), format!("head 0:{}\n", "0".repeat(64)));
    let tampered = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut changes = changes.clone();
        change(&mut changes);
        python(&[], &stream(&changes))
    };
    tampered(&|all| all[6]["body"]["version"] = 9.into()).refused(1, "change 7: its body");
    tampered(&|all| all[6]["at"] = "2026-01-01T00:00:00.000000Z".into())
        .refused(1, "change 7: its envelope");
    tampered(&|all| all[6]["chain"] = all[5]["chain"].clone()).refused(1, "change 7: its envelope");
    tampered(&|all| drop(all.remove(6))).refused(1, "change 7 is missing: 8 comes after 6");
    tampered(&|all| all.swap(6, 7)).refused(1, "change 7 is missing");
    tampered(&|all| all[6]["body"] = Value::Null).done();
    python(&[], "{").refused(1, "cannot be read");
    service.stop().done();
}

/// The values of the document are real ones.
#[test]
fn the_worked_example_is_right() {
    let page = include_str!("../../docs/feed-proof.md");
    let mut blocks = page
        .split("```")
        .skip(1)
        .step_by(2)
        .map(|block| block.trim_start_matches(|c: char| c.is_ascii_lowercase()).trim());
    let mut block = || blocks.find(|block| !block.starts_with("python3")).expect("a block");
    let mut previous = vec![0; 32];
    for seq in [1, 2] {
        let (body, envelope, chain) = (block(), block(), block());
        let sealed: Value = serde_json::from_str(envelope).expect("JSON");
        assert_eq!(sealed["seq"], seq);
        assert_eq!(sealed["body_sha256"], hex(&Sha256::digest(body)), "the body of {seq}");
        for text in [body, envelope] {
            let read: Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(serde_json_canonicalizer::to_string(&read).expect("JSON"), text);
        }
        let mut link = Sha256::new();
        link.update(&previous);
        link.update(envelope);
        previous = link.finalize().to_vec();
        assert_eq!(hex(&previous), chain, "the chain at {seq}");
    }
}
