//! The filters of a list as a reader sees them: what can be chosen, and what is.

use super::columns::Column;
use super::names::Names;
use crate::domain::commitment::{Kind, Strength};
use crate::domain::party::Role;
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::timeliness::Timeliness;
use crate::web::frame::Frame;

/// Something that can be chosen.
#[derive(Debug)]
pub struct Choice {
    pub value: String,
    pub text: String,
    /// Whose mark stands before the text.
    pub status: Option<Status>,
    pub is_chosen: bool,
}

/// A filter of which several values can be chosen, or with radio buttons one.
#[derive(Debug)]
pub struct Choices {
    pub name: &'static str,
    pub label: String,
    pub all: Vec<Choice>,
    pub is_one: bool,
}

impl Choices {
    /// How many are chosen.
    #[must_use]
    pub fn chosen(&self) -> usize {
        self.all.iter().filter(|choice| choice.is_chosen && !choice.value.is_empty()).count()
    }
}

/// A filter that is on, and the address of the list without it.
#[derive(Debug)]
pub struct Chip {
    pub label: String,
    pub text: String,
    pub without: String,
}

/// All filters of a list.
#[derive(Debug)]
pub struct Filters {
    pub choices: Vec<Choices>,
    pub chips: Vec<Chip>,
    pub q: String,
    pub due_after: String,
    pub due_before: String,
    /// The slug of the declaration, where there are too many to choose among.
    pub declaration: Option<String>,
    /// What the form keeps hidden.
    pub hidden: Vec<(String, String)>,
    /// The list without any filter.
    pub clear: String,
}

/// The filters that have choices, days or words of their own in the form.
const OWN: &[&str] = &[
    "party",
    "section",
    "status",
    "timeliness",
    "role",
    "rollup",
    "strength",
    "kind",
    "tracked",
    "due_after",
    "due_before",
    "q",
];

/// What a form of filters sets too, or what goes when another page of the list is asked for.
const REPLACED: &[&str] = &["sort", "columns", "cursor", "said", "selected", "lang"];

/// Reads what is chosen in the page's address, and draws up what can be.
struct Drawing<'a> {
    frame: &'a Frame,
    names: &'a Names,
    pairs: Vec<(String, String)>,
}

impl Filters {
    #[must_use]
    pub fn new(frame: &Frame, names: &Names) -> Self {
        let drawing = Drawing { frame, names, pairs: frame.pairs_without(&[]) };
        let choices = drawing.choices();
        let is_many = names.are_declarations_many();
        let mut own = [OWN, REPLACED].concat();
        if is_many || names.declarations.len() > 1 {
            own.push("declaration");
        }
        let filters = [OWN, &["declaration", "known_at", "cursor", "said", "selected"]].concat();
        Self {
            chips: drawing.chips(&choices),
            choices,
            q: drawing.value("q"),
            due_after: drawing.value("due_after"),
            due_before: drawing.value("due_before"),
            declaration: is_many.then(|| drawing.value("declaration")),
            hidden: frame.pairs_without(&own),
            clear: frame.with_pairs(&frame.pairs_without(&filters)),
        }
    }

    /// How many filters are on.
    #[must_use]
    pub fn count(&self) -> usize {
        self.chips.len()
    }
}

impl Drawing<'_> {
    fn value(&self, name: &str) -> String {
        let found = self.pairs.iter().find(|(other, _)| other == name);
        found.map_or_else(String::new, |(_, value)| value.clone())
    }

    fn values(&self, name: &str) -> Vec<String> {
        let value = self.value(name);
        value.split(',').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect()
    }

    fn choices(&self) -> Vec<Choices> {
        let declarations = self.names.declarations();
        let all = [
            self.named("declaration", "web-list-declaration", declarations),
            self.named("party", "web-list-party", self.names.parties().collect()),
            self.statuses("status", "web-list-status"),
            self.terms::<Timeliness>("timeliness", "web-list-timeliness", "timeliness"),
            self.named("section", "web-list-section", self.names.sections().collect()),
            self.terms::<Role>("role", "web-list-role", "role"),
            self.statuses("rollup", "web-list-rollup"),
            self.terms::<Strength>("strength", "web-list-strength", "strength"),
            self.terms::<Kind>("kind", "web-list-kind", "kind"),
            self.tracked(),
        ];
        all.into_iter().filter(|one| !one.all.is_empty()).collect()
    }

    fn named(&self, name: &'static str, label: &str, all: Vec<(String, String)>) -> Choices {
        let chosen = self.values(name);
        let choice = |(value, text): (String, String)| {
            let is_chosen = chosen.contains(&value);
            Choice { value, text, status: None, is_chosen }
        };
        let all = all.into_iter().map(choice).collect();
        Choices { name, label: self.frame.t(label), all, is_one: false }
    }

    fn terms<T: Term>(&self, name: &'static str, label: &str, list: &str) -> Choices {
        let text = |term: &T| (term.as_str().to_owned(), self.frame.term(list, *term));
        self.named(name, label, T::ALL.iter().map(text).collect())
    }

    fn statuses(&self, name: &'static str, label: &str) -> Choices {
        let mut choices = self.terms::<Status>(name, label, "status");
        for (choice, status) in choices.all.iter_mut().zip(Status::ALL) {
            choice.status = Some(*status);
        }
        choices
    }

    fn tracked(&self) -> Choices {
        let chosen = self.value("tracked");
        let all = [
            ("", "web-list-tracked-only"),
            ("false", "web-list-untracked-only"),
            ("all", "web-list-tracked-all"),
        ];
        let choice = |(value, key): (&str, &str)| Choice {
            value: value.to_owned(),
            text: self.frame.t(key),
            status: None,
            is_chosen: chosen == value || (chosen == "true" && value.is_empty()),
        };
        Choices {
            name: "tracked",
            label: self.frame.t("web-list-tracked"),
            all: all.into_iter().map(choice).collect(),
            is_one: true,
        }
    }

    fn chips(&self, all: &[Choices]) -> Vec<Chip> {
        let mut chips = Vec::new();
        for choices in all {
            let chosen = choices.all.iter().filter(|one| one.is_chosen);
            for choice in chosen.filter(|choice| !choice.value.is_empty()) {
                chips.push(self.chip(choices.name, &choices.label, &choice.value, &choice.text));
            }
        }
        let is_there = |name: &str, value: &str| {
            all.iter().any(|one| one.name == name && one.all.iter().any(|c| c.value == value))
        };
        // What the address names and no choice has, such as a party that nobody knows.
        for (name, label) in [
            ("declaration", "web-list-declaration"),
            ("party", "web-list-party"),
            ("section", "web-list-section"),
        ] {
            for value in self.values(name).iter().filter(|value| !is_there(name, value)) {
                let is_only = name == "declaration" && self.names.declarations.len() == 1;
                if !is_only {
                    chips.push(self.chip(name, &self.frame.t(label), value, value));
                }
            }
        }
        for (name, label) in [
            ("due_after", "web-list-due-after"),
            ("due_before", "web-list-due-before"),
            ("known_at", "web-list-known-at"),
            ("q", "web-list-words"),
        ] {
            let value = self.value(name);
            if !value.is_empty() {
                let day = value.parse().map(|day| self.frame.date(day));
                let text = day.unwrap_or_else(|_| value.clone());
                chips.push(self.chip(name, &self.frame.t(label), &value, &text));
            }
        }
        chips
    }

    /// A chip of one of the values of a filter.
    fn chip(&self, name: &str, label: &str, value: &str, text: &str) -> Chip {
        let is_text = matches!(name, "q" | "known_at");
        let others: Vec<String> = if is_text {
            Vec::new()
        } else {
            self.values(name).into_iter().filter(|other| other != value).collect()
        };
        let without = self.frame.here(name, &others.join(","));
        Chip { label: label.to_owned(), text: text.to_owned(), without }
    }
}

/// The columns to choose among.
#[must_use]
pub fn column_choices<C: Column>(frame: &Frame, shown: &[C]) -> Choices {
    let choice = |column: &C| Choice {
        value: column.as_str().to_owned(),
        text: frame.t(column.heading()),
        status: None,
        is_chosen: shown.contains(column),
    };
    Choices {
        name: "columns",
        label: frame.t("web-list-columns"),
        all: C::ALL.iter().map(choice).collect(),
        is_one: false,
    }
}

/// The orders to choose among; `usual` is the one where nothing is said.
#[must_use]
pub fn order_choices(frame: &Frame, orders: &[&str], sort: &str, usual: &str) -> Vec<Choice> {
    let key = |word: &str| match word {
        "due_on" => "web-list-by-due",
        "-due_on" => "web-list-by-due-last",
        "-changed_at" => "web-list-by-changed",
        _ => "web-list-by-code",
    };
    let choice = |word: &&str| Choice {
        value: if *word == usual { String::new() } else { (*word).to_owned() },
        text: frame.t(key(word)),
        status: None,
        is_chosen: *word == sort,
    };
    orders.iter().map(choice).collect()
}
