//! Commitments over HTTP: the list, the item, and its edits.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

use super::export::{self, List};
use super::respond::{self, Page};
use super::write::{MERGE_PATCH, Write};
use super::{auth, bodies, write};
use crate::actions::create_commitment::create_commitment;
use crate::actions::delete_commitment::delete_commitment;
use crate::actions::draft::Draft;
use crate::actions::patch_commitment::{Locked, lock, patch_commitment};
use crate::actions::stated;
use crate::app::AppState;
use crate::db::Conn;
use crate::db::commitments::{self, CommitmentRow};
use crate::db::connect::Failure;
use crate::db::filter::Moment;
use crate::db::moment::{Listing, Sort};
use crate::error::{Kind, Problem, ProblemBody};
use crate::reading::known::Named;
use crate::reading::orders::OF_COMMITMENTS;
use crate::reading::page::{Asked, PageRequest, asked, resolve};
use crate::reading::parameters::{self, EXPORT, FILTERS, MOMENT};
use crate::reading::query::Query;
use crate::reading::views::{Item, items};
use crate::records::commitment::Commitment;
use crate::reports::export::Export;

/// Lists commitments.
///
/// Party, role, status and timeliness must match in one obligation of the item; `rollup` narrows
/// by the item's own status.
///
/// With `format=csv`, or `Accept: text/csv`, all of them come in one file, one a row.
///
/// # Errors
/// 400 for a bad parameter or cursor.
#[utoipa::path(get, path = "/api/v1/commitments", tag = "Reading",
    params(parameters::Filters, parameters::Export),
    responses((status = 200, content(
            (Page<Item> = "application/json"),
            (String = "text/csv"),
        )),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &[FILTERS, EXPORT].concat());
    let filter = query.filter();
    let sort = query.sort(OF_COMMITMENTS, Sort::Code);
    if let Some(language) = export::asked(&mut query, &request) {
        let asked = asked(&mut query, &state);
        query.end()?;
        let moment = state.db.read(async |conn| {
            Named::from(&filter).check(conn).await?;
            resolve(conn, asked).await
        });
        let moment = moment.await?;
        let export = Export { filter, moment, sort, language };
        return export::stream(&state, List::Commitments, export).await;
    }
    let today = state.settings.today();
    let page =
        PageRequest::read(&mut query, request.path(), today, |after| sort.takes(&after.key))?;
    query.end()?;
    let found = state.db.read(async |conn| {
        Named::from(&filter).check(conn).await?;
        let moment = page.moment(conn).await?;
        let listing =
            Listing { filter: &filter, moment, sort, after: page.after(), limit: page.fetch() };
        let mut rows = commitments::list(conn, &listing).await?;
        let next = page.cut(&mut rows, moment, CommitmentRow::after);
        let records = rows.into_iter().map(|row| row.record).collect();
        Ok(Page { items: items(conn, records, moment).await?, next })
    });
    respond::page(&request, &found.await?)
}

/// Shows one commitment.
///
/// # Errors
/// 404 if there is none of that code, or was none at that time.
#[utoipa::path(get, path = "/api/v1/commitments/{code}", tag = "Reading",
    params(("code" = String, Path, example = "AST25-4.3b"), parameters::AtMoment),
    responses((status = 200, body = Item), (status = "4XX", body = ProblemBody,
        content_type = "application/problem+json")))]
pub async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), MOMENT);
    let asked: Asked = asked(&mut query, &state);
    query.end()?;
    let item = state
        .db
        .read(async |conn| {
            let moment = resolve(conn, asked).await?;
            let record = commitments::find_at(conn, &code, moment).await?;
            let record = record
                .ok_or_else(|| Problem::not_found(format!("There is no commitment {code}.")))?;
            one(conn, record, moment).await
        })
        .await?;
    respond::ok(&request, &item, Some(item.version))
}

/// One record as an item.
async fn one(conn: &mut Conn, record: Commitment, moment: Moment) -> Result<Item, Failure> {
    let mut all = items(conn, vec![record], moment).await?;
    all.pop().ok_or_else(|| Problem::internal("an item was lost").into())
}

/// Adds a commitment to a declaration, under the next free letter of its paragraph.
///
/// # Errors
/// 403 but for editors; 422 with every bad field.
#[utoipa::path(post, path = "/api/v1/commitments", tag = "Editing",
    params(write::IdempotencyKey), request_body = bodies::NewCommitment,
    responses((status = 201, body = Item, headers(("Location", description = "The item"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn create(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::editor(&request)?;
    let write = Write::read(&request, &state, &caller, payload, write::JSON).await?;
    let (place, draft) = stated::new_commitment(write.object())?;
    let day = state.settings.today();
    write
        .run(&state, async |conn| {
            let record = create_commitment(conn, &caller, &place, &draft).await?;
            let location = format!("/api/v1/commitments/{}", record.code);
            let item = one(conn, record, Moment::live(day)).await?;
            let version = Some(item.version);
            Ok(respond::outcome(StatusCode::CREATED, Some(location), version, &item)?)
        })
        .await
}

/// Edits a commitment by JSON Merge Patch (RFC 7396).
///
/// # Errors
/// 428 without If-Match, 412 if somebody edited it since, 422 with every bad field.
#[utoipa::path(patch, path = "/api/v1/commitments/{code}", tag = "Editing",
    params(("code" = String, Path, example = "AST25-4.3b"), write::IfMatch),
    request_body(content = bodies::CommitmentPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, body = Item),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn patch(
    request: HttpRequest,
    state: Data<AppState>,
    code: Path<String>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::editor(&request)?;
    let version = respond::if_match(&request)?;
    let write = Write::read(&request, &state, &caller, payload, MERGE_PATCH).await?;
    let day = state.settings.today();
    write
        .run(&state, async |conn| {
            let locked = lock(conn, &code).await?;
            current(conn, &locked, version, day).await?;
            let present = Draft::of(&locked.item, &locked.obligations);
            let next = stated::patched_commitment(&present, write.object())?;
            let record = patch_commitment(conn, &caller, &locked, &next).await?;
            let item = one(conn, record, Moment::live(day)).await?;
            Ok(respond::outcome(StatusCode::OK, None, Some(item.version), &item)?)
        })
        .await
}

/// Deletes a commitment. A tombstone stays, with its history and all updates.
///
/// # Errors
/// 428 without If-Match, 412 if somebody edited it since.
#[utoipa::path(delete, path = "/api/v1/commitments/{code}", tag = "Editing",
    params(("code" = String, Path, example = "AST25-4.3b"), write::IfMatch),
    responses((status = 204),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn delete(
    request: HttpRequest,
    state: Data<AppState>,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let caller = auth::editor(&request)?;
    let version = respond::if_match(&request)?;
    let day = state.settings.today();
    state
        .db
        .write(async |conn| {
            let locked = lock(conn, &code).await?;
            current(conn, &locked, version, day).await?;
            delete_commitment(conn, &caller, &locked).await
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Refuses an edit that was made on an older version, showing the item as it is now.
async fn current(
    conn: &mut Conn,
    locked: &Locked,
    version: Option<i64>,
    day: chrono::NaiveDate,
) -> Result<(), Failure> {
    let Some(version) = version.filter(|version| *version != locked.item.version) else {
        return Ok(());
    };
    let item = one(conn, locked.item.clone(), Moment::live(day)).await?;
    let detail = format!(
        "{} is at version {} now; your edit was made on version {version}.",
        item.code, item.version
    );
    let current: Value = serde_json::to_value(&item).map_err(Problem::internal)?;
    Err(Problem { current: Some(current), ..Problem::new(Kind::StaleVersion, detail) }.into())
}
