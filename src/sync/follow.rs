//! Following the feed: a page of it after a place, and waiting at its end.

use crate::app::AppState;
use crate::db::connect::Db;
use crate::db::feed::{self, End, Sealed};
use crate::db::feed_window::{Window, look};
use crate::error::Problem;
use crate::sync::cursor::FeedCursor;
use crate::sync::resume::{Place, resume_with_head};

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
    /// What a reader gets who has read all.
    fn nothing_after(end: End) -> Self {
        let place = Place::from(end);
        Self { rows: Vec::new(), start: place.cursor(), place, more: false }
    }

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
        let cursor = match since {
            Since::Beginning => None,
            Since::Cursor(cursor) => Some(cursor),
            Since::Head => return Ok(FeedPage::nothing_after(feed::end(conn).await?)),
        };
        let (mut place, head) = resume_with_head(conn, cursor, window.bodies).await?;
        let start = place.cursor();
        let seen = look(conn, (place.seq, place.chain), &head, window).await?;
        place.seq = seen.seq;
        place.chain = seen.chain;
        Ok(FeedPage { rows: seen.rows, start, more: head.seq > place.seq, place })
    })
    .await
}

/// The same where the end of the feed was just learned, as by a seal: a reader who has read all
/// costs no further statement.
///
/// # Errors
/// As for [`read_on`].
pub async fn read_to(
    db: &Db,
    end: End,
    since: Since,
    window: &Window,
) -> Result<FeedPage, Problem> {
    match since {
        Since::Cursor(cursor) if cursor != end.cursor() => read_on(db, since, window).await,
        Since::Beginning => read_on(db, since, window).await,
        Since::Head | Since::Cursor(_) => Ok(FeedPage::nothing_after(end)),
    }
}

/// Waits until the feed goes on after `page`; false if the service stops before.
pub async fn goes_on(state: &AppState, page: &FeedPage) -> bool {
    if page.more {
        return !state.stopping.is_cancelled();
    }
    let Place { node, seq, .. } = &page.place;
    tokio::select! {
        () = state.stopping.cancelled() => false,
        () = state.feed.past(*seq, Some(node.epoch)) => true,
    }
}
