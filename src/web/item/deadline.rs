//! When something is due, in words.

use chrono::{Datelike, NaiveDate};

use crate::language::Args;
use crate::reading::views::DeadlineView;
use crate::records::commitment::RecurrenceRule;
use crate::web::frame::Frame;

/// A deadline in words.
pub struct DeadlineWords {
    pub words: String,
    /// As the text has it.
    pub edtf: Option<String>,
    /// How it comes round again.
    pub recurrence: Option<String>,
}

impl DeadlineWords {
    #[must_use]
    pub fn new(frame: &Frame, deadline: &DeadlineView) -> Self {
        let words = deadline.due_on.map(|due_on| {
            let window = window(frame, deadline.opens_on, due_on);
            let edtf = deadline.edtf.as_deref().unwrap_or_default();
            if edtf.contains(['~', '?', '%']) {
                frame.with("web-item-about", &window)
            } else {
                window
            }
        });
        Self {
            words: words.unwrap_or_else(|| frame.t("web-item-asap")),
            edtf: deadline.edtf.clone(),
            recurrence: deadline.recurrence.as_ref().map(|rule| recurrence(frame, rule)),
        }
    }
}

/// A window in words: a day, a month, a year or years where it is one, else from day to day.
#[must_use]
pub fn window(frame: &Frame, opens_on: Option<NaiveDate>, due_on: NaiveDate) -> String {
    let Some(opens_on) = opens_on else {
        return frame.with("web-item-until", &frame.date(due_on));
    };
    let begins_year = opens_on.ordinal() == 1;
    let ends_year = (due_on.month(), due_on.day()) == (12, 31);
    let is_month_whole = opens_on.day() == 1 && due_on == end_of_month(opens_on);
    let mut args = Args::new();
    // As texts, lest the digits of years be grouped.
    args.set("year", due_on.year().to_string());
    args.set("month", due_on.month());
    args.set("from", opens_on.year().to_string());
    let key = match (opens_on.year() == due_on.year(), begins_year && ends_year) {
        (true, true) => "web-item-in-year",
        (false, true) => "web-item-in-years",
        _ if opens_on == due_on => return frame.date(due_on),
        _ if is_month_whole => "web-item-in-month",
        _ => {
            args.set("from", frame.date(opens_on));
            args.set("to", frame.date(due_on));
            "web-item-from-to"
        }
    };
    frame.texts.with(key, &args)
}

fn end_of_month(first: NaiveDate) -> NaiveDate {
    let day = u32::from(first.num_days_in_month());
    first.with_day(day).unwrap_or(first)
}

/// A rule in words: every year, every two years.
#[must_use]
pub fn recurrence(frame: &Frame, rule: &RecurrenceRule) -> String {
    let part = |name: &str| {
        rule.rule.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
    };
    let n: i64 = part("INTERVAL").and_then(|text| text.parse().ok()).unwrap_or(1);
    match part("FREQ") {
        Some("YEARLY") => frame.n("web-item-every-years", n),
        Some("MONTHLY") => frame.n("web-item-every-months", n),
        _ => rule.rule.clone(),
    }
}
