//! Where a reader goes on: its cursor held against this node's history of the feed.

use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::feed::{self, Node};
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

impl Place {
    /// The cursor of this place.
    #[must_use]
    pub fn cursor(&self) -> FeedCursor {
        FeedCursor::new(self.node.epoch, self.seq, &self.chain)
    }
}

/// The place that a cursor stands for; the feed's beginning without one.
///
/// # Errors
/// 410 for a cursor that belongs to another history of the feed.
pub async fn resume(conn: &mut Conn, since: Option<FeedCursor>) -> Result<Place, Failure> {
    let node = feed::node(conn).await?;
    match since {
        None => Ok(Place { node, seq: 0, chain: GENESIS }),
        Some(cursor) if cursor.epoch != node.epoch => Err(forked().into()),
        Some(cursor) => match feed::chain_at(conn, cursor.seq).await? {
            None => Err(ahead().into()),
            Some(chain) if !cursor.fits(&chain) => Err(forked().into()),
            Some(chain) => Ok(Place { node, seq: cursor.seq, chain }),
        },
    }
}

fn ahead() -> Problem {
    let detail = "The feed has not come to this cursor; read it again from its beginning.";
    Problem::new(Kind::CursorAhead, detail)
}

fn forked() -> Problem {
    let detail = "The feed was restored or replaced since; read it again from its beginning.";
    Problem::new(Kind::CursorForked, detail)
}
