//! How far the feed has come, for whoever waits for more of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch::Sender;
use uuid::Uuid;

use crate::db::Db;
use crate::db::announce::{Listener, News};
use crate::db::feed::{self, End};
use crate::error::Problem;

/// How long it takes to the next try after the listening connection was lost.
const PAUSE: Duration = Duration::from_millis(500);

/// The head of the feed as it moves on, whichever process sealed.
#[derive(Debug, Clone, Default)]
pub struct FeedWatch {
    /// None until it is known.
    news: Arc<Sender<Option<News>>>,
}

impl FeedWatch {
    /// Waits until the feed is told to have come further than `seq`, or to be of another epoch
    /// than this one. It may have before that is told, so whoever waits seals and reads first, and
    /// waits when there was nothing.
    pub async fn past(&self, seq: i64, epoch: Option<Uuid>) {
        let is_past =
            |news: &News| news.seq > seq || epoch.is_some_and(|epoch| epoch != news.epoch);
        // It fails if the sender is gone, which lives as long as this does.
        let _ = self.news.subscribe().wait_for(|news| news.as_ref().is_some_and(is_past)).await;
    }
}

/// Keeps the watch on the sealers' announcements, until the task is dropped. A connection that is
/// lost is made anew, and what was told meanwhile is asked for.
pub async fn keep_watching(db: Db, watch: FeedWatch) {
    loop {
        if let Err(problem) = watch_on(&db, &watch).await {
            log::debug!(cause:% = problem; "listening for the feed again");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn watch_on(db: &Db, watch: &FeedWatch) -> Result<(), Problem> {
    // An embedded server that is gone is restarted by this.
    drop(db.get().await?);
    let mut listener = Listener::connect(db.target()).await.map_err(Problem::unavailable)?;
    let End { node, head } = db.read(feed::end).await?;
    let mut news = Some(News { seq: head.seq, epoch: node.epoch });
    while news.is_some() {
        watch.news.send_replace(news);
        news = listener.heard().await;
    }
    Ok(())
}
