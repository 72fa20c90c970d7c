//! The commitments one by one: an own heading for each section, a table for each.

use super::{Block, Cell, Layout, Section, Table, Width};
use crate::language::Args;
use crate::reports::items::{ItemReport, ObligationReport};
use crate::reports::model::SectionRow;

impl Layout<'_> {
    pub(super) fn items(&self) -> Section {
        let mut blocks = Vec::new();
        for section in &self.report.sections {
            blocks.push(Block::Heading(self.section_title(section)));
            let own = self.report.items.iter().filter(|item| item.section == section.section);
            blocks.push(self.table(section.section, own));
        }
        if blocks.is_empty() {
            blocks.push(Block::Paragraph(self.text("report-none-items")));
        }
        self.section("items", "report-heading-items", blocks)
    }

    /// As `Section 4: The title`; what comes before the first section is named by its title alone.
    fn section_title(&self, section: &SectionRow) -> String {
        let title = self.pick(&section.title);
        if section.section == 0 {
            return title.to_owned();
        }
        let mut args = Args::new();
        args.set("number", section.section);
        args.set("title", title);
        self.texts.with("report-section", &args)
    }

    fn table<'i>(&self, section: i32, items: impl Iterator<Item = &'i ItemReport>) -> Block {
        let columns = [
            ("report-column-code", Width::Narrow),
            ("report-column-title", Width::Wide),
            ("report-column-party", Width::Medium),
            ("report-column-role", Width::Medium),
            ("report-column-due", Width::Medium),
            ("report-column-status", Width::Medium),
            ("report-column-timeliness", Width::Medium),
            ("report-column-update", Width::Wide),
        ];
        let rows = items.flat_map(|item| {
            item.obligations.iter().enumerate().map(move |(place, one)| {
                // The item stands in the first of its rows only.
                let item = Some(item).filter(|_| place == 0);
                self.obligation(item, one)
            })
        });
        Block::Table(Table {
            name: format!("items-{section}"),
            columns: self.columns(&columns),
            rows: rows.collect(),
            empty: self.text("report-none-items"),
        })
    }

    fn obligation(&self, item: Option<&ItemReport>, one: &ObligationReport) -> Vec<Cell> {
        let code = item.map_or(Cell::Empty, |item| Cell::Code(item.commitment.clone()));
        let title = item.map_or(Cell::Empty, |item| Cell::Text(self.pick(&item.title).to_owned()));
        let [party, due] = self.owed(&one.owed);
        let role = Cell::Text(self.texts.term("role", one.owed.role));
        let status = Cell::Status(one.owed.status);
        let timeliness = Cell::Timeliness(one.owed.timeliness);
        vec![code, title, party, role, due, status, timeliness, self.said(one)]
    }

    fn said(&self, obligation: &ObligationReport) -> Cell {
        let Some(update) = &obligation.update else {
            let text = self.text("report-none-said");
            return Cell::Said { text, by: String::new(), notes: Vec::new() };
        };
        let mut args = Args::new();
        args.set("author", update.author.as_str());
        args.set("day", self.texts.day(update.as_of));
        let by = self.texts.with("report-said-by", &args);
        let basis = self.texts.term("basis", update.basis);
        Cell::Said {
            text: update.narrative.clone(),
            by: [basis, by].join(self.language.marks().semicolon),
            notes: update.notes.clone(),
        }
    }
}
