//! Reading a query string: every parameter is known and well formed, or named as a fault.

mod lists;

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};

use super::parameters::Parameter;
use crate::actions::fields::date;
use crate::domain::fault::{Fault, Reason};
use crate::domain::terms::Term;
use crate::error::Problem;

/// How many items a page has where nothing is said.
const DEFAULT_LIMIT: i64 = 50;
const LARGEST_LIMIT: i64 = 500;

/// What chooses no rows: a cursor holds with others of these as well.
const UNBOUND: &[&str] = &[
    "cursor",
    "limit",
    "as_of",
    "known_at",
    "format",
    "lang",
    // Of pages: how rows are shown.
    "columns",
    "compare_to",
    "said",
    "selected",
];

/// A query that is being read; the faults are collected on the way.
#[derive(Debug)]
pub struct Query {
    pairs: Vec<(String, String)>,
    faults: Vec<Fault>,
}

impl Query {
    /// Splits a query string, and finds fault with every parameter that is not `known`, or is
    /// there twice.
    #[must_use]
    pub fn read(text: &str, known: &[Parameter]) -> Self {
        let pairs: Vec<(String, String)> = form_pairs(text);
        let mut query = Self { pairs: Vec::new(), faults: Vec::new() };
        for (name, value) in pairs {
            if !known.iter().any(|parameter| parameter.name == name) {
                let names: Vec<_> = known.iter().map(|parameter| parameter.name).collect();
                let message = format!("is not known here; known are {}", names.join(", "));
                query.refuse(&name, Reason::Name { known: names }, message);
            } else if query.pairs.iter().any(|(other, _)| *other == name) {
                query.fault(&name, "must be given once; separate several values by commas");
            } else if value.contains('\0') {
                query.fault(&name, "must not contain a null character");
            } else {
                query.pairs.push((name, value));
            }
        }
        query
    }

    /// Notes a fault of a parameter.
    pub fn fault(&mut self, name: &str, message: impl Into<String>) {
        self.note(Fault::new(name, message));
    }

    /// Notes a fault that pages tell too.
    pub fn refuse(&mut self, name: &str, reason: Reason, message: impl Into<String>) {
        self.note(Fault::new(name, message).because(reason));
    }

    fn note(&mut self, fault: Fault) {
        // A page and its frame may read the same parameter.
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`Problem`] with every fault, if there is any.
    pub fn end(self) -> Result<(), Problem> {
        if self.faults.is_empty() { Ok(()) } else { Err(Problem::bad_query(self.faults)) }
    }

    /// Takes a parameter to be this where nothing is said.
    pub fn by_default(&mut self, name: &str, value: &str) {
        if !self.pairs.iter().any(|(other, _)| other == name) {
            self.pairs.push((name.to_owned(), value.to_owned()));
        }
    }

    /// A parameter as it was written; an empty one is a fault.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let (_, value) = self.pairs.iter().find(|(other, _)| other == name)?;
        if value.trim().is_empty() {
            self.fault(name, "must not be empty; leave it out instead");
            return None;
        }
        Some(value.clone())
    }

    /// The values between commas.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        let value = self.text(name).unwrap_or_default();
        value.split(',').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect()
    }

    /// One word of a closed list.
    pub fn term<T: Term>(&mut self, name: &str) -> Option<T> {
        let word = self.text(name)?;
        let term = T::parse(&word);
        if let Err(unknown) = &term {
            self.refuse(name, choice::<T>(&word), format!("{unknown}, not {word}"));
        }
        term.ok()
    }

    /// Values of a closed list, between commas.
    pub fn terms<T: Term>(&mut self, name: &str) -> Vec<T> {
        let mut terms = Vec::new();
        for word in self.texts(name) {
            match T::parse(&word) {
                Ok(term) => terms.push(term),
                Err(unknown) => {
                    self.refuse(name, choice::<T>(&word), format!("{word}: {unknown}"));
                }
            }
        }
        terms
    }

    fn parsed<T: FromStr>(
        &mut self,
        name: &str,
        wanted: &str,
        reason: fn(String) -> Reason,
    ) -> Option<T> {
        let value = self.text(name)?;
        let parsed = value.parse().ok();
        if parsed.is_none() {
            let message = format!("must be {wanted}, not {value}");
            self.refuse(name, reason(value), message);
        }
        parsed
    }

    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let value = self.text(name)?;
        let day = date(&value);
        if day.is_none() {
            let message = format!("must be a day such as 2026-01-15, not {value}");
            self.refuse(name, Reason::Day { typed: value }, message);
        }
        day
    }

    pub fn time(&mut self, name: &str) -> Option<DateTime<Utc>> {
        self.parsed(name, "a time such as 2026-01-15T09:30:00Z", |typed| Reason::Time { typed })
    }

    pub fn integers(&mut self, name: &str) -> Vec<i32> {
        let mut integers = Vec::new();
        for word in self.texts(name) {
            if let Ok(number) = word.parse() {
                integers.push(number);
            } else {
                let message = format!("must be whole numbers, not {word}");
                self.refuse(name, Reason::Number { typed: word }, message);
            }
        }
        integers
    }

    /// How many items the page has.
    pub fn limit(&mut self) -> i64 {
        let number = |typed| Reason::Number { typed };
        match self.parsed::<i64>("limit", "a whole number from 1 to 500", number) {
            None => DEFAULT_LIMIT,
            Some(limit @ 1..=LARGEST_LIMIT) => limit,
            Some(limit) => {
                let message = format!("must be from 1 to {LARGEST_LIMIT}, not {limit}");
                self.refuse("limit", number(limit.to_string()), message);
                DEFAULT_LIMIT
            }
        }
    }

    /// Yes or no; yes where nothing is said.
    pub fn unless_false(&mut self, name: &str) -> bool {
        match self.text(name).as_deref() {
            None | Some("true") => true,
            Some("false") => false,
            Some(other) => {
                self.fault(name, format!("must be true or false, not {other}"));
                true
            }
        }
    }

    /// All that chooses and orders rows, but the page's place, the limit and the moment, in one
    /// order: what a cursor is bound to.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut pairs: Vec<_> =
            self.pairs.iter().filter(|(name, _)| !UNBOUND.contains(&name.as_str())).collect();
        pairs.sort();
        let lines: Vec<_> =
            pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        lines.join("\n")
    }
}

/// What a word of a closed list has to be.
fn choice<T: Term>(typed: &str) -> Reason {
    let all: Vec<&str> = T::ALL.iter().map(|term| term.as_str()).collect();
    Reason::choice(typed, &all)
}

/// The pairs of an `application/x-www-form-urlencoded` string, decoded.
fn form_pairs(text: &str) -> Vec<(String, String)> {
    let decode = |piece: &str| {
        let spaced = piece.replace('+', " ");
        percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}
