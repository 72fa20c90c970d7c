//! Rows and columns, laid out for a terminal, as CSV or as Markdown.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

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
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

/// Between two columns.
const GAP: usize = 2;
/// What a column is never narrowed below.
const NARROWEST: usize = 6;
const NARROWEST_TEXT: usize = 16;

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
    /// next line, and codes are cut short.
    pub(super) fn aligned(&self, width: Option<usize>, in_colour: bool) -> String {
        let (columns, rows) = self.for_people();
        let head = columns.iter().map(|one| Cell::plain(one.heading.clone()).toned(Tone::Faint));
        let head: Vec<Cell> = head.collect();
        let rows: Vec<Vec<Cell>> =
            rows.into_iter().map(|row| row.into_iter().cloned().collect()).collect();
        let all: Vec<&Vec<Cell>> = std::iter::once(&head).chain(&rows).collect();
        let widths = widths(&columns, &all, width);
        let mut text = String::new();
        for row in all {
            let cells: Vec<Vec<String>> = row
                .iter()
                .zip(&widths)
                .zip(&columns)
                .map(|((cell, width), column)| lines(&clean(&cell.words), *width, column.wraps))
                .collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(0);
            for at in 0..height {
                let parts = cells.iter().zip(&widths).zip(row).map(|((lines, width), cell)| {
                    let part = lines.get(at).map_or("", String::as_str);
                    let space = " ".repeat(width.saturating_sub(part.width()));
                    format!("{}{space}", painted(part, cell.tone, in_colour))
                });
                text += parts.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end();
                text.push('\n');
            }
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

/// How wide each column is.
fn widths(columns: &[&Column], rows: &[&Vec<Cell>], most: Option<usize>) -> Vec<usize> {
    let widest = |at: usize| rows.iter().map(|row| clean(&row[at].words).width()).max();
    let mut widths: Vec<usize> = (0..columns.len()).map(|at| widest(at).unwrap_or(0)).collect();
    let Some(most) = most else { return widths };
    let has_words: Vec<bool> = (0..columns.len())
        .map(|at| rows.iter().skip(1).any(|row| row[at].words != row[at].data))
        .collect();
    let gaps = GAP * columns.len().saturating_sub(1);
    loop {
        let over = (widths.iter().sum::<usize>() + gaps).saturating_sub(most);
        if over == 0 {
            return widths;
        }
        let least = |at: usize| if columns[at].wraps { NARROWEST_TEXT } else { NARROWEST };
        let can_give = |at: &usize| widths[*at] > least(*at);
        // Texts give way first, then the widest of words, and codes and days last: cut short they
        // say nothing.
        let next = (0..columns.len())
            .filter(can_give)
            .max_by_key(|at| (columns[*at].wraps, has_words[*at], widths[*at]));
        let Some(next) = next else { return widths };
        let step = if columns[next].wraps { over } else { 1 };
        widths[next] = widths[next].saturating_sub(step).max(least(next));
    }
}

/// Words go on in the next line; a code or a number is cut short.
fn lines(text: &str, width: usize, wraps: bool) -> Vec<String> {
    if wraps || text.contains(' ') { wrapped(text, width) } else { vec![cut(text, width)] }
}

/// The text in as many columns as are given, with `…` where it is cut short.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut short, mut so_far) = (String::new(), 1);
    for c in text.chars() {
        so_far += c.width().unwrap_or(0);
        if so_far > width {
            break;
        }
        short.push(c);
    }
    short + "…"
}

/// Marks that begin no line, and need not be parted from what they close.
const CLOSING: &str = "，。、；：？！）》」』”’…";

/// Marks that end no line.
const OPENING: &str = "（《「『“‘";

/// The text in lines of at most that width, broken at spaces or between Chinese characters.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut may_break) = (String::new(), 0);
    let mut is_open = false;
    for c in text.chars() {
        let own = c.width().unwrap_or(0);
        let may_begin = c == ' ' || own == 2 || OPENING.contains(c);
        if may_begin && !is_open && !CLOSING.contains(c) {
            may_break = line.len();
        }
        is_open = OPENING.contains(c);
        if line.width() + own > width && !line.is_empty() {
            let at = if may_break > 0 { may_break } else { line.len() };
            let rest = line.split_off(at).trim_start().to_owned();
            lines.push(std::mem::replace(&mut line, rest));
            may_break = 0;
        }
        if !(c == ' ' && line.is_empty()) {
            line.push(c);
        }
    }
    lines.push(line);
    lines
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
