//! What changed between two days: reached, slipped, moved.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::counts::Standings;
use super::lists::Line;
use crate::db::obligations::ObligationRow;
use crate::domain::status::Status;
use crate::domain::timeliness::Timeliness;

/// A report beside an earlier day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Compared {
    /// The earlier day.
    pub as_of: NaiveDate,
    /// The totals of that day.
    pub totals: Standings,
    /// Complete now, and not then.
    pub reached: Vec<Line>,
    /// Overdue now, and not then.
    pub slipped: Vec<Line>,
    /// Of another status than then, in the order of the text.
    pub moved: Vec<Moved>,
}

/// An obligation whose status is another than it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Moved {
    pub before: Status,
    #[serde(flatten)]
    pub now: Line,
}

/// Compares the same obligations on two days.
#[must_use]
pub fn compare(
    then: &[&ObligationRow],
    then_day: NaiveDate,
    now: &[&ObligationRow],
    now_day: NaiveDate,
) -> Compared {
    let mut totals = Standings::default();
    let mut before: BTreeMap<Uuid, Line> = BTreeMap::new();
    for row in then {
        let line = Line::new(row, then_day);
        totals.add(line.status, line.timeliness);
        before.insert(row.id, line);
    }
    let mut compared = Compared {
        as_of: then_day,
        totals,
        reached: Vec::new(),
        slipped: Vec::new(),
        moved: Vec::new(),
    };
    for row in now {
        let line = Line::new(row, now_day);
        let Some(was) = before.get(&row.id) else { continue };
        if line.status == Status::Complete && was.status != Status::Complete {
            compared.reached.push(line.clone());
        }
        if line.timeliness == Timeliness::Overdue && was.timeliness != Timeliness::Overdue {
            compared.slipped.push(line.clone());
        }
        if line.status != was.status {
            compared.moved.push(Moved { before: was.status, now: line });
        }
    }
    compared
}
