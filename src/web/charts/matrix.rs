//! Parties across sections: what each owes by each, how much of it was spoken of, what is overdue.

use super::{Count, Counting};
use crate::domain::timeliness::Timeliness;
use crate::reading::views::TextsView;
use crate::reports::counts::Standings;
use crate::reports::model::{Cell, ProgressReport, SectionRow};

/// The table.
#[derive(Debug)]
pub struct Matrix {
    pub columns: Vec<ColumnView>,
    pub rows: Vec<RowView>,
    /// Of all parties together.
    pub sums: Vec<CellView>,
}

/// A section.
#[derive(Debug)]
pub struct ColumnView {
    pub number: i32,
    pub title: String,
    pub address: String,
}

/// A party.
#[derive(Debug)]
pub struct RowView {
    pub name: String,
    pub address: String,
    pub cells: Vec<Option<CellView>>,
}

/// What one party owes by one section.
#[derive(Debug)]
pub struct CellView {
    /// How much of it was spoken of, from 0 (nothing) to 5 (all).
    pub shade: u64,
    pub total: Count,
    pub reported: u64,
    pub overdue: Count,
}

impl Matrix {
    /// The matrix of a report, beside that of an earlier day.
    #[must_use]
    pub fn new(of: Counting<'_>, now: &ProgressReport, then: Option<&ProgressReport>) -> Self {
        let pick = |names: &TextsView| of.frame.language().pick(names).to_owned();
        let column = |section: &SectionRow| ColumnView {
            number: section.section,
            title: pick(&section.title),
            address: of.list(&format!("section={}", section.section)),
        };
        let rows = now.parties.iter().map(|party| RowView {
            name: pick(&party.name),
            address: of.list(&format!("party={}", party.party)),
            cells: now
                .sections
                .iter()
                .map(|one| cell(of, now, then, (&party.party, one)))
                .collect(),
        });
        let sum = |section: &SectionRow| {
            let earlier = then.map(|then| {
                let same = then.sections.iter().find(|one| one.section == section.section);
                same.map(|one| one.standings.clone()).unwrap_or_default()
            });
            let query = format!("section={}", section.section);
            CellView::new(of, &section.standings, earlier.as_ref(), &query)
        };
        Self {
            columns: now.sections.iter().map(column).collect(),
            rows: rows.collect(),
            sums: now.sections.iter().map(sum).collect(),
        }
    }
}

fn cell(
    of: Counting<'_>,
    now: &ProgressReport,
    then: Option<&ProgressReport>,
    (party, section): (&str, &SectionRow),
) -> Option<CellView> {
    let number = section.section;
    let is_it = |cell: &&Cell| cell.party == party && cell.section == number;
    let standings = &now.matrix.iter().find(is_it)?.standings;
    let earlier = then.map(|then| {
        let same = then.matrix.iter().find(is_it);
        same.map(|cell| cell.standings.clone()).unwrap_or_default()
    });
    let query = format!("party={party}&section={number}");
    Some(CellView::new(of, standings, earlier.as_ref(), &query))
}

impl CellView {
    fn new(of: Counting<'_>, now: &Standings, then: Option<&Standings>, query: &str) -> Self {
        let late = |standings: &Standings| standings.by_timeliness.get(Timeliness::Overdue);
        let reported = now.coverage().reported;
        Self {
            shade: (reported * 5).div_ceil(now.total.max(1)),
            // That the same is owed on both days needs no saying in every cell.
            total: of.count(now.total, None, query),
            reported,
            overdue: of.count(late(now), then.map(late), &format!("{query}&timeliness=overdue")),
        }
    }
}
