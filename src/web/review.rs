//! Review: conflicts between edits, each to be decided, and obligations on which statements differ.

mod fields;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::{Map, Value};
use uuid::Uuid;

use self::fields::{FieldRow, rows, value_of};
use super::answer::{page, page_with, see};
use super::form::Form;
use super::frame::{Frame, Place};
use super::visitor::Visitor;
use crate::actions::patch_commitment::may_edit;
use crate::actions::resolve_conflict::{Decision, resolve_conflict};
use crate::app::AppState;
use crate::db::conflicts::{self, ConflictFilter};
use crate::db::filter::Filter;
use crate::db::moment::{Listing, Sort};
use crate::db::obligations;
use crate::domain::terms::Term;
use crate::domain::user::UserRole;
use crate::error::{Kind, Problem};
use crate::reading::page::{Asked, resolve as moment_of};
use crate::reading::parameters::Parameter;
use crate::records::conflict::{Conflict, Resolution};

/// How many conflicts, and how many obligations on which statements differ, a page has.
const MOST: i64 = 50;

const OWN: &[Parameter] = &[Parameter::text("state", "open or resolved.")];

#[derive(Template)]
#[template(path = "web/review.html")]
struct ReviewPage {
    frame: Frame,
    is_resolved_shown: bool,
    may_edit: bool,
    conflicts: Vec<ConflictCard>,
    differing: Vec<DifferingRow>,
    is_cut: bool,
}

/// A conflict as the page shows it.
struct ConflictCard {
    conflict: Conflict,
    group: String,
    rows: Vec<FieldRow>,
    /// Why a decision could not be carried out.
    fault: Option<String>,
}

/// An obligation on which statements differ.
struct DifferingRow {
    code: String,
    title: String,
    party: String,
    declared: Option<crate::domain::fold::Statement>,
    assessed: Option<crate::domain::fold::Statement>,
    /// Statements about the same day contradict each other.
    is_contested: bool,
    /// The party has since said something else than the assessor.
    is_to_be_reassessed: bool,
}

/// The page.
///
/// # Errors
/// 400 for a bad parameter.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let (frame, mut query) = Frame::read(&request, &state, Place::Review, OWN)?;
    let is_resolved_shown = match query.text("state").as_deref() {
        None | Some("open") => false,
        Some("resolved") => true,
        Some(_) => {
            query.fault("state", "must be open or resolved");
            false
        }
    };
    query.end()?;
    let shown = review(&state, frame, is_resolved_shown, None).await?;
    page(&request, &shown)
}

async fn review(
    state: &AppState,
    frame: Frame,
    is_resolved_shown: bool,
    fault: Option<(Uuid, String)>,
) -> Result<ReviewPage, Problem> {
    let declarations: Vec<String> = frame.declaration.iter().cloned().collect();
    let filter = ConflictFilter {
        is_open: Some(!is_resolved_shown),
        declarations: declarations.clone(),
        ..ConflictFilter::default()
    };
    let differing =
        Filter { declarations, tracked: Some(true), differing: true, ..Filter::default() };
    let asked = Asked { day: frame.day, known_at: None };
    let (found, rows) = state
        .db
        .read(async |conn| {
            let found = conflicts::list(conn, &filter, None, MOST + 1).await?;
            let moment = moment_of(conn, asked).await?;
            let listing = Listing {
                filter: &differing,
                moment,
                sort: Sort::Code,
                after: None,
                limit: MOST + 1,
            };
            Ok((found, obligations::list(conn, &listing).await?))
        })
        .await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let is_cut = found.len() > most || rows.len() > most;
    let may_edit = frame.caller.as_ref().is_some_and(|caller| caller.role.edits());
    let cards = found.into_iter().take(most).map(|conflict| {
        let own = fault.as_ref().filter(|(id, _)| *id == conflict.id);
        ConflictCard {
            group: frame.term("conflict-group", conflict.group),
            rows: rows_of(&conflict),
            fault: own.map(|(_, fault)| fault.clone()),
            conflict,
        }
    });
    let differing = rows.into_iter().take(most).map(|row| DifferingRow {
        title: frame.language().pick(&row.title.0).to_owned(),
        declared: row.declared.map(|said| said.0),
        assessed: row.assessed.map(|said| said.0),
        is_contested: row.contested,
        is_to_be_reassessed: row.reassess,
        code: row.code,
        party: row.party,
    });
    let (conflicts, differing) = (cards.collect(), differing.collect());
    Ok(ReviewPage { frame, is_resolved_shown, may_edit, conflicts, differing, is_cut })
}

fn rows_of(conflict: &Conflict) -> Vec<FieldRow> {
    let value =
        |side: &Option<crate::records::texts::Json<Value>>| side.as_ref().map(|v| v.0.clone());
    rows(&conflict.base.0, value(&conflict.theirs).as_ref(), value(&conflict.yours).as_ref())
}

/// Decides a conflict.
///
/// # Errors
/// 403 but for editors; a decision that cannot be carried out shows the page again.
pub async fn resolve(
    request: HttpRequest,
    state: Data<AppState>,
    id: Path<String>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request)?;
    let caller = visitor.caller()?.clone();
    may_edit(&caller)?;
    let form = Form::read(&request, &state, &visitor, payload).await?;
    let unknown = || Problem::not_found(format!("There is no conflict {id}."));
    let id: Uuid = id.parse().map_err(|_| unknown())?;
    let found = state.db.read(async |conn| Ok(conflicts::find(conn, id).await?)).await?;
    let conflict = found.ok_or_else(unknown)?;
    let done = match decision(&form, &conflict) {
        Ok(decision) => {
            let write = async |conn: &mut _| resolve_conflict(conn, &caller, id, &decision).await;
            state.db.write(write).await.map(drop)
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(see("/review?said=resolved")),
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict | Kind::BadQuery) => {
            let (frame, query) = Frame::read(&request, &state, Place::Review, OWN)?;
            drop(query);
            let status: StatusCode = problem.kind.status();
            let key = match problem.kind {
                Kind::Conflict => "web-review-meanwhile",
                _ => "web-review-invalid",
            };
            let fault = frame.with(key, &problem.detail);
            let shown = review(&state, frame, false, Some((id, fault))).await?;
            page_with(&request, status, &shown)
        }
        Err(problem) => Err(problem),
    }
}

/// Reads what was decided. With `value` the fields come one by one, as text or JSON.
fn decision(form: &Form, conflict: &Conflict) -> Result<Decision, Problem> {
    let keep = form.get("keep").map(Resolution::parse);
    let Some(Ok(keep)) = keep else {
        return Err(Problem::new(Kind::Invalid, "keep: theirs, yours or value"));
    };
    let value = match keep {
        Resolution::Value => {
            let mut fields = Map::new();
            for row in rows_of(conflict) {
                let text = form.raw(&format!("value.{}", row.name));
                fields.insert(row.name.clone(), value_of(&row, text)?);
            }
            // What both sides leave as it was is not asked for, and stays.
            let whole = conflict.theirs.as_ref().unwrap_or(&conflict.base);
            let mut all = whole.0.as_object().cloned().unwrap_or_default();
            all.extend(fields);
            Some(all)
        }
        Resolution::Theirs | Resolution::Yours => None,
    };
    let version = form.get("version").and_then(|text| text.parse().ok());
    Ok(Decision { keep, value, version })
}

impl ReviewPage {
    /// Whether only editors decide, and this is none.
    fn needs_editor(&self) -> bool {
        !self.may_edit && !self.conflicts.is_empty()
    }

    /// The role that could.
    fn editor(&self) -> String {
        self.frame.term("user-role", UserRole::Editor)
    }
}
