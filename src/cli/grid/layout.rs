//! What of a table stands in its rows, how wide each column is, and what goes below.

use unicode_width::UnicodeWidthStr;

use super::wrap::{has_chinese, lines, longest_word, wrapped};
use super::{Cell, Column, clean, painted};

/// Between two columns.
const GAP: usize = 2;
/// How far in stands what goes below a row.
const INDENT: usize = 2;
/// What Chinese words are never narrower than, if they are that long: a sign and four characters.
const NARROWEST: usize = 10;
/// The same of texts.
const NARROWEST_TEXT: usize = 16;
/// A longer word, such as an address, may be broken.
const LONGEST_WORD: usize = 28;

/// How the columns share a line.
#[derive(Debug)]
pub(super) struct Layout {
    /// The columns of a row, each with its width, in their order.
    inline: Vec<(usize, usize)>,
    /// Those that go below, in their order.
    below: Vec<usize>,
    /// Whether words of a column go on in the next line.
    wraps: Vec<bool>,
    most: Option<usize>,
}

/// How wide a column would be, and how narrow it may get.
#[derive(Debug, Clone, Copy)]
struct Room {
    natural: usize,
    least: usize,
    /// Whether it has words, and not codes or days.
    has_words: bool,
}

impl Layout {
    /// Finds room for these columns in lines of `most`.
    pub fn of(columns: &[&Column], rows: &[Vec<&Cell>], most: Option<usize>) -> Self {
        let all = 0..columns.len();
        let rooms: Vec<Room> = all.clone().map(|at| Room::of(columns[at], at, rows)).collect();
        let mut inline: Vec<usize> = all.clone().collect();
        let needs = |inline: &[usize], of: fn(&Room) -> usize| {
            let widths: usize = inline.iter().map(|at| of(&rooms[*at])).sum();
            widths + GAP * inline.len().saturating_sub(1)
        };
        // The first column says what the row is about, and stays.
        while most.is_some_and(|most| needs(&inline, |room| room.least) > most) {
            let lightest = (1..inline.len()).rev().min_by_key(|at| columns[inline[*at]].weight);
            let Some(lightest) = lightest else { break };
            inline.remove(lightest);
        }
        let mut widths: Vec<usize> = rooms.iter().map(|room| room.natural).collect();
        let natural = needs(&inline, |room| room.natural);
        for _ in 0..most.map_or(0, |most| natural.saturating_sub(most)) {
            // Texts give way first, then the widest of words.
            let next = inline
                .iter()
                .filter(|at| widths[**at] > rooms[**at].least)
                .max_by_key(|at| (columns[**at].wraps, rooms[**at].has_words, widths[**at]));
            match next {
                Some(at) => widths[*at] -= 1,
                // Even the first is too wide by itself: only now is a code cut short.
                None => widths[inline[0]] = widths[inline[0]].min(most.unwrap_or(usize::MAX)),
            }
        }
        Self {
            below: all.filter(|at| !inline.contains(at)).collect(),
            inline: inline.into_iter().map(|at| (at, widths[at])).collect(),
            wraps: columns.iter().map(|column| column.wraps).collect(),
            most,
        }
    }

    /// A row, in as many lines as its cells need.
    pub fn row(&self, row: &[&Cell], in_colour: bool) -> String {
        let cells: Vec<Vec<String>> = self
            .inline
            .iter()
            .map(|(at, width)| lines(&clean(&row[*at].words), *width, self.wraps[*at]))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        let mut text = String::new();
        for line in 0..height {
            let parts = cells.iter().zip(&self.inline).map(|(lines, (at, width))| {
                let part = lines.get(line).map_or("", String::as_str);
                let space = " ".repeat(width.saturating_sub(part.width()));
                format!("{}{space}", painted(part, row[*at].tone, in_colour))
            });
            text += parts.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end();
            text.push('\n');
        }
        text
    }

    /// What goes below a row, each with its heading, as many in a line as fit. What is empty is
    /// left out.
    pub fn below(
        &self,
        columns: &[&Column],
        row: &[&Cell],
        in_colour: bool,
        labelled: &dyn Fn(&str, &str) -> String,
    ) -> String {
        let room = self.most.unwrap_or(usize::MAX).saturating_sub(INDENT).max(NARROWEST);
        let mut lines: Vec<String> = Vec::new();
        // How wide the last line is, if it has room for more.
        let mut so_far = None;
        for at in self.below.iter().filter(|at| !row[**at].words.is_empty()) {
            let said = labelled(&columns[*at].heading, &clean(&row[*at].words));
            let parts = wrapped(&said, room);
            let width = parts[0].width();
            let painted = parts.iter().map(|part| painted(part, row[*at].tone, in_colour));
            let fits = so_far.filter(|so_far| parts.len() == 1 && so_far + GAP + width <= room);
            match (fits, lines.last_mut()) {
                (Some(_), Some(line)) => painted.for_each(|part| {
                    line.push_str(&" ".repeat(GAP));
                    line.push_str(&part);
                }),
                _ => lines.extend(painted),
            }
            so_far = (parts.len() == 1).then(|| fits.map_or(0, |so_far| so_far + GAP) + width);
        }
        let mut text = String::new();
        for line in lines {
            text += &" ".repeat(INDENT);
            text += &line;
            text.push('\n');
        }
        text
    }
}

impl Room {
    fn of(column: &Column, at: usize, rows: &[Vec<&Cell>]) -> Self {
        let heading = clean(&column.heading);
        let cells: Vec<String> = rows.iter().map(|row| clean(&row[at].words)).collect();
        let widest = cells.iter().map(|cell| cell.width()).max().unwrap_or(0);
        let natural = widest.max(heading.width());
        let has_words = rows.iter().any(|row| row[at].words != row[at].data);
        let word = cells.iter().map(|cell| narrowest(cell)).max().unwrap_or(0);
        let least = if column.wraps {
            word.clamp(NARROWEST_TEXT, LONGEST_WORD)
        } else if has_words {
            word
        } else {
            widest
        };
        let least = least.max(narrowest(&heading)).min(natural);
        Self { natural, least, has_words }
    }
}

/// How narrow words may get.
fn narrowest(text: &str) -> usize {
    let word = longest_word(text);
    if has_chinese(text) { word.max(text.width().min(NARROWEST)) } else { word }
}
