//! A bar for each party, and the numbers beside it.

use super::{Count, Counting, StatusView};
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::timeliness::Timeliness;
use crate::reports::counts::Standings;
use crate::reports::model::{PartyRow, ProgressReport};
use crate::reports::outline::Bar;

/// What one party owes, in numbers.
#[derive(Debug)]
pub struct PartyCounts {
    pub code: String,
    pub total: Count,
    pub reported: Count,
    pub overdue: Count,
    /// Those that are not zero, in the order of the list.
    pub parts: Vec<(StatusView, Count)>,
}

impl PartyCounts {
    /// Of every party of the report, in protocol order; groups stand after the states.
    #[must_use]
    pub fn all(of: Counting<'_>, now: &ProgressReport, then: Option<&ProgressReport>) -> Vec<Self> {
        now.parties.iter().map(|row| Self::new(of, row, then)).collect()
    }

    fn new(of: Counting<'_>, row: &PartyRow, then: Option<&ProgressReport>) -> Self {
        let code = &row.party;
        let nothing = Standings::default();
        let before = then.map(|then| {
            let same = then.parties.iter().find(|other| other.party == *code);
            same.map_or(&nothing, |same| &same.standings)
        });
        let count = |read: &dyn Fn(&Standings) -> u64, query: &str| {
            of.count(read(&row.standings), before.map(read), &format!("party={code}{query}"))
        };
        let parts = Status::ALL.iter().filter_map(|status| {
            let query = format!("&status={status}");
            let part = count(&|standings| standings.by_status.get(*status), &query);
            (part.n > 0).then(|| (StatusView::new(of.frame, *status), part))
        });
        Self {
            total: count(&|standings| standings.total, ""),
            reported: count(&|standings| standings.coverage().reported, SPOKEN),
            overdue: count(
                &|standings| standings.by_timeliness.get(Timeliness::Overdue),
                "&timeliness=overdue",
            ),
            parts: parts.collect(),
            code: code.clone(),
        }
    }
}

/// Every status but `not_reported`, as a further filter.
pub const SPOKEN: &str = "&status=not_started,in_progress,substantial,complete,ongoing,stalled,\
    abandoned,superseded";

/// The bars of the parties, called by their names.
#[must_use]
pub fn bars(of: Counting<'_>, report: &ProgressReport) -> Vec<Bar> {
    let bar = |row: &PartyRow| Bar {
        label: of.frame.language().pick(&row.name).to_owned(),
        parts: row.standings.parts(),
        total: row.standings.total,
    };
    report.parties.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spoken_of_are_all_statuses_but_one() {
        let named: Vec<&str> = SPOKEN.trim_start_matches("&status=").split(',').collect();
        let all: Vec<&str> = Status::ALL.iter().map(|status| status.as_str()).collect();
        assert_eq!([&["not_reported"], &named[..]].concat(), all);
    }
}
