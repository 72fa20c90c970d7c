//! The change feed over HTTP, page by page.

use actix_web::http::Method;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::time::{Duration, timeout};
use utoipa::ToSchema;
use uuid::Uuid;

use super::auth::Pass;
use super::respond;
use crate::app::AppState;
use crate::db::feed::{End, Sealed};
use crate::db::feed_window::Window;
use crate::error::{Problem, ProblemBody};
use crate::reading::parameters::{self, FEED};
use crate::reading::query::Query;
use crate::records::change::{Entity, Op};
use crate::sync::envelope::{hex, microseconds};
use crate::sync::follow::{FeedPage, goes_on, read_on, read_to};

/// Why the feed has a change's record no longer.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Blanked {
    /// It was older than records are kept.
    Pruned,
    /// An admin had cause to.
    Redacted,
}

/// One entry of the feed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub struct ChangeView {
    /// Its place: from 1, without gaps.
    pub seq: i64,
    pub id: Uuid,
    pub entity: Entity,
    pub entity_id: Uuid,
    pub version: i64,
    pub op: Op,
    /// To the microsecond, always with six digits.
    #[serde(serialize_with = "microseconds")]
    pub at: DateTime<Utc>,
    /// The name of the user, or `seed`.
    pub actor: String,
    /// The installation that wrote it.
    pub node: String,
    /// SHA-256 of the record in RFC 8785 form, in hexadecimal.
    pub body_sha256: String,
    /// The record, whole, in RFC 8785 form; null once it was blanked, absent with `bodies=false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, required = false)]
    pub body: Option<Option<Box<RawValue>>>,
    /// Why the record is here no longer; null while it is.
    #[schema(required = true)]
    pub blanked: Option<Blanked>,
    /// SHA-256 of the chain before it and its canonical envelope, in hexadecimal.
    pub chain: String,
}

impl ChangeView {
    /// The change as the feed gives it, and every delivery of it.
    ///
    /// # Errors
    /// Never for what came from the database; the signature is the parser's.
    pub fn new(row: Sealed, with_body: bool) -> Result<Self, Problem> {
        let blanked = match (row.is_blank, &row.redacted) {
            (false, _) => None,
            (true, Some(_)) => Some(Blanked::Redacted),
            (true, None) => Some(Blanked::Pruned),
        };
        let body = row.body.map(RawValue::from_string).transpose().map_err(Problem::internal)?;
        Ok(Self {
            seq: row.seq,
            id: row.change_id,
            entity: row.entity,
            entity_id: row.entity_id,
            version: row.version,
            op: row.op,
            at: row.at,
            actor: row.actor,
            node: row.node,
            body_sha256: hex(&row.body_hash),
            body: with_body.then_some(body),
            blanked,
            chain: hex(&row.chain),
        })
    }
}

/// A page of the feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangePage {
    /// May be few or none although the feed goes on, where it is narrowed.
    pub items: Vec<ChangeView>,
    /// The cursor after all that was looked at.
    pub next: String,
    /// Whether the feed goes on after `next`: ask again at once.
    pub more: bool,
}

/// The end of the feed, for outsiders to write down.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeedHead {
    /// The installation.
    pub node: String,
    /// One unbroken history of its feed.
    pub epoch: Uuid,
    /// The last change; 0 before the first.
    pub seq: i64,
    /// The chain there, in hexadecimal.
    pub chain: String,
    /// When it was sealed; null before the first.
    pub sealed_at: Option<DateTime<Utc>>,
    /// The cursor after it.
    pub cursor: String,
}

impl FeedHead {
    pub(super) fn new(end: End) -> Self {
        let cursor = end.cursor().encode();
        let End { node, head } = end;
        Self {
            cursor,
            node: node.name,
            epoch: node.epoch,
            seq: head.seq,
            chain: hex(&head.chain),
            sealed_at: head.sealed_at,
        }
    }
}

/// Reads the feed after a cursor. At its end the page is empty and `more` is false.
///
/// With `wait`, an answer that would have nothing in it waits until there is something.
///
/// # Errors
/// 410 for a cursor that belongs to another history of the feed.
#[utoipa::path(get, path = "/api/v1/changes", tag = "Feed",
    params(parameters::Feed),
    responses((status = 200, body = ChangePage),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), FEED);
    let since = query.since();
    let wait = query.wait();
    let window = Window {
        filter: query.change_filter(),
        limit: query.limit(),
        bytes: i64::MAX,
        bodies: query.unless_false("bodies"),
    };
    query.end()?;
    let end = state.glances.end(&state.db).await?;
    let mut page = read_to(&state.db, end, since, &window).await?;
    if page.rows.is_empty() && !wait.is_zero() && request.method() != Method::HEAD {
        page = wait_for(&state, page, &window, wait).await?;
        Pass::of(&request).check(&state.db).await?;
    }
    let next = page.place.cursor().encode();
    let views = page.rows.into_iter().map(|row| ChangeView::new(row, window.bodies));
    let items = views.collect::<Result<_, _>>()?;
    let body = ChangePage { items, next: next.clone(), more: page.more };
    let mut response = respond::ok(&request, &body, None)?;
    respond::link_next(&mut response, &request, "since", &next);
    Ok(response)
}

/// Reads on until something is found, the time is over or the service stops.
async fn wait_for(
    state: &AppState,
    mut page: FeedPage,
    window: &Window,
    wait: Duration,
) -> Result<FeedPage, Problem> {
    let found = async {
        while page.rows.is_empty() && goes_on(state, &page).await {
            page = read_on(&state.db, page.next(), window).await?;
        }
        Ok::<_, Problem>(())
    };
    // Time that is over is no fault: the page has come as far as it has.
    timeout(wait, found).await.unwrap_or(Ok(()))?;
    Ok(page)
}

/// The end of the feed: whoever writes it down can hold the node to it later.
///
/// # Errors
/// If the database does not answer.
#[utoipa::path(get, path = "/api/v1/changes/head", tag = "Feed",
    responses((status = 200, body = FeedHead),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn head(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).end()?;
    respond::ok(&request, &FeedHead::new(state.glances.end(&state.db).await?), None)
}
