//! Charts of a Word document: tables with shaded cells, which every reader of such files draws.

use unicode_width::UnicodeWidthStr;

use super::grid::{Frame, Grid, Side, cell, frame, gap, row};
use super::table::CHARACTER;
use super::template::Style;
use super::text::{Look, Writer};
use super::xml::Xml;
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::language::Language;
use crate::reports::outline::{Bar, Matrix, MatrixCell, Table};

/// The share of the page that the labels of bars have, in hundredths.
const LABELS: u32 = 22;

/// How many cells of the grid the longest bar has.
const STEPS: usize = 60;

/// The least cells that a count fits in.
const LEAST: usize = 3;

/// Bars made of counts, and what their colours mean.
pub(super) fn bars(
    xml: &mut Xml,
    writer: &Writer<'_>,
    bars: &[Bar],
    room: u32,
    language: Language,
) {
    let longest = bars.iter().map(|bar| bar.total).max().unwrap_or_default();
    if longest == 0 {
        return;
    }
    let label = room * LABELS / 100;
    let step = (room - label) / u32::try_from(STEPS).unwrap_or(1);
    let mut widths = vec![label];
    widths.resize(STEPS + 1, step);
    frame(xml, writer, Grid::Bare, &widths, |xml| {
        for bar in bars {
            row(xml, false, None, |xml| {
                let look = Frame { width: label, is_kept: true, ..Frame::default() };
                cell(xml, writer, look, |xml| writer.run(xml, &bar.label));
                let spans = spans(bar, longest);
                for ((status, count), span) in bar.parts.iter().zip(&spans) {
                    let look = Frame {
                        width: step * u32::try_from(*span).unwrap_or(1),
                        span: *span,
                        shade: Some(status.colour()),
                        side: Side::Centre,
                        is_kept: true,
                        ..Frame::default()
                    };
                    let count = language.numbers().whole(i64::try_from(*count).unwrap_or(i64::MAX));
                    cell(xml, writer, look, |xml| {
                        writer.look(xml, Look::ink(status.ink()), &count);
                    });
                }
                let rest = STEPS - spans.iter().sum::<usize>();
                if rest > 0 {
                    let width = step * u32::try_from(rest).unwrap_or(1);
                    let look = Frame { width, span: rest, is_kept: true, ..Frame::default() };
                    cell(xml, writer, look, |_| {});
                }
            });
        }
    });
    legend(xml, writer, bars, language);
}

/// How many cells each part of a bar has: together as many as its share of the longest, each with
/// room for its count.
fn spans(bar: &Bar, longest: u64) -> Vec<usize> {
    let counts: Vec<usize> =
        bar.parts.iter().map(|(_, count)| usize::try_from(*count).unwrap_or(usize::MAX)).collect();
    let longest = usize::try_from(longest).unwrap_or(usize::MAX).max(1);
    let all = |count: usize| count.saturating_mul(STEPS) / longest;
    let mut spans: Vec<usize> = counts.iter().map(|count| all(*count).max(LEAST)).collect();
    // What the least takes too much, the widest gives.
    while spans.iter().sum::<usize>() > STEPS {
        match spans.iter_mut().max() {
            Some(widest) if *widest > 1 => *widest -= 1,
            _ => break,
        }
    }
    spans
}

fn legend(xml: &mut Xml, writer: &Writer<'_>, bars: &[Bar], language: Language) {
    let is_there =
        |status: &&Status| bars.iter().any(|bar| bar.parts.iter().any(|(one, _)| one == *status));
    writer.paragraph(xml, Style::Cell, |xml| {
        for (place, status) in Status::ALL.iter().filter(is_there).enumerate() {
            if place > 0 {
                writer.run(xml, "   ");
            }
            let ink = Look { shade: Some(status.colour()), ..Look::ink(status.ink()) };
            writer.look(xml, ink, &format!("\u{a0}{}\u{a0}", status.sign()));
            let word = language.texts().term("status", *status).replace(' ', "\u{a0}");
            writer.run(xml, &format!("\u{a0}{word}"));
        }
    });
    gap(xml);
}

/// Parties down, sections across, and the sections' titles below.
pub(super) fn matrix(xml: &mut Xml, writer: &Writer<'_>, matrix: &Matrix, room: u32) {
    writer.plain(xml, &matrix.legend);
    let columns = u32::try_from(matrix.columns.len()).unwrap_or(1).max(1);
    let words = matrix.rows.iter().flat_map(|(party, _)| party.split_whitespace());
    let longest = words.map(UnicodeWidthStr::width).max().unwrap_or_default() + 1;
    let longest = u32::try_from(longest).unwrap_or(u32::MAX).saturating_mul(CHARACTER * 11 / 10);
    let first = longest.clamp(room / 7, room / 4);
    let each = (room - first) / columns;
    let mut widths = vec![first];
    widths.resize(matrix.columns.len() + 1, each);
    let bold = Look::bold();
    frame(xml, writer, Grid::Matrix, &widths, |xml| {
        row(xml, true, None, |xml| {
            let look = Frame { width: first, is_kept: true, ..Frame::default() };
            cell(xml, writer, look, |xml| writer.look(xml, bold, &matrix.corner));
            for (number, _) in &matrix.columns {
                let look = Frame { width: each, is_kept: true, side: Side::Centre, ..look };
                cell(xml, writer, look, |xml| writer.look(xml, bold, number));
            }
        });
        for (at, (party, cells)) in matrix.rows.iter().enumerate() {
            row(xml, false, None, |xml| {
                let is_kept = matrix.rows.len() <= Table::SHORT && at + 1 < matrix.rows.len();
                let look = Frame { width: first, is_kept, ..Frame::default() };
                cell(xml, writer, look, |xml| writer.run(xml, party));
                for one in cells {
                    let shade = one.and_then(shade);
                    let look = Frame { width: each, shade, side: Side::Centre, ..look };
                    cell(xml, writer, look, |xml| {
                        if let Some(one) = one {
                            writer.run(xml, &one.text().replace(' ', "\n"));
                        }
                    });
                }
            });
        }
    });
    let titles = matrix.columns.iter().map(|(number, title)| format!("{number}.\u{a0}{title}"));
    let titles = titles.collect::<Vec<_>>().join("   ");
    writer.paragraph(xml, Style::Cell, |xml| writer.run(xml, &titles));
}

/// Behind a cell with something overdue in it, a pale orange.
const fn shade(cell: MatrixCell) -> Option<u32> {
    if cell.overdue > 0 { Some(super::table::OVERDUE) } else { None }
}
