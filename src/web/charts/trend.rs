//! Where obligations stood month by month, as columns of statuses.

use std::cmp::Reverse;

use chrono::{Datelike, NaiveDate};

use super::{Count, Counting, StatusView};
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::language::Args;
use crate::reports::render::html::charts::{percent, pixels, share};
use crate::reports::trend::Month;

/// How high a column is, and the room for the names of months below.
const HEIGHT: f64 = 132.0;
const LABELS: u32 = 22;

/// How many months are named at most.
const NAMED: usize = 6;

/// The chart and its table.
#[derive(Debug)]
pub struct Trend {
    pub height: u32,
    /// How far down the columns stand.
    pub axis: u32,
    /// The first and the last month in words.
    pub span: String,
    /// The statuses that there are, as the columns have them from below.
    pub statuses: Vec<StatusView>,
    pub columns: Vec<Column>,
}

/// A month.
#[derive(Debug)]
pub struct Column {
    pub label: String,
    /// How it is named below the chart, if it is: `last` ends at the edge, `minor` only where there
    /// is room.
    pub name: Option<&'static str>,
    /// This page as of its end.
    pub address: String,
    /// Where its name stands, in per cent.
    pub middle: String,
    pub x: String,
    pub width: String,
    /// The status' class, and where its part of the column begins and how high it is.
    pub parts: Vec<(String, String, String)>,
    /// As many as there are statuses.
    pub counts: Vec<Count>,
}

impl Trend {
    /// None before the first month has come, and where nothing is owed.
    #[must_use]
    pub fn new(of: Counting<'_>, months: &[Month]) -> Option<Self> {
        let (first, last) = (months.first()?, months.last()?);
        let statuses = statuses(months);
        if statuses.is_empty() {
            return None;
        }
        let columns = months.iter().enumerate();
        let named = months.len().div_ceil(NAMED);
        let columns = columns.map(|(place, month)| {
            let name = match months.len() - 1 - place {
                0 => Some("last"),
                left if left.is_multiple_of(2 * named) => Some(""),
                left if left.is_multiple_of(named) => Some("minor"),
                _ => None,
            };
            column(of, month, &statuses, (place, months.len(), name))
        });
        Some(Self {
            height: 132 + LABELS,
            axis: 132,
            span: format!("{} – {}", label(of, first.day), label(of, last.day)),
            columns: columns.collect(),
            statuses: statuses.iter().map(|one| StatusView::new(of.frame, *one)).collect(),
        })
    }
}

/// Those that there are: from what is furthest to what nobody has spoken of.
fn statuses(months: &[Month]) -> Vec<Status> {
    let is_there = |status: &Status| months.iter().any(|month| month.by_status.get(*status) > 0);
    let mut statuses: Vec<Status> = Status::ALL.iter().copied().filter(is_there).collect();
    statuses.sort_by_key(|status| (*status == Status::NotReported, Reverse(status.advancement())));
    statuses
}

fn column(
    of: Counting<'_>,
    month: &Month,
    statuses: &[Status],
    (place, of_all, name): (usize, usize, Option<&'static str>),
) -> Column {
    let at = |place: f64| percent(place / float(of_all));
    let total = month.by_status.total();
    let mut top = HEIGHT;
    let parts = statuses.iter().filter_map(|status| {
        let height = share(month.by_status.get(*status), total) * HEIGHT;
        top -= height;
        (height > 0.0).then(|| (of.frame.class(*status), pixels(top), pixels(height)))
    });
    let parts = parts.collect();
    let counts = statuses.iter().map(|status| {
        let list = of.list_on(&format!("status={status}"), month.day);
        of.count_at(month.by_status.get(*status), None, list)
    });
    Column {
        label: label(of, month.day),
        name,
        address: of.frame.link_on("/", month.day),
        middle: at(float(place) + if name == Some("last") { 1.0 } else { 0.5 }),
        x: at(float(place) + 0.08),
        width: at(0.84),
        parts,
        counts: counts.collect(),
    }
}

/// A month in words.
fn label(of: Counting<'_>, day: NaiveDate) -> String {
    let mut args = Args::new();
    args.set("month", day.month());
    args.set("year", day.year().to_string());
    of.frame.texts.with("web-overview-month", &args)
}

#[expect(clippy::cast_precision_loss, reason = "months of some centuries")]
fn float(count: usize) -> f64 {
    count as f64
}
