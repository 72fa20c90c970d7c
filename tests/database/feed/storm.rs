//! A storm of writers over a feed, any feed, and the checker of what its readers got.

use std::cell::Cell;
use std::time::Duration;

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use futures_util::future::{join, join_all};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use summit_ledger::db::connect::Failure;
use summit_ledger::db::{Conn, Db, parties};
use summit_ledger::domain::status::{Basis, UpdateStatus};
use summit_ledger::error::Problem;
use summit_ledger::records::change::{Change, Record};
use summit_ledger::records::ids;
use summit_ledger::records::party::Party;
use summit_ledger::records::update::Update;
use summit_ledger::sync::seal::seal;
use tokio::time::{sleep, timeout};

use crate::ledger::{PARTIES, day, party};
use crate::support::Schema;
use crate::support::verdict::{Entry, Verdict};

const WRITERS: u64 = 16;
const WRITES: u64 = 25;

/// The party that only the late transaction edits; the others would wait for its row.
const LATE: &str = "SEC";

/// What is tested: how a write leaves its changes, and how readers come by them.
pub trait Feed {
    /// Where a reader stands; the default is before the first change.
    type Cursor: Clone + Default;

    /// Leaves changes within the transaction that `conn` is in.
    async fn append(&self, conn: &mut Conn, changes: &[Change]) -> Result<(), Failure>;

    /// What comes after the cursor, and the cursor after that.
    async fn page(&self, cursor: Self::Cursor, limit: i64) -> (Vec<Entry>, Self::Cursor);
}

/// A reader, with all that it got.
struct Reader<C> {
    cursor: C,
    limit: i64,
    read: Vec<Entry>,
}

impl<C: Clone + Default> Reader<C> {
    fn new(limit: i64) -> Self {
        Self { cursor: C::default(), limit, read: Vec::new() }
    }

    /// Reads to the end.
    async fn drain(&mut self, feed: &impl Feed<Cursor = C>) {
        loop {
            let (page, next) = feed.page(self.cursor.clone(), self.limit).await;
            self.cursor = next;
            if page.is_empty() {
                return;
            }
            self.read.extend(page);
        }
    }
}

/// Lets 16 writers loose, with readers and sealers beside them, around a transaction that is
/// opened first and committed when all others have long been read. Gives the verdict from before
/// its commit, and the one from after it.
pub async fn storm<F: Feed>(feed: &F, db: &Db, schema: &Schema) -> [Verdict; 2] {
    let parties: Vec<Party> = PARTIES.iter().zip(1..).map(|(code, at)| party(code, at)).collect();
    db.write(async |conn| Ok(parties::write(conn, &parties).await?)).await.unwrap();

    let mut late = schema.owner().await;
    late.batch_execute("BEGIN").await.unwrap();
    let mut late_entries = write(feed, &mut late, &[LATE]).await.unwrap();

    let at_work = Cell::new(true);
    let writers = async {
        let all = join_all((0..WRITERS).map(|seed| writer(feed, db, schema, seed))).await;
        at_work.set(false);
        all.concat()
    };
    let mut readers: Vec<_> = [1, 7, 50, 500].map(Reader::new).into();
    let reading = join_all(readers.iter_mut().map(async |reader| {
        // Once more after the last writer has ended, so that is asked before each reading.
        loop {
            let is_last = !at_work.get();
            reader.drain(feed).await;
            if is_last {
                break;
            }
            sleep(Duration::from_millis(2)).await;
        }
    }));
    let sealing = join_all((0..3).map(async |pause| {
        let mut head = 0;
        while at_work.get() {
            let sealed = timeout(Duration::from_secs(20), seal(db)).await.expect("no seal waits");
            let sealed = sealed.expect("sealing goes on").seq;
            assert!(sealed >= head, "the head runs back");
            head = sealed;
            sleep(Duration::from_millis(pause)).await;
        }
    }));
    let (mut committed, _) = join(writers, join(reading, sealing)).await;

    let mut before = Verdict::default();
    for reader in &readers {
        before.add(&committed, &reader.read);
    }

    late.batch_execute("COMMIT").await.unwrap();
    committed.append(&mut late_entries);
    let mut after = Verdict::default();
    for reader in &mut readers {
        reader.drain(feed).await;
        after.add(&committed, &reader.read);
    }
    [before, after]
}

/// One writer; gives what it committed. Even ones write as the program does, odd ones by hand,
/// and some of these vanish amid a transaction.
async fn writer<F: Feed>(feed: &F, db: &Db, schema: &Schema, seed: u64) -> Vec<Entry> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut conn = schema.owner().await;
    let mut committed = Vec::new();
    for _ in 0..WRITES {
        let others: Vec<&str> = PARTIES.into_iter().filter(|code| *code != LATE).collect();
        let count = random.random_range(0..=2);
        let mut codes: Vec<&str> = others.choose_multiple(&mut random, count).copied().collect();
        // All lock in one order, so that none of them lose against each other for good.
        codes.sort_unstable();
        let pause = Duration::from_micros(random.random_range(0..4_000));
        let fate = random.random_range(0..10);
        if seed.is_multiple_of(2) {
            let written = db.write(async |conn| {
                let entries = write(feed, conn, &codes).await?;
                sleep(pause).await;
                if fate < 3 { Err(Problem::not_found("rolled back").into()) } else { Ok(entries) }
            });
            let written = written.await;
            assert_eq!(written.is_err(), fate < 3, "{written:?}");
            committed.extend(written.into_iter().flatten());
            continue;
        }
        conn.batch_execute("BEGIN").await.unwrap();
        let entries = write(feed, &mut conn, &codes).await.unwrap();
        sleep(pause).await;
        match fate {
            0 => conn = schema.owner().await,
            1..3 => conn.batch_execute("ROLLBACK").await.unwrap(),
            _ => {
                conn.batch_execute("COMMIT").await.unwrap();
                committed.extend(entries);
            }
        }
    }
    committed
}

/// Edits these parties and files something new, and leaves the changes of it.
async fn write<F: Feed>(feed: &F, conn: &mut Conn, codes: &[&str]) -> Result<Vec<Entry>, Failure> {
    let mut changes = vec![Change::created(Record::Update(anything()))];
    for code in codes {
        changes.push(Change::edited(edit(conn, code).await?.into()));
    }
    feed.append(conn, &changes).await?;
    Ok(changes.iter().map(entry).collect())
}

/// Counts a party's version up, and so locks its row.
async fn edit(conn: &mut Conn, code: &str) -> QueryResult<Party> {
    use summit_ledger::schema::parties;

    diesel::update(parties::table.filter(parties::code.eq(code)))
        .set(parties::version.eq(parties::version + 1))
        .returning(Party::as_returning())
        .get_result(conn)
        .await
}

fn entry(change: &Change) -> Entry {
    let Change { record, .. } = change;
    Entry {
        entity_id: record.entity_id(),
        version: record.version(),
        body: serde_json::to_value(record).unwrap(),
    }
}

fn anything() -> Update {
    Update {
        id: ids::new(),
        obligation_id: ids::new(),
        declaration: "x".to_owned(),
        commitment: "X-1.1a".to_owned(),
        party: "AA".to_owned(),
        occurrence: None,
        basis: Basis::Declared,
        status: UpdateStatus::InProgress,
        as_of: day("2026-01-01"),
        done_on: None,
        narrative: "第一步 — первый шаг".to_owned(),
        reason: None,
        corrects: None,
        seen: None,
        evidence: Vec::new(),
        author: "somebody".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
    }
}
