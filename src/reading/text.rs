//! The text of a declaration with the items anchored in it.

use serde::Serialize;
use utoipa::ToSchema;

use super::views::{Item, TextsView, items};
use crate::db::connect::Failure;
use crate::db::filter::{Filter, Moment};
use crate::db::moment::{ALL, Listing, Sort};
use crate::db::{Conn, commitments, known};
use crate::records::declaration::{Declaration, DeclarationRecord, Paragraph, UncodedSpan};

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

/// A declaration with its text as of a moment, within one snapshot; none if there is no such
/// declaration.
///
/// # Errors
/// If the database does not answer.
pub async fn text(
    conn: &mut Conn,
    slug: &str,
    moment: Moment,
) -> Result<Option<(Declaration, TextView)>, Failure> {
    let Some(found) = known::text(conn, slug, moment.known).await? else { return Ok(None) };
    let DeclarationRecord { declaration, paragraphs } = found;
    let filter = Filter { declarations: vec![slug.to_owned()], ..Filter::default() };
    let listing = Listing { filter: &filter, moment, sort: Sort::Code, after: None, limit: ALL };
    let rows = commitments::list(conn, &listing).await?;
    let records = rows.into_iter().map(|row| row.record).collect();
    let text = anchored(&declaration, paragraphs, items(conn, records, moment).await?);
    Ok(Some((declaration, text)))
}

/// Puts paragraphs into their sections and items into their paragraphs.
fn anchored(declaration: &Declaration, paragraphs: Vec<Paragraph>, items: Vec<Item>) -> TextView {
    let section = |section: &crate::records::declaration::Section| SectionText {
        number: section.number,
        title: section.title.0.clone(),
        coded: section.coded,
        paragraphs: Vec::new(),
    };
    let mut sections: Vec<SectionText> = declaration.sections.0.iter().map(section).collect();
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
    TextView {
        declaration: declaration.slug.clone(),
        language: declaration.text_language.clone(),
        sections,
    }
}
