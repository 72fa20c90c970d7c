//! What a form leads to once it is sent: an update, or the form again.

use actix_web::http::StatusCode;

use super::view::Notice;
use super::{Occasion, Subject};
use crate::actions::file_update::{About, file_update, may_file};
use crate::app::AppState;
use crate::db::filter::Moment;
use crate::domain::user::Caller;
use crate::error::{Kind, Problem};
use crate::records::ids;
use crate::records::update::Update;
use crate::web::form::{AGAIN, Form};
use crate::web::update_fields::{Faults, UpdateFields};

/// What a form leads to.
pub(super) enum Outcome {
    Filed,
    /// The form is shown again.
    Again(Box<Again>),
}

/// With what a form is shown again.
pub(super) struct Again {
    pub status: StatusCode,
    pub fields: UpdateFields,
    pub faults: Faults,
    pub occasion: Occasion,
}

/// The form again, with this status.
fn again(status: StatusCode, fields: UpdateFields, faults: Faults, occasion: Occasion) -> Outcome {
    Outcome::Again(Box::new(Again { status, fields, faults, occasion }))
}

/// Files what a form says, if it can be filed and is to be.
///
/// # Errors
/// If the database does not answer, or the caller may not file.
pub(super) async fn attempt(
    state: &AppState,
    caller: &Caller,
    about: &About,
    subject: &Subject,
    form: &Form,
) -> Result<Outcome, Problem> {
    let mut fields = UpdateFields::of(form);
    if let Some(how) = form.get(AGAIN) {
        return Ok(as_it_was(how, caller, subject, form, fields));
    }
    let occasion = meanwhile(subject, form, &mut fields, "upto");
    if !form.is_own() {
        let occasion = Occasion { notice: Some(Notice::Resumed), ..occasion };
        return Ok(again(StatusCode::FORBIDDEN, fields, Faults::default(), occasion));
    }
    if form.get("rows").is_some() {
        let occasion = Occasion { is_more_wanted: true, ..occasion };
        return Ok(again(StatusCode::OK, fields, Faults::default(), occasion));
    }
    if let Some(filed) = subject.updates.iter().find(|update| Some(update.id) == fields.id) {
        return Ok(filed_before(filed, fields));
    }
    if !occasion.meanwhile.is_empty() {
        return Ok(again(StatusCode::CONFLICT, fields, Faults::default(), occasion));
    }
    let basis = may_file(caller, &about.party)?;
    let new = match fields.read_by_now(basis, subject.status_of(fields.seen)) {
        Ok(new) => new,
        Err(faults) => {
            return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, fields, faults, occasion));
        }
    };
    let filed = state.db.write(async |conn| {
        file_update(conn, caller, about, &new).await?;
        Ok(())
    });
    match filed.await {
        Ok(()) => Ok(Outcome::Filed),
        Err(problem) if problem.kind == Kind::Invalid => {
            let is_taken = problem.errors.iter().any(|fault| fault.pointer == "/id");
            let mut faults = Faults::default();
            faults.translate(&new, &problem.errors);
            if is_taken && problem.errors.len() == 1 {
                // Its twin was quicker, or somebody made the id up.
                let now = Subject::find(state, about, Moment::live(new.as_of)).await?;
                if let Some(filed) = now.updates.iter().find(|one| Some(one.id) == fields.id) {
                    return Ok(filed_before(filed, fields));
                }
                fields.id = Some(ids::new());
            }
            Ok(again(StatusCode::UNPROCESSABLE_ENTITY, fields, faults, occasion))
        }
        Err(problem) => Err(problem),
    }
}

/// What a form leads to that was filed before: nothing if it is the same, as after a double click;
/// else another update, once the author confirms it.
fn filed_before(filed: &Update, mut fields: UpdateFields) -> Outcome {
    if fields.are_of(filed) {
        return Outcome::Filed;
    }
    fields.id = Some(ids::new());
    fields.seen = Some(filed.id);
    let occasion = Occasion { notice: Some(Notice::Second), ..Occasion::default() };
    again(StatusCode::CONFLICT, fields, Faults::default(), occasion)
}

/// The form as it was, in another language or for somebody who has signed in since. Nothing is
/// filed by it; what was wrong is told again.
fn as_it_was(
    how: &str,
    caller: &Caller,
    subject: &Subject,
    form: &Form,
    fields: UpdateFields,
) -> Outcome {
    let mut fields = fields;
    let since = if how == "meanwhile" { "before" } else { "upto" };
    let mut occasion = meanwhile(subject, form, &mut fields, since);
    let mut faults = Faults::default();
    match how {
        "faulty" => {
            let seen = subject.status_of(fields.seen);
            let read = caller.role.files().map(|basis| fields.read_by_now(basis, seen));
            faults = read.and_then(Result::err).unwrap_or_default();
        }
        "second" => occasion.notice = Some(Notice::Second),
        "resumed" => occasion.notice = Some(Notice::Resumed),
        _ => {}
    }
    again(StatusCode::OK, fields, faults, occasion)
}

/// What was filed after the update that a field of the form names: it is shown, and having been
/// shown it, the author has seen it.
fn meanwhile(subject: &Subject, form: &Form, fields: &mut UpdateFields, field: &str) -> Occasion {
    let before = form.get(field).and_then(|id| id.parse().ok());
    let meanwhile = subject.since(before);
    if !meanwhile.is_empty() {
        fields.seen = subject.obligation.update;
    }
    Occasion { meanwhile, before, ..Occasion::default() }
}
