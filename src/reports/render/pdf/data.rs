//! An outline as the page reads it: texts, shares and colours, so that it only has to set them.

use chrono::{DateTime, Datelike, Utc};
use serde_json::{Value, json};

use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::timeliness::Timeliness;
use crate::language::{Language, typeset};
use crate::reports::outline::{Bar, Block, Cell, Matrix, Outline, Table, Tick, Width};
use crate::reports::render::widths::{self, Widths};

/// How many characters of a table fit beside each other on an upright page and on a wide one.
const UPRIGHT: usize = 108;
const WIDE: usize = 168;

/// What shows that something is overdue, beside the word: a pale orange.
const OVERDUE: &str = "#fce8cf";

/// The outline as the page reads it.
pub(super) fn of(outline: &Outline, at: Option<DateTime<Utc>>, families: &[String]) -> Value {
    let language = outline.language;
    let sections = outline.sections.iter().map(|section| {
        let is_wide = section.is_wide();
        let room = if is_wide { WIDE } else { UPRIGHT };
        let mut widths = widths::of_section(section, language, room).into_iter();
        let blocks = section.blocks.iter();
        let blocks: Vec<Value> =
            blocks.filter_map(|one| block(one, language, &mut widths)).collect();
        json!({ "name": section.name, "heading": section.heading, "wide": is_wide, "blocks": blocks })
    });
    typeset(json!({
        "language": language,
        "fonts": families,
        "title": outline.title,
        "full_title": outline.full_title(),
        "subject": outline.subject,
        "date": at.map(|at| [i64::from(at.year()), at.month().into(), at.day().into()]),
        "facts": outline.facts,
        "sections": sections.collect::<Vec<_>>(),
    }))
}

/// The same with texts whose lines break where they should.
fn typeset(value: Value) -> Value {
    match value {
        Value::String(text) => typeset::text(&text, str::to_owned).into(),
        Value::Array(all) => all.into_iter().map(typeset).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, typeset(value))).collect()
        }
        other => other,
    }
}

/// A block; `widths` are those of the tables that are still to come.
fn block(
    block: &Block,
    language: Language,
    widths: &mut impl Iterator<Item = Widths>,
) -> Option<Value> {
    let own = block.table().and_then(|_| widths.next());
    Some(match block {
        Block::Heading(text) => json!({ "kind": "heading", "text": text }),
        Block::Paragraph(text) => json!({ "kind": "paragraph", "text": text }),
        Block::Table(one) if one.rows.is_empty() => {
            json!({ "kind": "paragraph", "text": one.empty })
        }
        Block::Table(one) => table(one, language, &own?),
        Block::Matrix(one) => matrix(one),
        Block::Bars(all) => bars(all, language)?,
        Block::Timeline(ticks) => timeline(ticks, language)?,
        Block::Notes(notes) => {
            let notes = notes.iter().map(|note| {
                let more = match note.more.as_str() {
                    "" => String::new(),
                    more => language.marks().in_brackets("", more),
                };
                json!({
                    "number": note.number, "title": note.title, "url": note.url, "more": more,
                })
            });
            json!({ "kind": "notes", "notes": notes.collect::<Vec<_>>() })
        }
    })
}

fn table(table: &Table, language: Language, shared: &Widths) -> Value {
    let columns = table.columns.iter().enumerate().map(|(place, column)| {
        let is_turned = shared.turned.is_some() && column.width == Width::Narrow;
        json!({
            "title": column.title,
            "share": shared.shares[place],
            "right": table.is_numeric(place),
            "turned": is_turned,
        })
    });
    let rows = table.rows.iter().enumerate().map(|(place, row)| {
        let cells: Vec<Value> = row.iter().map(|one| cell(one, language)).collect();
        json!({ "of_item": table.rows_of_item(place), "cells": cells })
    });
    json!({
        "kind": "table",
        "short": table.is_short(),
        "columns": columns.collect::<Vec<_>>(),
        "rows": rows.collect::<Vec<_>>(),
    })
}

fn cell(cell: &Cell, language: Language) -> Value {
    let text = cell.text(language);
    match cell {
        Cell::Status(status) => json!({
            "text": status.signed(language),
            "fill": colour(status.colour()),
            "ink": colour(status.ink()),
        }),
        Cell::Timeliness(Timeliness::Overdue) => {
            json!({ "text": format!("▲\u{a0}{text}"), "fill": OVERDUE })
        }
        Cell::Said { notes, .. } => json!({ "text": text, "notes": notes }),
        _ => json!({ "text": text }),
    }
}

fn matrix(matrix: &Matrix) -> Value {
    let rows = matrix.rows.iter().map(|(party, cells)| {
        let cells = cells.iter().map(|cell| match cell {
            None => json!({ "text": "" }),
            Some(cell) if cell.overdue > 0 => json!({ "text": cell.text(), "fill": OVERDUE }),
            Some(cell) => json!({ "text": cell.text() }),
        });
        json!({ "party": party, "cells": cells.collect::<Vec<_>>() })
    });
    json!({
        "kind": "matrix",
        "legend": matrix.legend,
        "corner": matrix.corner,
        "columns": matrix.columns,
        "rows": rows.collect::<Vec<_>>(),
    })
}

/// Bars, each as long as its share of the longest; nothing if there is nothing to show.
fn bars(bars: &[Bar], language: Language) -> Option<Value> {
    let longest = bars.iter().map(|bar| bar.total).max().filter(|longest| *longest > 0)?;
    let numbers = language.numbers();
    let shown = bars.iter().map(|bar| {
        let parts = bar.parts.iter().map(|(status, count)| {
            json!({
                "share": share(*count, longest),
                "text": numbers.whole(whole(*count)),
                "fill": colour(status.colour()),
                "ink": colour(status.ink()),
            })
        });
        json!({
            "label": bar.label,
            "total": numbers.whole(whole(bar.total)),
            "parts": parts.collect::<Vec<_>>(),
        })
    });
    let is_there =
        |status: &&Status| bars.iter().any(|bar| bar.parts.iter().any(|(one, _)| one == *status));
    let legend = Status::ALL
        .iter()
        .filter(is_there)
        .map(|status| json!({ "text": status.signed(language), "fill": colour(status.colour()) }));
    Some(json!({
        "kind": "bars",
        "bars": shown.collect::<Vec<_>>(),
        "legend": legend.collect::<Vec<_>>(),
    }))
}

/// The days of deadlines along a line, from the first to the last.
fn timeline(ticks: &[Tick], language: Language) -> Option<Value> {
    let (first, last) = (ticks.first()?.day, ticks.last()?.day);
    let days = u64::try_from((last - first).num_days()).unwrap_or_default().max(1);
    let highest = ticks.iter().map(|tick| tick.total).max().filter(|highest| *highest > 0)?;
    let shown = ticks.iter().map(|tick| {
        let at = u64::try_from((tick.day - first).num_days()).unwrap_or_default();
        json!({
            "at": share(at, days),
            "done": share(tick.done, highest),
            "overdue": share(tick.overdue, highest),
            "open": share(tick.open, highest),
            "text": language.numbers().whole(whole(tick.total)),
        })
    });
    let texts = language.texts();
    let legend = [
        ("report-column-done", Status::Complete),
        ("report-column-overdue", Status::Stalled),
        ("report-column-open", Status::NotReported),
    ];
    let legend = legend
        .map(|(key, status)| json!({ "text": texts.text(key), "fill": colour(status.colour()) }));
    Some(json!({
        "kind": "timeline",
        "first": first.to_string(),
        "last": last.to_string(),
        "ticks": shown.collect::<Vec<_>>(),
        "legend": legend,
    }))
}

fn colour(colour: u32) -> String {
    format!("#{colour:06x}")
}

#[expect(clippy::cast_precision_loss, reason = "counts of obligations and days")]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
