//! Users and tokens, made where the ledger is kept.

use summit_ledger::db::tokens;
use summit_ledger::domain::token::Secret;
use summit_ledger::domain::user::UserRole;

use crate::harness::{Database, block_on, hex};

#[test]
fn users_are_made_and_listed() {
    let database = Database::seeded();
    let create = |words: &[&str]| database.run(&[&["user", "create"], words].concat());
    assert_eq!(create(&["aida", "--role", "analyst", "--party", "KG"]).done(), "");
    create(&["bolat", "--role", "assessor"]).done();
    create(&["aida", "--role", "viewer"]).refused(1, "There is a user aida already.");
    create(&["x", "--role", "analyst"]).refused(1, "--party must name the party or group");
    create(&["x", "--role", "editor", "--party", "KG"]).refused(1, "--party is for analysts only");
    create(&["x", "--role", "analyst", "--party", "XX"])
        .refused(1, "--party must be a known party or group, not XX");
    create(&["a b", "--role", "viewer"]).refused(1, "NAME must begin with");
    let list = database.run(&["user", "list"]).done();
    let rows: Vec<Vec<&str>> =
        list.lines().map(|line| line.split_whitespace().take(3).collect()).collect();
    assert_eq!(
        rows,
        [["NAME", "ROLE", "PARTY"], ["aida", "analyst", "KG"], ["bolat", "assessor", "-"]]
    );
}

#[test]
fn a_token_is_printed_alone_and_only_its_hash_is_kept() {
    let database = Database::new();
    database.run(&["user", "create", "bolat", "--role", "assessor"]).done();
    database.run(&["token", "create", "nobody"]).refused(1, "There is no user nobody.");
    let printed = database.run(&["token", "create", "bolat", "--days", "30"]);
    assert!(printed.stderr.contains("shown this once"), "{printed:?}");
    let printed = printed.done();
    let secret = Secret::parse(printed.trim_end()).expect("a token");
    assert_eq!(printed, format!("{}\n", secret.expose()));

    let hash = database.value("SELECT encode(hash, 'hex') FROM tokens");
    assert_eq!(hash, hex(&secret.hash()));
    let row = database.value("SELECT tokens::text FROM tokens");
    assert!(!row.contains(&secret.expose()[8..]), "{row}");
    let days = database.value("SELECT extract(day FROM expires_at - created_at) FROM tokens");
    assert_eq!(days, "30");
}

#[test]
fn a_token_counts_until_it_is_revoked_or_expires() {
    let database = Database::new();
    database.run(&["user", "create", "bolat", "--role", "assessor"]).done();
    let make = || {
        let printed = database.run(&["token", "create", "bolat"]).done();
        Secret::parse(printed.trim_end()).expect("a token")
    };
    let caller = |secret: &Secret| {
        let hash = secret.hash();
        block_on(async { tokens::shown(&mut database.conn().await, &hash).await })
            .expect("the database answers")
            .map(|shown| (shown.caller.name, shown.caller.role, shown.caller.party))
    };
    let (first, second, third) = (make(), make(), make());
    for secret in [&first, &second, &third] {
        assert_eq!(caller(secret), Some(("bolat".to_owned(), UserRole::Assessor, None)));
    }
    assert_eq!(caller(&Secret::new([7; 32])), None);

    let revoke = |name: &str| database.run(&["token", "revoke", name]);
    assert_eq!(revoke(first.hint()).done(), "");
    assert_eq!(caller(&first), None);
    let again = revoke(first.expose());
    assert!(again.stderr.contains("was revoked on"), "{again:?}");
    assert!(!again.stderr.contains(&first.expose()[8..]), "{again:?}");
    revoke("sl_nobod").refused(1, "No token answers to that");
    database.value("UPDATE tokens SET hint = 'sl_twins'");
    revoke("sl_twins").refused(1, "name the one by its id");
    let by_id = format!("SELECT id FROM tokens WHERE hash = '\\x{}'", hex(&second.hash()));
    revoke(&database.value(&by_id)).done();
    assert_eq!(caller(&second), None);

    database.value("UPDATE tokens SET expires_at = now() WHERE revoked_at IS NULL");
    assert_eq!(caller(&third), None);
    let list = database.run(&["token", "list"]).done();
    let states: Vec<&str> =
        list.lines().skip(1).filter_map(|line| line.split_whitespace().nth(2)).collect();
    assert_eq!(states, ["expired", "revoked", "revoked"]);
}

#[test]
fn last_use_is_noted_once_a_minute() {
    let database = Database::new();
    database.run(&["user", "create", "bolat", "--role", "assessor"]).done();
    let printed = database.run(&["token", "create", "bolat"]).done();
    let secret = Secret::parse(printed.trim_end()).expect("a token");
    let hash = secret.hash();
    let is_due = || {
        let shown = block_on(async { tokens::shown(&mut database.conn().await, &hash).await });
        shown.expect("the database answers").expect("a good token").is_touch_due
    };
    assert!(is_due(), "it was never used");
    block_on(async { tokens::touch(&mut database.conn().await, &hash).await })
        .expect("the database answers");
    assert_ne!(database.value("SELECT last_used_at FROM tokens"), "");
    assert!(!is_due());
    database.value("UPDATE tokens SET last_used_at = now() - interval '61 seconds'");
    assert!(is_due());
}
