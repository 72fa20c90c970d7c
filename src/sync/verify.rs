//! Working the chain out anew, and naming the first change that does not fit.

use std::fmt;

use crate::db::connect::Db;
use crate::db::feed;
use crate::db::proofs::{self, Proof};
use crate::error::Problem;
use crate::sync::envelope::{Envelope, body_hash, hex};

/// How many changes are held in memory at once, with their bodies.
const BATCH: i64 = 2_000;

/// What to verify.
#[derive(Debug, Clone, Default)]
pub struct Range {
    /// The first change; the link before it is taken as given. From the beginning if absent.
    pub from: Option<i64>,
    /// The last change; to the head if absent.
    pub to: Option<i64>,
    /// What outsiders have written down: a seq, and the chain there.
    pub expected: Vec<(i64, [u8; 32])>,
}

/// What was found where everything fits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// The last change that was looked at; 0 if there was none.
    pub seq: i64,
    pub chain: [u8; 32],
    pub changes: i64,
    /// How many bodies are there, and fit their hash.
    pub bodies: i64,
    pub pruned: i64,
    pub redacted: i64,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is not there, and a later one is.
    Missing,
    /// Its body is another than was sealed.
    Body,
    /// Its body is gone, and nobody has pruned or redacted it.
    BodyGone,
    /// Its envelope is another than was sealed: the changes after it go on from its link.
    Envelope,
    /// Its link is another than was sealed: the changes after it go on from another.
    Link,
    /// Its envelope or its link; it is the last, and no change after it tells which.
    EnvelopeOrLink,
    /// It fits, but the link is another than was expected: what is here is another history.
    Expectation,
    /// It was expected, and the feed has not come to it.
    Beyond,
}

/// The first change that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit {
    pub seq: i64,
    pub what: What,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seq = self.seq;
        match self.what {
            What::Missing => write!(f, "Change {seq} is missing."),
            What::Body => write!(f, "Change {seq} does not fit: its body was changed."),
            What::BodyGone => {
                write!(f, "Change {seq} does not fit: its body is gone without a record of why.")
            }
            What::Envelope => write!(f, "Change {seq} does not fit: its envelope was changed."),
            What::Link => {
                write!(f, "Change {seq} does not fit: its link of the chain was changed.")
            }
            What::EnvelopeOrLink => {
                write!(f, "Change {seq} does not fit: its envelope or its link was changed.")
            }
            What::Expectation => {
                write!(f, "Change {seq} is not the expected one: its chain is another.")
            }
            What::Beyond => write!(f, "Change {seq} was expected, and the feed ends before it."),
        }
    }
}

/// Verifies the feed from its sealed envelopes, in bounded memory.
///
/// # Errors
/// If the database does not answer.
pub async fn verify(db: &Db, range: &Range) -> Result<Result<Verified, Misfit>, Problem> {
    let head = db.read(async |conn| feed::head(conn).await).await?;
    let to = range.to.map_or(head.seq, |to| to.min(head.seq));
    let before = range.from.unwrap_or(1) - 1;
    let Some(chain) = db.read(async |conn| feed::chain_at(conn, before).await).await? else {
        return Ok(Err(Misfit { seq: before, what: What::Missing }));
    };
    let mut walk = Walk::new(range, before, chain);
    if let Err(misfit) = walk.meets(before) {
        return Ok(Err(misfit));
    }
    while walk.done.seq < to {
        let after = walk.done.seq;
        // One more than is verified, to tell a bad link from a bad envelope.
        let rows = db.read(async |conn| Ok(proofs::page(conn, after, BATCH + 1).await?)).await?;
        if rows.is_empty() {
            return Ok(Err(Misfit { seq: after + 1, what: What::Missing }));
        }
        let upto = usize::try_from((to - after).min(BATCH)).map_err(Problem::internal)?;
        for (i, row) in rows.iter().take(upto).enumerate() {
            if let Err(misfit) = walk.step(row, rows.get(i + 1))? {
                return Ok(Err(misfit));
            }
        }
    }
    let beyond =
        range.expected.iter().map(|(seq, _)| *seq).filter(|seq| *seq > walk.done.seq).min();
    Ok(match beyond {
        Some(seq) => Err(Misfit { seq, what: What::Beyond }),
        None => Ok(walk.done),
    })
}

/// A walk along the chain.
struct Walk<'a> {
    range: &'a Range,
    done: Verified,
}

impl<'a> Walk<'a> {
    const fn new(range: &'a Range, seq: i64, chain: [u8; 32]) -> Self {
        let done = Verified { seq, chain, changes: 0, bodies: 0, pruned: 0, redacted: 0 };
        Self { range, done }
    }

    /// Verifies the next change; `following` is the one after it.
    fn step(
        &mut self,
        row: &Proof,
        following: Option<&Proof>,
    ) -> Result<Result<(), Misfit>, Problem> {
        let seq = self.done.seq + 1;
        let misfit = |what| Ok(Err(Misfit { seq, what }));
        if row.seq != seq {
            return misfit(What::Missing);
        }
        let chain = link(row, &self.done.chain)?;
        if chain[..] != row.chain {
            // What comes after was chained to the link as it was then.
            let goes_on_from = |chain: &[u8]| match following {
                Some(next) if next.seq == seq + 1 => Ok(link(next, chain)?[..] == next.chain),
                _ => Ok::<bool, Problem>(false),
            };
            return misfit(if goes_on_from(&row.chain)? {
                What::Envelope
            } else if goes_on_from(&chain)? {
                What::Link
            } else {
                What::EnvelopeOrLink
            });
        }
        match &row.body {
            Some(body) if body_hash(body)[..] == row.body_hash => self.done.bodies += 1,
            Some(_) => return misfit(What::Body),
            None if row.is_redacted => self.done.redacted += 1,
            None if row.is_pruned => self.done.pruned += 1,
            None => return misfit(What::BodyGone),
        }
        self.done.changes += 1;
        (self.done.seq, self.done.chain) = (seq, chain);
        Ok(self.meets(seq))
    }

    /// Whether the chain at `seq`, which has just been worked out or was taken as given, is what
    /// was expected there.
    fn meets(&self, seq: i64) -> Result<(), Misfit> {
        let differs = seq == self.done.seq
            && self
                .range
                .expected
                .iter()
                .any(|(at, chain)| *at == seq && *chain != self.done.chain);
        if differs { Err(Misfit { seq, what: What::Expectation }) } else { Ok(()) }
    }
}

/// The link of a change after `previous`.
fn link(row: &Proof, previous: &[u8]) -> Result<[u8; 32], Problem> {
    let envelope = Envelope {
        seq: row.seq,
        id: row.change_id,
        entity: row.entity,
        entity_id: row.entity_id,
        version: row.version,
        op: row.op,
        at: row.at,
        actor: &row.actor,
        node: &row.node,
        body_sha256: hex(&row.body_hash),
    };
    envelope.chain(previous).map_err(Problem::internal)
}
