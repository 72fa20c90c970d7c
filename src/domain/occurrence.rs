//! The dated occurrences of what recurs: one window after another.

use chrono::NaiveDate;
use edtf::level_1::{Certainty, Date, Precision as Exactness};

use super::deadline::{Deadline, Form};
use super::recurrence::{MOST_OCCURRENCES, Recurrence, RecurrenceError};

/// One dated occurrence of what recurs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Occurrence {
    /// The opening at its own precision, without qualifiers: `2027`, `2026-03`. Fit for a URL.
    pub key: String,
    /// The window of this occurrence.
    pub deadline: Deadline,
}

/// When an obligation may be met: once, or once an occurrence.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    /// The key of the occurrence; none where there is only one.
    pub occurrence: Option<String>,
    pub opens_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
}

/// The windows of what is due by `deadline`, with its `occurrences` if it recurs. What has no
/// deadline has one window, without an end.
#[must_use]
pub fn windows(deadline: Option<&Deadline>, occurrences: Option<&[Occurrence]>) -> Vec<Window> {
    let window = |occurrence: Option<String>, deadline: &Deadline| Window {
        occurrence,
        opens_on: deadline.opens_on(),
        due_on: Some(deadline.due_on()),
    };
    match (deadline, occurrences) {
        (_, Some(all)) => {
            all.iter().map(|one| window(Some(one.key.clone()), &one.deadline)).collect()
        }
        (Some(deadline), None) => vec![window(None, deadline)],
        (None, None) => vec![Window::default()],
    }
}

/// The occurrences of `deadline` under `recurrence`, earliest first.
///
/// The first is the deadline itself, as it was written, whatever the rule's end (RFC 5545: the
/// start always counts). Each next one is the same window shifted by the rule, as precise as the
/// first and with the same qualifiers: `2027/2028` every two years gives `2029/2030`,
/// `2031/2032` and so on. The last is the last whose window opens on or before UNTIL and the
/// horizon. A window with a day that its month
/// does not have is left out, as RFC 5545 has it.
///
/// # Errors
/// [`RecurrenceError`] where the deadline has no first day, where the rule steps by less than the
/// deadline's own unit (a year every month), where there would be more than
/// [`MOST_OCCURRENCES`], and where one would pass the year 2999.
pub fn occurrences(
    deadline: &Deadline,
    recurrence: &Recurrence,
) -> Result<Vec<Occurrence>, RecurrenceError> {
    let (start, end) = match deadline.form() {
        Form::Date(date) => (date, None),
        Form::Interval(start, end) => (start, Some(end)),
        Form::Until(..) => return Err(RecurrenceError::NoOpening(deadline.edtf().to_owned())),
    };
    let fits = |date: Date| recurrence.step() % months_of_unit(date) == 0;
    if !fits(start) || !end.is_none_or(fits) {
        return Err(RecurrenceError::StepTooFine(deadline.edtf().to_owned()));
    }
    let last_opening = recurrence.last_opening();
    let mut found = vec![Occurrence { key: key(start), deadline: deadline.clone() }];
    let mut months = 0;
    while recurrence.count().is_none_or(|count| found.len() < count) {
        months += recurrence.step();
        let Some(next_start) = shifted(start, months) else {
            continue;
        };
        if let Some(last) = last_opening
            && first_day(next_start).is_none_or(|opens_on| opens_on > last)
        {
            break;
        }
        let form = match end {
            None => Form::Date(next_start),
            Some(end) => match shifted(end, months) {
                Some(next_end) => Form::Interval(next_start, next_end),
                None => continue,
            },
        };
        let next = Deadline::of_form(form)?;
        if found.len() == MOST_OCCURRENCES {
            return Err(RecurrenceError::TooMany);
        }
        found.push(Occurrence { key: key(next_start), deadline: next });
    }
    Ok(found)
}

/// The first day of a date, none if its year is none that a deadline may name.
fn first_day(date: Date) -> Option<NaiveDate> {
    Deadline::of_form(Form::Date(date)).ok()?.opens_on()
}

/// The opening as a key. Qualifiers say nothing about which occurrence it is, and `%` and `?`
/// would have to be escaped in a URL.
fn key(start: Date) -> String {
    start.and_certainty(Certainty::Certain).to_string()
}

/// The unit that a date is exact to, in months; days count as months, which carry them along.
fn months_of_unit(date: Date) -> i32 {
    match date.precision() {
        Exactness::Century(_) => 1200,
        Exactness::Decade(_) => 120,
        Exactness::Year(_)
        | Exactness::MonthOfYear(_)
        | Exactness::DayOfYear(_)
        | Exactness::Season(..) => 12,
        Exactness::Month(..) | Exactness::DayOfMonth(..) | Exactness::Day(..) => 1,
    }
}

/// The date `months` later, as exact and as sure as it was; none where the month has no such day.
/// `months` is a multiple of the date's own unit.
fn shifted(date: Date, months: i32) -> Option<Date> {
    let years = months / 12;
    let exactness = match date.precision() {
        Exactness::Century(year) => Exactness::Century(year + years),
        Exactness::Decade(year) => Exactness::Decade(year + years),
        Exactness::Year(year) => Exactness::Year(year + years),
        Exactness::MonthOfYear(year) => Exactness::MonthOfYear(year + years),
        Exactness::DayOfYear(year) => Exactness::DayOfYear(year + years),
        Exactness::Season(year, season) => Exactness::Season(year + years, season),
        Exactness::Month(year, month) => {
            let (year, month) = month_after(year, month, months)?;
            Exactness::Month(year, month)
        }
        Exactness::DayOfMonth(year, month) => {
            let (year, month) = month_after(year, month, months)?;
            Exactness::DayOfMonth(year, month)
        }
        Exactness::Day(year, month, day) => {
            let (year, month) = month_after(year, month, months)?;
            NaiveDate::from_ymd_opt(year, month, day)?;
            Exactness::Day(year, month, day)
        }
    };
    Some(Date::from_precision_opt(exactness)?.and_certainty(date.certainty()))
}

fn month_after(year: i32, month: u32, months: i32) -> Option<(i32, u32)> {
    let index = year * 12 + i32::try_from(month).ok()? - 1 + months;
    let month = u32::try_from(index.rem_euclid(12)).ok()? + 1;
    Some((index.div_euclid(12), month))
}

#[cfg(test)]
mod tests;
