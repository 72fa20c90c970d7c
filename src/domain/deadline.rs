//! When something is due: an EDTF expression, the window it opens and the last day it allows.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use edtf::level_1::{Date, Edtf, Precision as Exactness, Season, Terminal};

use super::terms::terms;

/// The years that a deadline may name.
pub(super) const YEARS: RangeInclusive<i32> = 1900..=2999;

terms! {
    /// How exactly a deadline is stated, which is how wide its window is. Unspecified months and
    /// days widen it: `2026-XX` is exact to the year, `2026-08-XX` to the month.
    Precision {
        Day = "day",
        Month = "month",
        Season = "season",
        Year = "year",
        Decade = "decade",
        Century = "century",
        /// From one date to another, each as exact as it is written.
        Interval = "interval",
    }
}

/// Why a text is no deadline. Each message says what would be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    /// Not an expression of EDTF, level 1.
    #[error("must be an EDTF date such as 2027, 2025-08, 2025-08-31 or 2025/2026")]
    NotEdtf,
    /// Something is due by a day, in the ledger's time zone, and never by an hour.
    #[error("must be a date without a time of day, such as 2025-08-31")]
    TimeOfDay,
    /// The interval is open, or its end unknown: it could never become overdue.
    #[error("must have a last day: close the interval, such as 2025/2026, or give no deadline")]
    NoLastDay,
    /// A year so far off is a slip of the pen.
    #[error("must name years from 1900 to 2999 only")]
    YearOutOfRange,
    /// The interval's end allows no day on or after its beginning.
    #[error("must not end before it begins: write the earlier date first, such as 2025/2026")]
    EndsBeforeItBegins,
}

/// A deadline exactly as precise as the text that sets it.
///
/// The written form is an expression of the Extended Date/Time Format, level 1 (ISO 8601-2:2019,
/// <https://www.loc.gov/standards/datetime/>), and is kept as given. Qualifiers (`~`, `?`, `%`)
/// are kept and move no day. Seasons have no fixed months in EDTF; here they are the
/// meteorological ones of the northern hemisphere: `2026-21` spring is March to May, `2026-22`
/// summer June to August, `2026-23` autumn September to November, and `2026-24` winter
/// December 2026 to February 2027.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Deadline {
    written: String,
    form: Form,
    opens_on: Option<NaiveDate>,
    due_on: NaiveDate,
}

/// The expressions that have a last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    Date(Date),
    Interval(Date, Date),
    /// An interval whose start is open (`..`) or unknown (empty).
    Until(Terminal, Date),
}

impl Deadline {
    /// Reads an EDTF expression of level 1.
    ///
    /// # Errors
    /// [`DeadlineError`] for anything else, for times of day, for years outside 1900 to 2999,
    /// for an interval without a last day and for one that ends before it begins.
    pub fn parse(text: &str) -> Result<Self, DeadlineError> {
        let form = match Edtf::parse(text).map_err(|_| DeadlineError::NotEdtf)? {
            Edtf::Date(date) => Form::Date(date),
            Edtf::Interval(start, end) => Form::Interval(start, end),
            Edtf::IntervalTo(terminal, end) => Form::Until(terminal, end),
            Edtf::IntervalFrom(..) => return Err(DeadlineError::NoLastDay),
            Edtf::DateTime(_) => return Err(DeadlineError::TimeOfDay),
            Edtf::YYear(_) => return Err(DeadlineError::YearOutOfRange),
        };
        Self::build(text.to_owned(), form)
    }

    /// The deadline of a form that was computed, written in EDTF.
    pub(super) fn of_form(form: Form) -> Result<Self, DeadlineError> {
        let edtf = match form {
            Form::Date(date) => Edtf::Date(date),
            Form::Interval(start, end) => Edtf::Interval(start, end),
            Form::Until(terminal, end) => Edtf::IntervalTo(terminal, end),
        };
        Self::build(edtf.to_string(), form)
    }

    fn build(written: String, form: Form) -> Result<Self, DeadlineError> {
        let (opens_on, due_on) = match form {
            Form::Date(date) => (Some(first_day(date)?), last_day(date)?),
            Form::Interval(start, end) => (Some(first_day(start)?), last_day(end)?),
            Form::Until(_, end) => (None, last_day(end)?),
        };
        if opens_on.is_some_and(|opens_on| opens_on > due_on) {
            return Err(DeadlineError::EndsBeforeItBegins);
        }
        Ok(Self { written, form, opens_on, due_on })
    }

    /// The expression as it was written.
    #[must_use]
    pub fn edtf(&self) -> &str {
        &self.written
    }

    /// The first day that the expression allows; none where its start is open or unknown.
    #[must_use]
    pub const fn opens_on(&self) -> Option<NaiveDate> {
        self.opens_on
    }

    /// The last day that the expression allows. From the day after it, the obligation is overdue.
    #[must_use]
    pub const fn due_on(&self) -> NaiveDate {
        self.due_on
    }

    /// How exactly the deadline is stated.
    #[must_use]
    pub fn precision(&self) -> Precision {
        match self.form {
            Form::Interval(..) | Form::Until(..) => Precision::Interval,
            Form::Date(date) => match date.precision() {
                Exactness::Century(_) => Precision::Century,
                Exactness::Decade(_) => Precision::Decade,
                Exactness::Year(_) | Exactness::MonthOfYear(_) | Exactness::DayOfYear(_) => {
                    Precision::Year
                }
                Exactness::Season(..) => Precision::Season,
                Exactness::Month(..) | Exactness::DayOfMonth(..) => Precision::Month,
                Exactness::Day(..) => Precision::Day,
            },
        }
    }

    pub(super) const fn form(&self) -> Form {
        self.form
    }
}

impl std::fmt::Display for Deadline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.written)
    }
}

impl std::str::FromStr for Deadline {
    type Err = DeadlineError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

fn first_day(date: Date) -> Result<NaiveDate, DeadlineError> {
    match date.precision() {
        Exactness::Century(year)
        | Exactness::Decade(year)
        | Exactness::Year(year)
        | Exactness::MonthOfYear(year)
        | Exactness::DayOfYear(year) => day(year, 1, 1),
        Exactness::Season(year, season) => day(year, first_month(season), 1),
        Exactness::Month(year, month) | Exactness::DayOfMonth(year, month) => day(year, month, 1),
        Exactness::Day(year, month, of_month) => day(year, month, of_month),
    }
}

fn last_day(date: Date) -> Result<NaiveDate, DeadlineError> {
    match date.precision() {
        Exactness::Century(year) => end_of_month(day(year, 12, 1)?, 99),
        Exactness::Decade(year) => end_of_month(day(year, 12, 1)?, 9),
        Exactness::Year(year) | Exactness::MonthOfYear(year) | Exactness::DayOfYear(year) => {
            end_of_month(day(year, 12, 1)?, 0)
        }
        // The year that is written is the one in which the winter begins.
        Exactness::Season(year, Season::Winter) => end_of_month(day(year, 2, 1)?, 1),
        Exactness::Season(year, season) => end_of_month(day(year, first_month(season) + 2, 1)?, 0),
        Exactness::Month(year, month) | Exactness::DayOfMonth(year, month) => {
            end_of_month(day(year, month, 1)?, 0)
        }
        Exactness::Day(year, month, of_month) => day(year, month, of_month),
    }
}

const fn first_month(season: Season) -> u32 {
    match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    }
}

fn day(year: i32, month: u32, of_month: u32) -> Result<NaiveDate, DeadlineError> {
    if !YEARS.contains(&year) {
        return Err(DeadlineError::YearOutOfRange);
    }
    NaiveDate::from_ymd_opt(year, month, of_month).ok_or(DeadlineError::NotEdtf)
}

/// The last day of the month of `first`, `years` later.
fn end_of_month(first: NaiveDate, years: i32) -> Result<NaiveDate, DeadlineError> {
    let month = first.with_year(first.year() + years).ok_or(DeadlineError::YearOutOfRange)?;
    month.with_day(u32::from(month.num_days_in_month())).ok_or(DeadlineError::NotEdtf)
}

#[cfg(test)]
mod tests;
