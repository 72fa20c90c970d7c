//! `push`: sends what waits in the queue, and prints what came of each.

use serde_json::{Value, json};

use super::exit::Exit;
use super::format::FormatArgs;
use super::grid::{Cell, Grid, Tone};
use super::output::say;
use super::rows::column;
use super::session::{Done, Session};
use super::status::waiting;
use super::update::{named, said};
use crate::client::failure::Refusal;
use crate::client::push::{self, Done as Answered};
use crate::client::queue::{Clash, Operation, Outcome, Unsettled, Waiting};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger push                               Exit code 3 if something was not taken or is left
  summit-ledger push --format json";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    format: FormatArgs,
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    let before = Unsettled::read(&session.folder)?;
    say_harmed(&session, before.harmed);
    let mut done = Vec::new();
    let pushed = push::push(&session.connection, &session.folder, |one| done.push(one.clone()));
    let pushed = pushed.await;
    // What was answered before the line broke is told as well.
    if !done.is_empty() || !args.format.is_table() {
        let left = Unsettled::read(&session.folder)?.waiting;
        args.format.print(&session, &grid(&session, &done), &as_json(&done, &left))?;
    }
    for (operation, outcome) in done.iter().filter(|(_, outcome)| !outcome.is_well()) {
        say(&outcome_words(&session, operation, outcome));
    }
    let others = pushed?;
    for operation in &others {
        let mut values = named(operation);
        values[2] = ("user", operation.user.clone());
        session.say("command-others", &values);
    }
    let refused = before.waiting.iter().filter(|one| one.refusal.is_some()).count();
    if refused > 0 {
        session.say("command-rejected-before", &[("count", refused.to_string())]);
    } else if done.is_empty() && others.is_empty() && before.harmed == 0 {
        session.say("command-nothing-unsent", &[]);
    }
    let is_taken = done.iter().all(|(_, outcome)| outcome.is_well());
    // Whoever asked for the queue to be sent is not told that it was, while something is left of it.
    let is_empty = others.is_empty() && refused == 0 && before.harmed == 0;
    Ok(if is_taken && is_empty { Exit::Done } else { Exit::Faults })
}

/// Says that lines of the queue cannot be read, if there are any.
pub(super) fn say_harmed(session: &Session, lines: usize) {
    if lines > 0 {
        let journal = session.folder.queue();
        let path = |path: &std::path::Path| path.display().to_string();
        let (there, aside) = (path(journal.path()), path(&journal.aside()));
        let count = lines.to_string();
        session.say("command-harmed-lines", &[("count", count), ("path", there), ("aside", aside)]);
    }
}

fn as_json(done: &[Answered], left: &[Waiting]) -> Value {
    let one = |(operation, outcome): &Answered| json!({"id": operation.id, "target": operation.target, "outcome": outcome});
    json!({
        "outcomes": done.iter().map(one).collect::<Vec<_>>(),
        "unsent": left.iter().map(waiting).collect::<Vec<_>>(),
    })
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
fn outcome_words(session: &Session, operation: &Operation, outcome: &Outcome) -> String {
    let problem = outcome.problem.iter().map(|one| refusal_words(session, operation, one));
    let clashes = outcome.clashes().iter().map(|clash| clash_words(session, clash));
    problem.chain(clashes).collect::<Vec<_>>().join("\n")
}

/// Which operation was refused, and why.
pub(super) fn refusal_words(session: &Session, operation: &Operation, why: &Refusal) -> String {
    let [(_, code), (_, party), _] = named(operation);
    let label = ("label", format!("{code} {party}"));
    session.text("command-labelled", &[label, ("value", why.told(session.texts))])
}

/// What a value has otherwise than the other one: of two objects the fields that differ.
fn apart(one: &Value, other: &Value) -> Value {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let fields = one.iter().filter(|(name, value)| other.get(*name) != Some(*value));
            fields.map(|(name, value)| (name.clone(), value.clone())).collect()
        }
        _ => one.clone(),
    }
}

/// A conflict with both values, and how to decide it.
pub(super) fn clash_words(session: &Session, clash: &Clash) -> String {
    let values = [
        ("id", clash.id.to_string()),
        ("group", format!("{} {}", clash.code, clash.group).trim().to_owned()),
        ("theirs", apart(&clash.theirs, &clash.yours).to_string()),
        ("yours", apart(&clash.yours, &clash.theirs).to_string()),
    ];
    session.text("command-conflict", &values)
}
