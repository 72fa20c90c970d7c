//! The form by which an analyst or an assessor says how far an obligation has come.

mod attempt;
mod subject;
mod view;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::attempt::{Again, Outcome, attempt};
pub use self::subject::Subject;
pub use self::view::{Occasion, UpdateForm};
use super::answer::{local, page_with, see};
use super::barred::barred;
use super::form::Form;
use super::frame::{Frame, Place, Resend};
use super::item::deadline::window;
use super::item::past::UpdateView;
use super::sign_in::keep;
use super::visitor::{Visitor, to_sign_in};
use crate::actions::file_update::{About, may_file};
use crate::app::AppState;
use crate::db::filter::Moment;
use crate::error::Problem;
use crate::reading::parameters::Parameter;

const OWN: &[Parameter] = &[Parameter::text("next", "The page to go on to.")];

#[derive(Template)]
#[template(path = "web/update.html")]
struct UpdatePage {
    form: UpdateForm,
    due: Option<String>,
    late: Option<String>,
    /// The update that counts, as the author should know it.
    last: Option<UpdateView>,
    frame: Frame,
}

impl UpdatePage {
    fn new(mut frame: Frame, subject: &Subject, form: UpdateForm) -> Self {
        frame.resend = Some(Resend { form: "update", path: None, state: form.state() });
        let obligation = &subject.obligation;
        let last = subject.updates.iter().find(|one| Some(one.id) == obligation.update);
        Self {
            due: obligation.due_on.map(|due_on| window(&frame, obligation.opens_on, due_on)),
            late: obligation.days_overdue.map(|days| frame.n("web-item-days-overdue", days)),
            // What was filed meanwhile is shown in the form.
            last: last
                .filter(|_| form.meanwhile.is_empty())
                .map(|update| UpdateView::new(&frame, update)),
            form,
            frame,
        }
    }
}

/// The address of the form about an obligation.
#[must_use]
pub fn address(code: &str, party: &str, occurrence: Option<&str>) -> String {
    let occurrence = occurrence.map_or_else(String::new, |key| format!("/{key}"));
    format!("/commitments/{code}/obligations/{party}{occurrence}/update")
}

/// The form about the only occurrence.
///
/// # Errors
/// 403 for whoever may not file there, 404 if nothing is owed.
pub async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (code, party) = path.into_inner();
    draw(&request, &state, About { code, party, occurrence: None }).await
}

/// The form about one occurrence.
///
/// # Errors
/// As for the only one.
pub async fn show_occurrence(
    request: HttpRequest,
    state: Data<AppState>,
    path: Path<(String, String, String)>,
) -> Result<HttpResponse, Problem> {
    let (code, party, occurrence) = path.into_inner();
    draw(&request, &state, About { code, party, occurrence: Some(occurrence) }).await
}

/// Files an update about the only occurrence.
///
/// # Errors
/// As for the form; a faulty one is shown again.
pub async fn create(
    request: HttpRequest,
    state: Data<AppState>,
    path: Path<(String, String)>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let (code, party) = path.into_inner();
    file(&request, &state, About { code, party, occurrence: None }, payload).await
}

/// Files an update about one occurrence.
///
/// # Errors
/// As for the only one.
pub async fn create_for_occurrence(
    request: HttpRequest,
    state: Data<AppState>,
    path: Path<(String, String, String)>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let (code, party, occurrence) = path.into_inner();
    file(&request, &state, About { code, party, occurrence: Some(occurrence) }, payload).await
}

async fn draw(
    request: &HttpRequest,
    state: &AppState,
    about: About,
) -> Result<HttpResponse, Problem> {
    let (frame, mut query) = Frame::read(request, state, Place::Elsewhere, OWN)?;
    let next = query.text("next").map(|next| local(Some(&next)).to_owned());
    query.end()?;
    let Some(caller) = frame.caller.clone() else {
        return Ok(to_sign_in(&frame.path_and_query()));
    };
    may_file(&caller, &about.party)?;
    let subject = Subject::find(state, &about, Moment::live(frame.day)).await?;
    let occasion = Occasion { next, ..Occasion::default() };
    let form = UpdateForm::fresh(&frame, &caller, &subject, occasion);
    page_with(request, StatusCode::OK, &UpdatePage::new(frame, &subject, form))
}

async fn file(
    request: &HttpRequest,
    state: &AppState,
    about: About,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(request)?;
    let Some(caller) = visitor.caller.clone() else {
        return keep(request, state, visitor, payload).await;
    };
    let form = Form::read_any(request, state, &visitor, payload).await?;
    if let Err(problem) = may_file(&caller, &about.party) {
        let item = format!("/commitments/{}", about.code);
        return barred(request, state, visitor, &form, &item, problem).await;
    }
    let (frame, query) = Frame::read(request, state, Place::Elsewhere, OWN)?;
    query.end()?;
    let subject = Subject::find(state, &about, Moment::live(frame.day)).await?;
    let next = form.get("next").map(|next| local(Some(next)).to_owned());
    match attempt(state, &caller, &about, &subject, &form).await? {
        Outcome::Filed => Ok(see(&said_filed(&match next {
            Some(next) => next,
            None => frame.link(&format!("/commitments/{}", about.code)),
        }))),
        Outcome::Again(again) => {
            let Again { status, fields, faults, occasion } = *again;
            let occasion = Occasion { next, ..occasion };
            let form = UpdateForm::again(&frame, &caller, &subject, fields, faults, occasion);
            page_with(request, status, &UpdatePage::new(frame, &subject, form))
        }
    }
}

/// An address of ours, with the word that the update was filed.
fn said_filed(address: &str) -> String {
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let separator = if path.contains('?') { '&' } else { '?' };
    let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
    format!("{path}{separator}said=filed{fragment}")
}
