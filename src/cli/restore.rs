//! `restore`: reads a backup in.

use std::path::PathBuf;

use super::exit::CliError;
use super::open::{Ledger, Need, with_ledger};
use super::output::say;
use crate::backup::restore;
use crate::config::Settings;
use crate::db::backup::{Contents, contents};
use crate::db::schema_setup::{migrate_up, migration_states};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger restore ledger.dump                      Into an empty ledger
  summit-ledger restore ledger.dump --replace            In the place of what is there
  summit-ledger restore ledger.dump --data-dir NEW_FOLDER

Across Postgres versions: back up with the old version's server (PG_BIN_DIR names its binaries),
restore with the new one's into a new data folder.";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A file that `summit-ledger backup` wrote. Read in only what you trust: a backup can hold
    /// code that the database runs
    file: PathBuf,
    /// Replace the ledger that is there
    #[arg(long)]
    replace: bool,
}

pub(super) async fn run(args: Args, settings: Settings) -> Result<(), CliError> {
    with_ledger(&settings, Need::DATABASE_ALONE, async |ledger| {
        let found = ledger.db.read(async |conn| Ok(contents(conn).await?)).await?;
        match found {
            Contents::Foreign => Err(CliError::failed(
                "This database holds tables that are none of a ledger's, and stays as it is. Make \
                 a database for the ledger alone, and name it by DATABASE_URL.",
            )),
            Contents::Ledger if !args.replace => Err(CliError::failed(
                "There is a ledger in this database, and it stays as it is. Give --replace to put \
                 the backup in its place (back it up first), or --data-dir for another folder.",
            )),
            Contents::Nothing | Contents::EmptyLedger | Contents::Ledger => {
                read_in(ledger, args.file).await
            }
        }
    })
    .await
}

async fn read_in(ledger: &Ledger, file: PathBuf) -> Result<(), CliError> {
    let target = ledger.db.target();
    let tools = ledger.tools().await?;
    let states = migration_states(target).await?;
    let known: Vec<String> = states.into_iter().map(|state| state.name).collect();
    let (config, path) = (target.config().clone(), file.clone());
    let done = tokio::task::spawn_blocking(move || restore(&tools, &config, &path, &known));
    done.await.map_err(|error| CliError::failed(error.to_string()))??;
    migrate_up(target).await.map_err(|_| {
        CliError::failed(
            "The backup was read in, but its schema could not be brought up to date; the log has \
             the cause. Try `summit-ledger migrate up`.",
        )
    })?;
    say(&format!(
        "The ledger was restored from {}, and begins a new epoch: whoever follows its feed is sent \
         to a snapshot. Start the service by `summit-ledger serve`.",
        file.display()
    ));
    Ok(())
}
