//! Backups: out while it is in use, in again whole or not at all.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use summit_ledger::sync::seal::seal;

use crate::harness::{Database, block_on, wait_until};

/// All that a restore must bring back, in one text.
const HELD: &str = "SELECT concat_ws(' ',
    (SELECT count(*) FROM feed), (SELECT encode(chain, 'hex') FROM feed ORDER BY seq DESC LIMIT 1),
    (SELECT count(*) FROM feed_bodies WHERE body IS NOT NULL), (SELECT count(*) FROM versions),
    (SELECT count(*) FROM commitments WHERE search IS NOT NULL),
    (SELECT count(*) FROM obligations), (SELECT count(*) FROM outbox),
    (SELECT string_agg(name || role, ',' ORDER BY name) FROM users),
    (SELECT string_agg(encode(hash, 'hex'), ',' ORDER BY hash) FROM tokens))";

const EPOCH: &str = "SELECT epoch FROM node";

/// A sealed ledger with users and a token.
fn ledger() -> Database {
    let database = Database::seeded();
    block_on(seal(&database.db())).expect("a sealed feed");
    database.run(&["user", "create", "aida", "--role", "analyst", "--party", "KG"]).done();
    database.run(&["token", "create", "aida"]).done();
    database
}

#[test]
fn a_restore_brings_everything_back_under_a_new_epoch() {
    let database = ledger();
    let backup = database.path("ledger.dump");
    assert_eq!(database.run(&["backup", &backup]).done(), "");
    let mode = fs::metadata(&backup).expect("a backup").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "nobody else may read it");
    assert!(!fs::exists(format!("{backup}.partial")).expect("a folder"));

    let other = Database::new();
    assert_eq!(other.run(&["restore", &backup]).done(), "");
    assert_eq!(other.value(HELD), database.value(HELD));
    assert_ne!(other.value(EPOCH), database.value(EPOCH));
    // One new epoch, which goes on from the head, and the functions that begin them are nobody's.
    let epochs =
        "SELECT string_agg(cause || ' ' || (began_at_seq = (SELECT max(seq) FROM feed))::text,
        ', ' ORDER BY number) FROM epochs";
    assert_eq!(other.value(epochs), "first false, restore true");
    let open = "SELECT count(*) FROM pg_proc WHERE prosecdef AND (proacl IS NULL OR EXISTS (
        SELECT FROM aclexplode(proacl) WHERE grantee = 0))";
    assert_eq!((other.value(open), database.value(open)), ("0".to_owned(), "0".to_owned()));
    other.run(&["migrate", "status"]).done();
    // The service's role has its rights again, and the rules of the schema hold again.
    assert!(other.run(&["seed"]).done().contains("0 created, 0 changed"));
    other.run(&["user", "create", "x", "--role", "analyst"]).refused(1, "--party must name");
    let triggers = "SELECT count(*) FROM pg_trigger WHERE tgname = 'append_only'";
    assert_eq!(other.value(triggers), database.value(triggers));
}

#[test]
fn a_ledger_is_replaced_only_when_told() {
    let database = ledger();
    let backup = database.path("ledger.dump");
    database.run(&["backup", &backup]).done();
    let (held, epoch) = (database.value(HELD), database.value(EPOCH));
    database.run(&["user", "create", "later", "--role", "viewer"]).done();
    database.run(&["restore", &backup]).refused(1, "Give --replace");
    assert_eq!(database.value(EPOCH), epoch);
    database.run(&["restore", &backup, "--replace"]).done();
    assert_eq!(database.value(HELD), held);
    assert_ne!(database.value(EPOCH), epoch);
}

#[test]
fn a_backup_is_not_overwritten_unless_told() {
    let database = ledger();
    let backup = database.path("ledger.dump");
    fs::write(&backup, "precious").expect("a file");
    database.run(&["backup", &backup]).refused(1, "give --force");
    assert_eq!(fs::read(&backup).expect("a file"), b"precious");
    database.run(&["backup", &backup, "--force"]).done();
    assert!(fs::read(&backup).expect("a file").starts_with(b"PGDMP"));
    let folder = database.path("");
    database.run(&["backup", &folder, "--force"]).refused(1, "is there already");
    database.run(&["backup", "/nowhere/ledger.dump"]).refused(1, "/nowhere/ledger.dump.partial");
}

#[test]
fn damaged_files_change_nothing() {
    let database = ledger();
    let backup = database.path("ledger.dump");
    database.run(&["backup", &backup]).done();
    let (held, epoch) = (database.value(HELD), database.value(EPOCH));
    let whole = fs::read(&backup).expect("a backup");
    let damaged = database.path("damaged.dump");
    let cuts = [0, 3, 100, whole.len() / 4, whole.len() / 2, whole.len() * 3 / 4, whole.len() - 9];
    for length in cuts {
        fs::write(&damaged, &whole[..length]).expect("a file");
        database.run(&["restore", &damaged, "--replace"]).refused(1, "is as it was");
        assert_eq!(database.value(HELD), held, "cut to {length} of {}", whole.len());
    }
    let mut flipped = whole.clone();
    for byte in &mut flipped[whole.len() / 2..whole.len() / 2 + 64] {
        *byte ^= 0x55;
    }
    fs::write(&damaged, flipped).expect("a file");
    database.run(&["restore", &damaged, "--replace"]).refused(1, "is as it was");
    fs::write(&damaged, "SELECT 1;").expect("a file");
    database.run(&["restore", &damaged, "--replace"]).refused(1, "is no backup");
    database.run(&["restore", "/nowhere.dump", "--replace"]).refused(1, "/nowhere.dump");
    assert_eq!((database.value(HELD), database.value(EPOCH)), (held, epoch));
}

#[test]
fn a_restore_that_is_killed_changes_nothing() {
    let database = ledger();
    let backup = database.path("ledger.dump");
    database.run(&["backup", &backup]).done();
    let (held, epoch) = (database.value(HELD), database.value(EPOCH));
    // Somebody who holds a table keeps the restore waiting in its midst.
    let mut holder = database.conn_with("BEGIN; SELECT count(*) FROM users");
    let mut restore =
        database.command(&["restore", &backup, "--replace"]).spawn().expect("the program runs");
    wait_until(|| database.value("SELECT count(*) FROM pg_locks WHERE NOT granted") != "0");
    restore.kill().expect("it runs");
    restore.wait().expect("it ends");
    holder.say("ROLLBACK");
    let tools = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'summit-ledger'";
    wait_until(|| database.value(tools) == "0");
    assert_eq!((database.value(HELD), database.value(EPOCH)), (held, epoch));
}

#[test]
fn a_restore_waits_for_no_service() {
    let database = ledger();
    let service = database.serve();
    let backup = database.path("ledger.dump");
    database.run(&["backup", &backup]).done();
    let held = database.value(HELD);
    database.run(&["restore", &backup, "--replace"]).refused(1, "Somebody uses this ledger");
    assert_eq!(database.value(HELD), held);
    assert_eq!(service.get("/readyz", None).0, 200);
    service.stop().done();
    database.run(&["restore", &backup, "--replace"]).done();
}

#[test]
fn an_older_ledger_is_brought_up_to_date_and_a_newer_one_refused() {
    let database = Database::new();
    database.run(&["migrate", "up"]).done();
    // As the first release left it.
    database.run(&["migrate", "down", "4"]).done();
    let older = database.path("older.dump");
    database.run(&["backup", &older]).done();
    let other = Database::new();
    other.run(&["restore", &older]).done();
    other.run(&["migrate", "status"]).done();
    assert_ne!(other.value(EPOCH), database.value(EPOCH));

    other.value("INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000000')");
    let newer = other.path("newer.dump");
    other.run(&["backup", &newer]).done();
    let last = Database::new();
    last.run(&["restore", &newer]).refused(1, "made by a newer summit-ledger");
    assert_eq!(last.value("SELECT to_regclass('users')"), "");
}

#[test]
fn what_is_no_ledger_is_left_alone() {
    let database = ledger();
    let backup = database.path("ledger.dump");
    database.run(&["backup", &backup]).done();
    let foreign = Database::new();
    foreign.run(&["backup", &foreign.path("x.dump")]).refused(1, "There is no ledger");
    foreign.value("CREATE TABLE invoices (id int)");
    foreign.run(&["backup", &foreign.path("x.dump")]).refused(1, "There is no ledger");
    foreign.run(&["restore", &backup, "--replace"]).refused(1, "none of a ledger's");
    assert_eq!(foreign.value("SELECT to_regclass('invoices')"), "invoices");
}
