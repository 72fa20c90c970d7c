//! Following the feed: a page of it after a place, and waiting at its end.

use crate::app::AppState;
use crate::db::connect::{Db, Failure};
use crate::db::feed::{self, Sealed};
use crate::db::feed_window::{Window, look};
use crate::error::Problem;
use crate::sync::cursor::FeedCursor;
use crate::sync::resume::{Place, resume};

/// Where reading begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    Beginning,
    /// With what comes from now on.
    Head,
    Cursor(FeedCursor),
}

/// Changes that were asked for, and where to go on.
#[derive(Debug)]
pub struct FeedPage {
    pub rows: Vec<Sealed>,
    /// Where it began.
    pub start: FeedCursor,
    /// After the last change that was looked at, wanted or not.
    pub place: Place,
    /// Whether the feed goes on after that.
    pub more: bool,
}

impl FeedPage {
    /// Where the next page begins.
    #[must_use]
    pub fn next(&self) -> Since {
        Since::Cursor(self.place.cursor())
    }

    /// The cursor after one of its changes.
    ///
    /// # Errors
    /// Never for a row of the feed.
    pub fn cursor_after(&self, row: &Sealed) -> Result<FeedCursor, Problem> {
        Ok(FeedCursor::new(self.place.node.epoch, row.seq, &feed::link(&row.chain)?))
    }
}

/// Reads on from a place, as far as the feed is sealed. The place is held against the node's
/// history each time, so that a reader who stays for long never slides into another one.
///
/// # Errors
/// 410 for a cursor that belongs to another history of the feed.
pub async fn read_on(db: &Db, since: Since, window: &Window) -> Result<FeedPage, Problem> {
    db.read(async |conn| {
        let head = feed::head(conn).await?;
        let mut place = match since {
            Since::Beginning => resume(conn, None).await?,
            Since::Head => {
                Place { node: feed::node(conn).await?, seq: head.seq, chain: head.chain }
            }
            Since::Cursor(cursor) => resume(conn, Some(cursor)).await?,
        };
        let start = place.cursor();
        let seen = look(conn, (place.seq, place.chain), &head, window).await?;
        place.seq = seen.seq;
        place.chain = seen.chain;
        Ok::<_, Failure>(FeedPage { rows: seen.rows, start, more: head.seq > place.seq, place })
    })
    .await
}

/// Waits until the feed goes on after `page`; false if the service stops before.
pub async fn goes_on(state: &AppState, page: &FeedPage) -> bool {
    if page.more {
        return !state.stopping.is_cancelled();
    }
    tokio::select! {
        () = state.stopping.cancelled() => false,
        () = state.feed.past(page.place.seq) => true,
    }
}
