//! Edits of the files against edits of the ledger.

use crate::fixture::{Setup, set};

const ONE: &str = "sections/01.toml";
const DUE: (&str, &str, &str) = (ONE, "deadline = \"2032\"", "deadline = \"2032-08\"");
const TITLE: (&str, &str, &str) = (ONE, "Hold a festival", "Hold the festival");

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_the_files_is_applied_and_nothing_else() {
    let setup = Setup::new().await;
    setup.sync(&set(&[])).await;
    let before = setup.ledger().await;
    let edited = set(&[DUE]);
    let lines = setup.lines(&edited).await;
    assert_eq!(lines, ["changed TAL-1.1a deadline: 2032 → 2032-08"]);
    // The item, and the windows of both that owe it.
    assert_eq!(setup.ledger().await.head, before.head + 3);
    let due = "SELECT string_agg(due_on::text, ' ') FROM obligations WHERE due_on IS NOT NULL";
    assert_eq!(setup.value(due).await.unwrap(), "2032-08-31 2032-08-31");
    let versions = "SELECT string_agg(version::text, ' ' ORDER BY code) FROM commitments";
    assert_eq!(setup.value(versions).await.unwrap(), "2 1");
    let after = setup.ledger().await;
    assert_eq!(setup.lines(&edited).await, [""; 0]);
    assert_eq!(setup.ledger().await, after);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_the_ledger_is_kept_and_told_where_both_changed() {
    let setup = Setup::new().await;
    setup.sync(&set(&[])).await;
    setup
        .execute(
            "UPDATE commitments SET title = title || '{\"en\": \"Have a festival\"}'
            WHERE code = 'TAL-1.1a'",
        )
        .await;
    assert_eq!(setup.lines(&set(&[])).await, [""; 0]);
    let both = set(&[TITLE, DUE]);
    let kept = "kept TAL-1.1a titles: edited in the ledger and in the files";
    let changed = "changed TAL-1.1a deadline: 2032 → 2032-08";
    assert_eq!(setup.lines(&both).await, [kept, changed]);
    assert_eq!(setup.lines(&both).await, [kept]);
    let title = "SELECT title ->> 'en' FROM commitments WHERE code = 'TAL-1.1a'";
    assert_eq!(setup.value(title).await.unwrap(), "Have a festival");
    // Once they agree there is nothing to tell.
    setup
        .execute(
            "UPDATE commitments SET title = title || '{\"en\": \"Hold the festival\"}'
            WHERE code = 'TAL-1.1a'",
        )
        .await;
    assert_eq!(setup.lines(&both).await, [""; 0]);
    let later = set(&[(ONE, "Hold a festival", "Hold a great festival"), DUE]);
    assert_eq!(setup.lines(&later).await, ["changed TAL-1.1a titles: en"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_gone_from_the_files_stays_and_a_deleted_one_is_not_revived() {
    let setup = Setup::new().await;
    setup.sync(&set(&[])).await;
    let mut fewer = set(&[]);
    fewer.items.pop();
    let before = setup.ledger().await;
    let gone = "gone TAL-1.1b: not in the files; delete it in the ledger if that is meant";
    assert_eq!(setup.lines(&fewer).await, [gone]);
    assert_eq!(setup.ledger().await, before);
    setup.execute("UPDATE commitments SET deleted_at = now() WHERE code = 'TAL-1.1b'").await;
    assert_eq!(setup.lines(&fewer).await, [""; 0]);
    assert_eq!(setup.lines(&set(&[])).await, [""; 0]);
    let changed = set(&[(ONE, "Protect the river", "Protect the rivers")]);
    let kept = "kept TAL-1.1b: deleted in the ledger, changed in the files";
    assert_eq!(setup.lines(&changed).await, [kept]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_obligation_keeps_its_state_and_comes_back_with_it() {
    let setup = Setup::new().await;
    setup.sync(&set(&[])).await;
    let of_party = "FROM obligations o JOIN commitments c ON c.id = o.commitment_id
        WHERE c.code = 'TAL-1.1b' AND o.party = 'SI'";
    let id = setup.value(&format!("SELECT o.id {of_party}")).await.unwrap();
    let update = uuid::Uuid::now_v7();
    setup
        .execute(&format!(
            "INSERT INTO updates (id, obligation_id, basis, status, as_of, narrative, author, at)
            VALUES ('{update}', '{id}', 'declared', 'stalled', '2031-06-01', 'x', 'si', now())"
        ))
        .await;
    setup
        .execute(&format!(
            "UPDATE obligations SET status = 'stalled', basis = 'declared', head = '{update}',
                as_of = '2031-06-01', first_day = '2031-06-01', last_day = '2031-06-01'
            WHERE id = '{id}'"
        ))
        .await;
    setup.execute(&format!("DELETE FROM obligation_states WHERE obligation_id = '{id}'")).await;
    setup
        .execute(&format!(
            "INSERT INTO obligation_states
                (obligation_id, from_day, until_day, status, basis, as_of, head)
            VALUES ('{id}', NULL, '2031-06-01', 'not_reported', NULL, NULL, NULL),
                ('{id}', '2031-06-01', '9999-12-31', 'stalled', 'declared', '2031-06-01',
                    '{update}')"
        ))
        .await;
    let course = "SELECT string_agg(p.status || ' ' || p.until_day, ', ' ORDER BY p.until_day)
        FROM commitment_statuses p
        JOIN commitments c ON c.id = p.commitment_id WHERE c.code = 'TAL-1.1b'";
    let rollup = "SELECT status FROM commitments WHERE code = 'TAL-1.1b'";

    let alone = set(&[(ONE, "participant = [\"IT\", \"SI\"]", "participant = [\"IT\"]")]);
    let dropped = "changed TAL-1.1b obligations: − SI participant";
    assert_eq!(setup.lines(&alone).await, [dropped]);
    assert_eq!(setup.value(rollup).await.unwrap(), "not_reported");
    assert_eq!(setup.value(course).await.unwrap(), "not_reported 9999-12-31");
    let states = format!("SELECT o.status || ' ' || (o.dropped_at IS NULL)::text {of_party}");
    assert_eq!(setup.value(&states).await.unwrap(), "stalled false");
    let op = "SELECT op FROM outbox ORDER BY id DESC LIMIT 1";
    assert_eq!(setup.value(op).await.unwrap(), "deleted");

    let back = "changed TAL-1.1b obligations: + SI participant";
    assert_eq!(setup.lines(&set(&[])).await, [back]);
    assert_eq!(setup.value(&states).await.unwrap(), "stalled true");
    assert_eq!(setup.value(rollup).await.unwrap(), "stalled");
    let both = "not_reported 2031-06-01, stalled 9999-12-31";
    assert_eq!(setup.value(course).await.unwrap(), both);
    assert_eq!(setup.value(&format!("SELECT o.version {of_party}")).await.unwrap(), "3");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_strength_reaches_the_obligations() {
    let setup = Setup::new().await;
    setup.sync(&set(&[])).await;
    let position = set(&[(
        ONE,
        "strength = \"decision\"\nkind = \"policy\"",
        "strength = \"position\"\nkind = \"policy\"",
    )]);
    assert_eq!(setup.lines(&position).await, ["changed TAL-1.1b coding: decision → position"]);
    let tracked = "SELECT count(*) FROM obligations WHERE NOT tracked";
    assert_eq!(setup.value(tracked).await.unwrap(), "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reworded_text_moves_its_quotes_or_is_refused() {
    let setup = Setup::new().await;
    setup.sync(&set(&[])).await;
    let reworded = set(&[
        ("text.txt", "the river", "their river"),
        (ONE, "the Parties will protect the river", "the Parties will protect their river"),
    ]);
    assert_eq!(
        setup.lines(&reworded).await,
        ["changed declaration tal-2031", "changed TAL-1.1b text: quote"]
    );
    setup
        .execute("UPDATE commitments SET quote = 'Italy', quote_start = 0 WHERE code = 'TAL-1.1a'")
        .await;
    let before = setup.ledger().await;
    let renamed = set(&[
        ("text.txt", "Italy will", "Slovenia will"),
        (ONE, "quote = \"Italy will", "quote = \"Slovenia will"),
    ]);
    let problem = summit_ledger::seeding::sync(&setup.db, &renamed, "seed").await.unwrap_err();
    assert!(problem.detail.contains("TAL-1.1a"), "{problem}");
    assert_eq!(setup.ledger().await, before);
}
