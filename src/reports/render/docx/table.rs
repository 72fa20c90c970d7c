//! Tables of a Word document: a head that is repeated on every page, rows that stay whole.

use super::notes::Notes;
use super::template::Style;
use super::text::{Look, Writer};
use super::xml::Xml;
use crate::domain::timeliness::Timeliness;
use crate::language::Language;
use crate::reports::outline::{Cell, Table, Width};
use crate::reports::render::widths::widths;

/// How wide a character of a cell is on the average, in twentieths of a point.
const CHARACTER: u32 = 84;

/// What shows that something is overdue, beside the word: a pale orange.
pub(super) const OVERDUE: u32 = 0x00FC_E8CF;

/// Where the text of a cell stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Side {
    #[default]
    Left,
    Centre,
    Right,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Frame {
    /// In twentieths of a point.
    pub width: u32,
    /// How many columns of the grid it covers; 0 as 1.
    pub span: usize,
    /// Behind the text: red, green and blue.
    pub shade: Option<u32>,
    pub side: Side,
    /// Whether the text runs upwards.
    pub is_turned: bool,
    /// Whether the row is to be on one page with the next.
    pub is_kept: bool,
}

/// A table, on a page whose text is `room` wide.
pub(super) fn table(
    xml: &mut Xml,
    writer: &Writer<'_>,
    notes: &mut Notes<'_>,
    table: &Table,
    room: u32,
    language: Language,
) {
    let shared = widths(table, language, (room / CHARACTER) as usize);
    let wide: Vec<u32> = shared.shares.iter().map(|share| part(*share, room)).collect();
    let sides: Vec<Side> = (0..table.columns.len()).map(|place| side(table, place)).collect();
    frame(xml, writer, Grid::Table, &wide, |xml| {
        let turned = shared.turned.map(|longest| CHARACTER * 12 / 10 * longest_of(longest));
        row(xml, true, turned, |xml| {
            for (place, column) in table.columns.iter().enumerate() {
                let is_turned = turned.is_some() && column.width == Width::Narrow;
                let side = if is_turned { Side::Left } else { sides[place] };
                let look = Frame {
                    width: wide[place],
                    side,
                    is_turned,
                    is_kept: true,
                    ..Frame::default()
                };
                cell(xml, writer, look, |xml| {
                    writer.look(xml, Look { is_bold: true, colour: None }, &column.title);
                });
            }
        });
        for cells in &table.rows {
            row(xml, false, None, |xml| {
                for (place, one) in cells.iter().enumerate() {
                    let (shade, colour) = colours(one);
                    let width = wide.get(place).copied().unwrap_or_default();
                    let side = sides.get(place).copied().unwrap_or_default();
                    let look = Frame { width, shade, side, ..Frame::default() };
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
            let look = Look { is_bold: false, colour };
            writer.look(xml, look, &format!("{} {text}", status.sign()));
        }
        Cell::Timeliness(Timeliness::Overdue) => writer.run(xml, &format!("▲ {text}")),
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

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grid {
    /// It has a head.
    Table,
    /// It has a head, and so many columns that the cells have hardly a margin.
    Matrix,
    /// It has no head.
    Bare,
}

/// A table with columns of these widths.
pub(super) fn frame(
    xml: &mut Xml,
    writer: &Writer<'_>,
    grid: Grid,
    widths: &[u32],
    rows: impl FnOnce(&mut Xml),
) {
    let total = widths.iter().sum::<u32>().to_string();
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.val("w:tblStyle", writer.style(Style::Table));
            xml.empty("w:tblW", &[("w:w", &total), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            if grid == Grid::Matrix {
                xml.element("w:tblCellMar", &[], |xml| {
                    for side in ["w:left", "w:right"] {
                        xml.empty(side, &[("w:w", "10"), ("w:type", "dxa")]);
                    }
                });
            }
            let head = if grid == Grid::Bare { "0" } else { "1" };
            xml.empty("w:tblLook", &[("w:firstRow", head), ("w:noHBand", "1"), ("w:noVBand", "1")]);
        });
        xml.element("w:tblGrid", &[], |xml| {
            for width in widths {
                xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        rows(xml);
    });
    // Two tables that touch would be one.
    xml.raw(
        "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" \
        w:line=\"160\" w:lineRule=\"exact\"/></w:pPr></w:p>",
    );
}

/// A row that no page breaks; `height` in twentieths of a point, where it is not the text's.
pub(super) fn row(xml: &mut Xml, is_head: bool, height: Option<u32>, cells: impl FnOnce(&mut Xml)) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
            if let Some(height) = height {
                xml.empty("w:trHeight", &[("w:val", &height.to_string()), ("w:hRule", "atLeast")]);
            }
            if is_head {
                xml.empty("w:tblHeader", &[]);
            }
        });
        cells(xml);
    });
}

/// A cell.
pub(super) fn cell(
    xml: &mut Xml,
    writer: &Writer<'_>,
    look: Frame,
    content: impl FnOnce(&mut Xml),
) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &look.width.to_string()), ("w:type", "dxa")]);
            if look.span > 1 {
                xml.val("w:gridSpan", &look.span.to_string());
            }
            if let Some(shade) = look.shade {
                let fill = format!("{shade:06X}");
                xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", &fill)]);
            }
            if look.is_turned {
                xml.val("w:textDirection", "btLr");
                xml.val("w:vAlign", "center");
            }
        });
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.val("w:pStyle", writer.style(Style::Cell));
                if look.is_kept {
                    xml.empty("w:keepNext", &[]);
                }
                match look.side {
                    Side::Left => {}
                    Side::Centre => xml.val("w:jc", "center"),
                    Side::Right => xml.val("w:jc", "right"),
                }
            });
            content(xml);
        });
    });
}

/// A share of a width.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of a page's width is a small number above zero"
)]
pub(super) fn part(share: f64, room: u32) -> u32 {
    (share * f64::from(room)).round() as u32
}
