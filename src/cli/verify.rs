//! `verify`: works the feed's chain out anew.

use super::exit::CliError;
use super::open::{Need, with_ledger};
use super::output::print;
use crate::config::Settings;
use crate::sync::envelope::hex;
use crate::sync::verify::{Range, verify};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger verify                             The whole feed
  summit-ledger verify --from 100001               From there, taking what is before as given
  summit-ledger verify --expect 4200:9f2c…         Against a head that was written down

Ends with 1 at the first change that does not fit, and names it.";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The first change to verify; the chain before it is taken as given
    #[arg(long, value_name = "SEQ", value_parser = clap::value_parser!(i64).range(1..))]
    from: Option<i64>,
    /// The last change to verify
    #[arg(long, value_name = "SEQ", value_parser = clap::value_parser!(i64).range(1..))]
    to: Option<i64>,
    /// A place of the feed and its chain in hexadecimal, as an outsider has written it down; may be
    /// given several times
    #[arg(long, value_name = "SEQ:CHAIN", value_parser = expectation)]
    expect: Vec<(i64, [u8; 32])>,
}

/// Reads `SEQ:CHAIN`.
fn expectation(text: &str) -> Result<(i64, [u8; 32]), String> {
    let parsed = text.split_once(':').and_then(|(seq, chain)| {
        let seq: i64 = seq.parse().ok().filter(|seq| *seq >= 0)?;
        let mut bytes = [0; 32];
        if chain.len() != 64 {
            return None;
        }
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(chain.get(2 * i..2 * i + 2)?, 16).ok()?;
        }
        Some((seq, bytes))
    });
    parsed.ok_or_else(|| "must be a seq, a colon and 64 hexadecimal digits".to_owned())
}

pub(super) async fn run(args: Args, settings: Settings) -> Result<(), CliError> {
    let range = Range { from: args.from, to: args.to, expected: args.expect };
    if range.from.zip(range.to).is_some_and(|(from, to)| from > to) {
        return Err(CliError::usage("--from must not lie after --to."));
    }
    let first = range.from.unwrap_or(1) - 1;
    let is_outside = |seq: i64| seq < first || range.to.is_some_and(|to| seq > to);
    if let Some((seq, _)) = range.expected.iter().find(|(seq, _)| is_outside(*seq)) {
        let message = format!("--expect {seq} lies outside of what --from and --to verify.");
        return Err(CliError::usage(message));
    }
    with_ledger(&settings, Need::LEDGER, async |ledger| {
        let found = verify(&ledger.db, &range).await?;
        let done = found.map_err(|misfit| CliError::failed(misfit.to_string()))?;
        print(&format!(
            "changes {}\nbodies {}\npruned {}\nredacted {}\nhead {}:{}\n",
            done.changes,
            done.bodies,
            done.pruned,
            done.redacted,
            done.seq,
            hex(&done.chain)
        ))
    })
    .await
}
