//! How wide the columns of a table are, on a page that is only so wide.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::language::Language;
use crate::reports::outline::{Cell, Table, Width};

/// The margins of a cell, in characters.
const MARGINS: usize = 2;

/// Chinese up to so many columns is one piece where there is room: a party, a status.
const SHORT: usize = 10;

/// What a column needs, in characters: the least, below which words would break, and what it would
/// like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Need {
    least: usize,
    liked: usize,
}

/// The columns of a table, side by side.
#[derive(Debug, Clone, PartialEq)]
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
    /// No word breaks; Chinese breaks at any character.
    Broken,
    /// Nor do words, and the headings of narrow columns are turned.
    Turned,
}

/// Shares a line of `room` characters out among the columns of a table.
#[must_use]
pub fn widths(table: &Table, language: Language, room: usize) -> Widths {
    let needs = |fit: Fit| -> Vec<Need> {
        let places = 0..table.columns.len();
        places.map(|place| need(table, place, language, fit)).collect()
    };
    let fits = |needs: &[Need]| needs.iter().map(|need| need.least).sum::<usize>() <= room;
    let tries = [Fit::Whole, Fit::Broken].map(|fit| (fit, needs(fit)));
    let found = tries.into_iter().find(|(_, needs)| fits(needs));
    let (fit, needs) = found.unwrap_or_else(|| (Fit::Turned, needs(Fit::Turned)));
    let longest = table.columns.iter().filter(|column| column.width == Width::Narrow);
    let longest = longest.map(|column| column.title.width()).max();
    Widths { shares: share(&needs, room), turned: longest.filter(|_| fit == Fit::Turned) }
}

fn need(table: &Table, place: usize, language: Language, fit: Fit) -> Need {
    let column = &table.columns[place];
    let cells = table.rows.iter().filter_map(|row| row.get(place));
    let texts: Vec<String> = cells.map(|cell| text(cell, language)).collect();
    let is_turned = fit == Fit::Turned && column.width == Width::Narrow;
    let title = Some(&column.title).filter(|_| !is_turned);
    let all = || texts.iter().chain(title);
    let most = match column.width {
        Width::Narrow => 14,
        Width::Medium => 20,
        Width::Wide => 60,
    };
    let whole = if fit == Fit::Whole { SHORT } else { 2 };
    let words = texts.iter().map(|text| longest_word(text, whole));
    // A heading is bold, and so wider than its letters count.
    let heading = title.map(|title| longest_word(title, whole) + 1);
    let least = words.chain(heading).max().unwrap_or_default().clamp(1, most) + MARGINS;
    let liked = all().map(|text| text.width() + MARGINS).max().unwrap_or_default();
    Need { least, liked: liked.clamp(least, most.max(least) + MARGINS) }
}

/// The text of a cell as it is laid out.
fn text(cell: &Cell, language: Language) -> String {
    match cell {
        Cell::Status(status) => format!("{} {}", status.sign(), cell.text(language)),
        Cell::Timeliness(_) => format!("▲ {}", cell.text(language)),
        // Capitals and digits are wider than most letters.
        Cell::Code(code) => format!("{code}00"),
        cell => cell.text(language),
    }
}

/// How wide the longest piece is that is not to break: a word, or Chinese up to `whole`.
fn longest_word(text: &str, whole: usize) -> usize {
    let (mut longest, mut run, mut chinese) = (0, 0, 0);
    for character in text.chars() {
        let width = character.width().unwrap_or_default();
        chinese = if width > 1 { chinese + width } else { 0 };
        run = if character.is_whitespace() || width > 1 { 0 } else { run + width };
        longest = longest.max(run).max(chinese.min(whole));
    }
    longest
}

/// Everybody gets the least; what is left over goes by what they would like.
fn share(needs: &[Need], room: usize) -> Vec<f64> {
    let least: usize = needs.iter().map(|need| need.least).sum();
    let wish: usize = needs.iter().map(|need| need.liked - need.least).sum();
    let left = room.saturating_sub(least);
    #[expect(clippy::cast_precision_loss, reason = "characters of a line")]
    let wide = |need: &Need| {
        let more = if wish == 0 {
            left as f64 / needs.len() as f64
        } else {
            left as f64 * (need.liked - need.least) as f64 / wish as f64
        };
        need.least as f64 + more
    };
    let wide: Vec<f64> = needs.iter().map(wide).collect();
    let total: f64 = wide.iter().sum();
    wide.into_iter().map(|one| one / total.max(1.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::outline::Column;

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
        let found = widths(&of, Language::En, 60);
        assert!(found.shares[0] * 60.0 >= 14.0, "{found:?}");
        assert!((found.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert_eq!(found.turned, None);
    }

    #[test]
    fn headings_are_turned_only_where_nothing_else_fits() {
        let columns = [("superseded", Width::Narrow); 10];
        let numbers = ["1"; 10];
        assert_eq!(widths(&table(&columns, &numbers), Language::En, 140).turned, None);
        assert_eq!(widths(&table(&columns, &numbers), Language::En, 100).turned, Some(10));
        // Chinese breaks before it is turned.
        let columns = [("已被取代", Width::Narrow); 10];
        assert_eq!(widths(&table(&columns, &numbers), Language::Zh, 100).turned, None);
        assert_eq!(longest_word("已被取代了一二三四", SHORT), SHORT);
        assert_eq!(longest_word("已被取代", 2), 2);
    }
}
