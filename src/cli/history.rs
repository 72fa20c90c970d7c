//! `history`: everything that was done to a commitment, newest first.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::exit::Exit;
use super::format::FormatArgs;
use super::grid::{Cell, Grid};
use super::output::time;
use super::rows::{as_json, column, update_status};
use super::session::{Done, Session};
use crate::client::connection::Listed;
use crate::client::copy::Copy;
use crate::client::failure::ClientError;
use crate::domain::terms::Term;
use crate::reading::changes::FieldChange;
use crate::records::change::{Entity, Op};
use crate::records::update::Update;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger history AST25-12.7b
  summit-ledger history AST25-12.7b --format json
  summit-ledger history AST25-12.7b --offline      The updates alone: a copy has no edits";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The commitment's code
    code: String,
    /// Read the copy that was pulled, and call no server
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    format: FormatArgs,
}

/// A change, as the API tells it; of a copy without its place in the feed.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<i64>,
    at: DateTime<Utc>,
    actor: String,
    entity: Entity,
    op: Op,
    changed: Vec<FieldChange>,
    record: Option<Value>,
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    let Args { code, offline, format } = args;
    let path = ["commitments", &code, "history"];
    let found: Listed<Told> = session
        .read(
            offline,
            async |connection| connection.list(&path, &[], None).await,
            |copy| of_copy(copy, &code),
        )
        .await?;
    if found.items.is_empty() && format.is_table() {
        session.say("command-nothing", &[]);
    } else {
        format.print(&session, &grid(&session, &found.items), &as_json(&found.items))?;
    }
    Ok(Exit::Done)
}

/// The updates of a commitment, newest first.
fn of_copy(copy: &Copy, code: &str) -> Result<Listed<Told>, ClientError> {
    if copy.records.commitments.values().all(|one| one.code != code) {
        return Err(ClientError::other("command-error-no-item", [("code", code.to_owned())]));
    }
    let mut updates: Vec<&Update> =
        copy.records.updates.values().filter(|one| one.commitment == code).collect();
    updates.sort_by_key(|one| std::cmp::Reverse((one.at, one.id)));
    let told = |update: &Update| Told {
        seq: None,
        at: update.at,
        actor: update.author.clone(),
        entity: Entity::Update,
        op: Op::Created,
        changed: Vec::new(),
        record: Some(json!(update)),
    };
    Ok(Listed { items: updates.into_iter().map(told).collect(), is_cut: false })
}

fn grid(session: &Session, entries: &[Told]) -> Grid {
    let texts = session.texts;
    let columns = vec![
        column(texts, "at", "command-column-at"),
        column(texts, "actor", "command-column-actor"),
        column(texts, "entity", "command-column-entity"),
        column(texts, "op", "command-column-op"),
        column(texts, "party", "report-column-party"),
        // It goes on in the next line, as titles do.
        super::grid::Column { wraps: true, ..column(texts, "what", "command-column-what") },
    ];
    let row = |one: &Told| {
        let field = |name: &str| one.record.as_ref().and_then(|record| record.get(name)?.as_str());
        vec![
            Cell::plain(time(one.at)),
            Cell::plain(one.actor.clone()),
            Cell::said(one.entity.to_string(), texts.term("entity", one.entity)),
            Cell::said(one.op.to_string(), texts.term("op", one.op)),
            Cell::plain(field("party").unwrap_or_default()),
            Cell::plain(what(session, one)),
        ]
    };
    Grid { columns, rows: entries.iter().map(row).collect() }
}

/// What an update says, or which fields an edit changed.
fn what(session: &Session, one: &Told) -> String {
    let field = |name: &str| one.record.as_ref().and_then(|record| record.get(name)?.as_str());
    if one.entity == Entity::Update {
        let status = field("status").and_then(|word| Term::parse(word).ok());
        let said = status.map(|status| update_status(session.texts, status));
        let parts = [said.as_deref(), field("as_of"), field("narrative")];
        return parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    }
    one.changed.iter().map(|change| change.field.as_str()).collect::<Vec<_>>().join(", ")
}
