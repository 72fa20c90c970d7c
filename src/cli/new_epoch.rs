//! `new-epoch`: begins another history of the feed.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::exit::CliError;
use super::open::{Need, with_ledger};
use super::output::{print, say};
use crate::config::Settings;
use crate::db::epochs;
use crate::domain::epoch::EpochCause;
use crate::domain::terms::Term;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger new-epoch                          After a copy that the service cannot notice
  summit-ledger new-epoch --cause promotion

A restore, a promoted standby and a copied data folder get a new epoch by themselves. A disk that was
copied as a whole, or put back to an earlier state, does not show: tell it by this command, before
the service starts.";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What parts this history from the one before
    #[arg(long, default_value = EpochCause::Asked.as_str(), value_parser = cause())]
    cause: EpochCause,
}

fn cause() -> impl TypedValueParser<Value = EpochCause> {
    let words = EpochCause::ALL.iter().filter(|cause| **cause != EpochCause::First);
    PossibleValuesParser::new(words.map(|cause| cause.as_str()))
        .try_map(|word| EpochCause::parse(&word))
}

pub(super) async fn run(args: Args, settings: Settings) -> Result<(), CliError> {
    with_ledger(&settings, Need::LEDGER, async |ledger| {
        let db = ledger.as_owner()?;
        let epoch = db.write(async |conn| Ok(epochs::begin(conn, args.cause).await?)).await?;
        print(&epoch.to_string())?;
        say("A new epoch of the feed begins. Who has read no further than it has come reads on; \
             anybody else is sent to the snapshot.");
        Ok(())
    })
    .await
}
