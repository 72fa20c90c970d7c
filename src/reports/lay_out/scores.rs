//! The scores with their definitions, and the method.

use super::{Block, Cell, Layout, Section, Table, Width, count};
use crate::domain::rubric::{Kroc, Ogp, Score, Toronto};
use crate::domain::terms::Term;
use crate::language::Args;

/// Where the method stands in full, as the report's readers can find it.
const METHOD: &str = "docs/statuses-and-scores.md";

impl Layout<'_> {
    pub(super) fn scores(&self) -> Section {
        let scores = &self.report.scores;
        let rows = vec![
            self.score::<Toronto>("toronto", "report-scale-toronto", &scores.toronto),
            self.score::<Kroc>("kroc", "report-scale-kroc", &scores.kroc),
            self.score::<Ogp>("ogp", "report-scale-ogp", &scores.ogp),
        ];
        let columns = [
            ("report-column-scale", Width::Medium),
            ("report-column-mean", Width::Narrow),
            ("report-column-scored", Width::Narrow),
            ("report-column-total", Width::Narrow),
            ("report-column-coverage", Width::Narrow),
            ("report-column-grades", Width::Wide),
        ];
        let table = Table {
            name: "scores".to_owned(),
            columns: self.columns(&columns),
            rows,
            empty: String::new(),
        };
        let is = [
            ("report-scale-toronto", "report-scale-toronto-is"),
            ("report-scale-kroc", "report-scale-kroc-is"),
            ("report-scale-ogp", "report-scale-ogp-is"),
        ];
        let mut blocks = vec![Block::Table(table)];
        blocks.extend(is.map(|(scale, is)| {
            Block::Paragraph([self.text(scale), self.text(is)].join(self.language.marks().colon))
        }));
        blocks.push(Block::Paragraph(self.text("report-scores-read")));
        self.section("scores", "report-heading-scores", blocks)
    }

    fn score<R: Term>(&self, list: &str, scale: &str, score: &Score) -> Vec<Cell> {
        let grades = R::ALL.iter().zip(&score.grades).map(|(grade, of)| {
            let mut args = Args::new();
            args.set("grade", self.texts.term(list, *grade));
            args.set("count", of.count);
            self.texts.with("report-grade-count", &args)
        });
        let grades: Vec<String> = grades.collect();
        let none = || Cell::Text(self.text("report-score-none"));
        vec![
            Cell::Text(self.text(scale)),
            score.mean.map_or_else(none, |mean| Cell::Decimal(mean, 2)),
            count(score.scored),
            count(score.total),
            score.coverage.map_or(Cell::Empty, Cell::Percent),
            Cell::Text(grades.join(" · ")),
        ]
    }

    pub(super) fn method(&self) -> Section {
        let sentences = [
            "report-method-counted",
            "report-method-silence",
            "report-method-overdue",
            "report-method-fold",
            "report-method-known",
        ];
        let mut blocks: Vec<Block> =
            sentences.iter().map(|key| Block::Paragraph(self.text(key))).collect();
        blocks.push(Block::Paragraph(self.with("report-method-page", "page", METHOD)));
        self.section("method", "report-heading-method", blocks)
    }
}
