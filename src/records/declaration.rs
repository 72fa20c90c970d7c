//! The record of a declaration, with its sections and paragraphs.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::texts::{Json, Texts};
use crate::schema::{declarations, paragraphs};

/// An adopted text.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    Queryable,
    Selectable,
    Insertable,
    AsChangeset,
)]
#[diesel(table_name = declarations, treat_none_as_null = true)]
pub struct Declaration {
    pub id: Uuid,
    pub slug: String,
    /// What the codes of its items begin with.
    pub prefix: String,
    pub title: Texts,
    pub adopted_on: NaiveDate,
    pub place: Texts,
    /// The languages in which every item has a title.
    pub languages: Vec<String>,
    /// The language of the text that is quoted.
    pub text_language: String,
    /// Where the text was taken from, in words.
    pub source: String,
    pub sections: Json<Vec<Section>>,
    pub version: i64,
}

/// A section of a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Section {
    /// As the text numbers it; 0 is the preamble.
    pub number: i32,
    /// A short heading, by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub title: Texts,
    /// Whether every clause of it has been coded.
    pub coded: bool,
}

/// A paragraph of a section.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    Queryable,
    Selectable,
    Insertable,
    AsChangeset,
)]
#[diesel(table_name = paragraphs)]
pub struct Paragraph {
    pub declaration: String,
    pub section: i32,
    /// Counted from 1 in its section.
    pub number: i32,
    pub text: String,
    /// Working translations by language.
    pub translations: Texts,
    pub uncoded: Json<Vec<UncodedSpan>>,
}

/// A span of a paragraph that is in no item's quote, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UncodedSpan {
    /// Offset in characters from 0.
    pub start: i32,
    pub text: String,
    /// `numeral`, `connective`, `explanation`, `past_fact`, `narrative` or `punctuation`.
    pub why: String,
}

/// A declaration with its whole text: what its version and its change hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationRecord {
    #[serde(flatten)]
    pub declaration: Declaration,
    pub paragraphs: Vec<Paragraph>,
}
