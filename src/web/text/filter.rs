//! What dims the rest: the filters of the text.

use crate::domain::commitment::Strength;
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::timeliness::Timeliness;
use crate::reading::query::Query;
use crate::reading::views::Item;
use crate::records::party::Party;
use crate::web::frame::Frame;

/// The fields of the form, the translation first.
pub const FIELDS: [&str; 7] =
    ["beside", "party", "status", "timeliness", "strength", "item", "cursor"];

/// Which clauses are wanted; all others are dimmed. Nothing is wanted where all is empty.
#[derive(Debug, Default)]
pub struct Dimming {
    parties: Vec<String>,
    statuses: Vec<Status>,
    timeliness: Vec<Timeliness>,
    strengths: Vec<Strength>,
}

impl Dimming {
    /// Reads the filters of the address.
    pub fn read(query: &mut Query) -> Self {
        Self {
            parties: query.texts("party"),
            statuses: query.terms("status"),
            timeliness: query.terms("timeliness"),
            strengths: query.terms("strength"),
        }
    }

    /// Whether anything is dimmed.
    pub const fn is_set(&self) -> bool {
        self.asks_of_obligations() || !self.strengths.is_empty()
    }

    const fn asks_of_obligations(&self) -> bool {
        !(self.parties.is_empty() && self.statuses.is_empty() && self.timeliness.is_empty())
    }

    /// Whether an item is wanted. As in lists, party, status and timeliness must match in one of
    /// its obligations.
    pub fn lets(&self, item: &Item) -> bool {
        let is_of = |wanted: bool, is_empty: bool| is_empty || wanted;
        let strength = is_of(self.strengths.contains(&item.strength), self.strengths.is_empty());
        let owed = item.obligations.iter().any(|one| {
            is_of(self.parties.contains(&one.party), self.parties.is_empty())
                && is_of(self.statuses.contains(&one.status), self.statuses.is_empty())
                && is_of(self.timeliness.contains(&one.timeliness), self.timeliness.is_empty())
        });
        strength && (owed || !self.asks_of_obligations())
    }

    /// The same as filters of the list.
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut add = |name: &str, words: Vec<&str>| {
            if !words.is_empty() {
                query = format!("{query}&{name}={}", words.join(","));
            }
        };
        add("party", self.parties.iter().map(String::as_str).collect());
        add("status", self.statuses.iter().map(|term| term.as_str()).collect());
        add("timeliness", self.timeliness.iter().map(|term| term.as_str()).collect());
        add("strength", self.strengths.iter().map(|term| term.as_str()).collect());
        query
    }
}

/// A field of the form with what may be chosen.
#[derive(Debug)]
pub struct Choice {
    pub name: &'static str,
    pub label: String,
    pub options: Vec<Given>,
}

/// One of them.
#[derive(Debug)]
pub struct Given {
    pub value: String,
    pub text: String,
    pub is_chosen: bool,
}

/// The fields of the form.
pub fn choices(
    frame: &Frame,
    parties: &[Party],
    dimming: &Dimming,
    (languages, beside): (&[&str], Option<&str>),
) -> Vec<Choice> {
    let party = parties.iter().map(|party| Given {
        value: party.code.clone(),
        text: frame.language().pick(&party.name).to_owned(),
        is_chosen: dimming.parties.contains(&party.code),
    });
    let language = languages.iter().map(|language| Given {
        value: (*language).to_owned(),
        text: language_name(language),
        is_chosen: beside == Some(language),
    });
    let none = Given {
        value: "none".to_owned(),
        text: frame.t("web-text-beside-none"),
        is_chosen: beside.is_none(),
    };
    vec![
        Choice {
            name: "beside",
            label: frame.t("web-text-beside"),
            options: std::iter::once(none).chain(language).collect(),
        },
        Choice {
            name: "party",
            label: frame.t("report-column-party"),
            options: one_or_all(frame, party.collect()),
        },
        terms(frame, ("status", "status", "report-column-status"), &dimming.statuses),
        terms(frame, ("timeliness", "timeliness", "report-column-timeliness"), &dimming.timeliness),
        terms(frame, ("strength", "strength", "web-text-strength"), &dimming.strengths),
    ]
}

fn terms<T: Term>(
    frame: &Frame,
    (name, list, label): (&'static str, &str, &str),
    chosen: &[T],
) -> Choice {
    let given = T::ALL.iter().map(|term| Given {
        value: term.as_str().to_owned(),
        text: frame.term(list, *term),
        is_chosen: chosen.contains(term),
    });
    Choice { name, label: frame.t(label), options: one_or_all(frame, given.collect()) }
}

/// Puts all before the options; and what an address chose together, which is then one option.
fn one_or_all(frame: &Frame, mut options: Vec<Given>) -> Vec<Given> {
    let chosen: Vec<&Given> = options.iter().filter(|one| one.is_chosen).collect();
    let joined = |of: fn(&Given) -> &str| chosen.iter().map(|one| of(one)).collect::<Vec<_>>();
    let together = (chosen.len() > 1).then(|| Given {
        value: joined(|one| &one.value).join(","),
        text: joined(|one| &one.text).join(" / "),
        is_chosen: true,
    });
    let is_chosen = chosen.is_empty();
    if together.is_some() {
        for one in &mut options {
            one.is_chosen = false;
        }
    }
    let all = Given { value: String::new(), text: frame.t("web-text-all"), is_chosen };
    std::iter::once(all).chain(together).chain(options).collect()
}

/// A language by its own name.
fn language_name(language: &str) -> String {
    let known = language.parse::<crate::language::Language>();
    known.map_or_else(|_| language.to_owned(), |known| known.name().to_owned())
}
