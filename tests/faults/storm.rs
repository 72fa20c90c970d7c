//! A storm of writers, with a transaction left open amid it: no reader misses anything, none waits.

use std::time::{Duration, Instant};

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join;
use serde_json::{Value, json};
use summit_ledger::actions::file_update::{About, file_update};
use summit_ledger::db::Conn;
use summit_ledger::domain::update::NewUpdate;
use summit_ledger::domain::user::{Caller, UserRole};
use tokio::time::sleep;
use uuid::Uuid;

use crate::account::{feed, narratives};
use crate::readers::{Readers, Seen, Way, entry};
use crate::service::{Place, Service};
use crate::verdict::{Entry, Verdict};
use crate::writers::{Manner, Times, Writers};

const WRITERS: u64 = 16;

const READERS: &[Way] = &[Way::Pages(100), Way::Pages(500), Way::Poll, Way::Stream];

/// The longest that a reader may have to wait for what was committed; or, on a machine so busy
/// that a write takes as long by itself, twice the longest write.
const STALL: Duration = Duration::from_secs(1);

/// What is said in the transaction that stays open.
const LATE: &str = "what was said first, and committed late";

#[tokio::test(flavor = "multi_thread")]
async fn a_short_storm_skips_nothing_and_holds_up_nobody() {
    storm(Duration::from_secs(4)).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute, or FAULT_SECONDS; make test-faults runs it"]
async fn a_storm_skips_nothing_and_holds_up_nobody() {
    storm(crate::long_form(60)).await;
}

async fn storm(time: Duration) {
    let service = Service::start_alone(Place::new()).await;
    let readers = Readers::begin(&service.anybody(), READERS).await;
    let mut open = service.place.connect().await;
    open.batch_execute("BEGIN").await.unwrap();
    say_late(&mut open).await;
    let writers = Writers::begin(&service, WRITERS, Manner::Wild).await;
    // As long as it takes for a storm, on a machine that has other work too.
    join(sleep(time / 2), writers.wait_for_more(30)).await;
    let before_commit = Instant::now();
    open.batch_execute("COMMIT").await.unwrap();
    let commit = Instant::now();
    // As long as it takes for a storm, on a machine that has other work too.
    join(sleep(time / 2), writers.wait_for_more(30)).await;

    let (account, mut times) = writers.end().await;
    let longest = times.values().map(|time| time.answered - time.sent).max().unwrap_or_default();
    times.insert(LATE.to_owned(), Times { sent: before_commit, answered: commit });
    let all = feed(&service.anybody()).await;
    let said = narratives(&all).filter(|narrative| narrative != LATE);
    account.compare(said);

    let committed = committed(&service.place).await;
    println!("the longest write took {longest:?}");
    let mut verdict = Verdict::default();
    for (way, seen) in readers.end(i64::try_from(all.len()).unwrap()).await {
        let read: Vec<Entry> = seen.iter().map(|seen| entry(&seen.change)).collect();
        verdict.add(&committed, &read);
        let mut worst = Duration::ZERO;
        for Seen { change, at } in &seen {
            let Some(mark) = change["body"]["narrative"].as_str() else { continue };
            assert!(mark != LATE || *at >= before_commit, "seen before it was committed");
            // One that was given up has no time, as nobody knows when it was committed.
            let Some(Times { answered, .. }) = times.get(mark).copied() else { continue };
            worst = worst.max(at.saturating_duration_since(answered));
        }
        println!(
            "{way:?}: {} changes, seen {worst:?} after their answer at the latest",
            seen.len()
        );
        assert!(worst < STALL.max(longest * 2), "{way:?} saw a change {worst:?} after its answer");
    }
    verdict.assert_good();
    assert!(account.len() > 50, "{} writes are no storm", account.len());
    service.stop().await;
}

/// Files an update as the service does, in the transaction that `conn` is in.
async fn say_late(conn: &mut Conn) {
    let caller = Caller {
        user_id: Uuid::now_v7(),
        name: "late".to_owned(),
        role: UserRole::Assessor,
        party: None,
    };
    // None of those that the writers write about.
    let about = About { code: "AST25-11.3a".to_owned(), party: "UZ".to_owned(), occurrence: None };
    let new: NewUpdate = serde_json::from_value(json!({
        "basis": "assessed", "status": "in_progress", "as_of": "2026-01-01", "narrative": LATE,
    }))
    .unwrap();
    file_update(conn, &caller, &about, &new).await.unwrap();
}

/// What was committed, by the tables themselves: every version of every record, and the updates.
async fn committed(place: &Place) -> Vec<Entry> {
    let query = "SELECT entity_id, version, NULL::text FROM versions
        UNION ALL SELECT id, 1, narrative FROM updates";
    let rows = place.database().await.query(query, &[]).await.unwrap();
    let entry = |row: &tokio_postgres::Row| Entry {
        entity_id: row.get(0),
        version: row.get(1),
        body: row.get::<_, Option<String>>(2).map_or(Value::Null, Value::String),
    };
    rows.iter().map(entry).collect()
}
