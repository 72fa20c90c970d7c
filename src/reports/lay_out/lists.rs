//! Lists of obligations: by their deadlines, overdue, due next, and changed.

use super::{Block, Cell, Layout, Section, Table, Width, count, row};
use crate::language::Args;
use crate::reports::compare::Compared;
use crate::reports::lists::{Line, Owed};
use crate::reports::outline::Tick;

impl Layout<'_> {
    pub(super) fn timeline(&self) -> Section {
        let ticks: Vec<Tick> = self
            .report
            .timeline
            .iter()
            .map(|one| Tick {
                day: one.due_on,
                done: one.done,
                overdue: one.overdue,
                open: one.open,
                total: one.total,
            })
            .collect();
        let rows = ticks.iter().map(|tick| {
            row(Cell::Day(tick.day), [tick.total, tick.done, tick.overdue, tick.open].map(count))
        });
        let columns = [
            ("report-column-due", Width::Medium),
            ("report-column-total", Width::Narrow),
            ("report-column-done", Width::Narrow),
            ("report-column-overdue", Width::Narrow),
            ("report-column-open", Width::Narrow),
        ];
        let table = Table {
            name: "timeline".to_owned(),
            columns: self.columns(&columns),
            rows: rows.collect(),
            empty: self.text("report-none-dated"),
        };
        let blocks = vec![Block::Timeline(ticks), Block::Table(table)];
        self.section("timeline", "report-heading-timeline", blocks)
    }

    pub(super) fn overdue(&self) -> Section {
        let columns = [
            ("report-column-code", Width::Narrow),
            ("report-column-title", Width::Wide),
            ("report-column-party", Width::Medium),
            ("report-column-due", Width::Medium),
            ("report-column-days", Width::Narrow),
            ("report-column-status", Width::Medium),
        ];
        let rows = self.report.overdue.iter().map(|line| {
            let days = line.owed.days_overdue.map_or(Cell::Empty, Cell::Number);
            let [code, title, party, due] = self.line(line);
            vec![code, title, party, due, days, Cell::Status(line.owed.status)]
        });
        let table = Table {
            name: "overdue".to_owned(),
            columns: self.columns(&columns),
            rows: rows.collect(),
            empty: self.text("report-none-overdue"),
        };
        self.section("overdue", "report-heading-overdue", vec![Block::Table(table)])
    }

    pub(super) fn next(&self) -> Section {
        let table = self.lines("due-next", &self.report.due_next, "report-none-next");
        self.section("due-next", "report-heading-next", vec![table])
    }

    pub(super) fn changes(&self, compared: &Compared) -> Section {
        let columns = [
            ("report-column-code", Width::Narrow),
            ("report-column-title", Width::Wide),
            ("report-column-party", Width::Medium),
            ("report-column-before", Width::Medium),
            ("report-column-now", Width::Medium),
        ];
        let moved = compared.moved.iter().map(|moved| {
            let [code, title, party, _] = self.line(&moved.now);
            vec![
                code,
                title,
                party,
                Cell::Status(moved.before),
                Cell::Status(moved.now.owed.status),
            ]
        });
        let moved = Table {
            name: "moved".to_owned(),
            columns: self.columns(&columns),
            rows: moved.collect(),
            empty: self.text("report-none-moved"),
        };
        let blocks = vec![
            Block::Heading(self.text("report-heading-reached")),
            self.lines("reached", &compared.reached, "report-none-reached"),
            Block::Heading(self.text("report-heading-slipped")),
            self.lines("slipped", &compared.slipped, "report-none-slipped"),
            Block::Heading(self.text("report-heading-contradicted")),
            self.lines("contradicted", &compared.contradicted, "report-none-contradicted"),
            Block::Heading(self.text("report-heading-moved")),
            Block::Table(moved),
        ];
        let day = self.texts.day(compared.as_of);
        let heading = self.with("report-heading-changes", "day", day);
        Section { name: "changes", heading, blocks }
    }

    /// A table of obligations with when they are due and where they stand.
    fn lines(&self, name: &str, lines: &[Line], empty: &str) -> Block {
        let columns = [
            ("report-column-code", Width::Narrow),
            ("report-column-title", Width::Wide),
            ("report-column-party", Width::Medium),
            ("report-column-due", Width::Medium),
            ("report-column-status", Width::Medium),
        ];
        let rows = lines.iter().map(|line| {
            let [code, title, party, due] = self.line(line);
            vec![code, title, party, due, Cell::Status(line.owed.status)]
        });
        Block::Table(Table {
            name: name.to_owned(),
            columns: self.columns(&columns),
            rows: rows.collect(),
            empty: self.text(empty),
        })
    }

    /// What every list says of an obligation: its item, who owes it, when it is due.
    fn line(&self, line: &Line) -> [Cell; 4] {
        let [party, due] = self.owed(&line.owed);
        let title = Cell::Text(self.pick(&line.title).to_owned());
        [Cell::Code(line.commitment.clone()), title, party, due]
    }

    /// Who owes, which time, and when it is due.
    pub(super) fn owed(&self, owed: &Owed) -> [Cell; 2] {
        let party = self.party(&owed.party);
        let party = match &owed.occurrence {
            Some(occurrence) => {
                let mut args = Args::new();
                args.set("party", party);
                args.set("occurrence", occurrence.as_str());
                self.texts.with("report-party-occurrence", &args)
            }
            None => party,
        };
        [Cell::Text(party), owed.due_on.map_or(Cell::Empty, Cell::Day)]
    }
}
