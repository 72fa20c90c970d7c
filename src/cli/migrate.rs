//! `migrate`: the schema, up, down and as it is.

use clap::Subcommand;

use super::exit::CliError;
use super::open::{Need, with_ledger};
use super::output::{print, say, table};
use crate::config::Settings;
use crate::db::schema_setup::{migrate_down, migrate_up, migration_states};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger migrate status       List the migrations; exit code 3 if some wait
  summit-ledger migrate up           Run those that wait (`serve` does so by itself)
  summit-ledger migrate down 2       Take the last two back, with the data that they hold";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the migrations that wait, and print their names
    Up,
    /// Take the last migrations back, with the data that they hold, and print their names
    Down {
        /// How many
        #[arg(default_value_t = 1)]
        count: usize,
        /// All of them: nothing is left of the ledger then
        #[arg(long, conflicts_with = "count")]
        all: bool,
    },
    /// List the migrations; exit code 3 if some wait
    Status,
}

pub(super) async fn run(command: Command, settings: Settings) -> Result<(), CliError> {
    let need = match command {
        Command::Up | Command::Status => Need::DATABASE,
        // A service would go on writing to tables that are gone.
        Command::Down { .. } => Need::DATABASE_ALONE,
    };
    with_ledger(&settings, need, async |ledger| {
        let target = ledger.db.target();
        match command {
            Command::Up => up(&migrate_up(target).await?),
            Command::Down { count, all } => {
                let count = if all { usize::MAX } else { count };
                down(&migrate_down(target, count).await?)
            }
            Command::Status => {
                let states = migration_states(target).await?;
                let waiting = states.iter().filter(|state| !state.applied).count();
                let rows = states.into_iter().map(|state| {
                    [state.name, if state.applied { "applied" } else { "waiting" }.to_owned()]
                });
                print(&table(["MIGRATION", "STATE"], &rows.collect::<Vec<_>>()))?;
                match waiting {
                    0 => Ok(()),
                    _ => Err(CliError::faults(format!(
                        "{waiting} of the migrations wait. Run them by `summit-ledger migrate up`."
                    ))),
                }
            }
        }
    })
    .await
}

fn up(done: &[String]) -> Result<(), CliError> {
    print(&done.join("\n"))?;
    say(match done.len() {
        0 => "The schema is up to date; nothing was to do.",
        _ => "The schema is up to date now.",
    });
    Ok(())
}

fn down(done: &[String]) -> Result<(), CliError> {
    print(&done.join("\n"))?;
    say(match done.len() {
        0 => "No migration was there to take back.",
        _ => "Taken back. `summit-ledger migrate up` runs them again, without their data.",
    });
    Ok(())
}
