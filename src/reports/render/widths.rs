//! How wide the columns of a table are, on a page that is only so wide.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::domain::timeliness::Timeliness;
use crate::language::Language;
use crate::reports::outline::{Block, Cell, Column, Section, Table, Width};

/// The margins of a cell, in characters.
const MARGINS: usize = 2;

/// A status, or a word for timeliness, of up to so many characters is one piece.
const TERM: usize = 16;

/// A sentence wider than so many characters has room enough.
const SENTENCE: usize = 120;

/// What a turned heading is high, in characters.
const TURNED: usize = 2;

/// Chinese up to so many columns is one piece where there is room: a party, a status.
const SHORT: usize = 14;

/// What a column needs, in characters: the least, below which words would break, and what it would
/// like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Need {
    least: usize,
    liked: usize,
}

/// The columns of a table, side by side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Widths {
    /// The share of the page that each column has; together 1.
    pub shares: Vec<f64>,
    /// Whether headings must be turned to stand in their columns, and then how long the longest
    /// is, in characters.
    pub turned: Option<usize>,
}

/// How a table is fitted into its room, by and by more forcefully.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// No word breaks, and no short piece of Chinese.
    Whole,
    /// The same of cells; Chinese headings break at any character.
    Cells,
    /// No word breaks; Chinese breaks at any character.
    Broken,
    /// Nor do words, and the headings of narrow columns are turned.
    Turned,
}

/// The widths of each table of a section whose page takes `room` characters in a line. Tables that
/// have the same columns stand below each other, and so are laid out as one.
#[must_use]
pub fn of_section(section: &Section, language: Language, room: usize) -> Vec<Widths> {
    let tables = || section.blocks.iter().filter_map(Block::table);
    let mut found: Vec<(&[Column], Widths)> = Vec::new();
    for table in tables() {
        if !found.iter().any(|(columns, _)| *columns == table.columns) {
            let alike = tables().filter(|one| one.columns == table.columns).collect::<Vec<_>>();
            found.push((&table.columns, widths(&alike, language, room)));
        }
    }
    let of = |table: &Table| found.iter().find(|(columns, _)| *columns == table.columns);
    tables().filter_map(|table| of(table).map(|(_, widths)| widths.clone())).collect()
}

/// Shares a line of `room` characters out among the columns of tables, which are the same in all.
fn widths(tables: &[&Table], language: Language, room: usize) -> Widths {
    let Some(table) = tables.first() else { return Widths::default() };
    let needs = |fit: Fit| -> Vec<Need> {
        let places = 0..table.columns.len();
        places.map(|place| need(tables, place, language, fit)).collect()
    };
    let fits = |needs: &[Need]| needs.iter().map(|need| need.least).sum::<usize>() <= room;
    let tries = [Fit::Whole, Fit::Cells, Fit::Broken].map(|fit| (fit, needs(fit)));
    let found = tries.into_iter().find(|(_, needs)| fits(needs));
    let (fit, needs) = found.unwrap_or_else(|| (Fit::Turned, needs(Fit::Turned)));
    let longest = table.columns.iter().filter(|column| column.width == Width::Narrow);
    let longest = longest.map(|column| column.title.width()).max();
    Widths { shares: share(&needs, room), turned: longest.filter(|_| fit == Fit::Turned) }
}

fn need(tables: &[&Table], place: usize, language: Language, fit: Fit) -> Need {
    let column = &tables[0].columns[place];
    let rows = tables.iter().flat_map(|table| &table.rows);
    let cells = rows.filter_map(|row| row.get(place));
    let texts: Vec<String> = cells.map(|cell| text(cell, language)).collect();
    let is_turned = fit == Fit::Turned && column.width == Width::Narrow;
    let title = Some(&column.title).filter(|_| !is_turned);
    let all = || texts.iter().chain(title);
    let most = match column.width {
        Width::Narrow => 14,
        Width::Medium => 20,
        Width::Wide => 60,
    };
    let (head, whole) = match fit {
        Fit::Whole => (SHORT, SHORT),
        Fit::Cells => (2, SHORT),
        Fit::Broken | Fit::Turned => (2, 2),
    };
    let words = texts.iter().map(|text| longest_word(text, whole));
    // A heading is bold, and so wider than its letters count.
    let heading = title.map(|title| longest_word(title, head) * 11 / 10 + 1);
    let narrowest = if is_turned { TURNED } else { 1 };
    let least = words.chain(heading).max().unwrap_or_default().clamp(narrowest, most) + MARGINS;
    let liked = all().map(|text| text.width() + MARGINS).max().unwrap_or_default();
    // Sentences take what there is, so that rows stay low.
    let most = if column.width == Width::Wide { SENTENCE } else { most };
    Need { least, liked: liked.clamp(least, most.max(least) + MARGINS) }
}

/// The text of a cell as it is laid out.
fn text(cell: &Cell, language: Language) -> String {
    match cell {
        Cell::Status(status) => one_piece(status.signed(language)),
        Cell::Timeliness(Timeliness::Overdue) => format!("▲\u{a0}{}", cell.text(language)),
        Cell::Timeliness(_) => one_piece(cell.text(language)),
        // Capitals and digits are wider than most letters.
        Cell::Code(code) => format!("{code}00"),
        cell => cell.text(language),
    }
}

/// A term that stays in one line, if it is short.
fn one_piece(term: String) -> String {
    if term.width() <= TERM { term.replace(' ', "\u{a0}") } else { term }
}

/// How wide the longest piece is that is not to break: a word, or up to `whole` of one with Chinese.
fn longest_word(text: &str, whole: usize) -> usize {
    let pieces = text.split(|c: char| c.is_whitespace() && c != '\u{a0}');
    let long = |piece: &str| {
        let is_wide = |c: char| c.width().is_some_and(|width| width > 1);
        let words = piece.split(is_wide).map(UnicodeWidthStr::width).max().unwrap_or_default();
        if piece.contains(is_wide) { words.max(piece.width().min(whole)) } else { words }
    };
    pieces.map(long).max().unwrap_or_default()
}

/// Everybody gets the least, then by and by what they would like; what is left over beyond that
/// widens all alike.
fn share(needs: &[Need], room: usize) -> Vec<f64> {
    let least: usize = needs.iter().map(|need| need.least).sum();
    let wish: usize = needs.iter().map(|need| need.liked - need.least).sum();
    let left = room.saturating_sub(least).min(wish);
    #[expect(clippy::cast_precision_loss, reason = "characters of a line")]
    let wide = |need: &Need| {
        need.least as f64 + left as f64 * (need.liked - need.least) as f64 / wish.max(1) as f64
    };
    let wide: Vec<f64> = needs.iter().map(wide).collect();
    let total: f64 = wide.iter().sum();
    wide.into_iter().map(|one| one / total.max(1.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[(&str, Width)], row: &[&str]) -> Table {
        let column =
            |(title, width): &(&str, Width)| Column { title: (*title).to_owned(), width: *width };
        Table {
            name: "one".to_owned(),
            columns: columns.iter().map(column).collect(),
            rows: vec![row.iter().map(|text| Cell::Text((*text).to_owned())).collect()],
            empty: String::new(),
        }
    }

    #[test]
    fn no_word_breaks_while_there_is_room() {
        let of =
            table(&[("Party", Width::Medium), ("Update", Width::Wide)], &["Turkmenistan", "x"]);
        let found = widths(&[&of], Language::En, 60);
        assert!(found.shares[0] * 60.0 >= 14.0, "{found:?}");
        assert!((found.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert_eq!(found.turned, None);
    }

    #[test]
    fn headings_are_turned_only_where_nothing_else_fits() {
        let columns = [("superseded", Width::Narrow); 10];
        let numbers = ["1"; 10];
        let turned = |table: &Table, language, room| widths(&[table], language, room).turned;
        assert_eq!(turned(&table(&columns, &numbers), Language::En, 140), None);
        assert_eq!(turned(&table(&columns, &numbers), Language::En, 100), Some(10));
        // Chinese breaks before it is turned.
        let columns = [("已被取代", Width::Narrow); 10];
        assert_eq!(turned(&table(&columns, &numbers), Language::Zh, 100), None);
        assert_eq!(longest_word("已被取代了一二三四", SHORT), SHORT);
        assert_eq!(longest_word("已被取代", 2), 2);
        assert_eq!(longest_word("10/124（8.1%）", SHORT), 14);
        assert_eq!(longest_word("one\u{a0}two a", 2), 7);
    }

    #[test]
    fn room_to_spare_widens_all_columns_alike() {
        let columns = [("Due", Width::Narrow), ("Not done", Width::Narrow)];
        let shares = widths(&[&table(&columns, &["10", "20"])], Language::En, 100).shares;
        assert!((0.3..0.7).contains(&shares[0]), "{shares:?}");
    }

    #[test]
    fn tables_with_the_same_columns_have_the_same_widths() {
        let columns = [("Party", Width::Medium), ("Update", Width::Wide)];
        let tables = [["A", "A long text indeed"], ["Turkmenistan", "x"]];
        let alike = tables.map(|row| Block::Table(table(&columns, &row)));
        let other = Block::Table(table(&columns[..1], &["A"]));
        let blocks = alike.into_iter().chain([other]).collect();
        let section = Section { name: "one", heading: String::new(), blocks };
        let found = of_section(&section, Language::En, 60);
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], found[1]);
        assert_eq!(found[2].shares, [1.0]);
    }
}
