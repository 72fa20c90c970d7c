//! The sheet of parties × sections: a block for each kind of number.

use rust_xlsxwriter::{ConditionalFormat2ColorScale, ConditionalFormatType, Format, XlsxError};

use super::sheet::Sheet;
use super::style::{ALL_REPORTED, NONE_REPORTED};
use crate::reports::outline::{Block, Matrix, MatrixCell, Section};

/// A number of each cell.
type Pick = fn(MatrixCell) -> f64;

#[expect(clippy::cast_precision_loss, reason = "counts of obligations are small")]
const COUNTS: [(&str, Pick); 3] = [
    ("report-column-overdue", |cell| cell.overdue as f64),
    ("report-column-reported", |cell| cell.reported as f64),
    ("report-column-total", |cell| cell.total as f64),
];

pub(super) fn draw(sheet: &mut Sheet<'_>, section: &Section) -> Result<(), XlsxError> {
    for block in &section.blocks {
        let Block::Matrix(matrix) = block else {
            // That there is nothing.
            sheet.block(block)?;
            continue;
        };
        let widths: Vec<f64> =
            std::iter::once(32.0).chain(matrix.columns.iter().map(|_| 9.0)).collect();
        sheet.widths(&widths)?;
        coverage(sheet, matrix)?;
        for (key, pick) in COUNTS {
            let is_overdue = key == "report-column-overdue";
            let styles = sheet.styles;
            let format = if is_overdue { &styles.late } else { &styles.whole };
            let first = cells(sheet, matrix, key, pick, format)?;
            if is_overdue {
                for (column, _) in (1..).zip(&matrix.columns) {
                    sheet.flag(first, column)?;
                }
            }
            sheet.skip();
        }
        for (number, title) in &matrix.columns {
            sheet.fact(number, title)?;
        }
    }
    Ok(())
}

/// How much is reported, the more the bluer.
fn coverage(sheet: &mut Sheet<'_>, matrix: &Matrix) -> Result<(), XlsxError> {
    let format = &sheet.styles.percent;
    let first = cells(sheet, matrix, "report-column-coverage", MatrixCell::coverage, format)?;
    let scale = ConditionalFormat2ColorScale::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 1)
        .set_minimum_color(NONE_REPORTED)
        .set_maximum_color(ALL_REPORTED);
    let last = u16::try_from(matrix.columns.len()).unwrap_or(u16::MAX);
    if sheet.row > first && last > 0 {
        sheet.worksheet.add_conditional_format(first, 1, sheet.row - 1, last, &scale)?;
    }
    sheet.skip();
    Ok(())
}

/// A block of numbers under a heading; gives its first row.
fn cells(
    sheet: &mut Sheet<'_>,
    matrix: &Matrix,
    key: &str,
    pick: Pick,
    format: &Format,
) -> Result<u32, XlsxError> {
    let heading = sheet.text(key);
    sheet.heading(&heading)?;
    let titles: Vec<&str> = std::iter::once(matrix.corner.as_str())
        .chain(matrix.columns.iter().map(|(number, _)| number.as_str()))
        .collect();
    let first = sheet.head(&titles, |place| place > 0)?;
    for (party, cells) in &matrix.rows {
        sheet.string(0, party)?;
        for (column, cell) in (1..).zip(cells) {
            if let Some(cell) = cell {
                sheet.float(column, pick(*cell), format)?;
            }
        }
        sheet.next()?;
    }
    Ok(first)
}
