//! `status`: what is unsent or was rejected, what is in conflict, and how old the copy is.

use serde_json::{Value, json};

use super::exit::Exit;
use super::format::FormatArgs;
use super::grid::{Cell, Grid, Tone};
use super::output::{say, time};
use super::push::{clash_words, refusal_words, say_harmed};
use super::rows::column;
use super::session::{Done, Session, about};
use super::update::{named, said};
use crate::client::present::Present;
use crate::client::queue::{Unsettled, Waiting};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger status
  summit-ledger status --format json";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    format: FormatArgs,
}

pub(super) fn run(args: &Args, session: &Session) -> Done {
    let unsettled = Unsettled::read(&session.folder)?;
    // What is unsent is told also where the copy is harmed.
    let present = Present::read(&session.folder);
    let there = present.as_ref().ok().and_then(Option::as_ref);
    if !args.format.is_table() || !unsettled.waiting.is_empty() {
        args.format.print(session, &grid(session, &unsettled), &as_json(&unsettled, there))?;
    }
    if unsettled.waiting.is_empty() {
        session.say("command-nothing-unsent", &[]);
    }
    for one in &unsettled.waiting {
        if let Some(refusal) = &one.refusal {
            say(&refusal_words(session, &one.operation, refusal));
        }
    }
    for clash in &unsettled.clashes {
        say(&clash_words(session, clash));
    }
    say_harmed(session, unsettled.harmed);
    match &present {
        Ok(Some(present)) => {
            session.say("command-copy", &about(&present.copy));
            session.say_added(present);
        }
        Ok(None) => session.say("command-no-copy", &[]),
        Err(error) => say(&error.told(session.texts)),
    }
    Ok(Exit::Done)
}

/// An operation that waits, as data.
pub(super) fn waiting(one: &Waiting) -> Value {
    json!({
        "id": one.operation.id,
        "target": one.operation.target,
        "body": one.operation.body,
        "made_at": one.operation.made_at,
        "user": one.operation.user,
        "problem": one.refusal,
    })
}

fn as_json(unsettled: &Unsettled, present: Option<&Present>) -> Value {
    json!({
        "unsent": unsettled.waiting.iter().map(waiting).collect::<Vec<_>>(),
        "conflicts": unsettled.clashes,
        "harmed": unsettled.harmed,
        "copy": present.map(|present| &present.copy.head),
        "filed_since": present.map_or(0, |present| present.added),
    })
}

fn grid(session: &Session, unsettled: &Unsettled) -> Grid {
    let texts = session.texts;
    let columns = vec![
        column(texts, "commitment", "report-column-code"),
        column(texts, "party", "report-column-party"),
        column(texts, "status", "report-column-status"),
        column(texts, "state", "command-column-state"),
        column(texts, "made_at", "command-column-made"),
        column(texts, "id", "command-column-id"),
    ];
    let row = |one: &Waiting| {
        let [(_, code), (_, party), (_, id)] = named(&one.operation);
        let (state, key, tone) = match (&one.refusal, one.is_sent) {
            (Some(_), _) => ("rejected", "command-outcome-rejected", Tone::Bad),
            (None, true) => ("unanswered", "command-unanswered", Tone::Plain),
            (None, false) => ("unsent", "command-unsent", Tone::Plain),
        };
        vec![
            Cell::plain(code),
            Cell::plain(party),
            Cell::said(one.operation.body.status.to_string(), said(session, &one.operation)),
            Cell::said(state, texts.text(key)).toned(tone),
            Cell::plain(time(one.operation.made_at)),
            Cell::plain(id),
        ]
    };
    Grid { columns, rows: unsettled.waiting.iter().map(row).collect() }
}
