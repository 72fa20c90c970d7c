//! Send something to a webhook because somebody asks for it: a ping, or a delivery once more.

use diesel::result::Error;
use uuid::Uuid;

use crate::db::connect::Failure;
use crate::db::webhooks::Webhook;
use crate::db::{Conn, broken_constraint, deliveries};
use crate::domain::webhook::WebhookState;
use crate::error::{Kind, Problem};

/// Has a ping sent to a locked webhook; gives the delivery's id.
///
/// # Errors
/// A conflict if the webhook is not active, or a ping is on its way.
pub async fn ping(conn: &mut Conn, webhook: &Webhook) -> Result<Uuid, Failure> {
    active(webhook)?;
    deliveries::create_ping(conn, webhook.id).await.map_err(refused)
}

/// Has a delivery of a locked webhook sent again, under its id, as if it had never been tried.
///
/// # Errors
/// A conflict if the webhook is not active, or it is a ping and another is on its way.
pub async fn redeliver(conn: &mut Conn, webhook: &Webhook, id: Uuid) -> Result<(), Failure> {
    active(webhook)?;
    deliveries::redeliver(conn, id).await.map_err(refused)
}

fn active(webhook: &Webhook) -> Result<(), Problem> {
    if webhook.state == WebhookState::Active {
        return Ok(());
    }
    let detail = format!(
        "The webhook is {}, and so not delivered to; set its state to active first.",
        webhook.state
    );
    Err(Problem::new(Kind::Conflict, detail))
}

fn refused(error: Error) -> Failure {
    if broken_constraint(&error) == Some("deliveries_one_ping") {
        return Problem::new(Kind::Conflict, "A ping is on its way already.").into();
    }
    error.into()
}
