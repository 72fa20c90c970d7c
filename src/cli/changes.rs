//! `changes`: what the feed keeps of its bodies.

use chrono::TimeDelta;
use clap::Subcommand;

use super::exit::CliError;
use super::open::{Ledger, Need, with_ledger};
use super::output::{print, say};
use crate::actions::prune_changes::{check_known, prune_changes};
use crate::actions::redact_change::redact_change;
use crate::config::Settings;
use crate::db::retention::{self, Bounds};
use crate::db::{clock, readers};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger changes prune --keep 180d --dry-run
  summit-ledger changes prune --keep 26w           Never past a registered reader's mark
  summit-ledger changes prune --keep 180d --drop-reader dashboard
  summit-ledger changes redact 4711 --cause 'names a private person'

Both blank the feed's copies of records and nothing else: envelopes stay, so the chain still proves;
versions and updates stay, so reports and histories come out the same.";

/// Who stands beside a redaction that was made on the command line.
const ACTOR: &str = "operator";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Blank the bodies of old changes, as far as every registered reader has read
    Prune {
        /// How long bodies are kept, in hours, days or weeks: 12h, 180d, 26w
        #[arg(long, value_name = "DURATION", value_parser = duration)]
        keep: TimeDelta,
        /// Drop this registered reader, so that it holds nothing back; may be given several times
        #[arg(long, value_name = "NAME")]
        drop_reader: Vec<String>,
        /// Only say what would be pruned
        #[arg(long)]
        dry_run: bool,
    },
    /// Blank the body of one change, for a cause that is recorded
    Redact {
        /// The change's place in the feed
        seq: i64,
        /// Why; kept for ever
        #[arg(long)]
        cause: String,
    },
}

/// Reads a number of hours, days or weeks.
fn duration(text: &str) -> Result<TimeDelta, String> {
    let parsed = text.char_indices().next_back().and_then(|(end, unit)| {
        let number = text[..end].parse::<u32>().ok().map(i64::from)?;
        match unit {
            'h' => TimeDelta::try_hours(number),
            'd' => TimeDelta::try_days(number),
            'w' => TimeDelta::try_weeks(number),
            _ => None,
        }
    });
    let is_sane = |keep: &TimeDelta| *keep <= TimeDelta::days(365_000);
    let wanted = "must be a number of hours, days or weeks, such as 12h, 180d or 26w";
    parsed.filter(is_sane).ok_or_else(|| wanted.to_owned())
}

pub(super) async fn run(command: Command, settings: Settings) -> Result<(), CliError> {
    with_ledger(&settings, Need::LEDGER, async |ledger| match command {
        Command::Prune { keep, drop_reader, dry_run } => {
            prune(ledger, keep, drop_reader, dry_run).await
        }
        Command::Redact { seq, cause } => {
            let db = ledger.as_owner()?;
            let done =
                db.write(async |conn| redact_change(conn, seq, &cause, ACTOR).await).await?;
            say(&format!(
                "The feed's copy of change {seq} is blank, for this cause: {}. Versions and updates \
                 stay as they are.",
                done.cause
            ));
            Ok(())
        }
    })
    .await
}

async fn prune(
    ledger: &Ledger,
    keep: TimeDelta,
    mut drop: Vec<String>,
    dry_run: bool,
) -> Result<(), CliError> {
    let db = ledger.as_owner()?;
    let before = db.read(async |conn| Ok(clock::now(conn).await?)).await? - keep;
    if dry_run {
        let bounds = db.read(async |conn| {
            let known: Vec<String> =
                readers::list(conn).await?.into_iter().map(|reader| reader.name).collect();
            check_known(&drop, &known)?;
            Ok(retention::bounds(conn, before, &drop).await?)
        });
        let bounds = bounds.await?;
        let changes = bounds.to() - bounds.pruned_to;
        print(&format!("would prune {changes} changes\nto {}\n", bounds.to()))?;
        tell_who_holds(&bounds);
        return Ok(());
    }
    let mut bodies = 0;
    loop {
        let batch = db.write(async |conn| prune_changes(conn, before, &drop).await).await?;
        // They are dropped; one that registers anew meanwhile counts again.
        drop.clear();
        bodies += batch.blanked;
        if batch.to >= batch.bounds.to() {
            print(&format!("pruned {bodies} bodies\nto {}\n", batch.to))?;
            tell_who_holds(&batch.bounds);
            return Ok(());
        }
    }
}

/// Says which reader keeps older bodies from being pruned.
fn tell_who_holds(bounds: &Bounds) {
    if let Some((reader, mark)) = bounds.held_by() {
        say(&format!(
            "The reader {reader} has read up to {mark} only: what comes after it is kept. \
             --drop-reader {reader} would let it go."
        ));
    }
}
