//! `overdue`: what should have been done by a day, and was not.

use super::exit::{CliError, Exit};
use super::list::RowsArgs;
use super::session::{Done, Failure, Session};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger overdue                            As of today, the oldest due day first
  summit-ledger overdue --as-of 2026-01-15 --party KG
  summit-ledger overdue --format md --lang ru";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    rows: RowsArgs,
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    print(&args.rows, &session).await?;
    Ok(Exit::Done)
}

/// Prints what is overdue; gives how many rows that were.
pub(super) async fn print(rows: &RowsArgs, session: &Session) -> Result<usize, Failure> {
    if rows.filters.get("timeliness").is_some() {
        let message = session.text("command-error-timeliness", &[]);
        return Err(CliError::usage(message).into());
    }
    rows.print(session, &[("timeliness".to_owned(), "overdue".to_owned())]).await
}
