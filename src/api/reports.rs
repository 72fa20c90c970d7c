//! Progress reports over HTTP, in every form and language.

use std::path::PathBuf;

use actix_web::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY,
    HeaderValue, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

use super::respond::{self, header};
use crate::app::AppState;
use crate::domain::terms::Term;
use crate::error::{Problem, ProblemBody};
use crate::language::Language;
use crate::reading::page::asked;
use crate::reading::parameters::{self, REPORT};
use crate::reading::query::Query;
use crate::reports::form::Form;
use crate::reports::model::{ProgressReport, Request};
use crate::reports::progress::progress;
use crate::reports::render::{html, render};

/// A file as it is, in the document of the API: not JSON, whose arrays of bytes look otherwise.
enum File {}

impl utoipa::PartialSchema for File {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl utoipa::ToSchema for File {}

/// Draws up a progress report of a declaration, as of a day and as known at a time.
///
/// Its form is chosen by `format`, else by the Accept header; its language by `lang`, else by
/// Accept-Language.
///
/// # Errors
/// 400 for a bad parameter; 404 if nothing was known of the declaration at that time.
#[utoipa::path(get, path = "/api/v1/reports/progress", tag = "Reading",
    params(parameters::Report),
    responses((status = 200, content(
            (ProgressReport = "application/json"),
            (String = "text/markdown"),
            (String = "text/csv"),
            (String = "text/html"),
            (File = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (File = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (File = "application/pdf"),
        )),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), REPORT);
    let moment = asked(&mut query, &state);
    let form = query.term("format").or_else(|| Form::accepted(header(&request, &ACCEPT)));
    let language = query.term("lang");
    let language = language.or_else(|| Language::preferred(header(&request, &ACCEPT_LANGUAGE)));
    let asked = Request {
        declaration: query.text("declaration"),
        parties: query.texts("party"),
        sections: query.integers("section"),
        as_of: moment.day,
        known_at: moment.known_at,
        compare_to: query.date("compare_to"),
        language: language.unwrap_or(Language::En),
    };
    let form = form.unwrap_or(Form::Json);
    if !form.is_built() {
        query.fault("format", unbuilt(form));
    }
    query.end()?;
    let report = progress(&state.db, &asked).await?;
    let template = state.settings.report_template.clone();
    send(&request, report, form, template).await
}

/// What is said of a form that this program was built without.
fn unbuilt(form: Form) -> String {
    let built: Vec<&str> =
        Form::ALL.iter().filter(|form| form.is_built()).map(|form| form.as_str()).collect();
    format!("cannot be {form}: this build has none; it has {}", built.join(", "))
}

/// The report in its form, as a file where it is one to keep.
async fn send(
    request: &HttpRequest,
    report: ProgressReport,
    form: Form,
    template: Option<PathBuf>,
) -> Result<HttpResponse, Problem> {
    let name = format!("{}-{}-{}.{form}", report.declaration.slug, report.as_of, report.language);
    let language = report.language;
    // Some forms take a while to draw; meanwhile this thread answers others.
    let bytes = web::block(move || render(&report, form, template.as_deref()))
        .await
        .map_err(Problem::internal)??;
    let mut response = respond::bytes(request, bytes, form.media_type());
    let disposition = if form.is_shown() { "inline" } else { "attachment" };
    let disposition = format!("{disposition}; filename=\"{name}\"");
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("Accept, Accept-Language"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if form == Form::Html {
        let policy = HeaderValue::from_static(html::content_security_policy());
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in
        [(CONTENT_DISPOSITION, disposition), (CONTENT_LANGUAGE, language.to_string())]
    {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    Ok(response)
}
