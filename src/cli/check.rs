//! `check`: is anything overdue? For cron and CI.

use serde::Deserialize;

use super::exit::Exit;
use super::list::RowsArgs;
use super::overdue;
use super::session::{Done, Session};
use crate::api::respond::Page;
use crate::client::failure::ClientError;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger check --fail-on-overdue --party KZ || mail -s overdue desk@example.org
  summit-ledger check --fail-on-overdue --as-of yesterday --format json";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// End with exit code 3 if anything that was asked about is overdue
    #[arg(long)]
    fail_on_overdue: bool,
    #[command(flatten)]
    rows: RowsArgs,
}

/// What is read of a party.
#[derive(Debug, Deserialize)]
struct Party {
    code: String,
}

/// Refuses parties that there are not: of one that is misspelt nothing is ever overdue.
///
/// # Errors
/// If there is one among those asked for.
async fn know(session: &Session, asked: &str) -> Result<(), ClientError> {
    let parties: Page<Party> = match session.connection.json(&["parties"], &[]).await {
        // The copy answers then; which parties there are it does not know.
        Err(error) if error.is_unreachable() => return Ok(()),
        other => other?,
    };
    let known: Vec<&str> = parties.items.iter().map(|one| one.code.as_str()).collect();
    match asked.split(',').map(str::trim).find(|code| !known.contains(code)) {
        None => Ok(()),
        Some(party) => {
            let values = [("party", party.to_owned()), ("known", known.join(", "))];
            Err(ClientError::other("command-error-party", values))
        }
    }
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    if let Some(asked) = args.rows.filters.get("party").filter(|_| !args.rows.offline) {
        know(&session, asked).await?;
    }
    let found = overdue::print(&args.rows, &session).await?;
    Ok(if found > 0 && args.fail_on_overdue { Exit::Faults } else { Exit::Done })
}
