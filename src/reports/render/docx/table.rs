//! The tables of an outline in a Word document: a head that is repeated on every page, what is about
//! one item on one page.

use super::grid::{Frame, Grid, Merge, Side, cell, frame, row};
use super::notes::Notes;
use super::text::{Look, Writer};
use super::xml::Xml;
use crate::domain::timeliness::Timeliness;
use crate::language::Language;
use crate::reports::outline::{Cell, Table, Width};
use crate::reports::render::widths::Widths;

/// How wide a character of a cell is on the average, in twentieths of a point.
pub(super) const CHARACTER: u32 = 84;

/// The first columns of an item's rows, which have its code and its title.
const SHARED: usize = 2;

/// So many rows of an item need not stay on one page.
const MANY: usize = 12;

/// What shows that something is overdue, beside the word: a pale orange.
pub(super) const OVERDUE: u32 = 0x00FC_E8CF;

/// The columns of a table: how wide each is, and how high turned headings are, in twentieths of a
/// point.
pub(super) struct Columns {
    wide: Vec<u32>,
    turned: Option<u32>,
}

/// Columns on a page whose text is `room` wide.
pub(super) fn columns(widths: &Widths, room: u32) -> Columns {
    Columns {
        wide: widths.shares.iter().map(|share| part(*share, room)).collect(),
        turned: widths.turned.map(|longest| CHARACTER * 12 / 10 * longest_of(longest)),
    }
}

/// A table in columns.
pub(super) fn table(
    xml: &mut Xml,
    writer: &Writer<'_>,
    notes: &mut Notes<'_>,
    table: &Table,
    columns: &Columns,
    language: Language,
) {
    let Columns { wide, turned } = columns;
    let sides: Vec<Side> = (0..table.columns.len()).map(|place| side(table, place)).collect();
    frame(xml, writer, Grid::Table, wide, |xml| {
        row(xml, true, *turned, |xml| {
            for (place, column) in table.columns.iter().enumerate() {
                let is_turned = turned.is_some() && column.width == Width::Narrow;
                let side = if is_turned { Side::Left } else { sides[place] };
                let look = Frame {
                    width: wide[place],
                    side,
                    is_head: true,
                    is_turned,
                    is_kept: true,
                    ..Frame::default()
                };
                cell(xml, writer, look, |xml| {
                    writer.look(xml, Look::bold(), &column.title);
                });
            }
        });
        let mut left = 0;
        for (at, cells) in table.rows.iter().enumerate() {
            let of_item = table.rows_of_item(at);
            left = of_item.max(left) - usize::from(of_item.max(left) > 0);
            // The rows of an item, and those of a short table, stay on one page.
            let is_kept =
                (1..MANY).contains(&left) || (table.is_short() && at + 1 < table.rows.len());
            row(xml, false, None, |xml| {
                for (place, one) in cells.iter().enumerate() {
                    let (shade, colour) = colours(one);
                    let width = wide.get(place).copied().unwrap_or_default();
                    let side = sides.get(place).copied().unwrap_or_default();
                    let merge = match of_item {
                        _ if place >= SHARED => Merge::None,
                        0 => Merge::Goes,
                        1 => Merge::None,
                        _ => Merge::Begins,
                    };
                    let look = Frame { width, shade, side, is_kept, merge, ..Frame::default() };
                    cell(xml, writer, look, |xml| {
                        content(xml, writer, notes, one, colour, language);
                    });
                }
            });
        }
    });
}

fn longest_of(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(30).min(30)
}

/// A column of numbers stands to the right.
fn side(table: &Table, place: usize) -> Side {
    if table.is_numeric(place) { Side::Right } else { Side::Left }
}

/// What is behind a cell's text, and the text's colour.
fn colours(cell: &Cell) -> (Option<u32>, Option<u32>) {
    match cell {
        Cell::Status(status) => (Some(status.colour()), Some(status.ink())),
        Cell::Timeliness(Timeliness::Overdue) => (Some(OVERDUE), None),
        _ => (None, None),
    }
}

fn content(
    xml: &mut Xml,
    writer: &Writer<'_>,
    notes: &mut Notes<'_>,
    cell: &Cell,
    colour: Option<u32>,
    language: Language,
) {
    let text = cell.text(language);
    match cell {
        Cell::Status(status) => {
            let look = Look { colour, ..Look::default() };
            writer.look(xml, look, &status.signed(language));
        }
        Cell::Timeliness(Timeliness::Overdue) => writer.run(xml, &format!("▲\u{a0}{text}")),
        Cell::Said { notes: numbers, .. } => {
            writer.run(xml, &text);
            for (place, number) in numbers.iter().enumerate() {
                if place > 0 {
                    writer.reference(xml, |xml| xml.element("w:t", &[], |xml| xml.text(",")));
                }
                notes.refer(xml, writer, *number);
            }
        }
        _ if text.is_empty() => {}
        _ => writer.run(xml, &text),
    }
}

/// A share of a width.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of a page's width is a small number above zero"
)]
fn part(share: f64, room: u32) -> u32 {
    (share * f64::from(room)).round() as u32
}
