//! `declaration.toml`: what is adopted, in which languages, and how its text falls into sections.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::faults::{At, Place};
use super::files::SeedFiles;
use super::raw;
use crate::records::declaration::Declaration;
use crate::records::ids;
use crate::records::texts::{Json, Texts};

/// Titles and names have fewer characters than this.
const TITLE: usize = 120;

/// What the other files are checked against.
pub(super) struct Frame {
    /// The record, its sections still to be filled in.
    pub declaration: Declaration,
    /// The source text: the paragraphs of each section by its number; none if its lines are wrong.
    pub sections: BTreeMap<i32, Option<Vec<String>>>,
    /// A number beside one of these is a date.
    pub date_words: Vec<String>,
}

impl Frame {
    /// A text in every language of the declaration and no other, each under 120 characters.
    pub(super) fn titles(&self, field: &str, texts: raw::ByLanguage, at: &At) -> Texts {
        in_languages(field, &self.declaration.languages, TITLE, texts, at)
    }
}

/// A text in `languages` and no other, each with fewer characters than `limit`.
pub(super) fn in_languages(
    field: &str,
    languages: &[String],
    limit: usize,
    texts: raw::ByLanguage,
    at: &At,
) -> Texts {
    for language in languages {
        let text = texts.get(language).map_or("", |text| text.trim());
        let length = text.chars().count();
        if length == 0 {
            at.fault(format!("{field}.{language} is missing"));
        } else if length >= limit {
            at.fault(format!(
                "{field}.{language} has {length} characters; it must have fewer than {limit}"
            ));
        }
    }
    for stranger in texts.keys().filter(|language| !languages.contains(language)) {
        at.fault(format!("{field}.{stranger} is in no language that belongs here"));
    }
    Json(texts)
}

/// Checks the declaration and lays its text out.
pub(super) fn check(raw: raw::Declaration, files: &SeedFiles, at: &At) -> Frame {
    if !is_word(&raw.slug, 64, |c| c.is_ascii_lowercase() || c.is_ascii_digit(), "-") {
        at.fault("slug must be of lower-case letters, digits and hyphens, as astana-2025");
    }
    let is_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    if raw.prefix.len() < 2 || !is_word(&raw.prefix, 12, is_code, "") {
        at.fault("prefix must be of 2 to 12 capitals and digits, as AST25");
    }
    let distinct: BTreeSet<&String> = raw.languages.iter().collect();
    if distinct.len() != raw.languages.len() || raw.languages.is_empty() {
        at.fault("languages must name at least one, and none twice");
    }
    if !raw.languages.contains(&raw.text.language) {
        at.fault("text.language must be one of languages");
    }
    if raw.source.trim().is_empty() {
        at.fault("source must say where the text was taken from");
    }
    let adopted_on = at.keep("adopted_on", raw.adopted_on.parse::<NaiveDate>()).unwrap_or_default();
    let mut frame = Frame {
        declaration: Declaration {
            id: ids::declaration(&raw.slug),
            slug: raw.slug,
            prefix: raw.prefix,
            title: Json(BTreeMap::new()),
            adopted_on,
            place: Json(BTreeMap::new()),
            languages: raw.languages,
            text_language: raw.text.language,
            source: raw.source,
            sections: Json(Vec::new()),
            version: 1,
        },
        sections: BTreeMap::new(),
        date_words: raw.text.date_words,
    };
    // Of a whole declaration the title may be as long as it is.
    let languages = frame.declaration.languages.clone();
    frame.declaration.title = in_languages("title", &languages, usize::MAX, raw.title, at);
    frame.declaration.place = frame.titles("place", raw.place, at);
    let text = files.get(&raw.text.file);
    if text.is_none() {
        at.fault(format!("text.file: there is no {} here", raw.text.file));
    }
    frame.sections = lay_out(text, &raw.text.sections, at);
    frame
}

/// Cuts the text into sections of paragraphs, one a line.
fn lay_out(
    text: Option<&str>,
    sections: &[raw::Lines],
    at: &At,
) -> BTreeMap<i32, Option<Vec<String>>> {
    let lines: Option<Vec<&str>> = text.map(|text| text.lines().collect());
    let mut cut = BTreeMap::new();
    let mut end = 0;
    for section in sections {
        let at = at.and(Place::Named(format!("text.sections, section {}", section.number)));
        if !(0..=9999).contains(&section.number) {
            at.fault("number must be from 0 to 9999");
        }
        let paragraphs = lines.as_ref().and_then(|lines| cut_out(lines, section, end, &at));
        end = end.max(section.lines.1);
        if cut.insert(section.number, paragraphs).is_some() {
            at.fault("number is there twice");
        }
    }
    cut
}

/// The lines of one section, which begins after `end`.
fn cut_out(lines: &[&str], section: &raw::Lines, end: usize, at: &At) -> Option<Vec<String>> {
    let (first, last) = section.lines;
    if first <= end || first > last {
        at.fault(format!("lines [{first}, {last}] must follow on those of the section before"));
        return None;
    }
    let Some(paragraphs) = lines.get(first - 1..last) else {
        at.fault(format!("lines [{first}, {last}]: the text has {}", lines.len()));
        return None;
    };
    if paragraphs.iter().any(|line| line.trim().is_empty()) {
        at.fault(format!("lines [{first}, {last}] have an empty one among them"));
    }
    Some(paragraphs.iter().map(|line| (*line).to_owned()).collect())
}

/// Whether a word has at most `longest` characters, each of them `usual` or, after the first,
/// one of `inner`.
pub(super) fn is_word(
    word: &str,
    longest: usize,
    usual: impl Fn(char) -> bool,
    inner: &str,
) -> bool {
    word.len() <= longest
        && word.starts_with(&usual)
        && word.chars().all(|c| usual(c) || inner.contains(c))
}
