//! Readers who follow the feed, each in its own way, and note when they saw what.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::Barrier;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::account::feed;
use super::caller::{Caller, PAUSE};
use super::service::PATIENCE;
use super::stream::Stream;
use super::verdict::Entry;

/// How a reader asks for more.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// Page by page, of so many changes, and again and again at the end.
    Pages(usize),
    /// Waits at the end until there is more.
    Poll,
    /// Has all sent as it comes.
    Stream,
}

/// A change, and when it was seen.
#[derive(Debug, Clone)]
pub struct Seen {
    pub change: Value,
    pub at: Instant,
}

/// What of a change is compared: whose version it is, and what was said in it.
pub fn entry(change: &Value) -> Entry {
    Entry {
        entity_id: serde_json::from_value(change["entity_id"].clone()).expect("an id"),
        version: change["version"].as_i64().expect("a number"),
        body: change["body"]["narrative"].clone(),
    }
}

pub struct Readers {
    /// The seq that all have yet to come to; none so far.
    end: Arc<AtomicI64>,
    tasks: Vec<(Way, JoinHandle<Vec<Seen>>)>,
}

impl Readers {
    /// Begins with all that is there, and returns when each has read it.
    pub async fn begin(caller: &Caller, ways: &[Way]) -> Self {
        let end = Arc::new(AtomicI64::new(i64::MAX));
        let begun = Arc::new(Barrier::new(ways.len() + 1));
        let there = feed(caller).await.len();
        let start = |way: &Way| {
            let reader = Reader { caller: caller.clone(), way: *way, end: end.clone() };
            (*way, tokio::spawn(reader.follow(there, begun.clone())))
        };
        let tasks = ways.iter().map(start).collect();
        begun.wait().await;
        Self { end, tasks }
    }

    /// Lets all read to `seq`; gives what each has seen.
    pub async fn end(self, seq: i64) -> Vec<(Way, Vec<Seen>)> {
        self.end.store(seq, Ordering::SeqCst);
        let mut all = Vec::new();
        for (way, task) in self.tasks {
            let seen = timeout(PATIENCE, task).await;
            all.push((way, seen.expect("it comes to the end").expect("it reads well")));
        }
        all
    }
}

struct Reader {
    caller: Caller,
    way: Way,
    end: Arc<AtomicI64>,
}

impl Reader {
    /// Waits at the barrier once it has read what was there before it began.
    async fn follow(self, there: usize, begun: Arc<Barrier>) -> Vec<Seen> {
        let Self { caller, way, end } = self;
        let mut seen: Vec<Seen> = Vec::new();
        let mut cursor: Option<String> = None;
        let mut stream = match way {
            Way::Stream => Some(Stream::open(&caller, None).await),
            _ => None,
        };
        while i64::try_from(seen.len()).expect("not so many") < end.load(Ordering::SeqCst) {
            let before = seen.len();
            let changes = match &mut stream {
                Some(stream) => match timeout(PAUSE, stream.next()).await {
                    Ok(event) => vec![event.expect("a quick reader is not cut off")],
                    Err(_) => Vec::new(),
                },
                None => page(&caller, way, &mut cursor).await,
            };
            let at = Instant::now();
            for change in changes {
                assert_eq!(change["seq"], seen.len() + 1, "{way:?}: no gap, and nothing twice");
                seen.push(Seen { change, at });
            }
            if before < there && seen.len() >= there {
                begun.wait().await;
            }
        }
        seen
    }
}

/// What came after the cursor, which goes on.
async fn page(caller: &Caller, way: Way, cursor: &mut Option<String>) -> Vec<Value> {
    let how = match way {
        Way::Pages(limit) => format!("limit={limit}"),
        Way::Poll | Way::Stream => "limit=500&wait=1".to_owned(),
    };
    let since = cursor.as_ref().map(|cursor| format!("&since={cursor}")).unwrap_or_default();
    let mut page = caller.get(&format!("/api/v1/changes?{how}{since}")).await.expect(200);
    *cursor = Some(page["next"].as_str().expect("a cursor").to_owned());
    let Value::Array(items) = page["items"].take() else { panic!("{page}") };
    if items.is_empty() && matches!(way, Way::Pages(_)) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    items
}
