//! What is decided about a conflict, read and carried out.

use std::collections::BTreeMap;

use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Map;
use uuid::Uuid;

use super::fields::value_of;
use super::{OWN, Refused, faults, review, rows_of};
use crate::actions::patch_commitment::may_edit;
use crate::actions::resolve_conflict::{Decision, resolve_conflict};
use crate::app::AppState;
use crate::db::conflicts;
use crate::domain::fault::Fault;
use crate::domain::terms::Term;
use crate::domain::user::Caller;
use crate::error::{Kind, Problem};
use crate::records::conflict::{Conflict, Resolution};
use crate::web::answer::{page_with, see};
use crate::web::form::Form;
use crate::web::frame::{Frame, Place};
use crate::web::visitor::Visitor;

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
    let form = Form::read_any(&request, &state, &visitor, payload).await?;
    let unknown = || Problem::not_found(format!("There is no conflict {id}."));
    let id: Uuid = id.parse().map_err(|_| unknown())?;
    let found = state.db.read(async |conn| Ok(conflicts::find(conn, id).await?)).await?;
    let conflict = found.ok_or_else(unknown)?;
    let done = if form.is_own() {
        carry_out(&state, &caller, &conflict, &form).await
    } else {
        Err(Problem::forbidden("This form was made for another session."))
    };
    let problem = match done {
        Ok(()) => return Ok(see("/review?said=resolved")),
        Err(problem) => problem,
    };
    let (frame, query) = Frame::read(&request, &state, Place::Review, OWN)?;
    query.end()?;
    let Some(faults) = faults::texts(&frame, &problem) else { return Err(problem) };
    let current = problem.current.as_ref();
    let refused = Refused {
        conflict: id,
        faults,
        version: current.and_then(|current| current.get("version")?.as_i64()),
        written: written(&form, &conflict),
    };
    let shown = review(&state, frame, false, Some(refused)).await?;
    page_with(&request, problem.kind.status(), &shown)
}

async fn carry_out(
    state: &AppState,
    caller: &Caller,
    conflict: &Conflict,
    form: &Form,
) -> Result<(), Problem> {
    if form.pairs().any(|(_, value)| value.contains('\0')) {
        return Err(Problem::invalid(vec![Fault::new("", "must not contain a null character")]));
    }
    let decision = decision(form, conflict)?;
    let write = async |conn: &mut _| resolve_conflict(conn, caller, conflict.id, &decision).await;
    state.db.write(write).await.map(drop)
}

/// What was written in place of either value, by the name of its place.
fn written(form: &Form, conflict: &Conflict) -> BTreeMap<String, String> {
    if form.get("keep") != Some(Resolution::Value.as_str()) {
        return BTreeMap::new();
    }
    let all = rows_of(conflict).into_iter().flat_map(|row| row.entries());
    let text = |name: String| {
        let text = form.raw(&name).to_owned();
        (name, text)
    };
    all.map(|entry| text(entry.name)).collect()
}

/// Reads what was decided. With `value` the fields come one by one.
fn decision(form: &Form, conflict: &Conflict) -> Result<Decision, Problem> {
    let keep = form.get("keep").map(Resolution::parse);
    let Some(Ok(keep)) = keep else {
        return Err(Problem::new(Kind::Invalid, "keep: theirs, yours or value"));
    };
    let value = match keep {
        Resolution::Value => {
            let mut fields = Map::new();
            for row in rows_of(conflict) {
                let value = value_of(&row, |name| form.raw(name).to_owned())?;
                fields.insert(row.name, value);
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
