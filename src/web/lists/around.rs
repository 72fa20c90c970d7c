//! What stands around the rows of either list.

use actix_web::HttpRequest;

use super::asked::{Asked, Orders};
use super::columns::{Column, Heading, headings};
use super::copies::Copies;
use super::filters::{Choice, Choices, Filters, column_choices, order_choices};
use super::names::Names;
use super::since::Since;
use crate::web::frame::Frame;

/// What stands around the rows of either list.
pub(super) struct Around {
    pub path: String,
    pub filters: Filters,
    pub columns: Choices,
    pub orders: Vec<Choice>,
    pub headings: Vec<Heading>,
    pub copies: Copies,
    /// How many rows these are, in words.
    pub count: String,
    /// What the column says of the day that the page is compared with.
    pub since: Option<String>,
    /// How many of the rows were otherwise on that day, in words.
    pub changed: Option<String>,
    /// The page after this one.
    pub next: Option<String>,
    /// The first page, where this is another.
    pub first: Option<String>,
}

/// The rows that a page has.
pub(super) struct Found<'a> {
    /// What differs on each.
    pub since: Vec<Option<&'a Since>>,
    /// The place of the next page.
    pub next: Option<String>,
}

impl Around {
    pub(super) fn new<C: Column>(
        request: &HttpRequest,
        frame: &Frame,
        names: &Names,
        asked: &Asked<C>,
        found: Found<'_>,
        orders: Orders,
    ) -> Self {
        let Found { since: rows, next } = found;
        let is_first = asked.page.after().is_none();
        let count = match (is_first, next.is_some()) {
            (true, false) => "web-list-count-all",
            (true, true) => "web-list-count-first",
            (false, true) => "web-list-count-more",
            (false, false) => "web-list-count-last",
        };
        let path = request.path();
        let (sort, usual) = asked.sort_words;
        let words: Vec<&str> = orders.iter().map(|(word, _)| *word).collect();
        let since = frame.compare_to.map(|day| frame.with("web-list-since", &frame.date(day)));
        let changed = since.as_ref().map(|since| {
            let count = frame.n("web-list-since-count", rows.iter().flatten().count());
            format!("{since}{}{count}", frame.language().marks().colon)
        });
        Self {
            path: path.to_owned(),
            filters: Filters::new(frame, names),
            columns: column_choices(frame, &asked.columns),
            orders: order_choices(frame, &words, sort, usual),
            headings: headings(frame, &asked.columns, sort),
            copies: Copies::new(request, frame, path.trim_start_matches('/'), asked.page.limit),
            count: frame.n(count, rows.len()),
            changed,
            since,
            next: next.map(|cursor| frame.here("cursor", &cursor)),
            first: (!is_first).then(|| frame.here("cursor", "")),
        }
    }
}
