//! A sheet that is being filled from top to bottom.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, Format, Url, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::style::Styles;
use crate::domain::status::Status;
use crate::language::Language;
use crate::reports::outline::{Block, Cell, NoteText, Table, Width};

/// How high a line of text is, in points.
const LINE: f64 = 15.0;

/// How many columns a sentence takes where there is no table to go by.
const BROAD: u16 = 5;

/// A sheet and the next empty row of it.
pub(super) struct Sheet<'b> {
    pub worksheet: &'b mut Worksheet,
    pub styles: &'b Styles,
    pub language: Language,
    pub row: u32,
    /// The widths of the columns, in characters.
    widths: Vec<f64>,
    /// How many lines the row has that is being filled.
    lines: f64,
}

impl<'b> Sheet<'b> {
    pub fn new(worksheet: &'b mut Worksheet, styles: &'b Styles, language: Language) -> Self {
        worksheet.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
        worksheet.set_footer("&L&A&R&P / &N").set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
        Self { worksheet, styles, language, row: 0, widths: Vec::new(), lines: 1.0 }
    }

    pub fn skip(&mut self) {
        self.row += 1;
    }

    pub fn text(&self, key: &str) -> String {
        self.language.texts().text(key)
    }

    /// Sets the columns' widths, the first time it is asked.
    pub fn widths(&mut self, widths: &[f64]) -> Result<(), XlsxError> {
        if self.widths.is_empty() {
            for (column, width) in (0..).zip(widths) {
                self.worksheet.set_column_width(column, *width)?;
            }
            self.widths = widths.to_vec();
        }
        Ok(())
    }

    /// Ends a row, as high as its longest text: not every program finds that out by itself.
    pub fn next(&mut self) -> Result<(), XlsxError> {
        if self.lines > 1.0 {
            self.worksheet.set_row_height(self.row, (self.lines * LINE).min(TALLEST))?;
            self.lines = 1.0;
        }
        self.row += 1;
        Ok(())
    }

    pub fn title(&mut self, text: &str) -> Result<(), XlsxError> {
        self.worksheet.write_string_with_format(self.row, 0, text, &self.styles.title)?;
        self.row += 1;
        Ok(())
    }

    pub fn heading(&mut self, text: &str) -> Result<(), XlsxError> {
        self.worksheet.write_string_with_format(self.row, 0, text, &self.styles.heading)?;
        self.row += 1;
        Ok(())
    }

    pub fn fact(&mut self, label: &str, text: &str) -> Result<(), XlsxError> {
        self.worksheet.write_string_with_format(self.row, 0, label, &self.styles.label)?;
        self.worksheet.write_string_with_format(self.row, 1, text, &self.styles.text)?;
        self.row += 1;
        Ok(())
    }

    /// A sentence across the columns, as high as it needs to be: merged cells do not grow.
    pub fn paragraph(&mut self, text: &str) -> Result<(), XlsxError> {
        self.widths(&[24.0; BROAD as usize])?;
        let last = u16::try_from(self.widths.len()).unwrap_or(u16::MAX).clamp(2, 8) - 1;
        let room: f64 = self.widths.iter().take(usize::from(last) + 1).sum();
        self.worksheet.merge_range(self.row, 0, self.row, last, text, &self.styles.wrapped)?;
        self.lines = lines(text, room);
        self.next()
    }

    pub fn blocks(&mut self, blocks: &[Block]) -> Result<(), XlsxError> {
        blocks.iter().try_for_each(|block| self.block(block))
    }

    pub fn block(&mut self, block: &Block) -> Result<(), XlsxError> {
        match block {
            Block::Heading(text) => self.heading(text),
            Block::Paragraph(text) => self.paragraph(text),
            Block::Table(table) => self.table(table),
            Block::Notes(notes) => self.notes(notes),
            // Sheets of their own, or beside a table that has their numbers.
            Block::Matrix(_) | Block::Bars(_) | Block::Timeline(_) => Ok(()),
        }
    }

    /// A table, and an empty row. One that begins its sheet can be filtered, and its head stays.
    pub fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        let widths: Vec<f64> = (0..table.columns.len()).map(|place| room(table, place)).collect();
        self.widths(&widths)?;
        if table.rows.is_empty() {
            self.paragraph(&table.empty)?;
            self.skip();
            return Ok(());
        }
        let titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
        let first = self.head(&titles, |place| table.is_numeric(place))?;
        let late = ["report-column-overdue", "report-column-days"].map(|key| self.text(key));
        for row in &table.rows {
            for ((place, cell), column) in (0..).zip(row).zip(&table.columns) {
                let is_late = late.contains(&column.title);
                self.cell(place, cell, is_late)?;
            }
            self.next()?;
        }
        for (place, column) in (0..).zip(&table.columns) {
            if late.contains(&column.title) {
                self.flag(first, place)?;
            }
        }
        if first == 1 {
            self.filter(first, titles.len())?;
        }
        self.skip();
        Ok(())
    }

    /// The head of a table; gives the first row below it.
    pub fn head(
        &mut self,
        titles: &[&str],
        is_numeric: impl Fn(usize) -> bool,
    ) -> Result<u32, XlsxError> {
        for (column, title) in (0..).zip(titles) {
            let styles = self.styles;
            let format =
                if is_numeric(usize::from(column)) { &styles.number_head } else { &styles.head };
            self.measure(column, title);
            self.worksheet.write_string_with_format(self.row, column, *title, format)?;
        }
        self.next()?;
        Ok(self.row)
    }

    /// Lets the rows since `first` be filtered by their head, which stays in sight.
    pub fn filter(&mut self, first: u32, columns: usize) -> Result<(), XlsxError> {
        let last = u16::try_from(columns).unwrap_or(u16::MAX).saturating_sub(1);
        self.worksheet.autofilter(first - 1, 0, self.row - 1, last)?;
        self.worksheet.set_freeze_panes(first, 1)?;
        self.worksheet.set_repeat_rows(first - 1, first - 1)?;
        Ok(())
    }

    /// Marks what is greater than zero in a column, from `first` to the row before this one.
    pub fn flag(&mut self, first: u32, column: u16) -> Result<(), XlsxError> {
        let rule = ConditionalFormatCellRule::GreaterThan(0);
        let alert = ConditionalFormatCell::new().set_rule(rule).set_format(&self.styles.alert);
        self.worksheet.add_conditional_format(first, column, self.row - 1, column, &alert)?;
        Ok(())
    }

    fn cell(&mut self, column: u16, cell: &Cell, is_late: bool) -> Result<(), XlsxError> {
        let styles = self.styles;
        match cell {
            Cell::Empty => Ok(()),
            Cell::Number(number) => {
                let format = if is_late { &styles.late } else { &styles.whole };
                self.number(column, *number, format)
            }
            Cell::Decimal(number, _) => self.float(column, *number, &styles.decimal),
            Cell::Percent(share) => self.float(column, *share, &styles.percent),
            Cell::Day(day) => self.day(column, Some(*day)),
            Cell::Status(status) => self.status(column, Some(*status)),
            Cell::Text(_) | Cell::Code(_) | Cell::Timeliness(_) | Cell::Said { .. } => {
                self.string(column, &cell.text(self.language))
            }
        }
    }

    pub fn string(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        if !text.is_empty() {
            self.measure(column, text);
            self.worksheet.write_string_with_format(
                self.row,
                column,
                text,
                &self.styles.wrapped,
            )?;
        }
        Ok(())
    }

    fn measure(&mut self, column: u16, text: &str) {
        let width = self.widths.get(usize::from(column)).copied().unwrap_or(f64::MAX);
        let own = text.lines().map(|line| lines(line, width)).sum::<f64>();
        self.lines = self.lines.max(own);
    }

    pub fn number(&mut self, column: u16, number: i64, format: &Format) -> Result<(), XlsxError> {
        #[expect(clippy::cast_precision_loss, reason = "counts and days are small")]
        self.float(column, number as f64, format)
    }

    pub fn float(&mut self, column: u16, number: f64, format: &Format) -> Result<(), XlsxError> {
        self.worksheet.write_number_with_format(self.row, column, number, format)?;
        Ok(())
    }

    pub fn day(&mut self, column: u16, day: Option<NaiveDate>) -> Result<(), XlsxError> {
        let Some(day) = day else { return Ok(()) };
        if self.worksheet.write_date_with_format(self.row, column, day, &self.styles.day).is_err() {
            // A day that a workbook's calendar does not have, such as one before 1900.
            self.string(column, &day.to_string())?;
        }
        Ok(())
    }

    pub fn status(&mut self, column: u16, status: Option<Status>) -> Result<(), XlsxError> {
        let Some(status) = status else { return Ok(()) };
        let word = self.language.texts().term("status", status);
        self.worksheet.write_string_with_format(self.row, column, word, &Styles::status(status))?;
        Ok(())
    }

    /// A link, or its text where a workbook takes no such address.
    pub fn link(&mut self, column: u16, url: &str, text: &str) -> Result<(), XlsxError> {
        self.measure(column, text);
        let link = Url::new(url).set_text(text);
        if self.worksheet.write_url_with_format(self.row, column, link, &self.styles.link).is_err()
        {
            self.string(column, text)?;
        }
        Ok(())
    }

    fn notes(&mut self, notes: &[NoteText]) -> Result<(), XlsxError> {
        self.widths(&[8.0, 60.0, 70.0, 40.0])?;
        let titles = ["№".to_owned()];
        let keys = ["report-column-evidence", "report-column-address", "report-column-published"];
        let titles: Vec<String> =
            titles.into_iter().chain(keys.map(|key| self.text(key))).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let first = self.head(&titles, |place| place == 0)?;
        for note in notes {
            self.number(0, i64::from(note.number), &self.styles.whole)?;
            self.link(1, &note.url, &note.title)?;
            self.string(2, &note.url)?;
            self.string(3, &note.more)?;
            self.next()?;
        }
        self.filter(first, titles.len())
    }
}

/// A4, as the file format counts sizes of paper.
const PAPER: u8 = 9;

/// How high a row may be, in points.
const TALLEST: f64 = 409.0;

/// How many lines a text takes in a column of so many characters; words leave some room empty.
#[expect(clippy::cast_precision_loss, reason = "no text is that long")]
fn lines(text: &str, room: f64) -> f64 {
    (text.width() as f64 * 1.1 / room).ceil().max(1.0)
}

/// How many characters a column takes.
fn room(table: &Table, place: usize) -> f64 {
    let is_text = |row: &Vec<Cell>| matches!(row.get(place), Some(Cell::Text(_)));
    // A heading is bold, and breaks at spaces only.
    let word = |title: &str| title.split(' ').map(UnicodeWidthStr::width).max().unwrap_or_default();
    match table.columns.get(place).map(|column| (column.width, word(&column.title))) {
        Some((Width::Narrow, ..13)) if !table.rows.iter().any(is_text) => 14.0,
        Some((Width::Narrow, _)) if !table.rows.iter().any(is_text) => 18.0,
        Some((Width::Wide, _)) => 64.0,
        _ => 24.0,
    }
}
