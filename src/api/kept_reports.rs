//! Kept reports over HTTP: signed, listed, and given again to the letter.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::fields::Fields;
use super::respond::{self, Page};
use super::write::{self, Write};
use super::{auth, bodies};
use crate::actions::keep_report::keep_report;
use crate::app::AppState;
use crate::db::moment::After;
use crate::db::reports::{self, Kept};
use crate::domain::fault::Fault;
use crate::error::{Kind, Problem, ProblemBody};
use crate::language::Language;
use crate::reading::known::Named;
use crate::reading::page::PageRequest;
use crate::reading::parameters::{self, KEPT};
use crate::reading::query::Query;
use crate::reports::model::{ProgressReport, Request};
use crate::reports::progress::progress;
use crate::reports::signature::Heading;

/// A kept report without the report itself. Signed is the RFC 8785 text of all fields but
/// `signature`.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedHeading {
    #[serde(flatten)]
    pub heading: Heading,
    /// By the key of `public_key` (Ed25519, RFC 8032), in base64.
    pub signature: String,
}

/// A kept report. Signed is the RFC 8785 text of all fields but `signature` and `report`.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptReport {
    #[serde(flatten)]
    pub signed: SignedHeading,
    /// As it was drawn, to the letter.
    #[schema(value_type = ProgressReport)]
    pub report: Box<RawValue>,
}

impl From<&Kept> for SignedHeading {
    fn from(kept: &Kept) -> Self {
        let signature = STANDARD.encode(&kept.signature);
        Self { heading: Heading::from(kept), signature }
    }
}

/// Draws up a progress report and keeps it, signed with its place in the feed.
///
/// # Errors
/// 401 without a token; 422 with every bad field.
#[utoipa::path(post, path = "/api/v1/reports", tag = "Reports",
    params(write::IdempotencyKey),
    request_body = bodies::NewReport,
    responses((status = 201, body = SignedHeading),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn create(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let write = Write::read(&request, &state, &caller, payload, write::JSON).await?;
    let asked = asked(write.object(), &state)?;
    let report = progress(&state.db, &asked).await.map_err(of_body)?;
    write
        .run(&state, async |conn| {
            let kept = keep_report(conn, &caller, &asked, &report).await?;
            let location = format!("/api/v1/reports/{}", kept.id);
            let view = SignedHeading::from(&kept);
            Ok(respond::outcome(StatusCode::CREATED, Some(location), None, &view)?)
        })
        .await
}

/// Reads what is asked for.
fn asked(object: &Map<String, Value>, state: &AppState) -> Result<Request, Problem> {
    let mut faults = Vec::new();
    let mut fields = Fields::new(object.clone(), String::new(), &mut faults);
    let known_at = fields.time("known_at");
    if known_at.is_some_and(|time| time > Utc::now()) {
        fields.fault("known_at", "must not be a time to come");
    }
    let request = Request {
        declaration: fields.text("declaration"),
        parties: fields.plain("party", "a list of codes").unwrap_or_default(),
        sections: fields.plain("section", "a list of whole numbers").unwrap_or_default(),
        as_of: fields.date("as_of").unwrap_or_else(|| state.settings.today()),
        known_at,
        compare_to: fields.date("compare_to"),
        language: fields.term("lang").unwrap_or(Language::En),
    };
    fields.end();
    if faults.is_empty() { Ok(request) } else { Err(Problem::invalid(faults)) }
}

/// What the report finds wrong with a query, said of a body.
fn of_body(problem: Problem) -> Problem {
    if problem.kind != Kind::BadQuery {
        return problem;
    }
    let faults = problem.errors.into_iter();
    let faults = faults.map(|fault| Fault::new(format!("/{}", fault.pointer), fault.message));
    Problem::invalid(faults.collect())
}

/// Lists the reports that were kept, newest first, without the reports themselves.
///
/// # Errors
/// 400 for a bad parameter.
#[utoipa::path(get, path = "/api/v1/reports", tag = "Reports",
    params(parameters::Kept),
    responses((status = 200, body = Page<SignedHeading>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), KEPT);
    let declarations = query.texts("declaration");
    let today = state.settings.today();
    let page = PageRequest::read(&mut query, request.path(), today, |after| id(after).is_some())?;
    query.end()?;
    let before = page.after().and_then(id);
    let found = state.db.read(async |conn| {
        Named { declarations: &declarations, ..Named::default() }.check(conn).await?;
        let moment = page.moment(conn).await?;
        Ok((reports::list(conn, &declarations, before, page.fetch()).await?, moment))
    });
    let (mut rows, moment) = found.await?;
    let next = page
        .cut(&mut rows, moment, |row| After { key: String::new(), sort_key: row.id.to_string() });
    let items = rows.iter().map(SignedHeading::from).collect();
    respond::page(&request, &Page { items, next })
}

/// The report that a page goes on after.
fn id(after: &After) -> Option<Uuid> {
    after.sort_key.parse().ok()
}

/// Gives a kept report again, as `summit-ledger verify-report` checks it.
///
/// # Errors
/// 404 if there is no such report.
#[utoipa::path(get, path = "/api/v1/reports/{id}", tag = "Reports",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = KeptReport),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).end()?;
    let unknown = || Problem::not_found(format!("There is no kept report {id}."));
    let known: Uuid = id.parse().map_err(|_| unknown())?;
    let found = state.db.read(async |conn| Ok(reports::find(conn, known).await?)).await?;
    let (kept, body) = found.ok_or_else(unknown)?;
    let report = RawValue::from_string(body).map_err(Problem::internal)?;
    let view = KeptReport { signed: SignedHeading::from(&kept), report };
    respond::ok(&request, &view, None)
}
