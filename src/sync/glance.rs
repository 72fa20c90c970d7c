//! Looking whether the feed has gone on, once for all who ask at the same time.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use crate::db::Db;
use crate::db::feed::{self, End};
use crate::error::Problem;
use crate::sync::seal::seal_to_end;

/// The end of a sealed feed; none if something waits for its seal, or the question failed.
type Found = Option<Arc<End>>;

type Answer = Shared<BoxFuture<'static, Found>>;

/// Readers who have read all come often and at once, and each asks the same. Those who come while
/// the database is being asked wait for the next question, which then answers them all: each gets
/// what was so after it came, and a hundred cost little more than one.
#[derive(Clone, Default)]
pub struct Glances {
    last: Arc<Mutex<Option<Glance>>>,
}

/// One question, asked for all who joined it before it was put.
#[derive(Clone)]
struct Glance {
    is_put: Arc<AtomicBool>,
    found: Answer,
}

impl Glances {
    /// The end of the feed, once all that had committed by this call is in it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn end(&self, db: &Db) -> Result<End, Problem> {
        let question = db.clone();
        let question = async move { question.read(feed::sealed_end).await };
        match self.join(async { question.await.ok().flatten().map(Arc::new) }).await {
            Some(end) => Ok(Arc::unwrap_or_clone(end)),
            None => seal_to_end(db).await,
        }
    }

    /// The question that is to be put next: this one, unless another waits already.
    fn join(&self, question: impl Future<Output = Found> + Send + 'static) -> Answer {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match last.as_ref() {
            Some(next) if !next.is_put.load(Ordering::Acquire) => next.found.clone(),
            under_way => {
                let under_way = under_way.map(|glance| glance.found.clone());
                let next = Glance::after(under_way, question);
                last.insert(next).found.clone()
            }
        }
    }
}

impl Glance {
    fn after(
        under_way: Option<Answer>,
        question: impl Future<Output = Found> + Send + 'static,
    ) -> Self {
        let is_put = Arc::new(AtomicBool::new(false));
        let mark = is_put.clone();
        let found = async move {
            if let Some(under_way) = under_way {
                under_way.await;
            }
            // Whoever comes from here on may know of a commit that the answer does not.
            mark.store(true, Ordering::Release);
            question.await
        };
        Self { is_put, found: found.boxed().shared() }
    }
}

impl std::fmt::Debug for Glances {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Glances").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;
    use uuid::Uuid;

    use super::*;
    use crate::db::feed::{Head, Node};

    fn at(seq: i64) -> Arc<End> {
        let node = Node { name: String::new(), epoch: Uuid::nil() };
        Arc::new(End { node, head: Head { seq, chain: [0; 32], sealed_at: None } })
    }

    #[tokio::test]
    async fn who_comes_while_it_is_asked_waits_for_the_next_question() {
        let glances = Glances::default();
        let (answer, answered) = oneshot::channel();
        let mut first = glances.join(async { answered.await.unwrap() });
        let mut with_first = glances.join(async { unreachable!("the first one was not yet put") });
        assert!((&mut first).now_or_never().is_none());
        let mut second = glances.join(async { Some(at(2)) });
        let with_second = glances.join(async { unreachable!("the second one was not yet put") });
        assert!((&mut second).now_or_never().is_none(), "it is put when the first is answered");
        answer.send(Some(at(1))).unwrap();
        let seq = |found: Found| found.unwrap().head.seq;
        assert_eq!(seq((&mut with_first).await), 1);
        assert_eq!(seq(with_second.await), 2, "though nobody waits for the first any more");
        assert_eq!((seq(first.await), seq(second.await)), (1, 2));
    }
}
