//! Progress reports over HTTP.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::page::asked;
use super::parameters::{self, REPORT};
use super::query::Query;
use super::respond;
use crate::app::AppState;
use crate::error::{Problem, ProblemBody};
use crate::reports::progress::{ProgressReport, Request, progress};

/// Draws up a progress report of a declaration, as of a day and as known at a time.
///
/// # Errors
/// 400 for a bad parameter; 404 if nothing was known of the declaration at that time.
#[utoipa::path(get, path = "/api/v1/reports/progress", tag = "Reading",
    params(parameters::Report),
    responses((status = 200, body = ProgressReport),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), REPORT);
    let asked = asked(&mut query, &state);
    let asked = Request {
        declaration: query.text("declaration"),
        parties: query.texts("party"),
        as_of: asked.day,
        known_at: asked.known_at,
        compare_to: query.date("compare_to"),
    };
    query.end()?;
    respond::ok(&request, &progress(&state.db, &asked).await?, None)
}
