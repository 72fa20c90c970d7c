//! `generate`: makes up a ledger for demonstrations, tests and benchmarks.

use chrono::NaiveDate;

use super::exit::CliError;
use super::open::{Need, with_ledger};
use super::output::{print, say};
use crate::config::Settings;
use crate::generate::{self, MOST, Options};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger generate --obligations 10000 --seed 1 --data-dir ./demo
  summit-ledger generate --obligations 1000000 --seed 1 --until 2026-01-01 --data-dir ./large";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many obligations to make; updates are about five times as many
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    obligations: u32,
    /// The same seed makes the same ledger
    #[arg(long, value_name = "NUMBER")]
    seed: u64,
    /// Let nothing happen on this day or later [default: today]
    #[arg(long, value_name = "DAY")]
    until: Option<NaiveDate>,
}

pub(super) async fn run(args: Args, settings: Settings) -> Result<(), CliError> {
    let today = settings.today();
    let until = args.until.unwrap_or(today);
    if until > today {
        return Err(CliError::usage(format!(
            "--until {until} is a day to come; give {today} or an earlier one."
        )));
    }
    let Args { obligations, seed, .. } = args;
    say(&format!("Generating up to {until}. The feed of this ledger waits until it is done."));
    with_ledger(&settings, Need::LEDGER, async |ledger| {
        let made = generate::run(&ledger.db, Options { obligations, seed, until }).await?;
        print(&format!(
            "declarations {}\ncommitments {}\nobligations {}\nupdates {}\nseq {}\nchain {}\n",
            made.declarations,
            made.commitments,
            made.obligations,
            made.updates,
            made.seq,
            made.chain
        ))?;
        say(&format!("Done in {} s.", made.seconds));
        Ok(())
    })
    .await
}
