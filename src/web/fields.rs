//! The fields of items and milestones in words, as a conflict and a history tell them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::frame::Frame;
use super::item::deadline::{DeadlineWords, recurrence, window};
use crate::actions::fields::date;
use crate::domain::commitment::{Kind, Strength};
use crate::domain::deadline::Deadline;
use crate::domain::party::Role;
use crate::domain::reference::{ReferenceKind, Tie};
use crate::domain::terms::Term;
use crate::domain::topic::Topic;
use crate::language::Language;
use crate::reading::views::DeadlineView;
use crate::records::commitment::{RecurrenceRule, Reference, Related};
use crate::records::conflict::Resolution;

/// One thing that a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Of what it says it, where the field says something of several: a language, a party.
    pub label: Option<String>,
    /// The language that it is written in, where that is known.
    pub lang: Option<String>,
    pub text: String,
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self { label: None, lang: None, text }
    }
}

/// What a field says; nothing where it is empty. `names` are those of parties, by code.
#[must_use]
pub fn said(
    frame: &Frame,
    names: &BTreeMap<String, String>,
    field: &str,
    value: &Value,
) -> Vec<Said> {
    let name = |code: &str| names.get(code).cloned().unwrap_or_else(|| code.to_owned());
    match value {
        Value::Null => Vec::new(),
        Value::Array(all) if field == "obligations" => {
            let texts = |one: &Value| Said {
                label: one["party"].as_str().map(name),
                lang: None,
                text: term::<Role>(frame, "role", one["role"].as_str().unwrap_or_default()),
            };
            all.iter().map(texts).collect()
        }
        Value::Array(all) => all.iter().map(|one| member(frame, field, one).into()).collect(),
        Value::Object(_) if field == "title" => by_language(frame, value),
        Value::Object(_) if field == "deadline" => deadline(frame, value),
        Value::Object(_) => vec![member(frame, field, value).into()],
        Value::String(text) if matches!(field, "party" | "group" | "party_group") => {
            vec![name(text).into()]
        }
        Value::String(text) => vec![word(frame, field, text).into()],
        Value::Number(number) if field == "quote_start" => {
            vec![frame.n("web-field-quote-start", number.as_i64().unwrap_or_default()).into()]
        }
        other => vec![other.to_string().into()],
    }
}

/// A text or a term, in words.
fn word(frame: &Frame, field: &str, text: &str) -> String {
    match field {
        "strength" => term::<Strength>(frame, "strength", text),
        "kind" => term::<Kind>(frame, "kind", text),
        "role" => term::<Role>(frame, "role", text),
        "resolution" => term::<Resolution>(frame, "resolution", text),
        "urgency" => frame.t("web-item-asap"),
        "edtf" | "due" => edtf(frame, text),
        "opens_on" | "due_on" | "done_on" => {
            date(text).map_or_else(|| text.to_owned(), |day| frame.date(day))
        }
        _ => text.to_owned(),
    }
}

/// A member of a list, or an object, in words.
fn member(frame: &Frame, field: &str, value: &Value) -> String {
    let read = match field {
        "topics" => value.as_str().map(|word| topic(frame, word)),
        "sdgs" => value.as_i64().map(|goal| frame.n("web-field-goal", goal)),
        "related" => {
            let tie: Option<Related> = serde_json::from_value(value.clone()).ok();
            tie.map(|one| format!("{} {}", tie_word(frame, &one.how), one.item))
        }
        "refs" => serde_json::from_value(value.clone()).ok().map(|one| reference(frame, &one)),
        "recurrence" => serde_json::from_value(value.clone()).ok().map(|rule| rounds(frame, &rule)),
        _ => None,
    };
    read.unwrap_or_else(|| value.to_string())
}

/// A text in each language that it has, the reader's first.
fn by_language(frame: &Frame, value: &Value) -> Vec<Said> {
    let texts: BTreeMap<String, String> = serde_json::from_value(value.clone()).unwrap_or_default();
    let own = frame.language().to_string();
    let mut texts: Vec<(String, String)> = texts.into_iter().collect();
    texts.sort_by_key(|(lang, _)| *lang != own);
    let said = |(lang, text): (String, String)| Said {
        label: Some(language(&lang)),
        lang: Some(lang),
        text,
    };
    texts.into_iter().map(said).collect()
}

/// What a language is called by itself.
#[must_use]
pub fn language(lang: &str) -> String {
    lang.parse::<Language>().map_or_else(|_| lang.to_owned(), |known| known.name().to_owned())
}

fn deadline(frame: &Frame, value: &Value) -> Vec<Said> {
    let part = |name: &str| value.get(name).filter(|part| !part.is_null());
    let edtf = part("edtf").and_then(Value::as_str).map(|text| edtf(frame, text));
    let urgency = part("urgency").map(|_| frame.t("web-item-asap"));
    let recurrence = part("recurrence").map(|rule| member(frame, "recurrence", rule));
    [edtf, urgency, recurrence].into_iter().flatten().map(Said::from).collect()
}

/// When something is due, and how that is written: two that are written otherwise may mean the same.
fn edtf(frame: &Frame, text: &str) -> String {
    let Ok(read) = Deadline::parse(text) else { return text.to_owned() };
    let view = DeadlineView {
        edtf: Some(text.to_owned()),
        opens_on: read.opens_on(),
        due_on: Some(read.due_on()),
        urgency: None,
        recurrence: None,
    };
    frame.marks().in_brackets(&DeadlineWords::new(frame, &view).words, text)
}

fn rounds(frame: &Frame, rule: &RecurrenceRule) -> String {
    let until = Deadline::parse(&rule.until).ok();
    let until = until.map_or_else(|| rule.until.clone(), |one| window(frame, None, one.due_on()));
    format!("{} {until}", recurrence(frame, rule))
}

fn reference(frame: &Frame, one: &Reference) -> String {
    let names: Vec<&str> = one.name.values().map(String::as_str).collect();
    let marks = frame.marks();
    let more = [one.number.as_deref(), one.date.as_deref()];
    let more: Vec<&str> = more.into_iter().flatten().collect();
    let kind = term::<ReferenceKind>(frame, "reference", &one.kind);
    let text = [&kind, marks.colon, &names.join(" / ")].concat();
    if more.is_empty() { text } else { marks.in_brackets(&text, &more.join(marks.list)) }
}

impl Frame {
    /// What topics are called, one after the other.
    #[must_use]
    pub fn topics(&self, words: &[String]) -> String {
        let names: Vec<String> = words.iter().map(|word| topic(self, word)).collect();
        names.join(self.marks().list)
    }
}

fn topic(frame: &Frame, word: &str) -> String {
    term::<Topic>(frame, "topic", word)
}

/// How an item is tied to another one.
#[must_use]
pub fn tie_word(frame: &Frame, how: &str) -> String {
    match Tie::parse(how) {
        Ok(Tie::DependsOn) => frame.t("web-item-depends-on"),
        Ok(Tie::FollowsUp) => frame.t("web-item-follows-up"),
        Ok(Tie::Repeats) => frame.t("web-item-repeats"),
        Ok(Tie::PartOf) => frame.t("web-item-part-of"),
        Err(_) => how.to_owned(),
    }
}

fn term<T: Term>(frame: &Frame, list: &str, word: &str) -> String {
    T::parse(word).map_or_else(|_| word.to_owned(), |term| frame.term(list, term))
}
