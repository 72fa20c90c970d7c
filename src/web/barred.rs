//! An update that was typed by somebody who may not file it, as by whoever has signed in as another
//! user than before.
//!
//! To be refused is no reason to lose what one wrote: it is shown to be copied, and can be carried
//! to the sign-in, for somebody who may file it. Nothing is filed on the way, and nothing kept.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::answer::page_with;
use super::carried::Carried;
use super::form::{AGAIN, Form};
use super::frame::{Frame, Resend};
use super::sign_in::{as_another, do_not_store};
use super::update_fields::{EvidenceFields, UpdateFields};
use super::visitor::Visitor;
use crate::actions::fields::date;
use crate::app::AppState;
use crate::domain::status::UpdateStatus;
use crate::domain::terms::Term;
use crate::domain::user::Caller;
use crate::error::Problem;

/// How the form asks to be shown to somebody else, who signs in.
const OTHER: &str = "other";

#[derive(Template)]
#[template(path = "web/barred.html")]
struct BarredPage {
    frame: Frame,
    me: Caller,
    /// How many obligations were chosen, in words, if it is about several.
    chosen: Option<String>,
    /// What each field is called, and what was typed in it.
    typed: Vec<(String, String)>,
    /// Where one may go from here.
    back: String,
    carried: Carried,
}

impl BarredPage {
    /// All of it, as it is copied.
    fn copy(&self) -> String {
        let colon = self.frame.marks().colon;
        let line = |(label, text): &(String, String)| format!("{label}{colon}{text}\n");
        self.typed.iter().map(line).collect()
    }
}

/// Answers a form that its sender may not file, as `problem` says; `back` is a page about the same.
///
/// # Errors
/// The problem, where nothing was typed that could be lost.
pub async fn barred(
    request: &HttpRequest,
    state: &AppState,
    visitor: Visitor,
    form: &Form,
    back: &str,
    problem: Problem,
) -> Result<HttpResponse, Problem> {
    let fields = UpdateFields::of(form);
    let carried = Carried::typed(request, form).filter(|_| !fields.are_blank());
    let Some(carried) = carried else { return Err(problem) };
    if form.is_own() && form.get(AGAIN) == Some(OTHER) {
        return as_another(request, state, visitor, carried).await;
    }
    let me = visitor.caller()?.clone();
    let mut frame = Frame::bare(visitor, state, request.path());
    let path = Some(carried.to.clone());
    frame.resend = Some(Resend { form: "barred", path, state: "typed" });
    let chosen = form.all("chosen").count();
    let shown = BarredPage {
        chosen: (chosen > 0).then(|| frame.n("web-bulk-chosen", chosen)),
        typed: in_words(&frame, fields),
        back: frame.link(back),
        me,
        carried,
        frame,
    };
    let mut response = page_with(request, StatusCode::FORBIDDEN, &shown)?;
    do_not_store(&mut response);
    Ok(response)
}

/// What was typed, by what each field is called; what was left empty is left out.
fn in_words(frame: &Frame, fields: UpdateFields) -> Vec<(String, String)> {
    let status = match UpdateStatus::parse(&fields.status).map(UpdateStatus::status) {
        Ok(Some(status)) => frame.term("status", status),
        Ok(None) => frame.t("web-update-withdraw"),
        Err(_) => String::new(),
    };
    let day = |text: String| date(&text).map_or(text, |day| frame.date(day));
    let line = |key: &str, text: String| (frame.t(key), text);
    let mut all = vec![
        line("web-field-status", status),
        line("web-field-as-of", day(fields.as_of)),
        line("web-field-done-on", day(fields.done_on)),
        line("web-field-narrative", fields.narrative),
        line("web-field-reason", fields.reason),
    ];
    let link = |link: EvidenceFields| {
        let parts = [link.title, link.url, link.lang, day(link.published_on)];
        let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        line("web-field-evidence", said.join(" · "))
    };
    all.extend(fields.evidence.into_iter().map(link));
    all.retain(|(_, text)| !text.is_empty());
    all
}
