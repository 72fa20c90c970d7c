//! What the feed costs, as ratios measured in one run: `make bench`.
//!
//! Everything runs on one machine and one embedded Postgres with fsync on. A ratio compares two
//! ways to the same rows in turns, so that what else the machine does weighs on both.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark stops at the first surprise"
)]

#[path = "../../tests/faults/caller.rs"]
#[allow(dead_code, reason = "the tests of faults use more of it")]
mod caller;
mod http;
mod pgbench;
mod reads;
#[path = "../../tests/faults/service.rs"]
#[allow(dead_code, reason = "the tests of faults use more of it")]
mod service;
#[path = "../../tests/faults/stream.rs"]
#[allow(dead_code, reason = "the tests of faults use more of it")]
mod stream;
mod streams;
mod writes;

use std::time::Duration;

use service::{Place, Service};

/// How long each way is measured in a turn.
const TURN: Duration = Duration::from_secs(3);

/// How many turns each way has.
const TURNS: usize = 3;

/// One line of the table.
struct Line {
    what: String,
    ours: String,
    theirs: String,
    value: f64,
    goal: &'static str,
}

impl Line {
    /// Two rates, a second, and what one of ours should be of theirs.
    fn ratio(what: String, [ours, theirs]: [f64; 2], goal: &'static str) -> Self {
        let text = |rate: f64| format!("{rate:.1}/s");
        Self { what, ours: text(ours), theirs: text(theirs), value: ours / theirs, goal }
    }
}

/// The mean of what two ways achieve, measured in turns.
async fn in_turns(
    mut ours: impl AsyncFnMut() -> f64,
    mut theirs: impl AsyncFnMut() -> f64,
) -> [f64; 2] {
    let mut sums = [0.0; 2];
    for _ in 0..TURNS {
        sums[0] += ours().await;
        sums[1] += theirs().await;
    }
    let turns = f64::from(u32::try_from(TURNS).expect("few"));
    sums.map(|sum| sum / turns)
}

#[tokio::main]
async fn main() {
    let place = Place::new().with("LEDGER_LOG", "warn");
    println!("Making up a ledger of about 100,000 records …");
    let size = ["generate", "--obligations", "16000", "--seed", "1", "--until", "2026-11-01"];
    place.run(&size).await;
    let service = Service::start_at(place).await;
    service.place.database().await.batch_execute("VACUUM ANALYZE").await.expect("it obeys");

    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let is_wanted = |name: &str| wanted.as_deref().is_none_or(|wanted| name.contains(wanted));
    let mut table = Vec::new();
    if is_wanted("page") {
        table.push(reads::page(&service).await);
    }
    if is_wanted("poll") {
        table.push(reads::poll(&service, 4, "").await);
        table.push(reads::poll(&service, 16, "0.5").await);
    }
    if is_wanted("snapshot") {
        table.push(reads::snapshot(&service).await);
    }
    if is_wanted("stream") {
        table.extend(streams::latency(&service).await);
    }
    let place = service.stop().await;
    if is_wanted("commits") {
        table.push(writes::commits(&place).await);
    }

    println!("\n| what | ours | theirs | ratio or time | goal |\n| --- | --- | --- | --- | --- |");
    for Line { what, ours, theirs, value, goal } in table {
        println!("| {what} | {ours} | {theirs} | {value:.2} | {goal} |");
    }
}
