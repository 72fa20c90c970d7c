//! How far the feed has come, for whoever waits for more of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch::Sender;

use crate::db::announce::Listener;
use crate::db::{Db, feed};
use crate::error::Problem;

/// How long it takes to the next try after the listening connection was lost.
const PAUSE: Duration = Duration::from_millis(500);

/// The head of the feed as it moves on, whichever process sealed.
#[derive(Debug, Clone, Default)]
pub struct FeedWatch {
    head: Arc<Sender<i64>>,
}

impl FeedWatch {
    /// Waits until the feed is told to have come further than `seq`. It may have before that is
    /// told, so whoever waits seals and reads first, and waits when there was nothing.
    pub async fn past(&self, seq: i64) {
        // It fails if the sender is gone, which lives as long as this does.
        let _ = self.head.subscribe().wait_for(|head| *head > seq).await;
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
    let head = db.read(async |conn| feed::head(conn).await).await?;
    watch.head.send_replace(head.seq);
    while let Some(seq) = listener.heard().await {
        watch.head.send_replace(seq);
    }
    Ok(())
}
