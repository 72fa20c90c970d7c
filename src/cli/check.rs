//! `check`: is anything overdue? For cron and CI.

use super::exit::Exit;
use super::list::RowsArgs;
use super::overdue;
use super::session::{Done, Session};

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

pub(super) async fn run(args: Args, session: Session) -> Done {
    let found = overdue::print(&args.rows, &session).await?;
    Ok(if found > 0 && args.fail_on_overdue { Exit::Faults } else { Exit::Done })
}
