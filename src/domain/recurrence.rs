//! What comes round again: an RFC 5545 rule, as far as it shifts a window as a whole.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use super::deadline::{DeadlineError, YEARS};

/// The most occurrences that one deadline may have, itself included.
pub const MOST_OCCURRENCES: usize = 400;

/// The largest INTERVAL that a rule may have, in its own unit.
const LARGEST_INTERVAL: i32 = 1000;

/// Why a rule is none, or does not go with its deadline. Each message says what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceError {
    /// The text is not a list of `NAME=VALUE` parts.
    #[error("must be an RFC 5545 recurrence rule such as FREQ=YEARLY;INTERVAL=2")]
    NotARule,
    /// The part is none that the ledger knows: anything that would pick days within the window.
    #[error("must have no part {0}: FREQ, INTERVAL, UNTIL and COUNT are understood")]
    UnknownPart(String),
    /// The part is there twice.
    #[error("must have the part {0} only once")]
    RepeatedPart(String),
    /// FREQ is missing, or is one of days, weeks or hours.
    #[error("must have FREQ=YEARLY or FREQ=MONTHLY")]
    Frequency,
    /// INTERVAL is no whole number in its bounds.
    #[error("must have an INTERVAL from 1 to {LARGEST_INTERVAL}")]
    Interval,
    /// COUNT is no whole number in its bounds.
    #[error("must have a COUNT from 1 to {MOST_OCCURRENCES}")]
    Count,
    /// UNTIL is not of the deadline's own type, a date.
    #[error("must have an UNTIL that is a date of the years 1900 to 2999, such as 20351231")]
    Until,
    /// RFC 5545 forbids the two together.
    #[error("must have UNTIL or COUNT, not both")]
    UntilAndCount,
    /// Nothing ends the occurrences.
    #[error("must end: give the rule an UNTIL or a COUNT, or state a horizon")]
    Endless,
    /// The horizon lies beyond the years that a deadline may name.
    #[error("must have a horizon in the years 1900 to 2999")]
    Horizon,
    /// The deadline has no opening that could be shifted.
    #[error("must not recur: the deadline {0} has no first day")]
    NoOpening(String),
    /// The rule steps by less than the deadline's own unit.
    #[error("must step by whole units of the deadline {0}, which a finer rule would blur")]
    StepTooFine(String),
    /// More occurrences than anybody could file updates on.
    #[error("must give at most {MOST_OCCURRENCES} occurrences: end it earlier")]
    TooMany,
    /// An occurrence would leave the years that a deadline may name.
    #[error("must end while its occurrences are still deadlines: an occurrence {0}")]
    Occurrence(#[from] DeadlineError),
}

/// A recurrence: the parts of an RFC 5545 RRULE that shift a window as a whole, and a horizon.
///
/// `FREQ` is `YEARLY` or `MONTHLY`; `INTERVAL`, `UNTIL` (a date) and `COUNT` are optional. The
/// parts that pick days within a period (`BY…`, `WKST`) are refused: the window says when.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recurrence {
    written: String,
    step: i32,
    until: Option<NaiveDate>,
    count: Option<usize>,
    horizon: Option<NaiveDate>,
}

impl Recurrence {
    /// Reads the value of an RRULE (RFC 5545, 3.3.10), without the leading `RRULE:`.
    ///
    /// `horizon` is the last day on which a window may open; it may be left out only where the
    /// rule itself ends.
    ///
    /// # Errors
    /// [`RecurrenceError`], which names the first part that is wrong.
    pub fn parse(rule: &str, horizon: Option<NaiveDate>) -> Result<Self, RecurrenceError> {
        let parts = Parts::read(rule)?;
        let unit = match parts.freq.as_deref() {
            Some("YEARLY") => 12,
            Some("MONTHLY") => 1,
            _ => return Err(RecurrenceError::Frequency),
        };
        let interval = match parts.interval.as_deref() {
            None => 1,
            Some(text) => whole(text, LARGEST_INTERVAL).ok_or(RecurrenceError::Interval)?,
        };
        let until = match parts.until.as_deref() {
            None => None,
            Some(text) => Some(until_day(text).ok_or(RecurrenceError::Until)?),
        };
        let count = match parts.count.as_deref() {
            None => None,
            Some(text) => Some(whole(text, MOST_OCCURRENCES).ok_or(RecurrenceError::Count)?),
        };
        if until.is_some() && count.is_some() {
            return Err(RecurrenceError::UntilAndCount);
        }
        if until.is_none() && count.is_none() && horizon.is_none() {
            return Err(RecurrenceError::Endless);
        }
        if horizon.is_some_and(|day| !YEARS.contains(&day.year())) {
            return Err(RecurrenceError::Horizon);
        }
        Ok(Self { written: rule.to_owned(), step: unit * interval, until, count, horizon })
    }

    /// The rule as it was written.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.written
    }

    /// The last day on which a window may open, if one was stated beside the rule.
    #[must_use]
    pub const fn horizon(&self) -> Option<NaiveDate> {
        self.horizon
    }

    /// Months from one window to the next.
    pub(super) const fn step(&self) -> i32 {
        self.step
    }

    /// How many occurrences the rule gives, the deadline itself included, if it counts them.
    pub(super) const fn count(&self) -> Option<usize> {
        self.count
    }

    /// The last day on which a window may open, by rule and horizon together.
    pub(super) fn last_opening(&self) -> Option<NaiveDate> {
        match (self.until, self.horizon) {
            (Some(until), Some(horizon)) => Some(until.min(horizon)),
            (until, horizon) => until.or(horizon),
        }
    }
}

/// The parts of a rule, upper case, each at most once.
#[derive(Default)]
struct Parts {
    freq: Option<String>,
    interval: Option<String>,
    until: Option<String>,
    count: Option<String>,
}

impl Parts {
    fn read(rule: &str) -> Result<Self, RecurrenceError> {
        let mut parts = Self::default();
        for part in rule.split(';') {
            let (name, value) = part.split_once('=').ok_or(RecurrenceError::NotARule)?;
            // Names and enumerated values are not case-sensitive (RFC 5545, 3.3.10 and 2).
            let name = name.to_ascii_uppercase();
            let place = match name.as_str() {
                "FREQ" => &mut parts.freq,
                "INTERVAL" => &mut parts.interval,
                "UNTIL" => &mut parts.until,
                "COUNT" => &mut parts.count,
                _ => return Err(RecurrenceError::UnknownPart(name)),
            };
            if place.replace(value.to_ascii_uppercase()).is_some() {
                return Err(RecurrenceError::RepeatedPart(name));
            }
        }
        Ok(parts)
    }
}

/// A whole number from 1 to `most`, in plain digits.
fn whole<T: FromStr + From<u8> + PartialOrd + Copy>(text: &str, most: T) -> Option<T> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse::<T>().ok()).flatten()?;
    (T::from(1) <= number && number <= most).then_some(number)
}

/// The value type DATE of RFC 5545, 3.3.4: `20351231`.
fn until_day(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let day = NaiveDate::parse_from_str(text, "%Y%m%d").ok()?;
    YEARS.contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests;
