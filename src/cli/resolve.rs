//! `resolve`: shows what is in conflict, and decides it.

use serde_json::{Value, json};
use uuid::Uuid;

use super::exit::Exit;
use super::output::print;
use super::push::clash_words;
use super::session::{Done, Failure, Session};
use crate::client::queue::{Clash, Queue};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger resolve                            Show what is open, with both values
  summit-ledger resolve 0198f2c4-5a57-7cc2-8f3e-3a6f5c1d2b10 --keep theirs
  summit-ledger resolve 0198f2c4-5a57-7cc2-8f3e-3a6f5c1d2b10 --keep yours";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The conflict's id; without one all open conflicts are shown
    #[arg(requires = "keep")]
    id: Option<Uuid>,
    /// What stands: `theirs`, which was committed first, or `yours`, which came later
    #[arg(long, value_parser = ["theirs", "yours"], requires = "id")]
    keep: Option<String>,
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    let (Some(id), Some(keep)) = (args.id, args.keep) else {
        show(&session).await?;
        return Ok(Exit::Done);
    };
    let path = ["conflicts", &id.to_string(), "resolve"];
    let _: Value = session.connection.post(&path, &json!({"keep": keep}), None).await?;
    Queue::open(&session.folder)?.resolved(id)?;
    session.say("command-resolved", &[("id", id.to_string())]);
    Ok(Exit::Done)
}

async fn show(session: &Session) -> Result<(), Failure> {
    let open = session.connection.list::<Clash>(&["conflicts"], &[], None).await?;
    if open.items.is_empty() {
        session.say("command-no-conflicts", &[]);
        return Ok(());
    }
    let words = open.items.iter().map(|clash| clash_words(session, clash));
    Ok(print(&words.collect::<Vec<_>>().join("\n"))?)
}
