//! `pull`: keeps a copy that can be read without a line.

use super::exit::Exit;
use super::session::{Done, Session, about};
use crate::client::pull;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger pull
  summit-ledger pull && summit-ledger list --party KG --offline";

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) async fn run(_: Args, session: Session) -> Done {
    let pulled = pull::pull(&session.connection, &session.folder).await?;
    let [seq, at] = about(&pulled.copy);
    let obligations = ("obligations", pulled.copy.records.obligations.len().to_string());
    let changes = ("changes", pulled.changes.to_string());
    let key = if pulled.is_new { "command-pulled-whole" } else { "command-pulled" };
    session.say(key, &[seq, at, obligations, changes]);
    Ok(Exit::Done)
}
