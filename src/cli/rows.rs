//! Obligations and commitments as rows, with what waits to be sent beside them.

use serde::Serialize;
use serde_json::{Value, json};

use super::grid::{Cell, Column, Grid, Tone};
use super::session::Session;
use crate::client::failure::filled;
use crate::client::queue::{Target, Unsettled};
use crate::domain::status::{Status, UpdateStatus};
use crate::domain::timeliness::Timeliness;
use crate::language::{Args, Language, Texts};
use crate::reading::views::{Item, ObligationListItem, ObligationView};

/// A value in a list, with the statuses that wait to be sent.
#[derive(Debug, Serialize)]
pub(super) struct WithUnsent<T> {
    #[serde(flatten)]
    pub one: T,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsent: Vec<UpdateStatus>,
}

/// Obligations of a list, each with what waits to be sent about it.
pub(super) fn with_unsent(
    items: Vec<ObligationListItem>,
    unsettled: &Unsettled,
) -> Vec<WithUnsent<ObligationListItem>> {
    let with = |one: ObligationListItem| {
        let unsent = unsent(unsettled, &one.commitment.code, &one.obligation);
        WithUnsent { one, unsent }
    };
    items.into_iter().map(with).collect()
}

/// What waits to be sent about an obligation.
pub(super) fn unsent(
    unsettled: &Unsettled,
    code: &str,
    owed: &ObligationView,
) -> Vec<UpdateStatus> {
    let target = Target {
        commitment: code.to_owned(),
        party: owed.party.clone(),
        occurrence: owed.occurrence.clone(),
    };
    unsettled.about(&target).map(|one| one.operation.body.status).collect()
}

/// A list as JSON.
pub(super) fn as_json<T: Serialize>(items: &[T]) -> Value {
    json!({ "items": items })
}

/// A column for people and data.
pub(super) fn column(texts: &Texts, name: &'static str, heading: &str) -> Column {
    let heading = texts.text(heading);
    Column { name, heading, is_shown: true, wraps: name == "title", weight: weight(name) }
}

/// How much a row says by a column of that name. What a row is about and how it stands weighs most.
fn weight(name: &str) -> u8 {
    const LIGHTEST_FIRST: &[&str] = &[
        "title",
        "what",
        "id",
        "role",
        "section",
        "op",
        "made_at",
        "due_on",
        "before",
        "actor",
        "entity",
        "timeliness",
        "status",
    ];
    let place = LIGHTEST_FIRST.iter().position(|light| *light == name);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

/// The same, for data alone.
pub(super) fn data_column(texts: &Texts, name: &'static str, heading: &str) -> Column {
    Column { is_shown: false, ..column(texts, name, heading) }
}

/// The columns of what one party owes.
pub(super) fn owed_columns(texts: &Texts) -> Vec<Column> {
    vec![
        column(texts, "party", "report-column-party"),
        column(texts, "occurrence", "report-column-occurrence"),
        column(texts, "role", "report-column-role"),
        column(texts, "status", "report-column-status"),
        data_column(texts, "basis", "report-column-basis"),
        data_column(texts, "as_of", "report-column-said-of"),
        data_column(texts, "done_on", "report-column-done-on"),
        column(texts, "due_on", "report-column-due"),
        column(texts, "timeliness", "report-column-timeliness"),
        data_column(texts, "days_overdue", "report-column-days"),
    ]
}

/// The cells of what one party owes.
pub(super) fn owed_cells(
    texts: &Texts,
    owed: &ObligationView,
    unsent: &[UpdateStatus],
) -> Vec<Cell> {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        Cell::plain(owed.party.clone()),
        Cell::plain(owed.occurrence.clone().unwrap_or_default()),
        Cell::said(owed.role.to_string(), texts.term("role", owed.role)),
        owed_status(texts, owed, unsent),
        Cell::plain(owed.basis.map(|basis| basis.to_string()).unwrap_or_default()),
        Cell::plain(day(owed.as_of)),
        Cell::plain(day(owed.done_on)),
        Cell::plain(day(owed.due_on)),
        timeliness(texts, Some(owed.timeliness), owed.days_overdue),
        Cell::plain(owed.days_overdue.map(|days| days.to_string()).unwrap_or_default()),
    ]
}

/// Obligations of a list.
pub(super) fn obligations(session: &Session, rows: &[WithUnsent<ObligationListItem>]) -> Grid {
    let texts = session.texts;
    let mut columns = vec![column(texts, "commitment", "report-column-code")];
    columns.extend(owed_columns(texts));
    columns.push(column(texts, "title", "report-column-title"));
    let row = |WithUnsent { one, unsent }: &WithUnsent<ObligationListItem>| {
        let mut cells = vec![Cell::plain(one.commitment.code.clone())];
        cells.extend(owed_cells(texts, &one.obligation, unsent));
        cells.push(Cell::plain(title(session.language(), &one.commitment.title)));
        cells
    };
    without_empty(Grid { columns, rows: rows.iter().map(row).collect() }, "occurrence")
}

/// Commitments of a list.
pub(super) fn items(session: &Session, items: &[Item]) -> Grid {
    let texts = session.texts;
    let columns = vec![
        column(texts, "commitment", "report-column-code"),
        data_column(texts, "declaration", "command-column-declaration"),
        column(texts, "section", "report-column-section"),
        column(texts, "status", "report-column-status"),
        column(texts, "due_on", "report-column-due"),
        column(texts, "timeliness", "report-column-timeliness"),
        column(texts, "title", "report-column-title"),
    ];
    let row = |item: &Item| {
        let due = item.deadline.as_ref().and_then(|deadline| deadline.due_on);
        vec![
            Cell::plain(item.code.clone()),
            Cell::plain(item.declaration.clone()),
            Cell::plain(item.section.to_string()),
            status(texts, item.status, &[]),
            Cell::plain(due.map(|day| day.to_string()).unwrap_or_default()),
            timeliness(texts, item.timeliness, None),
            Cell::plain(title(session.language(), &item.title)),
        ]
    };
    Grid { columns, rows: items.iter().map(row).collect() }
}

/// Leaves a column to data where it says nothing in any row.
pub(super) fn without_empty(mut grid: Grid, name: &str) -> Grid {
    if let Some(at) = grid.columns.iter().position(|column| column.name == name) {
        grid.columns[at].is_shown = grid.rows.iter().any(|row| !row[at].data.is_empty());
    }
    grid
}

pub(super) fn title(language: Language, titles: &crate::reading::views::TextsView) -> String {
    language.pick(titles).to_owned()
}

/// The status of an obligation, and whether what was said of it differs.
fn owed_status(texts: &Texts, owed: &ObligationView, unsent: &[UpdateStatus]) -> Cell {
    let remarks = [(owed.contested, "command-contested"), (owed.reassess, "command-reassess")];
    let said = remarks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, key)| texts.text(key));
    let mut cell = status(texts, Some(owed.status), unsent);
    cell.words = std::iter::once(cell.words).chain(said).collect::<Vec<_>>().join(" ");
    cell
}

/// A status by sign and word, and what waits to be sent.
pub(super) fn status(texts: &Texts, status: Option<Status>, unsent: &[UpdateStatus]) -> Cell {
    let Some(status) = status else { return Cell::plain("") };
    let mut words = format!("{} {}", status.sign(), texts.term("status", status));
    if !unsent.is_empty() {
        let said: Vec<String> = unsent.iter().map(|one| update_status(texts, *one)).collect();
        let said = [("status", said.join(" → "))];
        words = format!("{words} {}", filled(texts, "command-unsent-status", &said));
    }
    let tone = match status {
        Status::NotReported => Tone::Faint,
        Status::Complete => Tone::Good,
        _ => Tone::Plain,
    };
    Cell::said(status.to_string(), words).toned(tone)
}

/// What an update says, in words.
pub(super) fn update_status(texts: &Texts, status: UpdateStatus) -> String {
    status
        .status()
        .map_or_else(|| texts.text("command-withdrawn"), |status| texts.term("status", status))
}

/// Timeliness in words, with a sign where it presses or is settled.
pub(super) fn timeliness(texts: &Texts, one: Option<Timeliness>, days: Option<i64>) -> Cell {
    let Some(one) = one else { return Cell::plain("") };
    let (sign, tone) = match one {
        Timeliness::Overdue => ("▲ ", Tone::Bad),
        Timeliness::DoneOnTime => ("✓ ", Tone::Good),
        Timeliness::DoneLate => ("✓ ", Tone::Plain),
        Timeliness::Undated | Timeliness::NotDue | Timeliness::Follows => ("", Tone::Faint),
        Timeliness::Upcoming | Timeliness::InWindow => ("", Tone::Plain),
    };
    let words = match days {
        Some(days) => {
            let mut args = Args::new();
            args.set("days", days);
            texts.with("command-overdue-days", &args)
        }
        None => texts.term("timeliness", one),
    };
    Cell::said(one.to_string(), format!("{sign}{words}")).toned(tone)
}
