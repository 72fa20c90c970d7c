//! Note how an attempt to deliver went, and what follows from it.

use std::time::Duration;

use chrono::TimeDelta;

use crate::db::claim::Claimed;
use crate::db::connect::Failure;
use crate::db::deliveries::Attempt;
use crate::db::{Conn, clock, deliveries, webhooks};
use crate::domain::retry;
use crate::domain::webhook::WebhookState;
use crate::error::Problem;
use crate::webhooks::client::Answer;

/// Why a webhook is disabled.
pub const GONE: &str = "The receiver answered 410 Gone.";

/// Notes the attempt: a delivery is over, tried again later, or given up. A receiver that is gone
/// has its webhook disabled, unless that leads elsewhere by now. `roll` is a random number from 0
/// to 1. What was deleted meanwhile is passed over.
///
/// # Errors
/// If the database does not answer.
pub async fn record_attempt(
    conn: &mut Conn,
    claimed: &Claimed,
    answer: &Answer,
    roll: f64,
) -> Result<(), Failure> {
    // The webhook first, everywhere in that order.
    let webhook = webhooks::lock(conn, claimed.webhook).await?;
    let Some(webhook) = webhook else { return Ok(()) };
    if !deliveries::lock(conn, claimed.id).await? {
        return Ok(());
    }
    let at = clock::now(conn).await?;
    let attempt = Attempt {
        delivery: claimed.id,
        at,
        status: answer.status.and_then(|status| i16::try_from(status).ok()),
        error: answer.error.clone(),
        ms: i32::try_from(answer.took.as_millis()).unwrap_or(i32::MAX),
    };
    deliveries::log_attempt(conn, &attempt).await?;
    if answer.is_delivered() {
        return Ok(deliveries::delivered(conn, claimed.id, at).await?);
    }
    if answer.is_gone() && webhook.url == claimed.url {
        deliveries::failed(conn, claimed, None).await?;
        if webhook.state != WebhookState::Disabled {
            webhooks::set_state(conn, webhook.id, WebhookState::Disabled, Some(GONE)).await?;
        }
        return Ok(deliveries::cancel_pending(conn, webhook.id).await?);
    }
    let wait = retry::wait(claimed.attempt, roll, answer.retry_after);
    let next = wait.map(delta).transpose()?.map(|wait| at + wait);
    Ok(deliveries::failed(conn, claimed, next).await?)
}

fn delta(wait: Duration) -> Result<TimeDelta, Problem> {
    TimeDelta::from_std(wait).map_err(Problem::internal)
}
