//! Updates of many obligations at once: chosen in the list, looked at, filed, and taken back.
//!
//! Every id is made when the rows are first looked at, so that a form that is sent twice files once.
//! Each obligation has a transaction of its own: what one refuses holds up no other.

mod chosen;
mod filed;
mod filing;
mod form;

use std::ops::ControlFlow::{self, Break, Continue};

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::chosen::{Chosen, LeftOut, Line, Loaded};
use self::filed::{Filed, Outcome};
use self::form::FormView;
use super::answer::{local, page, page_with, see};
use super::barred::barred;
use super::form::{AGAIN, Form};
use super::frame::{Frame, Place, Resend};
use super::sign_in::keep;
use super::update_fields::{Faults, UpdateFields};
use super::visitor::{Visitor, to_sign_in};
use crate::app::AppState;
use crate::domain::status::Basis;
use crate::domain::update::NewUpdate;
use crate::domain::user::Caller;
use crate::error::Problem;

#[derive(Template)]
#[template(path = "web/bulk.html")]
struct PreviewPage {
    frame: Frame,
    form: FormView,
    lines: Vec<Line>,
    left_out: Vec<LeftOut>,
    /// What one should know before going on.
    notice: Option<String>,
    /// What the form says, once it can be filed: a hash, by which a changed form is known.
    looked_at: Option<String>,
    back: String,
}

#[derive(Template)]
#[template(path = "web/bulk_done.html")]
struct DonePage {
    frame: Frame,
    heading: String,
    outcomes: Vec<Outcome>,
    /// Under which it is noted.
    key: String,
    back: String,
}

impl DonePage {
    fn can_undo(&self) -> bool {
        self.outcomes.iter().any(Outcome::is_filed)
    }
}

/// What a form asks, and who.
struct Asked {
    frame: Frame,
    caller: Caller,
    basis: Basis,
    form: Form,
    back: String,
}

/// Whoever asks for the address of the form without having chosen anything is led to the list.
///
/// # Errors
/// Never.
pub async fn begin() -> Result<HttpResponse, Problem> {
    Ok(see("/obligations"))
}

/// Shows what an update would make of the chosen obligations.
///
/// # Errors
/// 401, 403 for whoever may not file.
pub async fn preview(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let asked = match ask(&request, &state, payload).await? {
        Continue(asked) => asked,
        Break(answer) => return Ok(answer),
    };
    let fields = UpdateFields::of(&asked.form);
    let loaded = load(&state, &asked, Chosen::all(&asked.form)).await?;
    let look = Look::of(&asked.form);
    if asked.form.get("typed").is_none() {
        let blank = FormView::blank(&asked.frame);
        return show(&request, asked, blank, &loaded, &look);
    }
    if asked.form.get(AGAIN) == Some("blank") {
        let view = FormView::new(&asked.frame, &fields, &Faults::default());
        return show(&request, asked, view, &loaded, &look);
    }
    let (new, faults) = read(&fields, asked.basis);
    let look = Look { new, is_typed: true, ..look };
    let view = FormView::new(&asked.frame, &fields, &faults);
    show(&request, asked, view, &loaded, &look)
}

/// Files what was looked at.
///
/// # Errors
/// 401, 403 for whoever may not file. A faulty form, and one on which something has changed, is
/// shown again.
pub async fn file(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let asked = match ask(&request, &state, payload).await? {
        Continue(asked) => asked,
        Break(answer) => return Ok(answer),
    };
    let fields = UpdateFields::of(&asked.form);
    let chosen = Chosen::all(&asked.form);
    let is_new = chosen.iter().any(|one| one.is_new);
    let loaded = load(&state, &asked, chosen).await?;
    let (new, faults) = read(&fields, asked.basis);
    let view = FormView::new(&asked.frame, &fields, &faults);
    let mut look = Look { new, is_typed: true, ..Look::of(&asked.form) };
    if !asked.form.is_own() {
        return show(&request, asked, view, &loaded, &look);
    }
    let Some(new) = look.new.clone() else {
        look.status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&request, asked, view, &loaded, &look);
    };
    if is_new || asked.form.get("looked_at") != Some(form::fingerprint(&fields).as_str()) {
        look.notice = Some("web-bulk-look-again");
        return show(&request, asked, view, &loaded, &look);
    }
    if loaded.has_changed() {
        look.notice = Some("web-bulk-changed-meanwhile");
        look.status = StatusCode::CONFLICT;
        return show(&request, asked, view, &loaded, &look);
    }
    let Asked { caller, form, back, .. } = asked;
    let rows = filing::file(&state, &caller, &loaded, &new).await;
    let key = Filed { back, rows }.note(&state, &caller, &form).await?;
    Ok(see(&filed::address(&key)))
}

/// What came of an update of many.
///
/// # Errors
/// 404 for whoever has filed none under this key.
pub async fn filed(
    request: HttpRequest,
    state: Data<AppState>,
    key: Path<String>,
) -> Result<HttpResponse, Problem> {
    let (frame, query) = Frame::read(&request, &state, Place::Obligations, &[])?;
    query.end()?;
    let Some(caller) = frame.caller.clone() else {
        return Ok(to_sign_in(&frame.path_and_query()));
    };
    let filed = Filed::find(&state, &caller, &key).await?;
    let outcomes = filed.outcomes(&state, &frame, &caller).await?;
    let count = |is_so: fn(&Outcome) -> bool| outcomes.iter().filter(|one| is_so(one)).count();
    let heading = match count(Outcome::is_taken_back) {
        0 => frame.n("web-bulk-filed", count(Outcome::is_filed)),
        taken_back => frame.n("web-bulk-taken-back", taken_back),
    };
    let (key, back) = (key.into_inner(), filed.back);
    page(&request, &DonePage { frame, heading, outcomes, key, back })
}

/// Takes back what was filed, by updates that correct it.
///
/// # Errors
/// 401, 403 for whoever may not file; 404 for whoever has filed nothing under the form's key.
pub async fn undo(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request)?;
    if visitor.caller.is_none() {
        // It stands filed: whoever has signed in again takes it back from there.
        let form = Form::read_any(&request, &state, &visitor, payload).await?;
        return Ok(to_sign_in(&filed::address(form.get("filed").unwrap_or_default())));
    }
    let Asked { frame, caller, form, .. } = match ask(&request, &state, payload).await? {
        Continue(asked) => asked,
        Break(answer) => return Ok(answer),
    };
    let form = form.own()?;
    let key = form.get("filed").unwrap_or_default();
    let outcomes =
        Filed::find(&state, &caller, key).await?.outcomes(&state, &frame, &caller).await?;
    let is_all = filing::undo(&state, &frame, &caller, &outcomes).await;
    let said = if is_all { "" } else { "?said=not-taken-back" };
    Ok(see(&format!("{}{said}", filed::address(key))))
}

/// What a form asks; or the answer to whoever may not ask it, which keeps what was typed. The form
/// may be that of another session: then it is shown again, and nothing is written.
async fn ask(
    request: &HttpRequest,
    state: &AppState,
    payload: Payload,
) -> Result<ControlFlow<HttpResponse, Asked>, Problem> {
    let visitor = Visitor::of(request)?;
    let Some(caller) = visitor.caller.clone() else {
        return Ok(Break(keep(request, state, visitor, payload).await?));
    };
    let form = Form::read_any(request, state, &visitor, payload).await?;
    let Some(basis) = caller.role.files() else {
        let role = caller.role;
        let detail = format!("The role {role} files no updates; analysts and assessors do.");
        let problem = Problem::forbidden(detail);
        let answer = barred(request, state, visitor, &form, "/obligations", problem).await?;
        return Ok(Break(answer));
    };
    let back = match local(form.get("back")) {
        list if list.starts_with("/obligations") => list.to_owned(),
        _ => "/obligations".to_owned(),
    };
    // Its links lead to the list: a form has no address to come back to.
    let frame = Frame::bare(visitor, state, "/obligations").at(Place::Obligations);
    Ok(Continue(Asked { frame, caller, basis, form, back }))
}

async fn load(state: &AppState, asked: &Asked, chosen: Vec<Chosen>) -> Result<Loaded, Problem> {
    let (language, today) = (asked.frame.language(), asked.frame.today);
    state.db.read(async |conn| Loaded::read(conn, chosen.clone(), language, today).await).await
}

/// The update that the fields make, or what is wrong with them.
fn read(fields: &UpdateFields, basis: Basis) -> (Option<NewUpdate>, Faults) {
    match fields.read_by_now(basis, None) {
        Ok(new) => (Some(new), Faults::default()),
        Err(faults) => (None, faults),
    }
}

/// How the chosen rows are to be looked at.
#[derive(Default)]
struct Look {
    new: Option<NewUpdate>,
    /// Whether the form has been filled in at all.
    is_typed: bool,
    notice: Option<&'static str>,
    status: StatusCode,
}

impl Look {
    /// How a form is looked at that nothing is known of but how it was sent.
    fn of(form: &Form) -> Self {
        let is_resumed = form.get(AGAIN) == Some("resumed");
        Self {
            notice: (is_resumed || !form.is_own()).then_some("web-form-resumed"),
            status: if form.is_own() { StatusCode::OK } else { StatusCode::FORBIDDEN },
            ..Self::default()
        }
    }
}

fn show(
    request: &HttpRequest,
    asked: Asked,
    form: FormView,
    loaded: &Loaded,
    look: &Look,
) -> Result<HttpResponse, Problem> {
    let Asked { mut frame, caller, back, .. } = asked;
    let (lines, left_out) = loaded.lines(&frame, &caller, look.new.as_ref());
    if !(lines.is_empty() && left_out.is_empty()) {
        let path = Some("/obligations/update".to_owned());
        let state = if look.is_typed { "typed" } else { "blank" };
        frame.resend = Some(Resend { form: "bulk", path, state });
    }
    let is_faulty = look.is_typed && look.new.is_none();
    let status = match look.status {
        StatusCode::OK if is_faulty => StatusCode::UNPROCESSABLE_ENTITY,
        status => status,
    };
    let notice = match look.notice {
        None if is_faulty => Some("web-bulk-faulty"),
        notice => notice,
    };
    let can_file = look.new.is_some() && !lines.is_empty();
    let shown = PreviewPage {
        notice: notice.map(|key| frame.t(key)),
        looked_at: can_file.then(|| form.fingerprint.clone()),
        frame,
        form,
        lines,
        left_out,
        back,
    };
    page_with(request, status, &shown)
}
