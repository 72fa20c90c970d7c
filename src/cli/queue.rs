//! `queue`: takes operations out of the queue, or has rejected ones sent again.

use clap::Subcommand;
use uuid::Uuid;

use super::exit::Exit;
use super::session::{Done, Session};
use crate::client::queue::Queue;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger status                             Lists the ids
  summit-ledger queue drop 0198f2c4-5a57-7cc2-8f3e-3a6f5c1d2b10
  summit-ledger queue retry 0198f2c4-5a57-7cc2-8f3e-3a6f5c1d2b10";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Take an operation out for good; it is not sent
    Drop {
        /// The operation's id
        id: Uuid,
    },
    /// Let the next push send a rejected operation again
    Retry {
        /// The operation's id
        id: Uuid,
    },
}

pub(super) fn run(command: &Command, session: &Session) -> Done {
    let queue = Queue::open(&session.folder)?;
    match command {
        Command::Drop { id } => {
            queue.drop(*id)?;
            session.say("command-dropped", &[("id", id.to_string())]);
        }
        Command::Retry { id } => {
            queue.retry(*id)?;
            session.say("command-retried", &[("id", id.to_string())]);
        }
    }
    Ok(Exit::Done)
}
