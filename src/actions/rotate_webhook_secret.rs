//! Give a webhook a new secret.

use super::create_webhook::new_secret;
use crate::db::connect::Failure;
use crate::db::webhooks::Webhook;
use crate::db::{Conn, webhooks};
use crate::domain::webhook::SigningSecret;

/// Gives a locked webhook a new secret; the one that it had signs too for another day.
///
/// # Errors
/// If the database does not answer.
pub async fn rotate_webhook_secret(
    conn: &mut Conn,
    webhook: &Webhook,
) -> Result<SigningSecret, Failure> {
    let secret = new_secret()?;
    webhooks::rotate(conn, webhook.id, &secret).await?;
    Ok(secret)
}
