//! Conflicts over HTTP: listed, shown, resolved.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use super::respond::{self, Page};
use super::write::{self, Write};
use super::{auth, bodies};
use crate::actions::resolve_conflict::resolve_conflict;
use crate::app::AppState;
use crate::db::conflicts::{self, ConflictFilter};
use crate::db::moment::After;
use crate::error::{Problem, ProblemBody};
use crate::reading::decision::decision;
use crate::reading::known::Named;
use crate::reading::page::PageRequest;
use crate::reading::parameters::{self, CONFLICTS};
use crate::reading::query::Query;
use crate::records::conflict::Conflict;

/// Lists conflicts, the latest first.
///
/// # Errors
/// 400 for a bad parameter or cursor.
#[utoipa::path(get, path = "/api/v1/conflicts", tag = "Offline edits",
    params(parameters::Conflicts),
    responses((status = 200, body = Page<Conflict>), (status = "4XX", body = ProblemBody,
        content_type = "application/problem+json")))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), CONFLICTS);
    let filter = ConflictFilter {
        is_open: is_open(&mut query),
        declarations: query.texts("declaration"),
        items: query.texts("item"),
        parties: query.texts("party"),
    };
    let today = state.settings.today();
    let page = PageRequest::read(&mut query, request.path(), today, |after| id(after).is_some())?;
    query.end()?;
    let found = state.db.read(async |conn| {
        let ConflictFilter { declarations, parties, .. } = &filter;
        Named { declarations, parties, sections: &[] }.check(conn).await?;
        let after = page.after().and_then(id);
        let mut items = conflicts::list(conn, &filter, after, page.fetch()).await?;
        let moment = page.moment(conn).await?;
        let next = page.cut(&mut items, moment, |conflict| After {
            key: String::new(),
            sort_key: conflict.id.to_string(),
        });
        Ok(Page { items, next })
    });
    respond::page(&request, &found.await?)
}

/// `state`, open if nothing is said.
fn is_open(query: &mut Query) -> Option<bool> {
    match query.text("state").as_deref() {
        None | Some("open") => Some(true),
        Some("resolved") => Some(false),
        Some("all") => None,
        Some(other) => {
            query.fault("state", format!("must be open, resolved or all, not {other}"));
            None
        }
    }
}

/// The conflict that the page before ended with.
fn id(after: &After) -> Option<Uuid> {
    after.sort_key.parse().ok()
}

/// Shows one conflict: both values, their authors and times, and what they were made on.
///
/// # Errors
/// 404 if there is no such conflict.
#[utoipa::path(get, path = "/api/v1/conflicts/{id}", tag = "Offline edits",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Conflict), (status = "4XX", body = ProblemBody,
        content_type = "application/problem+json")))]
pub async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).end()?;
    let id = parse_id(&id)?;
    let found = state.db.read(async |conn| Ok(conflicts::find(conn, id).await?)).await?;
    let conflict = found.ok_or_else(|| unknown(&id.to_string()))?;
    respond::ok(&request, &conflict, Some(conflict.version))
}

/// Resolves a conflict: keeps what was committed, or writes the other value over it.
///
/// # Errors
/// 403 but for editors; 409 if it was resolved otherwise, or the item edited meanwhile; 422 with
/// every bad field.
#[utoipa::path(post, path = "/api/v1/conflicts/{id}/resolve", tag = "Offline edits",
    params(("id" = Uuid, Path), write::IdempotencyKey), request_body = bodies::ResolveConflict,
    responses((status = 200, body = Conflict),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn resolve(
    request: HttpRequest,
    state: Data<AppState>,
    id: Path<String>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::editor(&request)?;
    let write = Write::read(&request, &state, &caller, payload, write::JSON).await?;
    let id = parse_id(&id)?;
    let decision = decision(write.object())?;
    write
        .run(&state, async |conn| {
            let (conflict, _) = resolve_conflict(conn, &caller, id, &decision).await?;
            Ok(respond::outcome(StatusCode::OK, None, Some(conflict.version), &conflict)?)
        })
        .await
}

fn parse_id(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| unknown(text))
}

fn unknown(id: &str) -> Problem {
    Problem::not_found(format!("There is no conflict {id}."))
}
