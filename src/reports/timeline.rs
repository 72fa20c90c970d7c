//! The deadlines of a report, day by day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::obligations::ObligationRow;
use crate::domain::timeliness::Timeliness;

/// How many obligations fall due on one day, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Deadline {
    pub due_on: NaiveDate,
    pub total: u64,
    /// Complete, in time or late.
    pub done: u64,
    pub overdue: u64,
    /// Neither done nor overdue, nor taken off the list: abandoned or superseded.
    pub open: u64,
}

/// Counts what falls due on each day, as of `day`, the earliest first.
#[must_use]
pub fn timeline(rows: &[&ObligationRow], day: NaiveDate) -> Vec<Deadline> {
    let mut days: BTreeMap<NaiveDate, Deadline> = BTreeMap::new();
    for row in rows {
        let Some(due_on) = row.due_on else { continue };
        let nothing = Deadline { due_on, total: 0, done: 0, overdue: 0, open: 0 };
        let deadline = days.entry(due_on).or_insert(nothing);
        deadline.total += 1;
        match row.due().timeliness(day) {
            Timeliness::DoneOnTime | Timeliness::DoneLate => deadline.done += 1,
            Timeliness::Overdue => deadline.overdue += 1,
            Timeliness::Upcoming | Timeliness::InWindow => deadline.open += 1,
            Timeliness::Undated | Timeliness::NotDue | Timeliness::Follows => {}
        }
    }
    days.into_values().collect()
}
