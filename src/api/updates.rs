//! Updates over HTTP: an analyst or an assessor says how far an obligation has come.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::fields::Fields;
use super::write::{self, Write};
use super::{auth, respond};
use crate::actions::file_update::{About, file_update, may_file};
use crate::app::AppState;
use crate::db::filter::Moment;
use crate::db::obligations;
use crate::domain::fault::Fault;
use crate::domain::update::{MOST_EVIDENCE, NewEvidence, NewUpdate};
use crate::error::{Problem, ProblemBody};
use crate::reading::views::{ObligationListItem, obligation_list};
use crate::records::update::Update;

/// What the filing of an update is answered with.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Filed {
    /// The obligation as it then is.
    Obligation(ObligationListItem),
    /// The update alone, where its item was deleted or its obligation dropped: it is kept, and
    /// shown in the history.
    Update(Update),
}

/// Files an update about an obligation; answers with the obligation as it then is.
///
/// # Errors
/// 403 for anybody but an analyst of the party or an assessor; 422 with every bad field.
#[utoipa::path(post, path = "/api/v1/commitments/{code}/obligations/{party}/updates", tag = "Updates",
    params(("code" = String, Path, example = "AST25-12.7b"),
        ("party" = String, Path, example = "KG"), write::IdempotencyKey),
    request_body = NewUpdate,
    responses((status = 201, body = Filed,
            headers(("Location", description = "The update, in the item's history"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn create(
    request: HttpRequest,
    state: Data<AppState>,
    path: Path<(String, String)>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let (code, party) = path.into_inner();
    file(&request, &state, About { code, party, occurrence: None }, payload).await
}

/// Files an update about one occurrence of a recurring obligation.
///
/// # Errors
/// As for the only one.
#[utoipa::path(post,
    path = "/api/v1/commitments/{code}/obligations/{party}/{occurrence}/updates", tag = "Updates",
    params(("code" = String, Path, example = "AST25-15.1a"),
        ("party" = String, Path, example = "CN"),
        ("occurrence" = String, Path, example = "2027"), write::IdempotencyKey),
    request_body = NewUpdate,
    responses((status = 201, body = Filed,
            headers(("Location", description = "The update, in the item's history"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn create_for_occurrence(
    request: HttpRequest,
    state: Data<AppState>,
    path: Path<(String, String, String)>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let (code, party, occurrence) = path.into_inner();
    file(&request, &state, About { code, party, occurrence: Some(occurrence) }, payload).await
}

async fn file(
    request: &HttpRequest,
    state: &AppState,
    about: About,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(request)?;
    may_file(&caller, &about.party)?;
    let write = Write::read(request, state, &caller, payload, write::JSON).await?;
    let new = read(write.object())?;
    let moment = Moment::live(state.settings.today());
    write
        .run(state, async |conn| {
            let (commitment, update) = file_update(conn, &caller, &about, &new).await?;
            let rows = obligations::of_commitments(conn, &[commitment], moment).await?;
            let mut listed = obligation_list(conn, &rows, moment).await?.into_iter();
            let standing = listed.find(|one| one.obligation.id == update.obligation_id);
            let location =
                format!("/api/v1/commitments/{}/history#{}", update.commitment, update.id);
            let filed = standing.map_or(Filed::Update(update), Filed::Obligation);
            Ok(respond::outcome(StatusCode::CREATED, Some(location), None, &filed)?)
        })
        .await
}

/// Reads an update, naming every field that is not of its type.
///
/// # Errors
/// 422 with every bad field.
pub(super) fn read(object: &Map<String, Value>) -> Result<NewUpdate, Problem> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut fields = Fields::new(object.clone(), String::new(), &mut faults);
    let id = fields.uuid("id");
    let basis = fields.required("basis", Fields::term);
    let status = fields.required("status", Fields::term);
    let as_of = fields.required("as_of", Fields::date);
    let done_on = fields.date("done_on");
    let narrative = fields.required("narrative", Fields::any_text);
    let reason = fields.any_text("reason");
    let corrects = fields.uuid("corrects");
    let seen = fields.uuid("seen");
    let evidence = fields.objects("evidence", evidence);
    if evidence.len() > MOST_EVIDENCE {
        fields.fault("evidence", format!("must have at most {MOST_EVIDENCE} links"));
    }
    fields.end();
    match (basis, status, as_of, narrative) {
        (Some(basis), Some(status), Some(as_of), Some(narrative)) if faults.is_empty() => {
            let new = NewUpdate {
                id,
                basis,
                status,
                as_of,
                done_on,
                narrative,
                reason,
                corrects,
                seen,
                evidence,
            };
            Ok(new)
        }
        _ => Err(Problem::invalid(faults)),
    }
}

fn evidence(fields: &mut Fields<'_>) -> Option<NewEvidence> {
    let url = fields.required("url", Fields::any_text);
    let title = fields.required("title", Fields::any_text);
    let lang = fields.required("lang", Fields::any_text);
    let published_on = fields.date("published_on");
    let sha256 = fields.any_text("sha256");
    Some(NewEvidence { url: url?, title: title?, lang: lang?, published_on, sha256 })
}
