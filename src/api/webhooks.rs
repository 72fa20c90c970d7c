//! Webhooks over HTTP: who listens, where, and to what.

mod own;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value};
use uuid::Uuid;

use self::own::{WebhookView, WebhookWithSecret, current, shown_once};
pub(super) use self::own::{find, lock, parse_id};
use super::auth;
use super::respond::{self, Page};
use super::webhook_bodies::{self, CheckedUrl};
use super::write::{self, MERGE_PATCH, Write};
use crate::actions::create_webhook::create_webhook;
use crate::actions::patch_webhook::patch_webhook;
use crate::actions::rotate_webhook_secret::rotate_webhook_secret;
use crate::app::AppState;
use crate::db::Conn;
use crate::db::filter::Moment;
use crate::db::moment::After;
use crate::db::webhooks;
use crate::error::{Problem, ProblemBody};
use crate::reading::page::PageRequest;
use crate::reading::parameters::{self, PAGE};
use crate::reading::query::Query;
use crate::reading::rights::seen_by;
use crate::sync::resume::resume;
use crate::sync::seal::seal;

/// Looks where the address of a body leads, before any transaction.
async fn check_url(state: &AppState, object: &Map<String, Value>) -> CheckedUrl {
    let text = webhook_bodies::url_of(object)?;
    Some(state.webhooks.check(text).await.map(String::from))
}

/// Lists the caller's webhooks, newest first; an admin is shown everybody's.
///
/// # Errors
/// 401 without a token.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "Webhooks", params(parameters::Page),
    responses((status = 200, body = Page<WebhookView>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let mut query = Query::read(request.query_string(), PAGE);
    let today = state.settings.today();
    let page = PageRequest::read(&mut query, request.path(), today, |after| id(after).is_some())?;
    query.end()?;
    let before = page.after().and_then(id);
    let owner = seen_by(&caller);
    let list = async |conn: &mut Conn| Ok(webhooks::list(conn, owner, before, page.fetch()).await?);
    let mut rows = state.db.read(list).await?;
    let next = page.cut(&mut rows, Moment::live(page.day()), |row| After {
        key: row.webhook.id.to_string(),
        sort_key: String::new(),
    });
    let items = rows.into_iter().map(WebhookView::from).collect();
    respond::page(&request, &Page { items, next })
}

/// The webhook that the page before ended with.
fn id(after: &After) -> Option<Uuid> {
    after.key.parse().ok()
}

/// Makes a webhook of the caller's. It is told of what comes from now on, or after `since`. Its
/// secret is in this answer only: given again for its Idempotency-Key, the answer is without it.
///
/// # Errors
/// 409 for more than 20, 410 for a `since` of another history of the feed, 422 with every bad field.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "Webhooks", params(write::IdempotencyKey),
    request_body = webhook_bodies::NewWebhook,
    responses((status = 201, body = WebhookWithSecret),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn create(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let write = Write::read(&request, &state, &caller, payload, write::JSON).await?;
    let checked = check_url(&state, write.object()).await;
    let (stated, since) = webhook_bodies::new_webhook(write.object(), checked)?;
    seal(&state.db).await?;
    write
        .run_showing(&state, async |conn| {
            let since = match since {
                None => None,
                Some(cursor) => Some(resume(conn, Some(cursor), true).await?.seq),
            };
            let (id, secret) = create_webhook(conn, &caller, &stated, since).await?;
            let location = format!("/api/v1/webhooks/{id}");
            let webhook = find(conn, &caller, id).await?;
            Ok(shown_once(StatusCode::CREATED, Some(location), webhook, &secret)?)
        })
        .await
}

/// Shows one webhook, with the ETag that an edit of it needs.
///
/// # Errors
/// 404 if there is none, or it is another's.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "Webhooks", params(("id" = Uuid, Path)),
    responses((status = 200, body = WebhookView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    Query::read(request.query_string(), &[]).end()?;
    let id = parse_id(&id)?;
    let shown = state.db.read(async |conn| find(conn, &caller, id).await).await?;
    let version = shown.webhook.version;
    respond::ok(&request, &WebhookView::from(shown), Some(version))
}

/// Edits a webhook by JSON Merge Patch (RFC 7396), pauses it, or sets it going again: it is then
/// told of what came meanwhile.
///
/// # Errors
/// 428 without If-Match, 412 if somebody edited it since, 422 with every bad field.
#[utoipa::path(patch, path = "/api/v1/webhooks/{id}", tag = "Webhooks",
    params(("id" = Uuid, Path), write::IfMatch),
    request_body(content = webhook_bodies::WebhookPatch,
        content_type = "application/merge-patch+json"),
    responses((status = 200, body = WebhookView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn patch(
    request: HttpRequest,
    state: Data<AppState>,
    id: Path<String>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let id = parse_id(&id)?;
    let version = respond::if_match(&request)?;
    let write = Write::read(&request, &state, &caller, payload, MERGE_PATCH).await?;
    let checked = check_url(&state, write.object()).await;
    let answer = write.run(&state, async |conn| {
        let present = lock(conn, &caller, id).await?;
        current(conn, &caller, &present, version).await?;
        let (stated, next) =
            webhook_bodies::patched_webhook(&present, write.object(), checked.clone())?;
        patch_webhook(conn, &present, &stated, next).await?;
        let shown = find(conn, &caller, id).await?;
        let version = Some(shown.webhook.version);
        Ok(respond::outcome(StatusCode::OK, None, version, &WebhookView::from(shown))?)
    });
    let answer = answer.await?;
    state.delivery_due.notify_one();
    Ok(answer)
}

/// Removes a webhook with its deliveries and their log.
///
/// # Errors
/// 428 without If-Match, 412 if somebody edited it since.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "Webhooks",
    params(("id" = Uuid, Path), write::IfMatch),
    responses((status = 204, description = "It is gone"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn delete(
    request: HttpRequest,
    state: Data<AppState>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let id = parse_id(&id)?;
    let version = respond::if_match(&request)?;
    let delete = async |conn: &mut Conn| {
        let present = lock(conn, &caller, id).await?;
        current(conn, &caller, &present, version).await?;
        Ok(webhooks::delete(conn, id).await?)
    };
    state.db.write_silently(delete).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a webhook a new secret, shown this once. The one that it had signs too for 24 hours;
/// asked for again within them, only the new one is replaced.
///
/// # Errors
/// 404 if there is none, or it is another's.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/rotate", tag = "Webhooks",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = WebhookWithSecret),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn rotate(
    request: HttpRequest,
    state: Data<AppState>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let id = parse_id(&id)?;
    let rotate = async |conn: &mut Conn| {
        let present = lock(conn, &caller, id).await?;
        let secret = rotate_webhook_secret(conn, &present).await?;
        let webhook = find(conn, &caller, id).await?;
        Ok(shown_once(StatusCode::OK, None, webhook, &secret)?)
    };
    let (kept, shown) = state.db.write_silently(rotate).await?;
    Ok(respond::send(shown.unwrap_or(kept), false))
}
