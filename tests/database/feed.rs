//! The feed under 16 writers: nothing skipped, nothing doubled, and a chain that proves itself.

pub mod chain;
mod mutants;
mod storm;

use std::slice::from_ref;
use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use serde_json::json;
use summit_ledger::db::connect::Failure;
use summit_ledger::db::{Conn, Db, changes, clock, feed};
use summit_ledger::records::change::Change;
use summit_ledger::sync::cursor::FeedCursor;
use summit_ledger::sync::seal::seal;
use tokio::time::timeout;

use crate::ledger::{party, value};
use crate::support::Schema;
use crate::support::verdict::Entry;
use storm::{Feed, storm};

/// Names that need escapes in JSON, and one that needs none.
const ACTOR: &str = "осмотр 检查 \"é\" \\ / \u{1}\u{8}\t\n\u{c}\r\u{1f}\u{7f}\u{2028}😀";
const NODE: &str = "node «1» \"\\";

/// The feed as it is.
pub struct Outbox {
    pub db: Db,
}

impl Feed for Outbox {
    /// What readers hold: opaque.
    type Cursor = Option<String>;

    async fn append(&self, conn: &mut Conn, all: &[Change]) -> Result<(), Failure> {
        let at = clock::now(conn).await?;
        changes::append(conn, all, ACTOR, at).await
    }

    /// Seals first, as every reader does.
    async fn page(&self, cursor: Self::Cursor, limit: i64) -> (Vec<Entry>, Self::Cursor) {
        seal(&self.db).await.expect("sealing goes on");
        let cursor = cursor.map(|text| FeedCursor::decode(&text).expect("a cursor of ours"));
        let page = self.db.read(async |conn| {
            let epoch = feed::node(conn).await?.epoch;
            let after = cursor.map_or(0, |cursor| cursor.seq);
            let chain = feed::chain_at(conn, after).await?.expect("the feed never shrinks");
            assert!(cursor.is_none_or(|cursor| cursor.epoch == epoch && cursor.fits(&chain)));
            let rows = feed::page(conn, after, limit).await?;
            let last = rows.last().map_or(after, |row| row.seq);
            let chain = feed::chain_at(conn, last).await?.expect("it is there");
            Ok((rows, after, FeedCursor::new(epoch, last, &chain).encode()))
        });
        let (rows, after, next) = page.await.expect("the feed answers");
        let entries = rows.into_iter().zip(after + 1..).map(|(row, seq)| {
            assert_eq!(row.seq, seq, "no seq is left out");
            let body = serde_json::from_str(&row.body.expect("it has its body")).expect("JSON");
            Entry { entity_id: row.entity_id, version: row.version, body }
        });
        (entries.collect(), Some(next))
    }
}

#[tokio::test]
async fn nothing_is_skipped_or_doubled_and_the_chain_verifies() {
    let schema = Schema::new().await;
    let mut owner = schema.owner().await;
    summit_ledger::db::node::rename(&mut owner, NODE).await.unwrap();
    let feed = Outbox { db: schema.db(30).await };

    let [before, verdict] = storm(&feed, &feed.db, &schema).await;
    before.assert_good();
    verdict.assert_good();
    assert!(verdict.read > 400, "{} changes are no storm", verdict.read);

    let changes = chain::verify(&mut owner).await;
    assert_eq!(changes, verdict.read, "readers got what is there");
    assert_eq!(value(&mut owner, "SELECT count(*) FROM outbox").await, 0);
    let running_back = "SELECT count(*) FROM
        (SELECT sealed_at < lag(sealed_at) OVER (ORDER BY seq) AS back FROM feed) t WHERE back";
    assert_eq!(value(&mut owner, running_back).await, 0);
    let batches = value(&mut owner, "SELECT count(DISTINCT sealed_at) FROM feed").await;
    assert!(batches.as_i64() > Some(20), "sealed while it was written, {batches} times");
}

#[tokio::test]
async fn sealing_does_not_wait_for_an_open_transaction() {
    let schema = Schema::new().await;
    let feed = Outbox { db: schema.db(4).await };
    let mut open = schema.owner().await;
    open.batch_execute("BEGIN").await.unwrap();
    feed.append(&mut open, &[Change::created(party("AA", 1).into())]).await.unwrap();
    let quick = Change::created(party("BB", 2).into());
    feed.db.write(async |conn| feed.append(conn, from_ref(&quick)).await).await.unwrap();

    let head = timeout(Duration::from_secs(20), seal(&feed.db)).await.expect("it does not wait");
    assert_eq!(head.unwrap().seq, 1);
    let (page, cursor) = feed.page(None, 10).await;
    assert_eq!(page.iter().map(|entry| &entry.body["code"]).collect::<Vec<_>>(), [&json!("BB")]);

    open.batch_execute("COMMIT").await.unwrap();
    let (page, cursor) = feed.page(cursor, 10).await;
    assert_eq!(page.iter().map(|entry| &entry.body["code"]).collect::<Vec<_>>(), [&json!("AA")]);
    let (page, again) = feed.page(cursor.clone(), 10).await;
    assert!(page.is_empty());
    assert_eq!(again, cursor, "at the end the cursor stays where it is");
}

#[tokio::test]
async fn sealing_time_never_runs_backwards() {
    let schema = Schema::new().await;
    let feed = Outbox { db: schema.db(4).await };
    // As if the clock had been an hour ahead when this was sealed.
    let mut owner = schema.owner().await;
    owner
        .batch_execute(
            "INSERT INTO feed SELECT 1, gen_random_uuid(), 'party', gen_random_uuid(), 1,
                'created', now(), 'x', 'x', sha256(''), sha256(''), now() + interval '1 hour';
            INSERT INTO feed_bodies VALUES (1, '{}')",
        )
        .await
        .unwrap();
    for (code, position) in [("AA", 1), ("BB", 2)] {
        let change = Change::created(party(code, position).into());
        feed.db.write(async |conn| feed.append(conn, from_ref(&change)).await).await.unwrap();
        seal(&feed.db).await.unwrap();
    }
    let forwards = "SELECT array_agg(seq ORDER BY sealed_at) = '{1,2,3}'
        AND count(DISTINCT sealed_at) = 3 FROM feed";
    assert_eq!(value(&mut owner, forwards).await, true);
}

#[tokio::test]
async fn a_large_write_is_sealed_in_its_order() {
    let schema = Schema::new().await;
    let feed = Outbox { db: schema.db(4).await };
    // More than one batch of the sealer, and of one insertion.
    let all: Vec<Change> = (1..=12_345)
        .map(|version| {
            Change::edited(
                summit_ledger::records::party::Party { version, ..party("AA", 1) }.into(),
            )
        })
        .collect();
    feed.db.write(async |conn| feed.append(conn, &all).await).await.unwrap();
    assert_eq!(seal(&feed.db).await.unwrap().seq, 12_345);
    let mut owner = schema.owner().await;
    let in_order = "SELECT bool_and(seq = version) FROM feed";
    assert_eq!(value(&mut owner, in_order).await, true);
    assert_eq!(chain::verify(&mut owner).await, 12_345);
}
