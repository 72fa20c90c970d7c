//! Declarations over HTTP, and their texts with the items anchored in them.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::respond::{self, Page};
use crate::app::AppState;
use crate::db::filter::Filter;
use crate::db::moment::{Listing, Sort};
use crate::db::{commitments, declarations, known};
use crate::error::{Problem, ProblemBody};
use crate::reading::page::{asked, resolve};
use crate::reading::parameters::{self, MOMENT};
use crate::reading::query::Query;
use crate::reading::views::{Item, TextsView, items};
use crate::records::declaration::{
    Declaration, DeclarationRecord, Paragraph, Section, UncodedSpan,
};

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

/// The text of a declaration.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextView {
    pub declaration: String,
    /// The language of `text`; the translations are working ones.
    pub language: String,
    pub sections: Vec<SectionText>,
}

/// A section with its paragraphs.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionText {
    pub number: i32,
    pub title: TextsView,
    pub coded: bool,
    pub paragraphs: Vec<ParagraphText>,
}

/// A paragraph with the items anchored in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParagraphText {
    pub number: i32,
    pub text: String,
    /// Working translations by language.
    pub translations: TextsView,
    /// In the order of the text, by `quote_start`.
    pub items: Vec<Item>,
    /// What is in no item's quote, and why.
    pub uncoded: Vec<UncodedSpan>,
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
    let text = state.db.snapshot(async |conn| {
        let found = known::text(conn, &slug, moment.known).await?;
        let DeclarationRecord { declaration, paragraphs } = found.ok_or_else(|| unknown(&slug))?;
        let filter = Filter { declarations: vec![slug.clone()], ..Filter::default() };
        let listing =
            Listing { filter: &filter, moment, sort: Sort::Code, after: None, limit: i64::MAX };
        let rows = commitments::list(conn, &listing).await?;
        let records = rows.into_iter().map(|row| row.record).collect();
        Ok(anchored(declaration, paragraphs, items(conn, records, moment).await?))
    });
    respond::ok(&request, &text.await?, None)
}

/// Puts paragraphs into their sections and items into their paragraphs.
fn anchored(declaration: Declaration, paragraphs: Vec<Paragraph>, items: Vec<Item>) -> TextView {
    let mut sections: Vec<SectionText> = declaration
        .sections
        .0
        .into_iter()
        .map(|section| SectionText {
            number: section.number,
            title: section.title.0,
            coded: section.coded,
            paragraphs: Vec::new(),
        })
        .collect();
    for paragraph in paragraphs {
        if let Some(section) = sections.iter_mut().find(|one| one.number == paragraph.section) {
            section.paragraphs.push(ParagraphText {
                number: paragraph.number,
                text: paragraph.text,
                translations: paragraph.translations.0,
                items: Vec::new(),
                uncoded: paragraph.uncoded.0,
            });
        }
    }
    for item in items {
        let section = sections.iter_mut().find(|one| one.number == item.section);
        let paragraph =
            section.and_then(|one| one.paragraphs.iter_mut().find(|p| p.number == item.paragraph));
        if let Some(paragraph) = paragraph {
            paragraph.items.push(item);
        }
    }
    TextView { declaration: declaration.slug, language: declaration.text_language, sections }
}

fn unknown(slug: &str) -> Problem {
    Problem::not_found(format!("There is no declaration {slug}."))
}
