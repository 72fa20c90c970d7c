//! What the overview draws and counts: each number with the list that it counts.

pub mod deadlines;
pub mod matrix;
pub mod parties;
pub mod trend;

use chrono::NaiveDate;

use crate::domain::status::Status;
use crate::reports::render::html::charts::{percent, share};
use crate::web::frame::Frame;

/// A number, and where to look at what it counts.
#[derive(Debug)]
pub struct Count {
    pub n: u64,
    /// As the language writes it.
    pub text: String,
    pub address: String,
    /// How it differs from the day that is compared with, with its sign; none where it does not.
    pub change: Option<String>,
}

/// Makes counts of the obligations of one declaration.
#[derive(Clone, Copy)]
pub struct Counting<'a> {
    pub frame: &'a Frame,
    pub slug: &'a str,
}

impl Counting<'_> {
    /// The address of the list of what is counted, narrowed by `query`.
    #[must_use]
    pub fn list(&self, query: &str) -> String {
        self.frame.link(&self.path(query))
    }

    /// The same on another day.
    #[must_use]
    pub fn list_on(&self, query: &str, day: NaiveDate) -> String {
        self.frame.link_on(&self.path(query), day)
    }

    fn path(&self, query: &str) -> String {
        let slug = self.slug;
        let separator = if query.is_empty() { "" } else { "&" };
        format!("/obligations?declaration={slug}&role=host,lead,participant{separator}{query}")
    }

    /// A number of obligations, which the list narrowed by `query` has.
    #[must_use]
    pub fn count(&self, n: u64, then: Option<u64>, query: &str) -> Count {
        self.count_at(n, then, self.list(query))
    }

    /// A number of what is listed at `address`.
    #[must_use]
    pub fn count_at(&self, n: u64, then: Option<u64>, address: String) -> Count {
        Count {
            n,
            text: self.written(n),
            address,
            change: then.filter(|then| *then != n).map(|then| self.change(n, then)),
        }
    }

    /// A number as the language writes it.
    #[must_use]
    pub fn written(&self, n: u64) -> String {
        self.frame.language().numbers().whole(i64::try_from(n).unwrap_or(i64::MAX))
    }

    fn change(&self, now: u64, then: u64) -> String {
        let sign = if now < then { '\u{2212}' } else { '+' };
        format!("{sign}{}", self.written(now.abs_diff(then)))
    }
}

/// A status as the pages show it.
#[derive(Debug)]
pub struct StatusView {
    pub status: Status,
    pub class: String,
    pub sign: char,
    pub word: String,
}

impl StatusView {
    /// The status in the reader's language.
    #[must_use]
    pub fn new(frame: &Frame, status: Status) -> Self {
        let word = frame.term("status", status);
        Self { status, class: frame.class(status), sign: status.sign(), word }
    }
}

/// A bar of one colour beside its number.
#[derive(Debug)]
pub struct Plain {
    pub label: String,
    /// In per cent of the longest.
    pub width: String,
    pub count: Count,
}

impl Plain {
    /// Bars on one scale.
    #[must_use]
    pub fn all(rows: Vec<(String, Count)>) -> Vec<Self> {
        let longest = rows.iter().map(|(_, count)| count.n).max().unwrap_or(0);
        let bar = |(label, count): (String, Count)| Self {
            label,
            width: percent(share(count.n, longest)),
            count,
        };
        rows.into_iter().map(bar).collect()
    }
}
