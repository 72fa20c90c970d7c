//! The sheet of all obligations, one a row: what an analyst sorts and filters.

use rust_xlsxwriter::XlsxError;

use super::sheet::Sheet;
use crate::reports::items::{ItemReport, Note, ObligationReport};
use crate::reports::model::ProgressReport;

/// The columns: the key of the head, and how many characters it takes.
const COLUMNS: [(&str, f64); 20] = [
    ("report-column-code", 14.0),
    ("report-column-title", 56.0),
    ("report-column-section", 9.0),
    ("report-column-party", 20.0),
    ("report-column-role", 20.0),
    ("report-column-occurrence", 14.0),
    ("report-column-opens", 12.0),
    ("report-column-due", 12.0),
    ("report-column-status", 23.0),
    ("report-column-timeliness", 23.0),
    ("report-column-days", 12.0),
    ("report-column-basis", 12.0),
    ("report-column-said-of", 12.0),
    ("report-column-done-on", 12.0),
    ("report-column-declared", 23.0),
    ("report-column-assessed", 23.0),
    ("report-column-contested", 16.0),
    ("report-column-update", 60.0),
    ("report-column-author", 16.0),
    ("report-column-evidence", 36.0),
];

pub(super) fn draw(sheet: &mut Sheet<'_>, report: &ProgressReport) -> Result<(), XlsxError> {
    sheet.widths(&COLUMNS.map(|(_, width)| width))?;
    let titles = COLUMNS.map(|(key, _)| sheet.text(key));
    let first =
        sheet.head(&titles.each_ref().map(String::as_str), |place| matches!(place, 2 | 10))?;
    for item in &report.items {
        for obligation in &item.obligations {
            owed(sheet, report, item, obligation)?;
            said(sheet, obligation, &report.notes)?;
            sheet.next()?;
        }
    }
    if sheet.row == first {
        let empty = sheet.text("report-none-items");
        sheet.string(0, &empty)?;
        return Ok(());
    }
    sheet.flag(first, 10)?;
    sheet.filter(first, COLUMNS.len())?;
    // Beside the code the title stays in sight, too.
    sheet.worksheet.set_freeze_panes(first, 2)?;
    Ok(())
}

/// Who owes what, by when, and where it stands.
fn owed(
    sheet: &mut Sheet<'_>,
    report: &ProgressReport,
    item: &ItemReport,
    obligation: &ObligationReport,
) -> Result<(), XlsxError> {
    let (language, styles, owed) = (sheet.language, sheet.styles, &obligation.owed);
    let texts = language.texts();
    let name = report.parties.iter().find(|row| row.party == owed.party);
    let name = name.map_or(owed.party.as_str(), |row| language.pick(&row.name));
    sheet.string(0, &item.commitment)?;
    sheet.string(1, language.pick(&item.title))?;
    sheet.number(2, i64::from(item.section), &styles.whole)?;
    sheet.string(3, name)?;
    sheet.string(4, &texts.term("role", owed.role))?;
    sheet.string(5, owed.occurrence.as_deref().unwrap_or_default())?;
    sheet.day(6, owed.opens_on)?;
    sheet.day(7, owed.due_on)?;
    sheet.status(8, Some(owed.status))?;
    sheet.string(9, &texts.term("timeliness", owed.timeliness))?;
    if let Some(days) = owed.days_overdue {
        sheet.number(10, days, &styles.late)?;
    }
    Ok(())
}

/// What was said of it, by whom, and what stands behind that.
fn said(
    sheet: &mut Sheet<'_>,
    obligation: &ObligationReport,
    notes: &[Note],
) -> Result<(), XlsxError> {
    let owed = &obligation.owed;
    if let Some(basis) = owed.basis {
        let word = sheet.language.texts().term("basis", basis);
        sheet.string(11, &word)?;
    }
    sheet.day(12, owed.as_of)?;
    sheet.day(13, owed.done_on)?;
    sheet.status(14, obligation.declared.map(|said| said.status))?;
    sheet.status(15, obligation.assessed.map(|said| said.status))?;
    sheet.worksheet.write_boolean_with_format(sheet.row, 16, owed.contested, &sheet.styles.flag)?;
    let Some(update) = &obligation.update else { return Ok(()) };
    sheet.string(17, &update.narrative)?;
    sheet.string(18, &update.author)?;
    let own: Vec<&Note> = notes.iter().filter(|note| update.notes.contains(&note.number)).collect();
    match own.as_slice() {
        [] => Ok(()),
        [only] => sheet.link(19, &only.evidence.url, &only.evidence.title),
        // A cell takes one link: several are named here, and linked from their own sheet.
        several => {
            let named =
                several.iter().map(|note| format!("[{}] {}", note.number, note.evidence.title));
            let named = named.collect::<Vec<_>>().join(sheet.language.marks().semicolon);
            let notes = sheet.text("report-sheet-notes");
            let row = several.first().map_or(0, |note| note.number) + 1;
            sheet.link(19, &format!("internal:'{notes}'!A{row}"), &named)
        }
    }
}
