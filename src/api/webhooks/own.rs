//! A webhook as its owner, or an admin, finds it, edits it and is shown it.

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::respond;
use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::operations::Outcome;
use crate::db::webhook_filter::WebhookFilter;
use crate::db::webhooks::{self, Shown, Webhook};
use crate::domain::user::Caller;
use crate::domain::webhook::{SigningSecret, WebhookState};
use crate::error::{Kind, Problem};
use crate::reading::rights::seen_by;
use crate::sync::cursor::FeedCursor;
use crate::sync::envelope::GENESIS;

/// A webhook. Its secret is shown when it is made, and never again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Webhook)]
pub struct WebhookView {
    pub id: Uuid,
    /// The name of the user who made it.
    pub owner: String,
    pub url: String,
    pub description: Option<String>,
    pub filter: WebhookFilter,
    pub state: WebhookState,
    /// Why it was disabled.
    pub reason: Option<String>,
    pub state_since: DateTime<Utc>,
    /// The place of the feed up to which its changes were turned into deliveries.
    pub cursor: String,
    /// How long the secret before this one signs too.
    pub previous_secret_until: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// A webhook with its new secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookWithSecret {
    #[serde(flatten)]
    pub webhook: WebhookView,
    /// What its deliveries are signed with, shown this once; null where the answer is given again.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: Option<String>,
}

impl From<Shown> for WebhookView {
    fn from(shown: Shown) -> Self {
        let Shown { webhook, owner, epoch, chain } = shown;
        let chain = chain.and_then(|chain| chain.try_into().ok()).unwrap_or(GENESIS);
        Self {
            id: webhook.id,
            owner,
            url: webhook.url,
            description: webhook.description,
            filter: webhook.filter.0,
            state: webhook.state,
            reason: webhook.reason,
            state_since: webhook.state_since,
            cursor: FeedCursor::new(epoch, webhook.mark, &chain).encode(),
            previous_secret_until: webhook.previous_until.filter(|until| *until > Utc::now()),
            created_at: webhook.created_at,
            version: webhook.version,
        }
    }
}

/// The webhook of a path, if the caller may see it.
///
/// # Errors
/// 404 if there is none, or it is another's.
pub(in crate::api) async fn find(
    conn: &mut Conn,
    caller: &Caller,
    id: Uuid,
) -> Result<Shown, Failure> {
    let found = webhooks::find(conn, id, seen_by(caller)).await?;
    found.ok_or_else(|| unknown(&id.to_string()).into())
}

/// The same, locked for this write.
///
/// # Errors
/// 404 if there is none, or it is another's.
pub(in crate::api) async fn lock(
    conn: &mut Conn,
    caller: &Caller,
    id: Uuid,
) -> Result<Webhook, Failure> {
    find(conn, caller, id).await?;
    let locked = webhooks::lock(conn, id).await?;
    locked.ok_or_else(|| unknown(&id.to_string()).into())
}

pub(in crate::api) fn parse_id(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| unknown(text))
}

fn unknown(id: &str) -> Problem {
    Problem::not_found(format!("You have no webhook {id}."))
}

/// The outcome to keep, without the secret, and the one to show, with it.
pub(super) fn shown_once(
    status: StatusCode,
    location: Option<String>,
    webhook: Shown,
    secret: &SigningSecret,
) -> Result<(Outcome, Option<Outcome>), Problem> {
    let version = Some(webhook.webhook.version);
    let mut view = WebhookWithSecret { webhook: webhook.into(), secret: None };
    let kept = respond::outcome(status, location.clone(), version, &view)?;
    view.secret = Some(secret.expose());
    let shown = respond::outcome(status, location, version, &view)?;
    Ok((kept, Some(shown)))
}

/// Refuses an edit that was made on an older version, showing the webhook as it is now.
pub(super) async fn current(
    conn: &mut Conn,
    caller: &Caller,
    present: &Webhook,
    version: Option<i64>,
) -> Result<(), Failure> {
    let Some(version) = version.filter(|version| *version != present.version) else {
        return Ok(());
    };
    let detail = format!(
        "The webhook is at version {} now; your edit was made on version {version}.",
        present.version
    );
    let view = WebhookView::from(find(conn, caller, present.id).await?);
    let current = serde_json::to_value(view).map_err(Problem::internal)?;
    Err(Problem { current: Some(current), ..Problem::new(Kind::StaleVersion, detail) }.into())
}
