//! Milestones over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::respond::{self, Page};
use super::write::{self, MERGE_PATCH, Write};
use super::{auth, bodies};
use crate::actions::create_milestone::create_milestone;
use crate::actions::patch_commitment::lock;
use crate::actions::patch_milestone::patch_milestone;
use crate::actions::stated;
use crate::app::AppState;
use crate::db::connect::Failure;
use crate::db::{commitments, milestones};
use crate::error::{Kind, Problem, ProblemBody};
use crate::reading::query::Query;
use crate::reading::views::TextsView;
use crate::records::milestone::Milestone;

/// A step on the way. It informs, and decides no status.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Milestone)]
pub struct MilestoneView {
    pub id: Uuid,
    pub title: TextsView,
    /// EDTF.
    pub due: String,
    /// The last day that `due` allows.
    pub due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    pub party: Option<String>,
    pub version: i64,
}

impl From<Milestone> for MilestoneView {
    fn from(record: Milestone) -> Self {
        Self {
            id: record.id,
            title: record.title.0,
            due: record.due,
            due_on: record.due_on,
            done_on: record.done_on,
            party: record.party,
            version: record.version,
        }
    }
}

/// Lists the milestones of a commitment, the earliest due first.
///
/// # Errors
/// 404 if there is no such commitment.
#[utoipa::path(get, path = "/api/v1/commitments/{code}/milestones", tag = "Reading",
    params(("code" = String, Path, example = "AST25-4.3b")),
    responses((status = 200, body = Page<MilestoneView>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    request: HttpRequest,
    state: Data<AppState>,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).end()?;
    let found = state.db.read(async |conn| {
        let item = commitments::find(conn, &code).await?;
        let item = item.filter(|item| item.deleted_at.is_none());
        let item =
            item.ok_or_else(|| Problem::not_found(format!("There is no commitment {code}.")))?;
        Ok(milestones::list(conn, item.id).await?)
    });
    let items = found.await?.into_iter().map(MilestoneView::from).collect();
    respond::page(&request, &Page { items, next: None })
}

/// Shows one milestone, with the ETag that an edit of it needs.
///
/// # Errors
/// 404 if there is no such milestone.
#[utoipa::path(get, path = "/api/v1/commitments/{code}/milestones/{id}", tag = "Reading",
    params(("code" = String, Path, example = "AST25-4.3b"), ("id" = Uuid, Path)),
    responses((status = 200, body = MilestoneView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).end()?;
    let (code, id) = path.into_inner();
    let id = parse_id(&id)?;
    let record = state
        .db
        .read(async |conn| {
            let item = commitments::find(conn, &code).await?;
            let item = item.filter(|item| item.deleted_at.is_none());
            let item = item.ok_or_else(|| unknown(&code, id))?;
            let found = milestones::find(conn, item.id, id).await?;
            found.ok_or_else(|| unknown(&code, id).into())
        })
        .await?;
    let version = record.version;
    respond::ok(&request, &MilestoneView::from(record), Some(version))
}

/// Adds a milestone to a commitment.
///
/// # Errors
/// 403 but for editors; 422 with every bad field.
#[utoipa::path(post, path = "/api/v1/commitments/{code}/milestones", tag = "Editing",
    params(("code" = String, Path, example = "AST25-4.3b"), write::IdempotencyKey),
    request_body = bodies::NewMilestone,
    responses((status = 201, body = MilestoneView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn create(
    request: HttpRequest,
    state: Data<AppState>,
    code: Path<String>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::editor(&request)?;
    let write = Write::read(&request, &state, &caller, payload, write::JSON).await?;
    let new = stated::milestone(None, write.object())?;
    write
        .run(&state, async |conn| {
            let item = lock(conn, &code).await?.item;
            let record = create_milestone(conn, &caller, &item, &new).await?;
            let location = format!("/api/v1/commitments/{}/milestones/{}", item.code, record.id);
            let version = Some(record.version);
            let view = MilestoneView::from(record);
            Ok(respond::outcome(StatusCode::CREATED, Some(location), version, &view)?)
        })
        .await
}

/// Edits a milestone by JSON Merge Patch (RFC 7396).
///
/// # Errors
/// 428 without If-Match, 412 if somebody edited it since, 422 with every bad field.
#[utoipa::path(patch, path = "/api/v1/commitments/{code}/milestones/{id}", tag = "Editing",
    params(("code" = String, Path, example = "AST25-4.3b"), ("id" = Uuid, Path), write::IfMatch),
    request_body(content = bodies::MilestonePatch, content_type = "application/merge-patch+json"),
    responses((status = 200, body = MilestoneView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn patch(
    request: HttpRequest,
    state: Data<AppState>,
    path: Path<(String, String)>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::editor(&request)?;
    let (code, id) = path.into_inner();
    let id = parse_id(&id)?;
    let version = respond::if_match(&request)?;
    let write = Write::read(&request, &state, &caller, payload, MERGE_PATCH).await?;
    write
        .run(&state, async |conn| {
            let item = lock(conn, &code).await?.item;
            let found = milestones::find(conn, item.id, id).await?;
            let present = found.ok_or_else(|| unknown(&code, id))?;
            current(&present, version)?;
            let next = stated::milestone(Some(&present), write.object())?;
            let record = patch_milestone(conn, &caller, &item, &present, &next).await?;
            let version = Some(record.version);
            Ok(respond::outcome(StatusCode::OK, None, version, &MilestoneView::from(record))?)
        })
        .await
}

/// Refuses an edit that was made on an older version, showing the milestone as it is now.
fn current(present: &Milestone, version: Option<i64>) -> Result<(), Failure> {
    let Some(version) = version.filter(|version| *version != present.version) else {
        return Ok(());
    };
    let detail = format!(
        "The milestone is at version {} now; your edit was made on version {version}.",
        present.version
    );
    let view = MilestoneView::from(present.clone());
    let current = serde_json::to_value(view).map_err(Problem::internal)?;
    Err(Problem { current: Some(current), ..Problem::new(Kind::StaleVersion, detail) }.into())
}

fn parse_id(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| Problem::not_found(format!("{text} is not the id of a milestone.")))
}

fn unknown(code: &str, id: Uuid) -> Problem {
    Problem::not_found(format!("{code} has no milestone {id}."))
}
