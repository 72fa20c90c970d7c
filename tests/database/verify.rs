//! Verification: a whole feed passes, and whatever is done to it is named with its place.

use diesel_async::SimpleAsyncConnection;
use summit_ledger::db::{Conn, Db, retention};
use summit_ledger::sync::seal::seal;
use summit_ledger::sync::verify::{Misfit, Range, Verified, What, verify};

use crate::ledger::{Sketch, Terms};
use crate::support::Schema;

async fn ledger() -> (Schema, Db, i64) {
    let schema = Schema::new().await;
    let db = schema.db(4).await;
    let mut sketch = Sketch::new("made-up", "MADE");
    for _ in 0..8 {
        sketch.item(&Terms::default());
    }
    sketch.seed(&db).await;
    let head = seal(&db).await.unwrap().seq;
    (schema, db, head)
}

/// Does what triggers refuse, as whoever has the disk in hand can.
async fn tamper(owner: &mut Conn, sql: &str) {
    owner.batch_execute(&format!("SET session_replication_role = replica; {sql}")).await.unwrap();
}

async fn found(db: &Db, range: Range) -> Result<Verified, Misfit> {
    verify(db, &range).await.expect("the database answers")
}

#[tokio::test]
async fn a_whole_feed_passes_from_any_point_blanked_or_not() {
    let (schema, db, head) = ledger().await;
    let mut owner = schema.owner().await;
    let whole = found(&db, Range::default()).await.unwrap();
    let sealed = seal(&db).await.unwrap();
    assert_eq!((whole.seq, whole.chain), (head, sealed.chain));
    assert_eq!((whole.changes, whole.bodies, whole.pruned, whole.redacted), (head, head, 0, 0));
    retention::prune(&mut owner, 0, 4).await.unwrap();
    retention::redact(&mut owner, 6, "a test", "somebody").await.unwrap();
    let blanked = found(&db, Range::default()).await.unwrap();
    assert_eq!(blanked, Verified { bodies: head - 5, pruned: 4, redacted: 1, ..whole });
    for from in [1, 2, 5, head] {
        let part = Range { from: Some(from), ..Range::default() };
        assert_eq!(found(&db, part).await.map(|done| done.changes), Ok(head - from + 1));
    }
    let middle = Range { from: Some(3), to: Some(5), ..Range::default() };
    assert_eq!(found(&db, middle).await.map(|done| (done.seq, done.changes)), Ok((5, 3)));
    let empty = Schema::new().await;
    assert_eq!(found(&empty.db(1).await, Range::default()).await.map(|done| done.seq), Ok(0));
}

#[tokio::test]
async fn whatever_was_changed_is_named_with_its_place() {
    let (schema, db, head) = ledger().await;
    let mut owner = schema.owner().await;
    let copy = "CREATE TEMP TABLE feed_copy AS TABLE feed; \
        CREATE TEMP TABLE bodies_copy AS TABLE feed_bodies";
    owner.batch_execute(copy).await.unwrap();
    let cases = [
        ("UPDATE feed_bodies SET body = replace(body, ':', ': ') WHERE seq = 7", 7, What::Body),
        ("UPDATE feed_bodies SET body = NULL WHERE seq = 7", 7, What::BodyGone),
        ("DELETE FROM feed_bodies WHERE seq = 7", 7, What::BodyGone),
        ("UPDATE feed SET actor = 'another' WHERE seq = 7", 7, What::Envelope),
        ("UPDATE feed SET at = at + interval '1 microsecond' WHERE seq = 7", 7, What::Envelope),
        ("UPDATE feed SET body_hash = sha256('') WHERE seq = 7", 7, What::Envelope),
        ("UPDATE feed SET chain = sha256('') WHERE seq = 7", 7, What::Link),
        ("DELETE FROM feed WHERE seq = 7", 7, What::Missing),
        ("DELETE FROM feed WHERE seq = 1", 1, What::Missing),
        (
            "UPDATE feed SET actor = 'x' WHERE seq = (SELECT max(seq) FROM feed)",
            head,
            What::EnvelopeOrLink,
        ),
        ("UPDATE feed SET chain = sha256('') WHERE seq IN (7, 8)", 7, What::EnvelopeOrLink),
    ];
    for (sql, seq, what) in cases {
        tamper(&mut owner, sql).await;
        assert_eq!(found(&db, Range::default()).await, Err(Misfit { seq, what }), "{sql}");
        let after = Range { from: Some(9), ..Range::default() };
        if seq == 7 && !sql.contains('8') {
            assert_eq!(found(&db, after).await.map(|done| done.seq), Ok(head), "{sql}");
        }
        tamper(&mut owner, UNDO).await;
        found(&db, Range::default()).await.expect("all is as it was");
    }
}

/// Puts back what stood there before.
const UNDO: &str = "
    DELETE FROM feed_bodies; DELETE FROM feed;
    INSERT INTO feed SELECT * FROM feed_copy; INSERT INTO feed_bodies SELECT * FROM bodies_copy";

#[tokio::test]
async fn a_history_that_was_forged_whole_does_not_meet_what_was_written_down() {
    let (_schema, db, head) = ledger().await;
    let half = found(&db, Range { to: Some(5), ..Range::default() }).await.unwrap();
    let with = |seq, chain| Range { expected: vec![(seq, chain)], ..Range::default() };
    assert!(found(&db, with(5, half.chain)).await.is_ok());
    assert!(found(&db, with(0, [0; 32])).await.is_ok());
    let other = Misfit { seq: 5, what: What::Expectation };
    assert_eq!(found(&db, with(5, [5; 32])).await, Err(other));
    // Where it is taken as given, too.
    let given = Range { from: Some(6), ..with(5, [5; 32]) };
    assert_eq!(found(&db, given).await, Err(other));
    let beyond = Misfit { seq: head + 1, what: What::Beyond };
    assert_eq!(found(&db, with(head + 1, [5; 32])).await, Err(beyond));
}
