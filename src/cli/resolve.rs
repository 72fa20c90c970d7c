//! `resolve`: decides a conflict.

use serde_json::{Value, json};
use uuid::Uuid;

use super::exit::Exit;
use super::session::{Done, Session};
use crate::client::queue::Queue;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger resolve 0198f2c4-5a57-7cc2-8f3e-3a6f5c1d2b10 --keep theirs
  summit-ledger resolve 0198f2c4-5a57-7cc2-8f3e-3a6f5c1d2b10 --keep yours";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The conflict's id
    id: Uuid,
    /// What stands: `theirs`, which was committed first, or `yours`, which came later
    #[arg(long, value_parser = ["theirs", "yours"])]
    keep: String,
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    let Args { id, keep } = args;
    let path = ["conflicts", &id.to_string(), "resolve"];
    let _: Value = session.connection.post(&path, &json!({"keep": keep}), None).await?;
    Queue::open(&session.folder)?.resolved(id)?;
    session.say("command-resolved", [("id", id.to_string())]);
    Ok(Exit::Done)
}
