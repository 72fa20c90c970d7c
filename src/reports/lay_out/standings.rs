//! Counts: the totals, the parties by status, and parties by sections.

use super::{Block, Cell, Column, Layout, Section, Table, Width, count, row};
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::timeliness::Timeliness;
use crate::language::Args;
use crate::reports::counts::{Coverage, Standings};
use crate::reports::model;
use crate::reports::outline::{Bar, Matrix, MatrixCell};
use crate::reports::summary::share;

impl Layout<'_> {
    pub(super) fn totals(&self) -> Section {
        let totals = &self.report.totals;
        let (obligations, commitments) = (&totals.obligations, &totals.commitments);
        let table = |name: &str, first: &str, rows: Vec<Vec<Cell>>| {
            let columns = [
                (first, Width::Medium),
                ("report-column-obligations", Width::Narrow),
                ("report-column-commitments", Width::Narrow),
            ];
            Block::Table(Table {
                name: name.to_owned(),
                columns: self.columns(&columns),
                rows,
                empty: String::new(),
            })
        };
        let by_status = Status::ALL.iter().map(|status| {
            let counts = [obligations, commitments].map(|all| count(all.by_status.get(*status)));
            row(Cell::Status(*status), counts)
        });
        let by_timeliness = Timeliness::ALL.iter().filter(|one| **one != Timeliness::Follows);
        let by_timeliness = by_timeliness.map(|one| {
            let counts = [obligations, commitments].map(|all| count(all.by_timeliness.get(*one)));
            row(Cell::Timeliness(*one), counts)
        });
        let total = || {
            let all = Cell::Text(self.text("report-column-total"));
            row(all, [obligations, commitments].map(|all| count(all.total)))
        };
        let status = by_status.chain([total()]).collect();
        let timeliness = by_timeliness.chain([total()]).collect();
        let blocks = vec![
            Block::Bars(vec![bar(self.text("report-column-obligations"), obligations)]),
            table("by-status", "report-column-status", status),
            table("by-timeliness", "report-column-timeliness", timeliness),
            Block::Paragraph(self.text("report-supporters")),
        ];
        self.section("totals", "report-heading-totals", blocks)
    }

    pub(super) fn parties(&self) -> Section {
        let mut columns = self.columns(&[("report-column-party", Width::Medium)]);
        columns.extend(Status::ALL.iter().map(|status| Column {
            title: self.texts.term("status", *status),
            width: Width::Narrow,
        }));
        columns.extend(self.columns(&[
            ("report-column-total", Width::Narrow),
            ("report-column-overdue", Width::Narrow),
            ("report-column-coverage", Width::Medium),
        ]));
        let rows = self.report.parties.iter().map(|party| {
            let standings = &party.standings;
            let mut row = vec![Cell::Text(self.pick(&party.name).to_owned())];
            row.extend(Status::ALL.iter().map(|status| count(standings.by_status.get(*status))));
            row.push(count(standings.total));
            row.push(count(standings.by_timeliness.get(Timeliness::Overdue)));
            row.push(Cell::Text(self.coverage(party.coverage)));
            row
        });
        let table = Table {
            name: "parties".to_owned(),
            columns,
            rows: rows.collect(),
            empty: self.text("report-none-items"),
        };
        let bars = self.report.parties.iter();
        let bars = bars.map(|party| bar(self.pick(&party.name).to_owned(), &party.standings));
        let blocks = vec![Block::Bars(bars.collect()), Block::Table(table)];
        self.section("parties", "report-heading-parties", blocks)
    }

    /// As `41 of 318 (12.9%)`.
    fn coverage(&self, coverage: Coverage) -> String {
        let mut args = Args::new();
        args.set("reported", coverage.reported);
        args.set("total", coverage.total);
        let counts = self.texts.with("report-coverage-of", &args);
        let share = share(self.language, coverage.reported, coverage.total);
        self.language.marks().in_brackets(&counts, &share)
    }

    pub(super) fn matrix(&self) -> Section {
        let report = self.report;
        if report.matrix.is_empty() {
            let none = Block::Paragraph(self.text("report-none-items"));
            return self.section("matrix", "report-heading-matrix", vec![none]);
        }
        let cell = |party: &str, section: i32| {
            let of = |cell: &&model::Cell| cell.party == party && cell.section == section;
            report.matrix.iter().find(of).map(|cell| MatrixCell {
                total: cell.standings.total,
                reported: cell.standings.coverage().reported,
                overdue: cell.standings.by_timeliness.get(Timeliness::Overdue),
            })
        };
        let columns = report
            .sections
            .iter()
            .map(|section| (section.section.to_string(), self.pick(&section.title).to_owned()));
        let rows = report.parties.iter().map(|party| {
            let cells = report.sections.iter().map(|section| cell(&party.party, section.section));
            (self.pick(&party.name).to_owned(), cells.collect())
        });
        let matrix = Matrix {
            legend: self.text("report-matrix-legend"),
            corner: self.text("report-column-party"),
            columns: columns.collect(),
            rows: rows.collect(),
        };
        self.section("matrix", "report-heading-matrix", vec![Block::Matrix(matrix)])
    }
}

fn bar(label: String, standings: &Standings) -> Bar {
    let parts = Status::ALL.iter().map(|status| (*status, standings.by_status.get(*status)));
    Bar { label, parts: parts.filter(|(_, count)| *count > 0).collect(), total: standings.total }
}
