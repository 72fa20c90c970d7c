//! Rows and columns, laid out for a terminal, as CSV or as Markdown.

mod layout;
mod wrap;

use self::layout::Layout;
pub(super) use self::wrap::wrapped;
use crate::reports::cells::harmless;

/// How something is meant, which a colour may underline; its words say it without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Good,
    Bad,
    Faint,
}

impl Tone {
    /// The colour of a terminal (ECMA-48, SGR), none for plain.
    const fn code(self) -> Option<u8> {
        match self {
            Self::Plain => None,
            Self::Good => Some(32),
            Self::Bad => Some(31),
            Self::Faint => Some(2),
        }
    }
}

/// A value: as data has it, and in words.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub data: String,
    pub words: String,
    pub tone: Tone,
}

impl Cell {
    /// A value that is the same in words.
    pub(super) fn plain(data: impl Into<String>) -> Self {
        let data = data.into();
        Self { words: data.clone(), data, tone: Tone::Plain }
    }

    pub(super) fn said(data: impl Into<String>, words: impl Into<String>) -> Self {
        Self { data: data.into(), words: words.into(), tone: Tone::Plain }
    }

    pub(super) const fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Its name in data.
    pub name: &'static str,
    /// Its heading in words.
    pub heading: String,
    /// Whether people see it too, or data alone.
    pub is_shown: bool,
    /// Whether it is a text, which gives way first where there is no room.
    pub wraps: bool,
    /// How much a row says by it: where there is no room, the lightest go below the row first.
    pub weight: u8,
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// All columns as CSV (RFC 4180), named as in the API; nothing in it is a formula.
    pub(super) fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        // Writing to memory cannot fail, and all rows have as many fields.
        let _ = writer.write_record(self.columns.iter().map(|column| column.name));
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(|cell| harmless(&cell.data).into_owned()));
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The columns for people as a Markdown table.
    pub(super) fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let (columns, rows) = self.for_people();
        let mut text = line(columns.iter().map(|column| escaped(&column.heading)).collect());
        text += &line(columns.iter().map(|_| "---".to_owned()).collect());
        for row in rows {
            text += &line(row.iter().map(|cell| escaped(&clean(&cell.words))).collect());
        }
        text
    }

    /// The columns for people, aligned. Where they are wider than the terminal, words go on in the
    /// next line; and where that is not enough, the lightest columns stand below their row, each
    /// with its heading, as `labelled` puts the two together.
    pub(super) fn aligned(
        &self,
        width: Option<usize>,
        in_colour: bool,
        labelled: &dyn Fn(&str, &str) -> String,
    ) -> String {
        let (columns, rows) = self.for_people();
        let head = columns.iter().map(|one| Cell::plain(one.heading.clone()).toned(Tone::Faint));
        let head: Vec<Cell> = head.collect();
        let layout = Layout::of(&columns, &rows, width);
        let mut text = layout.row(&head.iter().collect::<Vec<_>>(), in_colour);
        for row in &rows {
            text += &layout.row(row, in_colour);
            text += &layout.below(&columns, row, in_colour, labelled);
        }
        text
    }

    fn for_people(&self) -> (Vec<&Column>, Vec<Vec<&Cell>>) {
        let shown = |row: &'_ Vec<Cell>| -> Vec<usize> {
            (0..row.len()).filter(|at| self.columns[*at].is_shown).collect()
        };
        let rows = self.rows.iter();
        let rows = rows.map(|row| shown(row).into_iter().map(|at| &row[at]).collect()).collect();
        (self.columns.iter().filter(|column| column.is_shown).collect(), rows)
    }
}

/// A text of somebody else's, with nothing in it that a terminal would obey.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|")
}

pub(super) fn painted(text: &str, tone: Tone, in_colour: bool) -> String {
    match tone.code() {
        Some(code) if in_colour && !text.is_empty() => format!("\x1b[{code}m{text}\x1b[0m"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
