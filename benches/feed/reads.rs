//! Pages, polls and snapshots over HTTP, against the same rows from Postgres alone.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use futures_util::{StreamExt, pin_mut};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::Value;

use super::http::Connection;
use super::service::Service;
use super::{Line, TURN, in_turns, pgbench};

/// How many readers ask for pages at once, of us and of Postgres.
const CONNECTIONS: usize = 4;

/// A page of 500 from anywhere in the feed.
pub async fn page(service: &Service) -> Line {
    let (places, _) = walk(service).await;
    let paths: Vec<String> =
        places.iter().map(|cursor| format!("/api/v1/changes?limit=500&since={cursor}")).collect();
    let script = format!(
        "\\set after 500 * random(1, {})
        SELECT f.seq, f.change_id, f.entity, f.entity_id, f.version, f.op, f.at, f.actor, f.node,
            f.chain, b.body
        FROM feed f JOIN feed_bodies b USING (seq) WHERE f.seq > :after ORDER BY f.seq LIMIT 500;",
        places.len(),
    );
    let rates = in_turns(
        async || rate(service, CONNECTIONS, &paths).await,
        async || pgbench::rate(&service.place, CONNECTIONS, &script),
    );
    Line::ratio("a page of 500 over HTTP, against pgbench".to_owned(), rates.await, "0.6")
}

/// Readers who have read all ask whether there is more.
pub async fn poll(service: &Service, readers: usize, goal: &'static str) -> Line {
    let (places, end) = walk(service).await;
    let paths = [format!("/api/v1/changes?since={end}")];
    let script = format!(
        "\\set seq random(1, {})
        SELECT seq, chain, sealed_at FROM feed WHERE seq = :seq;",
        500 * places.len(),
    );
    let rates = in_turns(
        async || rate(service, readers, &paths).await,
        async || pgbench::rate(&service.place, readers, &script),
    );
    let what = format!("a caught-up poll by {readers}, against pgbench's point read");
    Line::ratio(what, rates.await, goal)
}

/// How often a second one of these paths is answered.
async fn rate(service: &Service, connections: usize, paths: &[String]) -> f64 {
    let began = Instant::now();
    let asking = (0..connections).map(|seed| {
        let (url, paths) = (service.url.clone(), paths.to_vec());
        tokio::spawn(async move {
            let mut random = StdRng::seed_from_u64(u64::try_from(seed).expect("small"));
            let mut connection = Connection::open(&url).await;
            let mut count = 0;
            while began.elapsed() < TURN {
                connection.get(paths.choose(&mut random).expect("a path")).await;
                count += 1;
            }
            count
        })
    });
    let counts = join_all(asking).await;
    let sum: u32 = counts.into_iter().map(|count| count.expect("it is answered")).sum();
    f64::from(sum) / began.elapsed().as_secs_f64()
}

/// The cursors after every 500 changes with 500 more behind them, and the one at the end.
async fn walk(service: &Service) -> (Vec<String>, String) {
    let mut connection = Connection::open(&service.url).await;
    let (mut places, mut since) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/changes?limit=500{since}");
        let page: Value = serde_json::from_slice(connection.get(&path).await).expect("JSON");
        let next = page["next"].as_str().expect("a cursor").to_owned();
        if page["items"].as_array().expect("a list").len() < 500 {
            places.pop();
            return (places, next);
        }
        since = format!("&since={next}");
        places.push(next);
    }
}

/// The ledger whole, against COPY of the bodies of the same records.
pub async fn snapshot(service: &Service) -> Line {
    let mut records = 0_usize;
    let rates = in_turns(
        async || {
            let began = Instant::now();
            let mut connection = Connection::open(&service.url).await;
            let body = connection.get("/api/v1/snapshot").await;
            // The first line and the last one are about the rest.
            records = body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count() - 2;
            per_second(records, began.elapsed())
        },
        async || {
            // An update has no version but its only one, so its body is the feed's.
            let copy = "COPY (
                SELECT DISTINCT ON (f.entity_id) f.entity, f.entity_id, f.version, b.body
                FROM feed f JOIN feed_bodies b USING (seq)
                ORDER BY f.entity_id, f.version DESC) TO STDOUT";
            let client = service.place.database().await;
            let began = Instant::now();
            let stream = client.copy_out(copy).await.expect("it obeys");
            pin_mut!(stream);
            let mut rows = 0;
            // One piece a row.
            while let Some(piece) = stream.next().await {
                piece.expect("a row");
                rows += 1;
            }
            per_second(rows, began.elapsed())
        },
    );
    let rates = rates.await;
    println!("The snapshot has {records} records.");
    Line::ratio("records of a snapshot over HTTP, against COPY".to_owned(), rates, "0.2")
}

fn per_second(count: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(count).expect("not so many")) / time.as_secs_f64()
}
