//! A report in Markdown: `CommonMark` with the tables and footnotes that GitHub has.

use std::fmt::Write;

use crate::language::Language;
use crate::reports::outline::{Block, Cell, Matrix, MatrixCell, NoteText, Outline, Section, Table};

/// Draws an outline.
#[must_use]
pub fn render(outline: &Outline) -> String {
    let mut page = Page { language: outline.language, text: String::new() };
    page.block(&format!("# {}", escaped(&outline.full_title())));
    let facts = outline.facts.iter();
    let facts: Vec<String> =
        facts.map(|(label, text)| format!("- **{}:** {}", escaped(label), escaped(text))).collect();
    page.block(&facts.join("\n"));
    for section in &outline.sections {
        page.section(section);
    }
    page.text
}

/// A page as far as it is written.
struct Page {
    language: Language,
    text: String,
}

impl Page {
    /// Adds a block, an empty line before it.
    fn block(&mut self, block: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(block);
        self.text.push('\n');
    }

    fn section(&mut self, section: &Section) {
        self.block(&format!("## {}", escaped(&section.heading)));
        for block in &section.blocks {
            match block {
                Block::Heading(text) => self.block(&format!("### {}", escaped(text))),
                Block::Paragraph(text) => self.block(&escaped(text)),
                Block::Table(table) => self.table(table),
                Block::Matrix(matrix) => self.matrix(matrix),
                // The table beside a chart has its numbers.
                Block::Bars(_) | Block::Timeline(_) => {}
                Block::Notes(notes) => self.notes(notes),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return self.block(&escaped(&table.empty));
        }
        let titles = table.columns.iter().map(|column| escaped(&column.title));
        let mark = |place| if table.is_numeric(place) { "---:" } else { "---" }.to_owned();
        let marks = (0..table.columns.len()).map(mark);
        let mut lines = vec![line(titles), line(marks)];
        for row in &table.rows {
            lines.push(line(row.iter().map(|cell| self.cell(cell))));
        }
        self.block(&lines.join("\n"));
    }

    fn matrix(&mut self, matrix: &Matrix) {
        if matrix.rows.is_empty() {
            return;
        }
        let numbers = matrix.columns.iter().map(|(number, _)| number.clone());
        let titles = std::iter::once(escaped(&matrix.corner)).chain(numbers);
        let marks = std::iter::once("---").chain(matrix.columns.iter().map(|_| "---:"));
        let mut lines = vec![line(titles), line(marks.map(str::to_owned))];
        for (party, cells) in &matrix.rows {
            let cells = cells.iter().map(|cell| cell.map(MatrixCell::text).unwrap_or_default());
            lines.push(line(std::iter::once(escaped(party)).chain(cells)));
        }
        self.block(&lines.join("\n"));
        self.block(&escaped(&matrix.legend));
        let titles = matrix.columns.iter();
        let titles: Vec<String> =
            titles.map(|(number, title)| format!("- {number}: {}", escaped(title))).collect();
        self.block(&titles.join("\n"));
    }

    fn notes(&mut self, notes: &[NoteText]) {
        let lines: Vec<String> = notes
            .iter()
            .map(|note| {
                let NoteText { number, title, url, more } = note;
                let more = if more.is_empty() {
                    String::new()
                } else {
                    format!("{}{more}", self.language.marks().semicolon)
                };
                let (title, more) = (escaped(title), escaped(&more));
                format!("[^{number}]: [{title}](<{}>){more}", address(url))
            })
            .collect();
        self.block(&lines.join("\n"));
    }

    fn cell(&self, cell: &Cell) -> String {
        let text = escaped(&cell.text(self.language));
        match cell {
            Cell::Status(status) => format!("{} {text}", status.sign()),
            Cell::Said { notes, .. } => notes.iter().fold(text, |mut text, number| {
                // Writing to a text cannot fail.
                let _ = write!(text, " [^{number}]");
                text
            }),
            _ => text,
        }
    }
}

/// A line of a table.
fn line(cells: impl Iterator<Item = String>) -> String {
    cells.fold("|".to_owned(), |line, cell| format!("{line} {cell} |"))
}

/// A text of which nothing is taken for a mark of Markdown, in one line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // At the beginning these would make a heading, a list or a line.
            '#' | '+' | '-' | '=' if place == 0 => {
                escaped.push('\\');
                escaped.push(c);
            }
            '.' | ')' if place > 0 && text[..place].bytes().all(|b| b.is_ascii_digit()) => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' | '\r' | '\t' => escaped.push(' '),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// An address between angle brackets, in which neither they nor an escape may stand.
fn address(url: &str) -> String {
    // Without a semicolon nothing is taken for a character's name.
    let ampersand = if url.contains(';') { "&amp;" } else { "&" };
    let mut address = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            '\\' => address.push_str("%5C"),
            '&' => address.push_str(ampersand),
            c if c.is_whitespace() || c.is_control() => address.push_str("%20"),
            c => address.push(c),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_a_mark() {
        assert_eq!(escaped("a|b *c* [d](e) <f>"), "a\\|b \\*c\\* \\[d\\](e) \\<f\\>");
        assert_eq!(escaped("# a\nb"), "\\# a b");
        assert_eq!(escaped("a # - b"), "a # - b");
        assert_eq!(escaped("12. a. b"), "12\\. a. b");
        assert_eq!(address("https://x/?a&lt;"), "https://x/?a&amp;lt;");
        assert_eq!(address("https://x/<a> b?c&d"), "https://x/%3Ca%3E%20b?c&d");
    }
}
