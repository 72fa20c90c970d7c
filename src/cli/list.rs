//! `list`: what is owed, by whom, and how far it has come.

use serde_json::Value;

use super::exit::Exit;
use super::flags::{Flags, Lists};
use super::format::FormatArgs;
use super::grid::Grid;
use super::rows;
use super::session::{Done, Failure, Session};
use crate::client::connection::{Listed, Pair};
use crate::client::failure::ClientError;
use crate::client::queue::Unsettled;
use crate::reading::views::{Item, ObligationListItem};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger list --party KG --status in_progress,stalled
  summit-ledger list --items --section 4 --lang zh
  summit-ledger list --due-before 2026-12-31 --sort due_on --all --format csv
  summit-ledger list --as-of yesterday --q festival --offline";

/// How many rows there are where nothing is said.
const DEFAULT_LIMIT: usize = 50;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// List commitments, not what each party owes
    #[arg(long)]
    items: bool,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Which rows, how many, from where, and how they are shown.
#[derive(Debug, clap::Args)]
pub(super) struct RowsArgs {
    #[command(flatten)]
    pub filters: Flags<Lists>,
    /// Show so many rows at most [default: 50]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Show all rows
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    /// Read the copy that was pulled, and call no server
    #[arg(long)]
    pub offline: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

impl RowsArgs {
    /// How many rows at most; none for all.
    fn most(&self) -> Option<usize> {
        let limit = self.limit.and_then(|limit| usize::try_from(limit).ok());
        (!self.all).then_some(limit.unwrap_or(DEFAULT_LIMIT))
    }

    /// Reads obligations, prints them, and says if there are more; gives how many were found. What
    /// is asked `more` than by flags is what is overdue.
    pub(super) async fn print(&self, session: &Session, more: &[Pair]) -> Result<usize, Failure> {
        let mut pairs = self.filters.pairs(session.today);
        pairs.extend_from_slice(more);
        let as_of = self.filters.get("as_of");
        let most = self.most();
        // Before the list: what is filed meanwhile shows twice rather than not at all.
        let unsettled = Unsettled::read(&session.folder)?;
        let Listed { items, is_cut } = session
            .read(
                self.offline,
                async |connection| connection.list(&["obligations"], &pairs, most).await,
                |copy| Ok(cut(session.reading(copy, as_of).obligations(&pairs)?, most)),
            )
            .await?;
        let found: Vec<ObligationListItem> = items;
        let rows = rows::with_unsent(found, &unsettled);
        if rows.is_empty() && !more.is_empty() && self.format.is_table() {
            session.say("report-none-overdue", &[]);
        } else {
            self.show(session, &rows::obligations(session, &rows), &rows::as_json(&rows), is_cut)?;
        }
        Ok(rows.len())
    }

    fn show(
        &self,
        session: &Session,
        grid: &Grid,
        json: &Value,
        is_cut: bool,
    ) -> Result<(), Failure> {
        if grid.rows.is_empty() && self.format.is_table() {
            session.say("command-nothing", &[]);
            return Ok(());
        }
        self.format.print(session, grid, json)?;
        if is_cut {
            session.say("command-more", &[("count", grid.rows.len().to_string())]);
        }
        Ok(())
    }
}

fn cut<T>(mut items: Vec<T>, most: Option<usize>) -> Listed<T> {
    let is_cut = most.is_some_and(|most| items.len() > most);
    items.truncate(most.unwrap_or(usize::MAX));
    Listed { items, is_cut }
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    let rows = &args.rows;
    if !args.items {
        rows.print(&session, &[]).await?;
        return Ok(Exit::Done);
    }
    let pairs = rows.filters.pairs(session.today);
    let as_of = rows.filters.get("as_of");
    let most = rows.most();
    let Listed { items, is_cut }: Listed<Item> = session
        .read(
            rows.offline,
            async |connection| connection.list(&["commitments"], &pairs, most).await,
            |copy| Ok::<_, ClientError>(cut(session.reading(copy, as_of).items(&pairs)?, most)),
        )
        .await?;
    rows.show(&session, &rows::items(&session, &items), &rows::as_json(&items), is_cut)?;
    Ok(Exit::Done)
}
