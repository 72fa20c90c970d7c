//! `backup`: writes the whole ledger to a file while it is in use.

use std::path::PathBuf;

use super::exit::CliError;
use super::open::{Need, with_ledger};
use super::output::say;
use crate::backup::backup;
use crate::config::Settings;
use crate::db::backup::{Contents, contents};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger backup ledger.dump                 While the service runs, too
  summit-ledger backup ledger-$(date +%F).dump
  summit-ledger restore ledger.dump                The way back";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to write; it holds names, roles and hashes of tokens, and is made readable for
    /// nobody else
    file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(args: Args, settings: Settings) -> Result<(), CliError> {
    with_ledger(&settings, Need::DATABASE, async |ledger| {
        let found = ledger.db.read(async |conn| Ok(contents(conn).await?)).await?;
        if matches!(found, Contents::Nothing | Contents::Foreign) {
            return Err(CliError::failed(
                "There is no ledger in this database, so nothing was backed up. Check --data-dir \
                 and DATABASE_URL; `summit-ledger config` shows them.",
            ));
        }
        let tools = ledger.tools().await?;
        let config = ledger.db.target().config().clone();
        let path = args.file.clone();
        let written =
            tokio::task::spawn_blocking(move || backup(&tools, &config, &path, args.force));
        let size = written.await.map_err(|error| CliError::failed(error.to_string()))??;
        say(&format!(
            "The ledger was backed up to {file} ({size} bytes). `summit-ledger restore {file}` \
             reads it in.",
            file = args.file.display()
        ));
        Ok(())
    })
    .await
}
