//! `push`: sends what waits in the queue, and prints what came of each.

use serde_json::{Value, json};

use super::exit::Exit;
use super::format::FormatArgs;
use super::grid::{Cell, Grid, Tone};
use super::output::say;
use super::rows::column;
use super::session::{Done, Session};
use super::update::{named, said};
use crate::client::push::{self, Done as Answered};
use crate::client::queue::{Clash, Outcome};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger push                               Exit code 3 if something was not taken
  summit-ledger push --format json";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    format: FormatArgs,
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    let mut done = Vec::new();
    let pushed = push::push(&session.connection, &session.folder, |one| done.push(one.clone()));
    let pushed = pushed.await;
    // What was answered before the line broke is told as well.
    if !done.is_empty() || !args.format.is_table() {
        args.format.print(&grid(&session, &done), &as_json(&done))?;
    }
    for (_, outcome) in done.iter().filter(|(_, outcome)| !outcome.is_well()) {
        say(&outcome_words(&session, outcome));
    }
    let others = pushed?;
    for operation in &others {
        let mut values = named(operation);
        values[2] = ("user", operation.user.clone());
        session.say("command-others", &values);
    }
    if done.is_empty() && others.is_empty() {
        session.say("command-nothing-unsent", &[]);
    }
    let is_well = done.iter().all(|(_, outcome)| outcome.is_well());
    Ok(if is_well { Exit::Done } else { Exit::Faults })
}

fn as_json(done: &[Answered]) -> Value {
    let one = |(operation, outcome): &Answered| json!({"id": operation.id, "target": operation.target, "outcome": outcome});
    json!({"outcomes": done.iter().map(one).collect::<Vec<_>>()})
}

fn grid(session: &Session, done: &[Answered]) -> Grid {
    let texts = session.texts;
    let columns = vec![
        column(texts, "commitment", "report-column-code"),
        column(texts, "party", "report-column-party"),
        column(texts, "status", "report-column-status"),
        column(texts, "outcome", "command-column-outcome"),
        column(texts, "id", "command-column-id"),
    ];
    let row = |(operation, outcome): &Answered| {
        let [(_, code), (_, party), (_, id)] = named(operation);
        let tone = if outcome.is_well() { Tone::Good } else { Tone::Bad };
        vec![
            Cell::plain(code),
            Cell::plain(party),
            Cell::said(operation.body.status.to_string(), said(session, operation)),
            Cell::said(outcome.outcome.clone(), outcome_word(session, outcome)).toned(tone),
            Cell::plain(id),
        ]
    };
    Grid { columns, rows: done.iter().map(row).collect() }
}

/// What came of an operation, in a word.
fn outcome_word(session: &Session, outcome: &Outcome) -> String {
    let key = match outcome.outcome.as_str() {
        "applied" => "command-outcome-applied",
        "merged" => "command-outcome-merged",
        "duplicate" => "command-outcome-duplicate",
        "conflict" => "command-outcome-conflict",
        "rejected" => "command-outcome-rejected",
        other => return other.to_owned(),
    };
    session.texts.text(key)
}

/// What was wrong, or with what it clashes and how to decide.
fn outcome_words(session: &Session, outcome: &Outcome) -> String {
    let problem = outcome.problem.iter().map(|problem| problem.told(session.texts));
    let clashes = outcome.clashes().iter().map(|clash| clash_words(session, clash));
    problem.chain(clashes).collect::<Vec<_>>().join("\n")
}

/// A conflict with both values, and how to decide it.
pub(super) fn clash_words(session: &Session, clash: &Clash) -> String {
    let values = [
        ("id", clash.id.to_string()),
        ("group", format!("{} {}", clash.code, clash.group).trim().to_owned()),
        ("theirs", clash.theirs.to_string()),
        ("yours", clash.yours.to_string()),
    ];
    session.text("command-conflict", &values)
}
