//! Where a reader goes on: what its cursor means in the present history of the feed, if anything.

use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::epochs::{Standing, standing};
use crate::db::feed::{End, Head, Node};
use crate::error::{Kind, Problem};
use crate::sync::cursor::FeedCursor;
use crate::sync::envelope::GENESIS;

/// A place in this node's feed, from which it is read on.
#[derive(Debug, Clone)]
pub struct Place {
    pub node: Node,
    /// The last change that the reader has; 0 before the first.
    pub seq: i64,
    /// The link of the chain there.
    pub chain: [u8; 32],
}

impl From<End> for Place {
    fn from(End { node, head }: End) -> Self {
        Self { node, seq: head.seq, chain: head.chain }
    }
}

impl Place {
    /// The cursor of this place.
    #[must_use]
    pub fn cursor(&self) -> FeedCursor {
        FeedCursor::new(self.node.epoch, self.seq, &self.chain)
    }
}

/// The place that a cursor stands for; without one, the beginning.
///
/// A restored ledger, a clone, or a standby promoted without its last commits shares its past with
/// the ledger that it came from, up to where its own epoch began. A cursor up to there holds in
/// both; one past it does not, however well its seq may look.
///
/// # Errors
/// [`Problem`] of kind `CursorForked` or `CursorAhead` if the cursor is of another history, of kind
/// `CursorExpired` if bodies are wanted that were pruned; or if the database does not answer.
pub async fn resume(
    conn: &mut Conn,
    since: Option<FeedCursor>,
    wants_bodies: bool,
) -> Result<Place, Failure> {
    Ok(resume_with_head(conn, since, wants_bodies).await?.0)
}

/// The same, and beside it how far the feed has come.
///
/// # Errors
/// As for [`resume`].
pub async fn resume_with_head(
    conn: &mut Conn,
    since: Option<FeedCursor>,
    wants_bodies: bool,
) -> Result<(Place, Head), Failure> {
    let (epoch, seq) = since.map_or_else(Default::default, |cursor| (cursor.epoch, cursor.seq));
    let standing = standing(conn, epoch, seq).await?;
    let head = standing.last.head()?;
    let chain = judge(since, &standing, head.seq, wants_bodies)?;
    Ok((Place { node: standing.node, seq, chain }, head))
}

/// Whether whoever has read up to the cursor can go on; gives the link of the chain there.
fn judge(
    since: Option<FeedCursor>,
    on: &Standing,
    head: i64,
    wants_bodies: bool,
) -> Result<[u8; 32], Problem> {
    let mut link = GENESIS;
    if let Some(cursor) = since {
        let is_past_the_fork = on.shared_to.is_some_and(|last| cursor.seq > last);
        if !on.is_known || is_past_the_fork {
            return Err(forked());
        }
        if cursor.seq > head {
            return Err(ahead());
        }
        if cursor.seq > 0 {
            let chain = on.link.as_deref().ok_or_else(forked)?;
            link = chain.try_into().map_err(Problem::internal)?;
        }
        if !cursor.fits(&link) {
            return Err(forked());
        }
    }
    let seq = since.map_or(0, |cursor| cursor.seq);
    if wants_bodies && seq < on.pruned_to {
        return Err(expired(seq, on.pruned_to));
    }
    Ok(link)
}

fn ahead() -> Problem {
    let detail = "The feed has not come to this cursor. Begin with the snapshot.";
    Problem::new(Kind::CursorAhead, detail)
}

fn forked() -> Problem {
    let detail = "The feed took another course before this cursor: it was restored, copied, or went \
        on without its last changes. Begin with the snapshot.";
    Problem::new(Kind::CursorForked, detail)
}

/// That what comes after `seq` was pruned, up to `pruned_to`.
#[must_use]
pub fn expired(seq: i64, pruned_to: i64) -> Problem {
    let detail = format!(
        "The bodies of the changes after {seq} were pruned, up to {pruned_to}. Begin with the \
         snapshot; the envelopes are there by bodies=false."
    );
    Problem::new(Kind::CursorExpired, detail)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::db::feed::Last;

    fn chain(history: u8, seq: i64) -> [u8; 32] {
        let mut chain = [history; 32];
        chain[..8].copy_from_slice(&seq.to_be_bytes());
        chain[0] ^= history;
        if seq == 0 { GENESIS } else { chain }
    }

    /// How a cursor of change `seq` of `history` stands in a ledger whose epochs began where
    /// `forks` say, each with the history that it went on with.
    fn judged(history: usize, seq: i64, forks: &[i64], head: i64, pruned_to: i64) -> Option<Kind> {
        let last = forks.len();
        // Change `at` of the ledger was written in the last epoch that began before it.
        let written_in = |at: i64| (0..=last).rev().find(|n| *n == 0 || forks[n - 1] < at);
        let of_ledger = |at: i64| chain(u8::try_from(written_in(at).unwrap()).unwrap(), at);
        let of_reader = chain(u8::try_from(written_in(seq).unwrap().min(history)).unwrap(), seq);
        let standing = Standing {
            node: Node { name: String::new(), epoch: Uuid::from_u128(last as u128) },
            last: Last { seq: None, chain: None, sealed_at: None },
            pruned_to,
            is_known: true,
            shared_to: forks.get(history).copied(),
            link: (1..=head).contains(&seq).then(|| of_ledger(seq).to_vec()),
        };
        let cursor = FeedCursor::new(Uuid::from_u128(history as u128), seq, &of_reader);
        judge(Some(cursor), &standing, head, true).err().map(|problem| problem.kind)
    }

    proptest! {
        /// A cursor is good exactly as far as its history and the present one are the same.
        #[test]
        fn no_cursor_past_a_fork_reads_on(
            mut forks in proptest::collection::vec(0i64..50, 0..4),
            history in 0usize..4, seq in 0i64..70, more in 0i64..20, pruned_to in 0i64..60,
        ) {
            forks.sort_unstable();
            let history = history.min(forks.len());
            let head = forks.last().copied().unwrap_or(0) + more;
            let pruned_to = pruned_to.min(head);
            let wanted = match forks.get(history) {
                Some(fork) if seq > *fork => Some(Kind::CursorForked),
                None if seq > head => Some(Kind::CursorAhead),
                _ if seq < pruned_to => Some(Kind::CursorExpired),
                _ => None,
            };
            prop_assert_eq!(judged(history, seq, &forks, head, pruned_to), wanted);
        }
    }
}
