//! Pruning and redaction on the command line.

use summit_ledger::sync::seal::seal;

use crate::harness::{Database, block_on};

const BLANK: &str = "SELECT count(*) FROM feed_bodies WHERE body IS NULL";

fn ledger() -> Database {
    let database = Database::seeded();
    block_on(seal(&database.db())).expect("a sealed feed");
    database.run(&["user", "create", "aida", "--role", "viewer"]).done();
    database.value(
        "INSERT INTO readers (name, user_id, epoch, seq)
        SELECT 'dashboard', u.id, n.epoch, 40 FROM users u, node n WHERE u.name = 'aida'",
    );
    database
}

#[test]
fn pruning_says_what_it_did_and_who_held_it_back() {
    let database = ledger();
    let prune = |words: &[&str]| database.run(&[&["changes", "prune"], words].concat());
    assert_eq!(prune(&["--keep", "180d"]).done(), "pruned 0 bodies\nto 0\n");
    let dry = prune(&["--keep", "0h", "--dry-run"]);
    assert!(dry.stderr.contains("The reader dashboard has read up to 40 only"), "{dry:?}");
    assert_eq!(dry.done(), "would prune 40 changes\nto 40\n");
    assert_eq!(database.value(BLANK), "0");
    let real = prune(&["--keep", "0h"]);
    assert!(real.stderr.contains("--drop-reader dashboard"), "{real:?}");
    assert_eq!(real.done(), "pruned 40 bodies\nto 40\n");
    assert_eq!(prune(&["--keep", "0h"]).done(), "pruned 0 bodies\nto 40\n");
    prune(&["--keep", "0h", "--drop-reader", "nobody"]).refused(1, "There is no reader nobody");
    prune(&["--keep", "0h", "--dry-run", "--drop-reader", "nobody"]).refused(1, "no reader nobody");
    assert_eq!(database.value(BLANK), "40");
    let head = database.value("SELECT max(seq) FROM feed");
    let all = prune(&["--keep", "0w", "--drop-reader", "dashboard"]);
    assert_eq!(all.stderr, "");
    assert!(all.done().ends_with(&format!("to {head}\n")));
    assert_eq!(database.value(BLANK), head);
    assert_eq!(database.value("SELECT count(*) FROM readers"), "0");
    let verified = database.run(&["verify"]).done();
    assert!(verified.contains(&format!("bodies 0\npruned {head}\nredacted 0\n")), "{verified}");
    // Nothing is seeded anew, for nothing is missing.
    assert!(database.run(&["seed"]).done().contains("0 created, 0 changed"));
}

#[test]
fn a_redaction_says_what_stays() {
    let database = ledger();
    let redact =
        |seq: &str| database.run(&["changes", "redact", seq, "--cause", "names a private person"]);
    let said = redact("7");
    assert!(said.stderr.contains("Versions and updates stay"), "{said:?}");
    said.done();
    redact("7").done();
    redact("99999999").refused(1, "The feed has no change 99999999.");
    assert_eq!(
        database.value("SELECT seq || actor || cause FROM redactions"),
        "7operatornames a private person"
    );
    assert_eq!(database.value(BLANK), "1");
    assert!(database.run(&["verify"]).done().contains("redacted 1\n"));
}
