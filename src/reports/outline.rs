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

impl Table {
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
            Self::Said { text, by, .. } => format!("{text} ({by})"),
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

impl Status {
    /// A sign that goes with the word, so that colour never carries the meaning alone.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::NotReported => '·',
            Self::NotStarted => '○',
            Self::InProgress => '◔',
            Self::Substantial => '◕',
            Self::Complete => '●',
            Self::Ongoing => '◍',
            Self::Stalled => '◫',
            Self::Abandoned => '✕',
            Self::Superseded => '⇢',
        }
    }

    /// Its colour on white paper, as red, green and blue: of a scale that people with any of the
    /// usual colour blindnesses tell apart (Okabe and Ito, 2008), with grey for what is not known.
    #[must_use]
    pub const fn colour(self) -> u32 {
        match self {
            Self::NotReported => 0x00D9_DBDF,
            Self::NotStarted => 0x009A_A0A8,
            Self::InProgress => 0x0056_B4E9,
            Self::Substantial => 0x0000_72B2,
            Self::Complete => 0x0000_9E73,
            Self::Ongoing => 0x004D_BFA3,
            Self::Stalled => 0x00E6_9F00,
            Self::Abandoned => 0x00D5_5E00,
            Self::Superseded => 0x00CC_79A7,
        }
    }

    /// The colour of text upon [`Status::colour`]: black or white, whichever is read better
    /// (contrast as WCAG 2.2 has it).
    #[must_use]
    pub fn ink(self) -> u32 {
        let [_, red, green, blue] = self.colour().to_be_bytes();
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
        // Where black and white contrast alike.
        if light > 0.179 { 0x0000_0000 } else { 0x00FF_FFFF }
    }
}
