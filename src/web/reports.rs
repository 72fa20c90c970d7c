//! Reports: drawn up by choice, looked at, taken in any form, and kept signed.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use url::form_urlencoded::Serializer;

use super::address::Refused;
use super::answer::{page, see};
use super::form::Form;
use super::frame::{Frame, Place};
use super::once;
use super::visitor::Visitor;
use crate::actions::keep_report::keep_report;
use crate::app::AppState;
use crate::db::reports::{self, Kept};
use crate::db::{declarations, parties};
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::error::{Kind, Problem};
use crate::language::Language;
use crate::reading::parameters::Parameter;
use crate::reading::query::Query;
use crate::records::party::Party;
use crate::records::texts::Texts;
use crate::reports::form::Form as ReportForm;
use crate::reports::model::{ProgressReport, Request};
use crate::reports::progress::progress;

/// How many kept reports the page lists.
const MOST: i64 = 20;

const OWN: &[Parameter] = &[
    Parameter::text("party", "Codes; all if absent."),
    Parameter::text("section", "Numbers; all if absent."),
    Parameter::text("report_lang", "zh, en or ru: the language of the report."),
];

#[derive(Template)]
#[template(path = "web/reports.html")]
struct ReportsPage {
    frame: Frame,
    /// Slugs and titles.
    declarations: Vec<(String, Texts)>,
    parties: Vec<Party>,
    request: Request,
    /// None where there is nothing to report on yet.
    report: Option<ProgressReport>,
    /// What was chosen that is not there.
    refused: Option<Refused>,
    forms: Vec<FormLink>,
    kept: Vec<Kept>,
    operation: uuid::Uuid,
}

struct FormLink {
    form: ReportForm,
    address: String,
    is_built: bool,
}

/// The builder, with the report that is chosen.
///
/// # Errors
/// 400 for a bad parameter.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let (frame, mut query) = Frame::read(&request, &state, Place::Reports, OWN)?;
    let asked = asked(&frame, &mut query);
    query.end()?;
    let (all, mut parties, kept) = state
        .db
        .read(async |conn| {
            let declarations = declarations::titles(conn, i64::MAX).await?;
            let parties = parties::list(conn).await?;
            Ok((declarations, parties, reports::list(conn, &[], None, MOST).await?))
        })
        .await?;
    frame.arrange(&mut parties);
    let asked = Request {
        declaration: asked.declaration.or_else(|| all.first().map(|(slug, _)| slug.clone())),
        ..asked
    };
    let (report, refused) = match progress(&state.db, &asked).await {
        Ok(report) => (Some(report), None),
        Err(problem) if matches!(problem.kind, Kind::BadQuery | Kind::NotFound) => {
            (None, Refused::read(&request, &state, &frame, problem.kind, &problem.errors).await)
        }
        Err(problem) => return Err(problem),
    };
    let shown = ReportsPage {
        forms: ReportForm::ALL.iter().map(|form| link(*form, &asked)).collect(),
        declarations: all,
        parties,
        request: asked,
        report,
        refused,
        kept,
        operation: crate::records::ids::new(),
        frame,
    };
    page(&request, &shown)
}

fn asked(frame: &Frame, query: &mut Query) -> Request {
    Request {
        declaration: frame.declaration.clone(),
        parties: query.texts("party"),
        sections: query.integers("section"),
        as_of: frame.day,
        known_at: None,
        compare_to: frame.compare_to,
        language: query.term("report_lang").unwrap_or_else(|| frame.language()),
    }
}

/// Where the report is to be had in a form, from the API.
fn link(form: ReportForm, asked: &Request) -> FormLink {
    let mut query = Serializer::new(String::new());
    if let Some(declaration) = &asked.declaration {
        query.append_pair("declaration", declaration);
    }
    if !asked.parties.is_empty() {
        query.append_pair("party", &asked.parties.join(","));
    }
    if !asked.sections.is_empty() {
        let sections: Vec<String> = asked.sections.iter().map(ToString::to_string).collect();
        query.append_pair("section", &sections.join(","));
    }
    query.append_pair("as_of", &asked.as_of.to_string());
    if let Some(day) = asked.compare_to {
        query.append_pair("compare_to", &day.to_string());
    }
    query.append_pair("lang", asked.language.as_str());
    query.append_pair("format", form.as_str());
    FormLink {
        form,
        address: format!("/api/v1/reports/progress?{}", query.finish()),
        is_built: form.is_built(),
    }
}

/// Keeps the report that is shown, signed.
///
/// # Errors
/// 401 without a sign-in; what is wrong with the choice.
pub async fn keep(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request)?;
    let caller = visitor.caller()?.clone();
    let form = Form::read(&request, &state, &visitor, payload).await?;
    let text = form.get("query").unwrap_or_default();
    let known = [OWN, crate::reading::parameters::REPORT].concat();
    let mut query = Query::read(text, &known);
    let asked = Request {
        declaration: query.text("declaration"),
        parties: query.texts("party"),
        sections: query.integers("section"),
        as_of: query.date("as_of").unwrap_or_else(|| state.settings.today()),
        known_at: None,
        compare_to: query.date("compare_to"),
        language: query.term("lang").unwrap_or(visitor.language),
    };
    query.end()?;
    let report = progress(&state.db, &asked).await?;
    let keep = async |conn: &mut _| {
        let kept = keep_report(conn, &caller, &asked, &report).await?;
        Ok((format!("/reports?said=kept#{}", kept.id), ()))
    };
    Ok(see(&once::run(&state, &caller, &form, request.path(), keep).await?.to))
}

impl ReportsPage {
    fn is_chosen(&self, party: &Party) -> bool {
        self.request.parties.contains(&party.code)
    }

    /// The names of a declaration, a party or a section, in the reader's language.
    fn name<'a>(&self, names: &'a std::collections::BTreeMap<String, String>) -> &'a str {
        self.frame.language().pick(names)
    }

    /// What a kept report is about, in the reader's language.
    fn title_of<'a>(&'a self, kept: &'a Kept) -> &'a str {
        let declaration = self.declarations.iter().find(|(slug, _)| *slug == kept.declaration);
        declaration.map_or(&kept.declaration, |(_, title)| self.name(&title.0))
    }

    /// The day that a kept report is about.
    fn day_of(&self, kept: &Kept) -> String {
        let day = kept.request["as_of"].as_str().and_then(|day| day.parse().ok());
        day.map_or_else(String::new, |day| self.frame.date(day))
    }

    fn is_slug(&self, slug: &str) -> bool {
        self.request.declaration.as_deref() == Some(slug)
    }

    /// The choice as the API is asked for it: what the form that keeps the report sends.
    fn query(&self) -> String {
        let address = link(ReportForm::Json, &self.request).address;
        let query = address.split_once('?').map_or("", |(_, query)| query);
        query.replace("&format=json", "")
    }

    fn languages(&self) -> Vec<(Language, bool)> {
        Language::ALL.iter().map(|one| (*one, *one == self.request.language)).collect()
    }
}

/// The statuses with how many obligations have them, zeros left out.
fn statuses(report: &ProgressReport) -> Vec<(Status, u64)> {
    Status::ALL
        .iter()
        .map(|status| (*status, report.totals.obligations.by_status.get(*status)))
        .filter(|(_, count)| *count > 0)
        .collect()
}
