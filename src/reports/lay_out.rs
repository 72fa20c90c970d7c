//! From a report to its outline in the report's language.

use std::collections::BTreeMap;

use super::compare::Compared;
use super::counts::{Coverage, Standings};
use super::items::{ItemReport, ObligationReport};
use super::lists::{Line, Owed};
use super::model::ProgressReport;
use super::outline::{
    Bar, Block, Cell, Column, Matrix, MatrixCell, NoteText, Outline, Section, Table, Tick, Width,
};
use super::summary::share;
use crate::domain::rubric::{Kroc, Ogp, Score, Toronto};
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::timeliness::Timeliness;
use crate::language::{Args, Language, Texts};

mod items;
mod scores;

/// Where the method stands in full, as the report's readers can find it.
const METHOD: &str = "docs/statuses-and-scores.md";

/// Lays a report out.
#[must_use]
pub fn lay_out(report: &ProgressReport) -> Outline {
    let of = Layout { report, texts: report.language.texts(), language: report.language };
    let mut sections = vec![of.summary(), of.totals(), of.parties(), of.matrix(), of.timeline()];
    sections.push(of.overdue());
    sections.push(of.next());
    sections.extend(report.compared.as_ref().map(|compared| of.changes(compared)));
    sections.extend([of.items(), of.scores(), of.method()]);
    if !report.notes.is_empty() {
        sections.push(of.notes());
    }
    Outline {
        language: report.language,
        title: of.text("report-title"),
        subject: report.language.pick(&report.declaration.title).to_owned(),
        facts: of.facts(),
        sections,
    }
}

/// A report on its way into a language.
struct Layout<'a> {
    report: &'a ProgressReport,
    texts: &'static Texts,
    language: Language,
}

impl Layout<'_> {
    fn text(&self, key: &str) -> String {
        self.texts.text(key)
    }

    fn pick<'t>(&self, texts: &'t BTreeMap<String, String>) -> &'t str {
        self.language.pick(texts)
    }

    /// A text with one value.
    fn with(&self, key: &str, name: &str, value: impl Into<String>) -> String {
        let mut args = Args::new();
        args.set(name.to_owned(), value.into());
        self.texts.with(key, &args)
    }

    fn section(&self, name: &'static str, key: &str, blocks: Vec<Block>) -> Section {
        Section { name, heading: self.text(key), blocks }
    }

    fn columns(&self, columns: &[(&str, Width)]) -> Vec<Column> {
        columns.iter().map(|(key, width)| Column { title: self.text(key), width: *width }).collect()
    }

    /// A party's name, by its code.
    fn party(&self, code: &str) -> String {
        let known = self.report.parties.iter().find(|row| row.party == code);
        known.map_or_else(|| code.to_owned(), |row| self.pick(&row.name).to_owned())
    }

    fn facts(&self) -> Vec<(String, String)> {
        let report = self.report;
        let fact = |key: &str, text: String| (self.text(key), text);
        let mut adopted = Args::new();
        adopted.set("day", self.texts.day(report.declaration.adopted_on));
        adopted.set("place", self.pick(&report.declaration.place));
        let mut facts = vec![
            fact("report-adopted", self.texts.with("report-adopted-is", &adopted)),
            fact("report-as-of", self.texts.day(report.as_of)),
        ];
        if let Some(compared) = &report.compared {
            facts.push(fact("report-compared-with", self.texts.day(compared.as_of)));
        }
        facts.push(fact("report-scope", self.scope()));
        if let Some(at) = report.known_at {
            let at = at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
            facts.push(fact("report-known-at", at));
        }
        facts.push(fact(
            "report-place",
            self.with("report-place-is", "seq", report.seq.to_string()),
        ));
        facts.push(fact("report-chain", report.chain.clone()));
        facts.push(fact("report-cursor", report.cursor.clone()));
        facts
    }

    fn scope(&self) -> String {
        let scope = &self.report.scope;
        let mut parts = Vec::new();
        if !scope.parties.is_empty() {
            let names: Vec<String> = scope.parties.iter().map(|code| self.party(code)).collect();
            parts.push(self.with("report-scope-parties", "parties", names.join(", ")));
        }
        if !scope.sections.is_empty() {
            let numbers: Vec<String> = scope.sections.iter().map(ToString::to_string).collect();
            parts.push(self.with("report-scope-sections", "sections", numbers.join(", ")));
        }
        if parts.is_empty() { self.text("report-scope-all") } else { parts.join("; ") }
    }

    fn summary(&self) -> Section {
        let blocks = self.report.summary.iter().cloned().map(Block::Paragraph).collect();
        self.section("summary", "report-heading-summary", blocks)
    }

    fn totals(&self) -> Section {
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

    fn parties(&self) -> Section {
        let mut columns = self.columns(&[("report-column-party", Width::Medium)]);
        columns.extend(Status::ALL.iter().map(|status| Column {
            title: self.texts.term("status", *status),
            width: Width::Narrow,
        }));
        columns.extend(self.columns(&[
            ("report-column-total", Width::Narrow),
            ("report-column-overdue", Width::Narrow),
            ("report-column-coverage", Width::Narrow),
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
        format!("{counts} ({})", share(self.language, coverage.reported, coverage.total))
    }

    fn matrix(&self) -> Section {
        let report = self.report;
        let cell = |party: &str, section: i32| {
            let of = |cell: &&super::model::Cell| cell.party == party && cell.section == section;
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

    fn timeline(&self) -> Section {
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

    fn overdue(&self) -> Section {
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

    fn next(&self) -> Section {
        let table = self.lines("due-next", &self.report.due_next, "report-none-next");
        self.section("due-next", "report-heading-next", vec![table])
    }

    fn changes(&self, compared: &Compared) -> Section {
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
    fn owed(&self, owed: &Owed) -> [Cell; 2] {
        let party = self.party(&owed.party);
        let party = match &owed.occurrence {
            Some(occurrence) => format!("{party}, {occurrence}"),
            None => party,
        };
        [Cell::Text(party), owed.due_on.map_or(Cell::Empty, Cell::Day)]
    }

    fn notes(&self) -> Section {
        let notes = self.report.notes.iter().map(|note| {
            let published = note.evidence.published_on;
            let published =
                published.map(|day| self.with("report-note-published", "day", self.texts.day(day)));
            let hash = note.evidence.sha256.as_ref().map(|hash| format!("SHA-256 {hash}"));
            NoteText {
                number: note.number,
                title: note.evidence.title.clone(),
                url: note.evidence.url.clone(),
                more: published.into_iter().chain(hash).collect::<Vec<_>>().join("; "),
            }
        });
        let blocks = vec![Block::Notes(notes.collect())];
        self.section("notes", "report-heading-notes", blocks)
    }
}

fn count(number: u64) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A row of a first cell and some counts.
fn row<const N: usize>(first: Cell, counts: [Cell; N]) -> Vec<Cell> {
    std::iter::once(first).chain(counts).collect()
}

fn bar(label: String, standings: &Standings) -> Bar {
    let parts = Status::ALL.iter().map(|status| (*status, standings.by_status.get(*status)));
    Bar { label, parts: parts.filter(|(_, count)| *count > 0).collect(), total: standings.total }
}
