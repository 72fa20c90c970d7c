//! How it came to this: where obligations stood at the end of each month.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use uuid::Uuid;

use super::counts::Counts;
use crate::db::obligations::ObligationRow;
use crate::domain::fold::{UpdateFact, fold};
use crate::domain::status::Status;

/// Where the obligations stood on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// The last of the month, or of the whole time.
    pub day: NaiveDate,
    pub by_status: Counts<Status>,
}

/// Where the obligations of `rows` stood at the end of each month from `first`, and on `last`.
///
/// What was not owed yet in a month, since an edit added it later, counts there as not reported:
/// the columns are of the same obligations, and so as high as each other.
#[must_use]
pub fn trend(
    rows: &[&ObligationRow],
    facts: &BTreeMap<Uuid, Vec<UpdateFact>>,
    first: NaiveDate,
    last: NaiveDate,
) -> Vec<Month> {
    let mut months: Vec<Month> = ends(first, last)
        .into_iter()
        .map(|day| Month { day, by_status: Counts::default() })
        .collect();
    for row in rows {
        let own = facts.get(&row.id).map_or(&[][..], Vec::as_slice);
        let mut status = Status::NotReported;
        let mut before = None;
        for month in &mut months {
            // Only where something was said about a day of the month can the state be another.
            let is_said = |fact: &UpdateFact| {
                fact.as_of <= month.day && before.is_none_or(|before| fact.as_of > before)
            };
            if own.iter().any(is_said) {
                status = fold(own, Some(month.day)).status;
            }
            month.by_status.add(status);
            before = Some(month.day);
        }
    }
    months
}

/// The ends of the months from that of `first` to that of `last`, of which `last` is the end.
fn ends(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    let mut next = first.with_day(1).and_then(|day| day.checked_add_months(Months::new(1)));
    while let Some(begin) = next.filter(|begin| *begin <= last) {
        days.extend(begin.pred_opt());
        next = begin.checked_add_months(Months::new(1));
    }
    if first <= last {
        days.push(last);
    }
    days
}

#[cfg(test)]
mod tests;
