//! `export`: obligations as a file for spreadsheets and statistics.

use std::path::PathBuf;

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::download::{download, no_folder};
use super::exit::Exit;
use super::flags::{Flags, Lists};
use super::grid::Grid;
use super::report::by_name;
use super::rows::{self, WithUnsent};
use super::session::{Done, Failure, Session};
use crate::client::connection::{Listed, Pair};
use crate::client::failure::ClientError;
use crate::reading::views::ObligationListItem;
use crate::reports::form::Form;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger export --output obligations.csv
  summit-ledger export --party KG,KZ --as-of 2026-01-15 --output kg-kz.xlsx";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    filters: Flags<Lists>,
    /// csv, as the server streams it; or xlsx, with dates and numbers that are such [default: by the
    /// name of the file, else csv]
    #[arg(long, value_name = "FORM", value_parser = ["csv", "xlsx"])]
    format: Option<String>,
    /// Write to this file; csv goes to stdout without it
    #[arg(long, value_name = "FILE", required_if_eq("format", "xlsx"))]
    output: Option<PathBuf>,
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    no_folder(args.output.as_deref())?;
    let mut pairs = args.filters.pairs(session.today);
    let is_workbook = match (&args.format, args.output.as_deref().and_then(by_name)) {
        (Some(form), _) => form == "xlsx",
        (None, by_name) => by_name == Some(Ok(Form::Xlsx)),
    };
    match &args.output {
        Some(path) if is_workbook => {
            let bytes = workbook(&session, &pairs).await?;
            crate::client::folder::write_whole(path, |file| {
                std::io::Write::write_all(file, &bytes)
            })?;
        }
        output => {
            pairs.push(("format".to_owned(), "csv".to_owned()));
            pairs.push(("lang".to_owned(), session.language().to_string()));
            let response = session.connection.get(&["obligations"], &pairs).await?;
            download(&session, response, Form::Csv, output.as_deref()).await?;
        }
    }
    Ok(Exit::Done)
}

/// All obligations that were asked for, as a workbook.
async fn workbook(session: &Session, pairs: &[Pair]) -> Result<Vec<u8>, Failure> {
    let found: Listed<ObligationListItem> =
        session.connection.list(&["obligations"], pairs, None).await?;
    let with = |one| WithUnsent { one, unsent: Vec::new() };
    let rows: Vec<_> = found.items.into_iter().map(with).collect();
    let grid = rows::obligations(session, &rows);
    let failed = |error: XlsxError| {
        ClientError::other("command-error-workbook", [("cause", error.to_string())])
    };
    Ok(draw(&grid).map_err(failed)?)
}

/// How wide a column of titles is, and any other one, in characters.
const WIDE: f64 = 60.0;
const NARROW: f64 = 16.0;

/// One sheet with all columns: dates are dates, days are numbers, the head stays and filters.
fn draw(grid: &Grid) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let wrapped = Format::new().set_text_wrap();
    for (at, column) in (0u16..).zip(&grid.columns) {
        sheet.write_with_format(0, at, column.heading.as_str(), &bold)?;
        sheet.set_column_width(at, if column.wraps { WIDE } else { NARROW })?;
        for (row, cells) in (1u32..).zip(&grid.rows) {
            let cell = &cells[usize::from(at)];
            match column.name {
                "title" => sheet.write_with_format(row, at, cell.words.as_str(), &wrapped)?,
                "as_of" | "done_on" | "due_on" => write_date(sheet, (row, at), &cell.data, &date)?,
                "days_overdue" => write_number(sheet, (row, at), &cell.data)?,
                _ => sheet.write(row, at, cell.data.as_str())?,
            };
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    let last = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX);
    let width = u16::try_from(grid.columns.len()).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, width.saturating_sub(1))?;
    workbook.save_to_buffer()
}

fn write_date<'a>(
    sheet: &'a mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    match text.parse::<NaiveDate>() {
        Ok(day) => sheet.write_with_format(row, column, &day, format),
        Err(_) => Ok(sheet),
    }
}

fn write_number<'a>(
    sheet: &'a mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
) -> Result<&'a mut Worksheet, XlsxError> {
    match text.parse::<i32>() {
        Ok(number) => sheet.write(row, column, number),
        Err(_) => Ok(sheet),
    }
}
