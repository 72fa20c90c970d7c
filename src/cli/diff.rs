//! `diff`: what changed between two days.

use serde::Deserialize;
use serde_json::Value;

use super::day::Day;
use super::exit::Exit;
use super::flags::{Comparisons, Flags};
use super::format::FormatArgs;
use super::grid::{Cell, Grid};
use super::rows::{column, status, timeliness, title};
use super::session::{Done, Session};
use crate::client::failure::ClientError;
use crate::domain::status::Status;
use crate::reports::compare::Moved;
use crate::reports::lists::Line;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger diff 2025-08-01 2026-01-15
  summit-ledger diff 2025-12-31 today --party KG --format md --lang zh";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The one day
    #[arg(value_name = "DAY")]
    from: Day,
    /// The other day
    #[arg(value_name = "DAY")]
    to: Day,
    #[command(flatten)]
    scope: Flags<Comparisons>,
    #[command(flatten)]
    format: FormatArgs,
}

/// What a report says of an earlier day, as far as it is shown here.
#[derive(Debug, Deserialize)]
struct Compared {
    reached: Vec<Line>,
    slipped: Vec<Line>,
    contradicted: Vec<Line>,
    moved: Vec<Moved>,
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    let (from, to) = (args.from.date(session.today), args.to.date(session.today));
    let (from, to) = (from.min(to), from.max(to));
    let mut pairs = args.scope.pairs(session.today);
    pairs.push(("compare_to".to_owned(), from.to_string()));
    pairs.push(("as_of".to_owned(), to.to_string()));
    pairs.push(("format".to_owned(), "json".to_owned()));
    let report: Value = session.connection.json(&["reports", "progress"], &pairs).await?;
    let json = report.get("compared").cloned().unwrap_or_default();
    let compared: Compared = serde_json::from_value(json.clone())
        .map_err(|error| ClientError::strange(session.connection.server(), error))?;
    let grid = grid(&session, &compared);
    if grid.rows.is_empty() && args.format.is_table() {
        let days = [("from", from.to_string()), ("to", to.to_string())];
        session.say("command-no-changes", &days);
    } else {
        args.format.print(&session, &grid, &json)?;
    }
    Ok(Exit::Done)
}

fn grid(session: &Session, compared: &Compared) -> Grid {
    let texts = session.texts;
    let columns = vec![
        column(texts, "change", "command-column-change"),
        column(texts, "commitment", "report-column-code"),
        column(texts, "party", "report-column-party"),
        column(texts, "before", "report-column-before"),
        column(texts, "status", "report-column-now"),
        column(texts, "timeliness", "report-column-timeliness"),
        column(texts, "title", "report-column-title"),
    ];
    let row = |change: &str, heading: &str, before: Option<Status>, line: &Line| {
        let owed = &line.owed;
        let occurrence = owed.occurrence.as_ref().map(|o| format!("/{o}")).unwrap_or_default();
        vec![
            Cell::said(change, texts.text(heading)),
            Cell::plain(line.commitment.clone()),
            Cell::plain(format!("{}{occurrence}", owed.party)),
            status(texts, before, &[]),
            status(texts, Some(owed.status), &[]),
            timeliness(texts, Some(owed.timeliness), owed.days_overdue),
            Cell::plain(title(session.language(), &line.title)),
        ]
    };
    let lists = [
        ("reached", "report-heading-reached", &compared.reached),
        ("slipped", "report-heading-slipped", &compared.slipped),
        ("contradicted", "report-heading-contradicted", &compared.contradicted),
    ];
    let mut rows = Vec::new();
    for (change, heading, lines) in lists {
        rows.extend(lines.iter().map(|line| row(change, heading, None, line)));
    }
    let moved = compared.moved.iter();
    rows.extend(moved.map(|one| row("moved", "report-heading-moved", Some(one.before), &one.now)));
    Grid { columns, rows }
}
