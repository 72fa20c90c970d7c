//! Registered readers of the feed over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::respond::{self, Page};
use super::write::{IdempotencyKey, JSON, Write};
use super::{auth, fields::Fields};
use crate::actions::acknowledge_reader::acknowledge_reader;
use crate::actions::drop_reader::drop_reader;
use crate::app::AppState;
use crate::db::readers::{self, Reader};
use crate::domain::fault::Fault;
use crate::error::{Problem, ProblemBody};
use crate::reading::query::Query;
use crate::sync::cursor::FeedCursor;
use crate::sync::seal::seal;

/// How far a reader has read.
#[derive(Debug, Serialize, ToSchema)]
pub struct Acknowledgement {
    /// `next` of the last page that it has dealt with.
    pub cursor: String,
}

/// A reader of the feed for whom bodies are kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reader)]
pub struct ReaderView {
    pub name: String,
    /// Whose it is.
    pub user: String,
    /// The last change that it has acknowledged; 0 before the first.
    pub seq: i64,
    /// Whether that is a place of the present history of the feed.
    pub is_on_history: bool,
    /// How many sealed changes it has not acknowledged.
    pub lag_changes: i64,
    /// The age of the oldest of these in seconds; 0 if there is none.
    pub lag_seconds: f64,
    pub registered_at: DateTime<Utc>,
    pub acknowledged_at: DateTime<Utc>,
}

impl From<Reader> for ReaderView {
    fn from(reader: Reader) -> Self {
        Self {
            name: reader.name,
            user: reader.user,
            seq: reader.seq,
            is_on_history: reader.is_on_history,
            lag_changes: reader.lag_changes,
            lag_seconds: reader.lag_seconds,
            registered_at: reader.registered_at,
            acknowledged_at: reader.acknowledged_at,
        }
    }
}

/// Lists the registered readers of the feed, by name, each with its lag.
///
/// # Errors
/// 401 without a token.
#[utoipa::path(get, path = "/api/v1/readers", tag = "Feed",
    responses((status = 200, body = Page<ReaderView>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    auth::caller(&request)?;
    Query::read(request.query_string(), &[]).end()?;
    seal(&state.db).await?;
    let found = state.db.read(async |conn| Ok(readers::list(conn).await?)).await?;
    let items = found.into_iter().map(ReaderView::from).collect();
    respond::page(&request, &Page { items, next: None })
}

/// Registers a reader, or acknowledges how far it has read. What comes after its mark is not
/// pruned. The mark never goes back: an older cursor leaves it where it is.
///
/// # Errors
/// 403 if the reader is another user's, 410 for a cursor that is not on this history of the feed,
/// or for a new reader if what comes after it was pruned, 422 for a bad name or cursor.
#[utoipa::path(put, path = "/api/v1/readers/{name}", tag = "Feed",
    params(("name" = String, Path, example = "dashboard"), IdempotencyKey),
    request_body = Acknowledgement,
    responses((status = 200, body = ReaderView),
        (status = 201, description = "A new reader", body = ReaderView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn put(
    request: HttpRequest,
    state: Data<AppState>,
    name: Path<String>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let write = Write::read(&request, &state, &caller, payload, JSON).await?;
    let mut faults = Vec::new();
    let mut fields = Fields::new(write.object().clone(), String::new(), &mut faults);
    let cursor = fields.any_text("cursor").and_then(|text| FeedCursor::decode(&text));
    fields.end();
    let Some(cursor) = cursor.filter(|_| faults.is_empty()) else {
        if cursor.is_none() {
            faults.retain(|fault| fault.pointer != "/cursor");
            faults.push(Fault::new("/cursor", "must be the next of a page of this feed"));
        }
        return Err(Problem::invalid(faults));
    };
    write
        .run(&state, async |conn| {
            let (reader, is_new) = acknowledge_reader(conn, &caller, &name, cursor).await?;
            let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
            Ok(respond::outcome(status, None, None, &ReaderView::from(reader))?)
        })
        .await
}

/// Drops a reader; nothing is kept for it any more.
///
/// # Errors
/// 403 if the reader is another user's, 404 if there is none.
#[utoipa::path(delete, path = "/api/v1/readers/{name}", tag = "Feed",
    params(("name" = String, Path, example = "dashboard")),
    responses((status = 204, description = "Dropped"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn delete(
    request: HttpRequest,
    state: Data<AppState>,
    name: Path<String>,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    state.db.write(async |conn| drop_reader(conn, &caller, &name).await).await?;
    Ok(HttpResponse::NoContent().finish())
}
