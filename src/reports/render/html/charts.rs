//! Charts of pages, as SVG: across in per cent, so that they fit every width, and down in pixels.
//! The form of a report and the overview share them.

use chrono::{Datelike, NaiveDate};

use super::{class, written};
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::language::Texts;
use crate::reports::outline::{Bar, Tick};

/// A bar for each row, all on one scale.
#[derive(Debug)]
pub struct Bars<'a> {
    pub legend: Vec<Sort>,
    pub rows: Vec<BarView<'a>>,
}

/// A status in the legend.
#[derive(Debug)]
pub struct Sort {
    pub status: String,
    pub sign: char,
    pub word: String,
}

/// A bar and what stands around it.
#[derive(Debug)]
pub struct BarView<'a> {
    pub id: String,
    pub label: &'a str,
    pub total: String,
    /// The parts in words.
    pub text: String,
    pub parts: Vec<Part>,
}

/// A stretch of a bar; where it begins and how wide it is, in per cent.
#[derive(Debug)]
pub struct Part {
    pub term: Status,
    /// Its class.
    pub status: String,
    pub sign: char,
    pub count: String,
    pub x: String,
    pub width: String,
}

impl<'a> Bars<'a> {
    /// The bars of these rows; `id` begins the ids of what they have to be called by.
    #[must_use]
    pub fn new(bars: &'a [Bar], id: &str, texts: &Texts) -> Self {
        let longest = bars.iter().map(|bar| bar.total).max().unwrap_or(0);
        let is_there = |status: &&Status| {
            bars.iter().any(|bar| bar.parts.iter().any(|(other, _)| other == *status))
        };
        let legend = Status::ALL.iter().filter(is_there).map(|status| Sort {
            status: class(*status),
            sign: status.sign(),
            word: texts.term("status", *status),
        });
        let row = |(place, bar): (usize, &'a Bar)| {
            let numbers = written(texts);
            let mut before = 0;
            let parts = bar.parts.iter().map(|(status, count)| {
                let x = percent(share(before, longest));
                before += count;
                Part {
                    term: *status,
                    status: class(*status),
                    sign: status.sign(),
                    count: numbers(*count),
                    x,
                    width: percent(share(*count, longest)),
                }
            });
            let words = bar.parts.iter().map(|(status, count)| {
                format!("{} {}", texts.term("status", *status), numbers(*count))
            });
            BarView {
                id: format!("{id}-{place}"),
                label: &bar.label,
                total: numbers(bar.total),
                text: words.collect::<Vec<_>>().join("; "),
                parts: parts.collect(),
            }
        };
        Self { legend: legend.collect(), rows: bars.iter().enumerate().map(row).collect() }
    }
}

/// How high the longest column above the line is, and the longest below it.
const ABOVE: f64 = 96.0;
const BELOW: f64 = 40.0;
/// Room for the years.
const LABELS: f64 = 22.0;

/// What is done and open stands above a line of days, what is overdue hangs below it.
#[derive(Debug)]
pub struct Timeline {
    pub title: String,
    pub text: String,
    pub height: u32,
    /// How far down the line is, and the end of what hangs from it.
    pub axis: u32,
    pub foot: u32,
    pub years: Vec<Year>,
    /// Where the report's day is, if it is among those shown.
    pub today: Option<String>,
    pub ticks: Vec<TickView>,
    /// A class and a word each.
    pub legend: [(&'static str, String); 3],
}

/// The first of a January.
#[derive(Debug)]
pub struct Year {
    pub x: String,
    pub label: String,
    /// `minor` where a narrow screen has no room for it.
    pub class: &'static str,
}

/// A column of a day.
#[derive(Debug)]
pub struct TickView {
    pub class: &'static str,
    pub x: String,
    pub y: String,
    pub height: String,
}

impl Timeline {
    /// None where nothing is dated.
    #[must_use]
    pub fn new(ticks: &[Tick], today: NaiveDate, title: &str, texts: &Texts) -> Option<Self> {
        let (first, last) = (ticks.first()?.day, ticks.last()?.day);
        let begin = first.with_month(1)?.with_day(1)?;
        let end = NaiveDate::from_ymd_opt(last.year().checked_add(1)?, 1, 1)?;
        let days = end.signed_duration_since(begin).num_days();
        let place = |day: NaiveDate| {
            let x = ratio(day.signed_duration_since(begin).num_days(), days);
            percent(0.02 + 0.96 * x)
        };
        let above = ticks.iter().map(|tick| tick.done + tick.open).max().unwrap_or(0);
        let below = ticks.iter().map(|tick| tick.overdue).max().unwrap_or(0);
        // One unit is as long below as above, unless that leaves no room.
        let unit = if above == 0 { BELOW } else { ABOVE / float(above) };
        let unit = if below == 0 { unit } else { unit.min(BELOW / float(below)) }.min(12.0);
        let rise = float(above) * unit + 4.0;
        let foot = rise + float(below) * unit + 4.0;
        let mut views = Vec::new();
        for tick in ticks {
            let mut column = |class, count: u64, y: f64| {
                if count > 0 {
                    let height = pixels(float(count) * unit);
                    views.push(TickView { class, x: place(tick.day), y: pixels(y), height });
                }
            };
            column("is-done", tick.done, rise - float(tick.done) * unit);
            column("is-open", tick.open, rise - float(tick.done + tick.open) * unit);
            column("is-overdue", tick.overdue, rise);
        }
        let count = last.year() - begin.year() + 1;
        let years = (begin.year()..=last.year()).filter_map(|year| {
            let every = (count / 6).max(1);
            let class = if (year - begin.year()) % every == 0 { "" } else { "minor" };
            let day = NaiveDate::from_ymd_opt(year, 1, 1)?;
            Some(Year { x: place(day), label: year.to_string(), class })
        });
        Some(Self {
            title: title.to_owned(),
            text: format!("{first} – {last}"),
            height: whole(foot + LABELS),
            axis: whole(rise),
            foot: whole(foot),
            years: years.collect(),
            today: (begin <= today && today <= end).then(|| place(today)),
            ticks: views,
            legend: [
                ("is-done", texts.text("report-column-done")),
                ("is-open", texts.text("report-column-open")),
                ("is-overdue", format!("▲ {}", texts.text("report-column-overdue"))),
            ],
        })
    }
}

/// A part of a whole, from 0 to 1.
#[must_use]
pub fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { float(part) / float(whole) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of obligations are small")]
fn float(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "days of some centuries")]
fn ratio(part: i64, whole: i64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the height of a chart"
)]
fn whole(pixels: f64) -> u32 {
    pixels.ceil() as u32
}

/// A share as an attribute of SVG has it, without its sign.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.2}", share * 100.0)
}

/// A length as an attribute of SVG has it.
#[must_use]
pub fn pixels(length: f64) -> String {
    format!("{length:.1}")
}
