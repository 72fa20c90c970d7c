//! The job that turns the feed into deliveries and sends what is due.

use std::time::{Duration, Instant};

use chrono::Utc;
use tokio::task::JoinSet;

use super::client::{Answer, Client};
use super::message::Message;
use crate::actions::record_attempt::record_attempt;
use crate::app::AppState;
use crate::db::claim::{self, Claimed};
use crate::db::{Db, deliveries, webhooks};
use crate::error::Problem;

/// How many messages are under way at once.
const AT_ONCE: usize = 16;
/// How often it is looked for what became due otherwise: by its time, or by another process.
const LOOK: Duration = Duration::from_secs(1);
/// How often old deliveries are removed, and how many at once.
const PRUNE: Duration = Duration::from_secs(3600);
const PRUNED_AT_ONCE: i64 = 5_000;

/// Delivers until the service stops; what is under way then comes to its end first. What is not
/// noted in the end is sent again by the next process, once its lease is over.
///
/// To be run within a `LocalSet`.
pub async fn keep_delivering(state: AppState) {
    let mut under_way = JoinSet::new();
    let mut head = 0;
    let mut pruned: Option<Instant> = None;
    while !state.stopping.is_cancelled() {
        match step(&state, &mut under_way, &mut pruned).await {
            Ok(seen) => head = seen,
            // Nothing is lost: it all stands in the database.
            Err(problem) => {
                log::warn!(cause:% = problem; "webhooks put off");
                pause(&state).await;
            }
        }
        let has_room = under_way.len() < AT_ONCE;
        tokio::select! {
            () = state.stopping.cancelled() => {}
            () = state.feed.past(head, None), if has_room => {}
            () = state.delivery_due.notified(), if has_room => {}
            () = tokio::time::sleep(LOOK) => {}
            Some(_) = under_way.join_next() => {}
        }
    }
    while under_way.join_next().await.is_some() {}
}

async fn pause(state: &AppState) {
    tokio::select! {
        () = state.stopping.cancelled() => {}
        () = tokio::time::sleep(LOOK) => {}
    }
}

/// Brings deliveries up to the feed, and sets off as many as there is room for; gives the end of
/// the feed.
async fn step(
    state: &AppState,
    under_way: &mut JoinSet<()>,
    pruned: &mut Option<Instant>,
) -> Result<i64, Problem> {
    let db = &state.db;
    let head = loop {
        let step = db.write_silently(async |conn| Ok(webhooks::fan_out(conn).await?)).await?;
        if step.moved == 0 || state.stopping.is_cancelled() {
            break step.head;
        }
    };
    if pruned.is_none_or(|last| last.elapsed() >= PRUNE) {
        let prune = async |conn: &mut _| Ok(deliveries::prune(conn, PRUNED_AT_ONCE).await?);
        while db.write_silently(prune).await? > 0 && !state.stopping.is_cancelled() {}
        *pruned = Some(Instant::now());
    }
    let room = AT_ONCE.saturating_sub(under_way.len());
    if room > 0 {
        let room = i64::try_from(room).map_err(Problem::internal)?;
        let claim = async |conn: &mut _| Ok(claim::claim(conn, room).await?);
        for claimed in db.write_silently(claim).await? {
            under_way.spawn_local(deliver(db.clone(), state.webhooks.clone(), claimed));
        }
    }
    Ok(head)
}

/// Sends one message, outside any transaction, and notes how it went.
async fn deliver(db: Db, client: Client, mut claimed: Claimed) {
    let result = async {
        let message = Message::new(&mut claimed, Utc::now())?;
        let answer = client.send(&claimed.url, message).await;
        log_answer(&claimed, &answer);
        let roll = rand::random();
        db.write_silently(async |conn| record_attempt(conn, &claimed, &answer, roll).await).await
    };
    if let Err(problem) = result.await {
        log::warn!(delivery:% = claimed.id, cause:% = problem; "a delivery is to be sent again");
    }
}

fn log_answer(claimed: &Claimed, answer: &Answer) {
    let ms = u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX);
    let (webhook, attempt) = (claimed.webhook, claimed.attempt);
    let status = answer.status.unwrap_or_default();
    if answer.is_delivered() {
        log::debug!(delivery:% = claimed.id, webhook:%, attempt, status, ms; "delivered");
    } else {
        log::info!(delivery:% = claimed.id, webhook:%, attempt, status, ms; "not delivered");
    }
}
