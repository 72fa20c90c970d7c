//! Seed files as they are written, before anything in them is checked but their shape.
//!
//! Words of closed lists are read as plain text, so that one wrong word hides no other fault.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::faults::{FaultList, Place};
use crate::records::commitment::{RecurrenceRule, Related};

/// A text by language.
pub(super) type ByLanguage = BTreeMap<String, String>;

/// `declaration.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Declaration {
    pub slug: String,
    pub prefix: String,
    pub title: ByLanguage,
    pub adopted_on: String,
    pub place: ByLanguage,
    pub languages: Vec<String>,
    pub source: String,
    pub text: Text,
}

/// Where the source text is, and how its lines make sections.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    pub file: String,
    pub language: String,
    #[serde(default)]
    pub date_words: Vec<String>,
    pub sections: Vec<Lines>,
}

/// The lines of a section, counted from 1, the first and the last.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lines {
    pub number: i32,
    pub lines: (usize, usize),
}

/// `parties.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parties {
    pub party: Vec<Party>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Party {
    pub code: String,
    pub kind: String,
    pub position: i32,
    pub name: ByLanguage,
    pub members: Option<Vec<String>>,
}

/// A file of `sections/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the files' own word")]
pub(super) struct Section {
    pub section: i32,
    pub coded: bool,
    pub title: ByLanguage,
    #[serde(default)]
    pub paragraph: Vec<Paragraph>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Paragraph {
    pub number: i32,
    #[serde(default)]
    pub uncoded: Vec<Uncoded>,
    #[serde(default)]
    pub item: Vec<Item>,
    /// Every other key is a language.
    #[serde(flatten)]
    pub translations: ByLanguage,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Uncoded {
    pub text: String,
    pub why: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub letter: String,
    pub quote: String,
    pub start: Option<usize>,
    pub verb: String,
    pub strength: String,
    pub kind: String,
    pub title: ByLanguage,
    pub topics: Vec<String>,
    #[serde(default)]
    pub sdgs: Vec<i16>,
    /// Party codes by role.
    #[serde(default)]
    pub owes: BTreeMap<String, Vec<String>>,
    pub group: Option<String>,
    pub deadline: Option<String>,
    pub urgency: Option<String>,
    pub recurrence: Option<RecurrenceRule>,
    pub no_deadline: Option<String>,
    #[serde(default)]
    pub refs: Vec<Reference>,
    #[serde(default)]
    pub related: Vec<Related>,
    pub note: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Reference {
    pub kind: String,
    pub number: Option<String>,
    pub date: Option<String>,
    /// Every other key is a language.
    #[serde(flatten)]
    pub name: ByLanguage,
}

/// Reads a file; if it is no TOML of this shape, reports that with its line.
pub(super) fn parse<T: DeserializeOwned>(file: &str, text: &str, faults: &FaultList) -> Option<T> {
    toml::from_str(text)
        .map_err(|error| {
            let place = error.span().map_or(Place::Whole, |span| {
                Place::Line(text[..span.start.min(text.len())].matches('\n').count() + 1)
            });
            faults.at(file, place).fault(error.message());
        })
        .ok()
}
