//! The lists of a report: what is overdue, what is due next, what was spoken of last.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::obligations::ObligationRow;
use crate::domain::party::Role;
use crate::domain::status::{Basis, Status};
use crate::domain::timeliness::Timeliness;

/// How far ahead `due_next` looks.
const NEXT: Days = Days::new(90);

/// How many obligations `recently_changed` has at most.
const RECENT: usize = 20;

/// An obligation in a list of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Line {
    /// The commitment's code.
    pub commitment: String,
    pub section: i32,
    pub title: BTreeMap<String, String>,
    #[serde(flatten)]
    pub owed: Owed,
}

/// What one party owes, and where that stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Owed {
    pub party: String,
    pub role: Role,
    pub occurrence: Option<String>,
    /// The first day of its window; null where that has no beginning.
    pub opens_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub status: Status,
    pub basis: Option<Basis>,
    pub as_of: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub timeliness: Timeliness,
    pub days_overdue: Option<i64>,
    /// Statements about the same day contradict each other.
    pub contested: bool,
    /// When the last update was filed.
    pub changed_at: Option<DateTime<Utc>>,
}

impl Line {
    /// The obligation on `day`.
    #[must_use]
    pub fn new(row: &ObligationRow, day: NaiveDate) -> Self {
        Self {
            commitment: row.code.clone(),
            section: row.section,
            title: row.title.0.clone(),
            owed: Owed::new(row, day),
        }
    }
}

impl Owed {
    /// The obligation on `day`.
    #[must_use]
    pub fn new(row: &ObligationRow, day: NaiveDate) -> Self {
        Self {
            party: row.party.clone(),
            role: row.role,
            occurrence: row.occurrence.clone(),
            opens_on: row.opens_on,
            due_on: row.due_on,
            status: row.status,
            basis: row.basis,
            as_of: row.as_of,
            done_on: row.done_on,
            timeliness: row.due().timeliness(day),
            days_overdue: row.due().days_overdue(day),
            contested: row.contested,
            changed_at: row.changed_at,
        }
    }
}

/// What is overdue, the oldest due day first. Rows come in the order of the text, and keep it
/// among those of one day.
#[must_use]
pub fn overdue(rows: &[&ObligationRow], day: NaiveDate) -> Vec<Line> {
    let mut lines: Vec<Line> =
        lines(rows, day).filter(|line| line.owed.timeliness == Timeliness::Overdue).collect();
    lines.sort_by_key(|line| line.owed.due_on);
    lines
}

/// What is not done and falls due within 90 days, the nearest first.
#[must_use]
pub fn due_next(rows: &[&ObligationRow], day: NaiveDate) -> Vec<Line> {
    let until = day.checked_add_days(NEXT).unwrap_or(NaiveDate::MAX);
    let mut lines: Vec<Line> = lines(rows, day)
        .filter(|line| matches!(line.owed.timeliness, Timeliness::InWindow | Timeliness::Upcoming))
        .filter(|line| line.owed.due_on.is_some_and(|due| due <= until))
        .collect();
    lines.sort_by_key(|line| line.owed.due_on);
    lines
}

/// What was spoken of last, the latest first.
#[must_use]
pub fn recently_changed(rows: &[&ObligationRow], day: NaiveDate) -> Vec<Line> {
    let mut lines: Vec<Line> =
        lines(rows, day).filter(|line| line.owed.changed_at.is_some()).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.owed.changed_at));
    lines.truncate(RECENT);
    lines
}

fn lines(rows: &[&ObligationRow], day: NaiveDate) -> impl Iterator<Item = Line> {
    rows.iter().map(move |row| Line::new(row, day))
}
