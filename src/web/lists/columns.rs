//! The columns that a list can have, and by which of them it can be sorted.

use crate::domain::terms::{Term, terms};
use crate::web::frame::Frame;

terms! {
    /// A column of the list of obligations, beside what is owed.
    ObligationColumn {
        Party = "party",
        Role = "role",
        Status = "status",
        Due = "due",
        Timeliness = "timeliness",
        Section = "section",
        Declared = "declared",
        Assessed = "assessed",
        Reported = "reported",
        DoneOn = "done_on",
        Changed = "changed",
    }
}

terms! {
    /// A column of the list of commitments, beside what they are called.
    CommitmentColumn {
        Parties = "parties",
        Status = "status",
        Due = "due",
        Timeliness = "timeliness",
        Section = "section",
        Strength = "strength",
        Kind = "kind",
        Topics = "topics",
        Conflicts = "conflicts",
        Version = "version",
    }
}

/// What the columns of both lists have in common.
pub trait Column: Term {
    /// Those that are shown where nothing is chosen.
    const USUAL: &'static [Self];

    /// The key of its heading.
    fn heading(self) -> &'static str;

    /// The orders that its heading gives, the first one first.
    fn sorts(self) -> &'static [&'static str];

    /// Whether it holds figures.
    fn is_number(self) -> bool;
}

impl Column for ObligationColumn {
    const USUAL: &'static [Self] =
        &[Self::Party, Self::Role, Self::Status, Self::Due, Self::Timeliness];

    fn heading(self) -> &'static str {
        match self {
            Self::Party => "web-list-party",
            Self::Role => "web-list-role",
            Self::Status => "web-list-status",
            Self::Due => "web-list-due",
            Self::Timeliness => "web-list-timeliness",
            Self::Section => "web-list-section",
            Self::Declared => "web-list-declared",
            Self::Assessed => "web-list-assessed",
            Self::Reported => "web-list-reported",
            Self::DoneOn => "web-list-done-on",
            Self::Changed => "web-list-changed",
        }
    }

    fn sorts(self) -> &'static [&'static str] {
        match self {
            Self::Due => &["due_on", "-due_on"],
            Self::Changed => &["-changed_at"],
            _ => &[],
        }
    }

    fn is_number(self) -> bool {
        false
    }
}

impl Column for CommitmentColumn {
    const USUAL: &'static [Self] = &[Self::Parties, Self::Status, Self::Due, Self::Timeliness];

    fn heading(self) -> &'static str {
        match self {
            Self::Parties => "web-list-parties",
            Self::Status => "web-list-status",
            Self::Due => "web-list-due",
            Self::Timeliness => "web-list-timeliness",
            Self::Section => "web-list-section",
            Self::Strength => "web-list-strength",
            Self::Kind => "web-list-kind",
            Self::Topics => "web-list-topics",
            Self::Conflicts => "web-list-conflicts",
            Self::Version => "web-list-version",
        }
    }

    fn sorts(self) -> &'static [&'static str] {
        match self {
            Self::Due => &["due_on", "-due_on"],
            _ => &[],
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Conflicts | Self::Version)
    }
}

/// The columns that are chosen, in the order of the list.
#[must_use]
pub fn shown<C: Column>(chosen: &[C]) -> Vec<C> {
    let chosen = if chosen.is_empty() { C::USUAL } else { chosen };
    C::ALL.iter().copied().filter(|column| chosen.contains(column)).collect()
}

/// A heading of the table.
#[derive(Debug)]
pub struct Heading {
    /// By which the style knows how much room the column has.
    pub name: &'static str,
    pub text: String,
    pub is_number: bool,
    /// Where the list is sorted by it.
    pub sort: Option<String>,
    /// As `aria-sort` says it; empty where the list is in another order.
    pub order: &'static str,
}

impl Heading {
    fn new<C: Column>(frame: &Frame, column: Option<C>, sort: &str) -> Self {
        let sorts = column.map_or(&["code"] as &[&str], Column::sorts);
        let at = sorts.iter().position(|word| *word == sort);
        // Pressed again it gives its next order.
        let next = match at {
            Some(place) => sorts.get(place + 1).or(sorts.first()),
            None => sorts.first(),
        };
        Self {
            name: column.map_or("what", Term::as_str),
            text: frame.t(column.map_or("web-list-commitment", Column::heading)),
            is_number: column.is_some_and(Column::is_number),
            sort: next.map(|word| frame.here("sort", word)),
            order: match at {
                None => "",
                Some(_) if sort.starts_with('-') => "descending",
                Some(_) => "ascending",
            },
        }
    }
}

/// The headings of a table in the order `sort`: that of the commitment, and those of `columns`.
#[must_use]
pub fn headings<C: Column>(frame: &Frame, columns: &[C], sort: &str) -> Vec<Heading> {
    let all = std::iter::once(None).chain(columns.iter().copied().map(Some));
    all.map(|column| Heading::new(frame, column, sort)).collect()
}
