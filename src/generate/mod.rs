//! Generating a ledger for demonstrations, tests and benchmarks: the same one for the same seed.
//!
//! It is written as its history would have been: declaration by declaration, update by update in
//! the order of their filing, each with its version and its sealed change. So a report as known
//! three years ago comes out as it would have three years ago.

mod dice;
mod sealed;
mod sheet;
mod story;
mod texts;
mod words;
mod writer;

use std::time::Instant;

use chrono::{Days, Duration, NaiveDate, NaiveTime};
use tokio::sync::mpsc;

use crate::db::copy::{Batch, Load};
use crate::db::feed::Head;
use crate::db::{Db, declarations, feed, parties};
use crate::error::{Kind, Problem};
use crate::records::party::Party;
use crate::seeding;
use crate::sync::envelope::hex;
use dice::{About, Dice};
use sealed::Feed;
use sheet::{Outline, fictional, slug};
use writer::{Counts, Writer};

/// How many obligations a declaration has on average.
const TYPICAL: u32 = 2000;

/// The most obligations that are generated at once.
pub const MOST: u32 = 20_000_000;

/// When the first declaration was adopted.
const BEGINNING: NaiveDate = match NaiveDate::from_ymd_opt(2019, 3, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// What is to be generated.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    pub obligations: u32,
    pub seed: u64,
    /// Nothing happens on this day or later; at most today.
    pub until: NaiveDate,
}

/// What was generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub declarations: u64,
    pub commitments: u64,
    pub obligations: u64,
    pub updates: u64,
    /// The feed's end, and the chain there: alike for the same options in an empty ledger.
    pub seq: i64,
    pub chain: String,
    pub seconds: u64,
}

/// Generates a ledger into the database, beside what is there, in one transaction.
///
/// As long as it runs the feed is held, so that reports and whoever reads the feed wait.
///
/// # Errors
/// [`Problem`] of kind `Conflict` if the ledger holds generated declarations already; otherwise if
/// the database fails. Nothing is written then.
pub async fn run(db: &Db, options: Options) -> Result<Summary, Problem> {
    let began = Instant::now();
    let (node, known, is_generated) = db
        .read(async |conn| {
            let node = feed::node(conn).await?.name;
            let is_generated = declarations::find(conn, &slug(1)).await?.is_some();
            Ok((node, parties::list(conn).await?, is_generated))
        })
        .await?;
    if is_generated {
        let detail = "This ledger holds generated declarations already; use another data folder \
                      or database.";
        return Err(Problem::new(Kind::Conflict, detail));
    }
    let mut load = Load::begin(db.target()).await?;
    let head = load.head().await?;
    let (send, mut batches) = mpsc::channel(2);
    let making = tokio::task::spawn_blocking(move || make(options, &node, known, head, &send));
    while let Some(batch) = batches.recv().await {
        load.send(batch).await?;
    }
    let (declarations, counts, head) = making.await.map_err(Problem::internal)??;
    load.commit().await?;
    Ok(Summary {
        declarations,
        commitments: counts.commitments,
        obligations: counts.obligations,
        updates: counts.updates,
        seq: head.seq,
        chain: hex(&head.chain),
        seconds: began.elapsed().as_secs(),
    })
}

/// Makes all rows, in batches; blocks while the database is behind.
fn make(
    options: Options,
    node: &str,
    known: Vec<Party>,
    head: Head,
    send: &mpsc::Sender<Batch>,
) -> Result<(u64, Counts, Head), Problem> {
    let outlines = outlines(options);
    let new = new_parties(&known)?;
    let mut parties = [known, new.clone()].concat();
    parties.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
    let feed = Feed::new(options.seed, node, head);
    // Nobody takes the batches any more when the database has failed; that is told there.
    let sink = |batch| {
        send.blocking_send(batch).map_err(|_| Problem::internal("the load has ended early"))
    };
    let mut writer = Writer::new((options.seed, options.until), &parties, feed, sink);
    writer.write(&new, &outlines)?;
    let declarations = u64::try_from(outlines.len()).map_err(Problem::internal)?;
    Ok((declarations, writer.counts, writer.feed.head))
}

/// The parties of the program's own seeds and the fictional ones, but those that are `known`.
fn new_parties(known: &[Party]) -> Result<Vec<Party>, Problem> {
    let mut all: Vec<Party> = Vec::new();
    for files in seeding::shipped() {
        all.extend(seeding::load(&files).map_err(Problem::internal)?.parties);
    }
    all.extend(fictional());
    let mut new: Vec<Party> = Vec::new();
    for party in all {
        if !known.iter().chain(&new).any(|other| other.code == party.code) {
            new.push(party);
        }
    }
    Ok(new)
}

/// The declarations: when each was adopted, and its share of the obligations.
fn outlines(options: Options) -> Vec<Outline> {
    let count = options.obligations.div_ceil(TYPICAL).max(1);
    let mut dice = Dice::new(options.seed, About::Sizes, 0);
    // A few are several times as large as most.
    let weights: Vec<u64> = (0..count).map(|_| 300 + u64::from(dice.below(60)).pow(2)).collect();
    let whole: u64 = weights.iter().sum();
    let span = options.until.signed_duration_since(BEGINNING).num_days() - 60;
    let mut left = options.obligations;
    (1..=count)
        .zip(weights)
        .map(|(number, weight)| {
            let share = u64::from(options.obligations) * weight / whole;
            let share = u32::try_from(share).unwrap_or(left).min(left);
            let share = if number == count { left } else { share };
            left -= share;
            let day = span.max(0) * i64::from(number - 1) / i64::from(count);
            let adopted_on = BEGINNING + Duration::days(day);
            let at = (adopted_on + Days::new(u64::from(3 + dice.below(20))))
                .and_time(NaiveTime::MIN)
                .and_utc()
                + Duration::microseconds(i64::from(dice.below(80_000)) * 1_000_003);
            Outline { number, obligations: share, adopted_on, at }
        })
        .collect()
}
