//! Edit a webhook, pause it, or set it going again.

use crate::db::connect::Failure;
use crate::db::webhooks::{Stated, Webhook};
use crate::db::{Conn, webhooks};
use crate::domain::webhook::WebhookState;

/// Writes what its owner states over a locked webhook. An edit that changes nothing leaves nothing
/// behind.
///
/// Set going again, it is told of what came meanwhile: its mark stayed where it was.
///
/// # Errors
/// If the database does not answer.
pub async fn patch_webhook(
    conn: &mut Conn,
    present: &Webhook,
    stated: &Stated,
    state: WebhookState,
) -> Result<(), Failure> {
    let was = Stated {
        url: present.url.clone(),
        description: present.description.clone(),
        filter: present.filter.0.clone(),
    };
    if was == *stated && state == present.state {
        return Ok(());
    }
    let changed = Some(state).filter(|state| *state != present.state);
    Ok(webhooks::update(conn, present.id, stated, changed).await?)
}
