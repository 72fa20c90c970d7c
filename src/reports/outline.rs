//! A report laid out in a language: headings, sentences and tables of typed cells, in the order of
//! reading. Every form that people read is drawn from it, so none can say something else.

use chrono::NaiveDate;

use crate::domain::status::Status;
use crate::domain::timeliness::Timeliness;
use crate::language::Language;

/// A whole report in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    pub language: Language,
    /// As `Progress report`.
    pub title: String,
    /// What is reported on.
    pub subject: String,
    /// The day, the knowledge, the scope and the place in the feed: a label and a text each.
    pub facts: Vec<(String, String)>,
    pub sections: Vec<Section>,
}

/// A part under a heading of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// A name that is the same in every language, as `overdue`.
    pub name: &'static str,
    pub heading: String,
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading below the section's.
    Heading(String),
    Paragraph(String),
    Table(Table),
    /// Parties down, sections across.
    Matrix(Matrix),
    /// A bar a row, each made of counts by status.
    Bars(Vec<Bar>),
    /// A bar a day of deadlines.
    Timeline(Vec<Tick>),
    /// Numbered as the tables refer to them.
    Notes(Vec<NoteText>),
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// A name that is the same in every language, and different for each table of a report.
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// What is said where there are no rows.
    pub empty: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    pub width: Width,
}

/// How much room a column's cells want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Numbers and short codes; aligned to the right if it holds numbers.
    Narrow,
    /// Words and days.
    Medium,
    /// Sentences.
    Wide,
}

/// A value in a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    /// A code, as `AST25-12.7b`.
    Code(String),
    Number(i64),
    /// To so many decimal places.
    Decimal(f64, usize),
    /// A share from 0 to 1.
    Percent(f64),
    Day(NaiveDate),
    Status(Status),
    Timeliness(Timeliness),
    /// A text, who said it and when, and the numbers of its notes.
    Said {
        text: String,
        by: String,
        notes: Vec<u32>,
    },
}

/// Parties × sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// What the cells hold, in words.
    pub legend: String,
    /// The heading of the parties' column.
    pub corner: String,
    /// Numbers of sections with their titles.
    pub columns: Vec<(String, String)>,
    /// Parties by name, each with a cell a section; none where nothing is owed.
    pub rows: Vec<(String, Vec<Option<MatrixCell>>)>,
}

/// What one party owes by one section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatrixCell {
    pub total: u64,
    pub reported: u64,
    pub overdue: u64,
}

/// A bar of counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    /// Those that are not zero, in the order of the list.
    pub parts: Vec<(Status, u64)>,
    pub total: u64,
}

/// What falls due on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    pub day: NaiveDate,
    pub done: u64,
    pub overdue: u64,
    pub open: u64,
    pub total: u64,
}

/// A numbered note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteText {
    pub number: u32,
    pub title: String,
    pub url: String,
    /// When it was published, and the hash of what was found there, in words.
    pub more: String,
}

impl Outline {
    /// What it is, and what of, in one line.
    #[must_use]
    pub fn full_title(&self) -> String {
        [self.title.as_str(), &self.subject].join(self.language.marks().colon)
    }
}

impl Section {
    /// Whether it wants a wide page: the commitments one by one, if there are any.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.name == "items" && self.blocks.iter().any(|block| block.table().is_some())
    }
}

impl Block {
    /// The table that it is.
    #[must_use]
    pub const fn table(&self) -> Option<&Table> {
        if let Self::Table(table) = self { Some(table) } else { None }
    }
}

impl Table {
    /// Up to so many rows a table stays on one page.
    pub const SHORT: usize = 12;

    /// Whether it is so short that no page is to part it.
    #[must_use]
    pub const fn is_short(&self) -> bool {
        self.rows.len() <= Self::SHORT
    }

    /// How many rows, from this one on, are about one item. A row that goes on about the item above
    /// it, and so leaves its first cell empty, counts none.
    #[must_use]
    pub fn rows_of_item(&self, row: usize) -> usize {
        let goes_on = |row: &Vec<Cell>| row.first() == Some(&Cell::Empty);
        if self.rows.get(row).is_none_or(goes_on) {
            return 0;
        }
        1 + self.rows.iter().skip(row + 1).take_while(|row| goes_on(row)).count()
    }

    /// Whether the column at this place holds numbers, and so is aligned to the right.
    #[must_use]
    pub fn is_numeric(&self, place: usize) -> bool {
        let is_narrow = self.columns.get(place).is_some_and(|one| one.width == Width::Narrow);
        is_narrow && self.rows.iter().filter_map(|row| row.get(place)).any(Cell::is_number)
    }
}

impl Cell {
    /// The cell as a text of `language`.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (texts, numbers) = (language.texts(), language.numbers());
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Code(text) => text.clone(),
            Self::Number(number) => numbers.whole(*number),
            Self::Decimal(number, places) => numbers.decimal(*number, *places),
            Self::Percent(share) => numbers.percent(*share),
            Self::Day(day) => day.to_string(),
            Self::Status(status) => texts.term("status", *status),
            Self::Timeliness(timeliness) => texts.term("timeliness", *timeliness),
            Self::Said { text, by, .. } if by.is_empty() => text.clone(),
            Self::Said { text, by, .. } => language.marks().in_brackets(text, by),
        }
    }

    /// Whether it is a number, and so stands to the right.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Decimal(..) | Self::Percent(_))
    }
}

impl MatrixCell {
    /// The share of what is owed that anything is reported on, from 0 to 1.
    #[must_use]
    pub fn coverage(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of obligations are small")]
        if self.total == 0 { 0.0 } else { self.reported as f64 / self.total as f64 }
    }

    /// The cell as a text: `3/12`, and `▲2` where two are overdue.
    #[must_use]
    pub fn text(self) -> String {
        let Self { total, reported, overdue } = self;
        match overdue {
            0 => format!("{reported}/{total}"),
            _ => format!("{reported}/{total} ▲{overdue}"),
        }
    }
}
