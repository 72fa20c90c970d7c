//! The sheet of deadlines: a table, and a chart that is drawn from its cells.

use rust_xlsxwriter::{Chart, ChartFormat, ChartSolidFill, ChartType, Color, XlsxError};

use super::sheet::Sheet;
use super::style::ALERT;
use crate::domain::status::Status;
use crate::reports::outline::{Block, Section};

/// The columns of the table that are drawn, with their colours.
const SERIES: [(u16, Color); 3] = [
    (2, Color::RGB(Status::Complete.colour())),
    (3, ALERT),
    (4, Color::RGB(Status::InProgress.colour())),
];

pub(super) fn draw(sheet: &mut Sheet<'_>, section: &Section, name: &str) -> Result<(), XlsxError> {
    sheet.blocks(&section.blocks)?;
    let table = section.blocks.iter().find_map(|block| match block {
        Block::Table(table) if !table.rows.is_empty() => Some(table),
        _ => None,
    });
    let Some(table) = table else { return Ok(()) };
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let mut chart = Chart::new(ChartType::ColumnStacked);
    for (column, colour) in SERIES {
        chart
            .add_series()
            .set_name((name, 0, column))
            .set_categories((name, 1, 0, last, 0))
            .set_values((name, 1, column, last, column))
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)));
    }
    chart.title().set_name(&section.heading);
    chart.x_axis().set_text_axis(true).set_num_format("yyyy-mm-dd");
    chart.set_width(760).set_height(360);
    sheet.worksheet.insert_chart(1, 6, &chart)?;
    Ok(())
}
