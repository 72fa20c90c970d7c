//! The deliveries of a webhook over HTTP: the log, a ping, and sending once more.

use std::collections::BTreeMap;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::auth;
use super::respond::{self, Page};
use super::webhooks::{find, lock, parse_id};
use crate::actions::redeliver::{ping, redeliver};
use crate::app::AppState;
use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::deliveries::{self, Attempt, Told};
use crate::db::filter::Moment;
use crate::db::moment::After;
use crate::domain::webhook::DeliveryState;
use crate::error::{Problem, ProblemBody};
use crate::reading::page::PageRequest;
use crate::reading::parameters::{self, DELIVERIES};
use crate::reading::query::Query;
use crate::webhooks::message::PING;

/// A message to a webhook, and how far it has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Delivery)]
pub struct DeliveryView {
    /// What the receiver gets as `webhook-id`, the same at every attempt.
    pub id: Uuid,
    /// `update.created`: the entity of the change and what was done to it; or `ping`.
    pub r#type: String,
    /// The place of the change in the feed; null for a ping.
    pub seq: Option<i64>,
    pub state: DeliveryState,
    /// When it is to be tried; null unless it is pending.
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// In their order.
    pub attempts: Vec<AttemptView>,
}

/// How one attempt went.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeliveryAttempt)]
pub struct AttemptView {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// What the receiver answered; null if it did not.
    pub status: Option<i16>,
    /// What went wrong, or the beginning of what the receiver said.
    pub error: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: i32,
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        Self { at: attempt.at, status: attempt.status, error: attempt.error, ms: attempt.ms }
    }
}

/// Deliveries with their attempts, in one query however many they are.
async fn views(conn: &mut Conn, rows: Vec<Told>) -> Result<Vec<DeliveryView>, Failure> {
    let ids: Vec<Uuid> = rows.iter().map(|(delivery, _)| delivery.id).collect();
    let mut of: BTreeMap<Uuid, Vec<AttemptView>> = BTreeMap::new();
    for attempt in deliveries::attempts(conn, &ids).await? {
        of.entry(attempt.delivery).or_default().push(attempt.into());
    }
    let view = |(delivery, change): Told| DeliveryView {
        id: delivery.id,
        r#type: change.map_or_else(|| PING.to_owned(), |(entity, op)| format!("{entity}.{op}")),
        seq: delivery.seq,
        state: delivery.state,
        next_attempt_at: delivery.next_attempt_at,
        delivered_at: delivery.delivered_at,
        created_at: delivery.created_at,
        attempts: of.remove(&delivery.id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Lists the deliveries of a webhook with every attempt, newest first. Those that came to their
/// receiver are kept for 30 days.
///
/// # Errors
/// 404 if there is no such webhook, or it is another's.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "Webhooks",
    params(("id" = Uuid, Path), parameters::Deliveries),
    responses((status = 200, body = Page<DeliveryView>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn list(
    request: HttpRequest,
    state: Data<AppState>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let id = parse_id(&id)?;
    let mut query = Query::read(request.query_string(), DELIVERIES);
    let today = state.settings.today();
    let page = PageRequest::read(&mut query, request.path(), today, |a| place(a).is_some())?;
    let wanted = query.text("state").and_then(|word| match word.parse::<DeliveryState>() {
        Ok(state) => Some(state),
        Err(unknown) => {
            query.fault("state", unknown.to_string());
            None
        }
    });
    query.end()?;
    let before = page.after().and_then(place).unwrap_or(i64::MAX);
    let found = state.db.read(async |conn| {
        find(conn, &caller, id).await?;
        let mut rows = deliveries::list(conn, id, wanted, before, page.fetch()).await?;
        let next = page.cut(&mut rows, Moment::live(page.day()), |(delivery, _)| After {
            key: delivery.place.to_string(),
            sort_key: String::new(),
        });
        Ok(Page { items: views(conn, rows).await?, next })
    });
    respond::page(&request, &found.await?)
}

/// The delivery that the page before ended with.
fn place(after: &After) -> Option<i64> {
    after.key.parse().ok()
}

/// Sends a message of type `ping`, to see whether the receiver is there and verifies.
///
/// # Errors
/// 409 if the webhook is not active, or a ping is on its way.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", tag = "Webhooks",
    params(("id" = Uuid, Path)),
    responses((status = 202, body = DeliveryView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn test(
    request: HttpRequest,
    state: Data<AppState>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let id = parse_id(&id)?;
    let send = async |conn: &mut Conn| {
        let webhook = lock(conn, &caller, id).await?;
        let delivery = ping(conn, &webhook).await?;
        view(conn, id, delivery).await
    };
    accepted(&state, &state.db.write_silently(send).await?)
}

/// Sends a delivery again, whatever has become of it, under the same id.
///
/// # Errors
/// 404 if there is no such delivery, 409 if the webhook is not active.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver",
    tag = "Webhooks", params(("id" = Uuid, Path), ("delivery" = Uuid, Path)),
    responses((status = 202, body = DeliveryView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn again(
    request: HttpRequest,
    state: Data<AppState>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let (id, delivery) = path.into_inner();
    let id = parse_id(&id)?;
    let delivery = delivery.parse().map_err(|_| unknown(&delivery))?;
    let send = async |conn: &mut Conn| {
        let webhook = lock(conn, &caller, id).await?;
        // To be sure that it is this webhook's.
        view(conn, id, delivery).await?;
        redeliver(conn, &webhook, delivery).await?;
        view(conn, id, delivery).await
    };
    accepted(&state, &state.db.write_silently(send).await?)
}

async fn view(conn: &mut Conn, webhook: Uuid, id: Uuid) -> Result<DeliveryView, Failure> {
    let found = deliveries::find(conn, webhook, id).await?;
    let found = found.ok_or_else(|| unknown(&id.to_string()))?;
    views(conn, vec![found]).await?.pop().ok_or_else(|| unknown(&id.to_string()).into())
}

fn unknown(id: &str) -> Problem {
    Problem::not_found(format!("The webhook has no delivery {id}."))
}

/// 202: it is going to be sent.
fn accepted(state: &AppState, delivery: &DeliveryView) -> Result<HttpResponse, Problem> {
    state.delivery_due.notify_one();
    let body = serde_json::to_string(delivery).map_err(Problem::internal)?;
    Ok(HttpResponse::Accepted().content_type("application/json").body(body))
}
