//! Epochs: when one begins, when none does, and which cursors outlive it.

use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use serde_json::json;
use summit_ledger::db::{Conn, Db, epochs, feed};
use summit_ledger::domain::epoch::EpochCause;
use summit_ledger::error::Kind;
use summit_ledger::sync::cursor::FeedCursor;
use summit_ledger::sync::resume::resume;
use summit_ledger::sync::seal::seal;
use tokio::time::timeout;

use crate::ledger::{Sketch, Terms, value};
use crate::support::Schema;

const ALL: &str =
    "SELECT jsonb_agg(jsonb_build_array(cause, began_at_seq) ORDER BY number) FROM epochs";

async fn ledger() -> (Schema, Db, Sketch) {
    let schema = Schema::new().await;
    let db = schema.db(4).await;
    let mut sketch = Sketch::new("made-up", "MADE");
    write(&db, &mut sketch).await;
    seal(&db).await.unwrap();
    (schema, db, sketch)
}

/// Writes something that is yet to be sealed.
async fn write(db: &Db, sketch: &mut Sketch) {
    sketch.item(&Terms::default());
    sketch.seed(db).await;
}

/// The cursor of a place of the present history.
async fn cursor(db: &Db, seq: i64) -> FeedCursor {
    let found = db.read(async |conn| {
        let chain = feed::chain_at(conn, seq).await?.expect("a change");
        Ok(FeedCursor::new(feed::node(conn).await?.epoch, seq, &chain))
    });
    found.await.unwrap()
}

/// After which change the cursor reads on, or why it does not.
async fn resumed(db: &Db, cursor: FeedCursor) -> Result<i64, Kind> {
    let found = db.read(async |conn| Ok(resume(conn, Some(cursor), true).await?.seq)).await;
    found.map_err(|problem| problem.kind)
}

#[tokio::test]
async fn a_plain_restart_begins_none() {
    let (schema, db, mut sketch) = ledger().await;
    let mut owner = schema.owner().await;
    for folder in [None, Some("7/1"), Some("7/1"), None] {
        assert_eq!(epochs::settle(&mut owner, folder).await.unwrap(), None);
    }
    for sql in ["VACUUM FULL epochs", "VACUUM node", "CHECKPOINT"] {
        owner.batch_execute(sql).await.unwrap();
    }
    assert_eq!(epochs::settle(&mut owner, Some("7/1")).await.unwrap(), None);
    write(&db, &mut sketch).await;
    seal(&db).await.unwrap();
    assert_eq!(value(&mut owner, ALL).await, json!([["first", 0]]));
    assert!(epochs::incarnation(&mut owner).await.unwrap().is_some());
}

#[tokio::test]
async fn a_copied_folder_begins_one() {
    let (schema, db, _) = ledger().await;
    let head = seal(&db).await.unwrap().seq;
    let mut owner = schema.owner().await;
    epochs::settle(&mut owner, Some("7/1")).await.unwrap();
    let begun = epochs::settle(&mut owner, Some("8/1")).await.unwrap();
    assert_eq!(begun, Some(EpochCause::Moved));
    assert_eq!(epochs::settle(&mut owner, Some("8/1")).await.unwrap(), None);
    assert_eq!(epochs::settle(&mut owner, None).await.unwrap(), None);
    assert_eq!(value(&mut owner, ALL).await, json!([["first", 0], ["moved", head]]));
    // One that is begun for another reason is in the same folder.
    epochs::begin(&mut owner, EpochCause::Asked).await.unwrap();
    assert_eq!(epochs::settle(&mut owner, Some("8/1")).await.unwrap(), None);
}

/// As after a promotion while the service runs, and after a dump was read in by hand.
#[tokio::test]
async fn the_next_seal_notices_another_timeline_and_another_database() {
    let (schema, db, mut sketch) = ledger().await;
    let mut owner = schema.owner().await;
    let before = cursor(&db, 3).await;
    let first = seal(&db).await.unwrap().seq;
    owner
        .batch_execute("UPDATE epochs SET incarnation = regexp_replace(incarnation, '.$', '9')")
        .await
        .unwrap();
    assert_eq!(seal(&db).await.unwrap().seq, first);
    assert_eq!(value(&mut owner, ALL).await, json!([["first", 0]]), "nothing was sealed");
    write(&db, &mut sketch).await;
    let second = seal(&db).await.unwrap().seq;
    let both = json!([["first", 0], ["promotion", first]]);
    assert_eq!(value(&mut owner, ALL).await, both, "what is sealed is of the new one");
    assert!(second > first);
    assert_eq!(resumed(&db, before).await, Ok(3));

    owner.batch_execute("UPDATE epochs SET incarnation = '1' || incarnation").await.unwrap();
    write(&db, &mut sketch).await;
    seal(&db).await.unwrap();
    write(&db, &mut sketch).await;
    seal(&db).await.unwrap();
    let all = json!([["first", 0], ["promotion", first], ["clone", second]]);
    assert_eq!(value(&mut owner, ALL).await, all, "once each");
}

#[tokio::test]
async fn a_cursor_from_before_the_fork_reads_on_and_one_past_it_does_not() {
    let (schema, db, mut sketch) = ledger().await;
    let mut owner = schema.owner().await;
    let fork = seal(&db).await.unwrap().seq;
    let (start, last) = (cursor(&db, 0).await, cursor(&db, fork).await);
    // What the other history has after the fork, under the same seq.
    let lost = FeedCursor::new(last.epoch, fork + 1, &[7; 32]);
    assert_eq!(resumed(&db, lost).await, Err(Kind::CursorAhead));
    epochs::begin(&mut owner, EpochCause::Restore).await.unwrap();
    assert_eq!(resumed(&db, lost).await, Err(Kind::CursorForked));
    write(&db, &mut sketch).await;
    let head = seal(&db).await.unwrap().seq;
    assert_eq!(resumed(&db, lost).await, Err(Kind::CursorForked));
    // Even with a chain that fits by chance, or forged.
    let forged = FeedCursor { epoch: last.epoch, ..cursor(&db, fork + 1).await };
    assert_eq!(resumed(&db, forged).await, Err(Kind::CursorForked));
    assert_eq!(resumed(&db, start).await, Ok(0));
    assert_eq!(resumed(&db, last).await, Ok(fork));
    assert_eq!(resumed(&db, cursor(&db, head).await).await, Ok(head));
    let ahead = FeedCursor { seq: head + 1, ..cursor(&db, head).await };
    assert_eq!(resumed(&db, ahead).await, Err(Kind::CursorAhead));
    let stranger = FeedCursor { epoch: uuid::Uuid::from_u128(1), ..start };
    assert_eq!(resumed(&db, stranger).await, Err(Kind::CursorForked));
    // A second fork does not open what the first has closed.
    epochs::begin(&mut owner, EpochCause::Asked).await.unwrap();
    assert_eq!(resumed(&db, forged).await, Err(Kind::CursorForked));
    assert_eq!(resumed(&db, last).await, Ok(fork));
}

#[tokio::test]
async fn an_epoch_begins_when_no_sealer_is_at_work() {
    let (schema, db, mut sketch) = ledger().await;
    let mut owner = schema.owner().await;
    owner.batch_execute("BEGIN; SELECT begin_epoch('asked')").await.unwrap();
    write(&db, &mut sketch).await;
    let sealing = timeout(Duration::from_millis(200), seal(&db)).await;
    assert!(sealing.is_err(), "a seal waits for the epoch to begin");
    owner.batch_execute("COMMIT").await.unwrap();
    seal(&db).await.unwrap();
}

#[tokio::test]
async fn a_server_that_does_not_tell_is_left_alone() {
    let (schema, db, mut sketch) = ledger().await;
    let mut owner = schema.owner().await;
    let mute =
        "CREATE OR REPLACE FUNCTION incarnation() RETURNS text LANGUAGE sql AS 'SELECT NULL'";
    owner.batch_execute(mute).await.unwrap();
    owner.batch_execute("UPDATE epochs SET incarnation = 'elsewhere'").await.unwrap();
    write(&db, &mut sketch).await;
    seal(&db).await.unwrap();
    assert_eq!(epochs::settle(&mut owner, Some("7/1")).await.unwrap(), None);
    assert_eq!(value(&mut owner, ALL).await, json!([["first", 0]]));
}

#[tokio::test]
async fn the_service_begins_none_by_itself() {
    let (_schema, db, _) = ledger().await;
    let conn: &mut Conn = &mut db.get().await.unwrap();
    let denied = epochs::begin(conn, EpochCause::Asked).await.unwrap_err();
    assert!(denied.to_string().contains("permission denied"), "{denied}");
    // Nor can what it makes for itself stand in the way of the table that counts.
    conn.batch_execute("CREATE TEMP TABLE epochs (LIKE epochs)").await.unwrap();
    assert_eq!(epochs::settle(conn, None).await.unwrap(), None);
}
