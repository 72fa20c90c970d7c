//! A report as a workbook (Office Open XML, ECMA-376): a sheet for each part, its numbers and days
//! typed, so that they can be sorted, filtered and counted.

use chrono::NaiveTime;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use self::sheet::Sheet;
use self::style::Styles;
use crate::error::Problem;
use crate::reports::model::ProgressReport;
use crate::reports::outline::{Block, Outline, Section};

mod items;
mod matrix;
mod sheet;
mod style;
mod timeline;

/// The names of the sheets, by the names of the sections that they hold.
const SHEETS: &[(&str, &str)] = &[
    ("summary", "report-sheet-summary"),
    ("parties", "report-sheet-parties"),
    ("matrix", "report-sheet-matrix"),
    ("timeline", "report-sheet-timeline"),
    ("overdue", "report-sheet-overdue"),
    ("due-next", "report-sheet-next"),
    ("changes", "report-sheet-changes"),
    ("items", "report-sheet-items"),
    ("scores", "report-sheet-scores"),
    ("method", "report-sheet-method"),
    ("notes", "report-sheet-notes"),
];

/// Draws a report and its outline.
///
/// # Errors
/// If the workbook cannot be written, as when it has more rows than a sheet takes.
pub fn render(report: &ProgressReport, outline: &Outline) -> Result<Vec<u8>, Problem> {
    book(report, outline).map_err(Problem::internal)
}

fn book(report: &ProgressReport, outline: &Outline) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles::new();
    let mut book = Workbook::new();
    // The file is made anew whenever it is asked for, and still is the same file.
    let at = report.known_at.unwrap_or_else(|| report.as_of.and_time(NaiveTime::MIN).and_utc());
    let properties = DocProperties::new()
        .set_title(outline.full_title())
        .set_subject(&outline.subject)
        .set_author("Summit Ledger")
        .set_creation_datetime(&at);
    book.set_properties(&properties);
    for (name, key) in SHEETS {
        let Some(section) = outline.sections.iter().find(|section| section.name == *name) else {
            continue;
        };
        let worksheet = book.add_worksheet();
        let title = outline.language.texts().text(key);
        worksheet.set_name(&title)?;
        let mut sheet = Sheet::new(worksheet, &styles, outline.language);
        match *name {
            "summary" => summary(&mut sheet, outline, section)?,
            "matrix" => matrix::draw(&mut sheet, section)?,
            "timeline" => timeline::draw(&mut sheet, section, &title)?,
            "items" => items::draw(&mut sheet, report)?,
            _ => sheet.blocks(&section.blocks)?,
        }
    }
    book.save_to_buffer()
}

/// What the report is about, its sentences, and the totals.
fn summary(sheet: &mut Sheet<'_>, outline: &Outline, section: &Section) -> Result<(), XlsxError> {
    sheet.widths(&[34.0, 24.0, 20.0, 20.0, 20.0])?;
    sheet.title(&outline.title)?;
    sheet.heading(&outline.subject)?;
    for (label, text) in &outline.facts {
        sheet.fact(label, text)?;
    }
    sheet.skip();
    sheet.heading(&section.heading)?;
    sheet.blocks(&section.blocks)?;
    if let Some(totals) = outline.sections.iter().find(|section| section.name == "totals") {
        sheet.skip();
        sheet.heading(&totals.heading)?;
        for block in &totals.blocks {
            match block {
                Block::Table(table) => sheet.table(table)?,
                other => sheet.block(other)?,
            }
        }
    }
    Ok(())
}
