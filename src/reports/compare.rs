//! What changed between two days: reached, slipped, moved.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::counts::Standings;
use super::lists::Line;
use crate::db::obligations::ObligationRow;
use crate::domain::fold::Statement;
use crate::domain::status::Status;
use crate::domain::timeliness::Timeliness;
use crate::records::texts::Json;

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
    /// Contradicted now, and not then: statements of one day differ, or an assessor says something
    /// else than the party.
    pub contradicted: Vec<Line>,
    /// Of another status than then, in the order of the text.
    pub moved: Vec<Moved>,
}

/// An obligation whose status is another than it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
    let mut before: BTreeMap<Uuid, (Line, bool)> = BTreeMap::new();
    for row in then {
        let line = Line::new(row, then_day);
        totals.add(line.owed.status, line.owed.timeliness);
        before.insert(row.id, (line, is_contradicted(row)));
    }
    let mut compared = Compared {
        as_of: then_day,
        totals,
        reached: Vec::new(),
        slipped: Vec::new(),
        contradicted: Vec::new(),
        moved: Vec::new(),
    };
    for row in now {
        let line = Line::new(row, now_day);
        let Some((was, was_contradicted)) = before.get(&row.id) else { continue };
        if line.owed.status == Status::Complete && was.owed.status != Status::Complete {
            compared.reached.push(line.clone());
        }
        if line.owed.timeliness == Timeliness::Overdue && was.owed.timeliness != Timeliness::Overdue
        {
            compared.slipped.push(line.clone());
        }
        if is_contradicted(row) && !was_contradicted {
            compared.contradicted.push(line.clone());
        }
        if line.owed.status != was.owed.status {
            compared.moved.push(Moved { before: was.owed.status, now: line });
        }
    }
    compared
}

/// Whether what is said of an obligation does not agree.
fn is_contradicted(row: &ObligationRow) -> bool {
    let said = |statement: &Option<Json<Statement>>| {
        statement.as_ref().map(|said| (said.0.status, said.0.done_on))
    };
    let differs = said(&row.declared).zip(said(&row.assessed)).is_some_and(|(d, a)| d != a);
    row.contested || differs
}
