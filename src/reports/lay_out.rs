//! From a report to its outline in the report's language.

use std::collections::BTreeMap;

use super::model::ProgressReport;
use super::outline::{Block, Cell, Column, NoteText, Outline, Section, Table, Width};
use crate::language::{Args, Language, Texts};

mod head;
mod items;
mod lists;
mod scores;
mod standings;

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
        let counted = self.report.parties.iter().find(|row| row.party == code);
        let name = counted.map(|row| &row.name).or_else(|| self.report.scope.names.get(code));
        name.map_or_else(|| code.to_owned(), |name| self.pick(name).to_owned())
    }

    fn summary(&self) -> Section {
        let blocks = self.report.summary.iter().cloned().map(Block::Paragraph).collect();
        self.section("summary", "report-heading-summary", blocks)
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
                more: published
                    .into_iter()
                    .chain(hash)
                    .collect::<Vec<_>>()
                    .join(self.language.marks().semicolon),
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
