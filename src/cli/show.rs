//! `show`: one commitment, and what each party owes under it.

use std::fmt::Write as _;

use serde_json::json;

use super::exit::Exit;
use super::flags::{Flags, Moments};
use super::format::FormatArgs;
use super::grid::{Grid, clean};
use super::output::print;
use super::rows::{self, WithUnsent};
use super::session::{Done, Session};
use crate::client::failure::ClientError;
use crate::client::queue::Unsettled;
use crate::reading::views::{Item, ObligationView};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger show AST25-12.7b
  summit-ledger show AST25-12.7b --as-of 2026-01-15 --lang ru
  summit-ledger show AST25-12.7b --format json --offline";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The commitment's code
    code: String,
    #[command(flatten)]
    moment: Flags<Moments>,
    /// Read the copy that was pulled, and call no server
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    format: FormatArgs,
}

/// A commitment of the copy.
///
/// # Errors
/// If it is not there; and for what was known in the past, which a copy cannot tell.
pub(super) fn find(
    session: &Session,
    copy: &crate::client::copy::Copy,
    code: &str,
    moment: &Flags<Moments>,
) -> Result<Item, ClientError> {
    if moment.get("known_at").is_some() {
        return Err(ClientError::other("command-error-known-offline", []));
    }
    let missing = || ClientError::other("command-error-no-item", [("code", code.to_owned())]);
    session.reading(copy, moment.get("as_of")).item(code).ok_or_else(missing)
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    let Args { code, moment, offline, format } = args;
    let pairs = moment.pairs(session.today);
    // Before the item: what is filed meanwhile shows twice rather than not at all.
    let unsettled = Unsettled::read(&session.folder)?;
    let item: Item = session
        .read(
            offline,
            async |connection| connection.json(&["commitments", &code], &pairs).await,
            |copy| find(&session, copy, &code, &moment),
        )
        .await?;
    let with = |owed: &ObligationView| WithUnsent {
        one: owed.clone(),
        unsent: rows::unsent(&unsettled, &item.code, owed),
    };
    let owed: Vec<WithUnsent<ObligationView>> = item.obligations.iter().map(with).collect();
    if format.is_words() {
        print(&format.fitted(&heading(&session, &item)))?;
    }
    let grid = grid(&session, &owed);
    let mut json = json!(item);
    if let Some(obligations) = json.get_mut("obligations") {
        *obligations = json!(owed);
    }
    format.print(&session, &grid, &json)?;
    Ok(Exit::Done)
}

fn grid(session: &Session, owed: &[WithUnsent<ObligationView>]) -> Grid {
    let row =
        |one: &WithUnsent<ObligationView>| rows::owed_cells(session.texts, &one.one, &one.unsent);
    let columns = rows::owed_columns(session.texts);
    rows::without_empty(Grid { columns, rows: owed.iter().map(row).collect() }, "occurrence")
}

/// What the commitment is, above who owes it.
fn heading(session: &Session, item: &Item) -> String {
    let mut text =
        format!("{}  {}\n", item.code, clean(&rows::title(session.language(), &item.title)));
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let values = [("label", session.texts.text(key)), ("value", clean(&value))];
            // Writing to a String cannot fail.
            let _ = writeln!(text, "  {}", session.text("command-labelled", &values));
        }
    };
    let status = rows::status(session.texts, item.status, &[]).words;
    line("report-column-status", Some(status));
    line(
        "report-column-timeliness",
        Some(rows::timeliness(session.texts, item.timeliness, None).words),
    );
    line("report-column-due", item.deadline.as_ref().and_then(|deadline| deadline.edtf.clone()));
    line("command-quote", item.quote.clone());
    line("command-note", item.note.clone());
    line("command-version", Some(item.version.to_string()));
    text + "\n"
}
