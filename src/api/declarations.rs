//! Declarations over HTTP, and their texts with the items anchored in them.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::respond::{self, Page};
use crate::app::AppState;
use crate::db::declarations;
use crate::error::{Problem, ProblemBody};
use crate::reading::page::{asked, resolve};
use crate::reading::parameters::{self, MOMENT};
use crate::reading::query::Query;
use crate::reading::text::{TextView, text as text_of};
use crate::reading::views::TextsView;
use crate::records::declaration::{Declaration, Section};

/// An adopted text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Declaration)]
pub struct DeclarationView {
    pub slug: String,
    /// What the codes of its items begin with.
    pub prefix: String,
    pub title: TextsView,
    pub adopted_on: NaiveDate,
    pub place: TextsView,
    /// The languages in which every item has a title.
    pub languages: Vec<String>,
    /// The language of the text that is quoted.
    pub text_language: String,
    /// Where the text was taken from.
    pub source: String,
    pub sections: Vec<Section>,
    pub version: i64,
}

impl From<Declaration> for DeclarationView {
    fn from(record: Declaration) -> Self {
        Self {
            slug: record.slug,
            prefix: record.prefix,
            title: record.title.0,
            adopted_on: record.adopted_on,
            place: record.place.0,
            languages: record.languages,
            text_language: record.text_language,
            source: record.source,
            sections: record.sections.0,
            version: record.version,
        }
    }
}

/// Lists declarations, the latest adopted first.
///
/// # Errors
/// 400 for any parameter.
#[utoipa::path(get, path = "/api/v1/declarations", tag = "Reading",
    responses((status = 200, body = Page<DeclarationView>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).end()?;
    let found = state.db.read(async |conn| Ok(declarations::list(conn).await?)).await?;
    let items = found.into_iter().map(DeclarationView::from).collect();
    respond::page(&request, &Page { items, next: None })
}

/// Shows one declaration.
///
/// # Errors
/// 404 if there is no such declaration.
#[utoipa::path(get, path = "/api/v1/declarations/{slug}", tag = "Reading",
    params(("slug" = String, Path, example = "astana-2025")),
    responses((status = 200, body = DeclarationView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).end()?;
    let found = state.db.read(async |conn| Ok(declarations::find(conn, &slug).await?)).await?;
    let record = found.ok_or_else(|| unknown(&slug))?;
    let version = record.version;
    respond::ok(&request, &DeclarationView::from(record), Some(version))
}

/// Shows the text by section and paragraph, with the items anchored in it.
///
/// # Errors
/// 404 if there is no such declaration.
#[utoipa::path(get, path = "/api/v1/declarations/{slug}/text", tag = "Reading",
    params(("slug" = String, Path, example = "astana-2025"), parameters::AtMoment),
    responses((status = 200, body = TextView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn text(
    request: HttpRequest,
    state: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), MOMENT);
    let asked = asked(&mut query, &state);
    query.end()?;
    let moment = state.db.read(async |conn| resolve(conn, asked).await).await?;
    let found = state.db.snapshot(async |conn| text_of(conn, &slug, moment).await).await?;
    let (_, view) = found.ok_or_else(|| unknown(&slug))?;
    respond::ok(&request, &view, None)
}

fn unknown(slug: &str) -> Problem {
    Problem::not_found(format!("There is no declaration {slug}."))
}
