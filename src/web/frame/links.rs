//! Where a page leads: every address keeps the day and the declaration.

use chrono::NaiveDate;
use url::form_urlencoded;

use super::{Frame, Place};
use crate::domain::terms::Term;
use crate::language::Language;

/// The parameters that every page takes, and hands on to the next.
const KEPT: [&str; 3] = ["as_of", "compare_to", "declaration"];

/// A link of the navigation.
pub struct NavLink {
    pub address: String,
    pub text: String,
    /// What stands before it, by the name of a symbol.
    pub symbol: &'static str,
    pub is_here: bool,
}

impl Frame {
    /// The address of another page, about the same day and declaration. What `path` says itself
    /// counts.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        self.link_keeping(path, &KEPT)
    }

    /// The address of another page about the same declaration on a day of its own, compared with no
    /// other.
    #[must_use]
    pub fn link_on(&self, path: &str, day: NaiveDate) -> String {
        let separator = if path.contains('?') { '&' } else { '?' };
        self.link_keeping(&format!("{path}{separator}as_of={day}"), &["declaration"])
    }

    fn link_keeping(&self, path: &str, kept: &[&str]) -> String {
        let (bare, query) = path.split_once('?').unwrap_or((path, ""));
        let mut pairs: Vec<(String, String)> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        for (name, value) in &self.pairs {
            if kept.contains(&name.as_str()) && !pairs.iter().any(|(other, _)| other == name) {
                pairs.push((name.clone(), value.clone()));
            }
        }
        address(bare, &pairs)
    }

    /// The address of a commitment's page.
    #[must_use]
    pub fn item(&self, code: &str) -> String {
        self.link(&format!("/commitments/{code}"))
    }

    /// The address of this page with one parameter set, or without it where `value` is empty. The
    /// place in a list is not kept.
    #[must_use]
    pub fn here(&self, name: &str, value: &str) -> String {
        let mut pairs = self.pairs_without(&[name, "cursor", "said"]);
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        address(&self.path, &pairs)
    }

    /// A parameter of this page's address, written as an address has it.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let (_, value) = self.pairs.iter().find(|(other, _)| other == name)?;
        Some(form_urlencoded::byte_serialize(value.as_bytes()).collect())
    }

    /// The address of this page without these parameters.
    #[must_use]
    pub fn here_without(&self, names: &[&str]) -> String {
        address(&self.path, &self.pairs_without(names))
    }

    /// The address of this page with other pairs.
    #[must_use]
    pub fn with_pairs(&self, pairs: &[(String, String)]) -> String {
        address(&self.path, pairs)
    }

    /// The pairs of this page's address, but for these: what a form keeps hidden.
    #[must_use]
    pub fn pairs_without(&self, names: &[&str]) -> Vec<(String, String)> {
        self.pairs.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect()
    }

    /// The hidden fields of the form that sets the day.
    #[must_use]
    pub fn around_the_day(&self) -> Vec<(String, String)> {
        self.pairs_without(&["as_of", "compare_to", "cursor", "said", "lang"])
    }

    /// The address of this page about today, compared with no other day.
    #[must_use]
    pub fn today_link(&self) -> String {
        address(&self.path, &self.around_the_day())
    }

    /// The address of this page without what passes.
    #[must_use]
    pub fn path_and_query(&self) -> String {
        address(&self.path, &self.pairs_without(&["said", "lang"]))
    }

    /// The links of the navigation.
    #[must_use]
    pub fn nav(&self) -> Vec<NavLink> {
        let all = [
            (Place::Overview, "/", "web-nav-overview", "overview"),
            (Place::MyReturn, "/my-return", "web-nav-my-return", "pen"),
            (Place::Text, "/text", "web-nav-text", "text"),
            (Place::Commitments, "/commitments", "web-nav-commitments", "list"),
            (Place::Obligations, "/obligations", "web-nav-obligations", "grid"),
            (Place::Review, "/review", "web-nav-review", "scales"),
            (Place::Activity, "/activity", "web-nav-activity", "pulse"),
            (Place::Reports, "/reports", "web-nav-reports", "page"),
            (Place::Settings, "/settings", "web-nav-settings", "gear"),
        ];
        let is_shown = |place: Place| match place {
            Place::MyReturn => self.own_party().is_some(),
            Place::Settings => self.caller.is_some(),
            _ => true,
        };
        all.into_iter()
            .filter(|(place, ..)| is_shown(*place))
            .map(|(place, path, key, symbol)| NavLink {
                address: self.link(path),
                text: self.t(key),
                symbol,
                is_here: place == self.place,
            })
            .collect()
    }

    /// The languages with the address of this page in each, or the one to send its form to.
    #[must_use]
    pub fn languages(&self) -> Vec<(Language, String)> {
        let elsewhere = self.resend.as_ref().and_then(|resend| resend.path.as_ref());
        let address_in = |language: Language| match elsewhere {
            Some(path) if path.contains('?') => format!("{path}&lang={language}"),
            Some(path) => format!("{path}?lang={language}"),
            None => self.here("lang", language.as_str()),
        };
        Language::ALL.iter().map(|one| (*one, address_in(*one))).collect()
    }
}

/// Puts a pair to those before it. A form of several choices under one name sends a pair for each,
/// and a query has them between commas.
pub fn together(
    mut pairs: Vec<(String, String)>,
    (name, value): (String, String),
) -> Vec<(String, String)> {
    match pairs.iter_mut().find(|(other, _)| *other == name) {
        Some((_, values)) => {
            values.push(',');
            values.push_str(&value);
        }
        None => pairs.push((name, value)),
    }
    pairs
}

fn address(path: &str, pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{path}?{query}")
}
