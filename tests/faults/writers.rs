//! Writers who never pause, retry what was not answered, and keep account of what was.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::account::Account;
use super::caller::{Caller, PAUSE};
use super::service::{PATIENCE, Service};

/// Obligations of different parties and items, so that writers meet on some and not on others.
const ABOUT: &[(&str, &str)] =
    &[("AST25-12.7b", "KG"), ("AST25-4.3b", "TM"), ("AST25-16.2a", "CN"), ("AST25-12.7c", "KG")];

/// How the writers behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Each goes on with one operation until it is answered.
    Steady,
    /// Some operations are hung up upon, some of these for good, and some fail amid their
    /// transaction.
    Wild,
}

/// What the writers share.
struct Shared {
    caller: Mutex<Caller>,
    manner: Manner,
    is_over: AtomicBool,
    account: Mutex<Account>,
    times: Mutex<BTreeMap<String, Times>>,
}

/// When a write was sent the last time, and when its answer came.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    pub sent: Instant,
    pub answered: Instant,
}

pub struct Writers {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

impl Writers {
    pub async fn begin(service: &Service, count: u64, manner: Manner) -> Self {
        let shared = Arc::new(Shared {
            caller: Mutex::new(service.caller("writer", "assessor").await),
            manner,
            is_over: AtomicBool::new(false),
            account: Mutex::default(),
            times: Mutex::default(),
        });
        let tasks = (0..count).map(|n| tokio::spawn(write_on(shared.clone(), n))).collect();
        Self { shared, tasks }
    }

    pub fn go_to(&self, url: &str) {
        let mut caller = self.shared.caller.lock().expect("no writer panics");
        *caller = caller.at(url);
    }

    pub fn acknowledged(&self) -> usize {
        self.shared.account.lock().expect("no writer panics").len()
    }

    /// Waits until so many more writes were acknowledged.
    pub async fn wait_for_more(&self, count: usize) {
        let wanted = self.acknowledged() + count;
        let enough = async {
            while self.acknowledged() < wanted {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, enough).await.expect("writes go on");
    }

    /// Lets every writer have its answer; gives their account, and the times of each write.
    pub async fn end(self) -> (Account, BTreeMap<String, Times>) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await.expect("a writer ends well");
        }
        let account = self.shared.account.lock().expect("no writer panics").clone();
        let times = self.shared.times.lock().expect("no writer panics").clone();
        (account, times)
    }
}

/// What becomes of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Answered,
    /// Hung up upon at first, then sent again until it is answered.
    HungUpOn,
    GivenUp,
    /// Corrects an update that there never was, which is seen amid the transaction.
    Refused,
}

impl Fate {
    fn draw(manner: Manner, random: &mut StdRng) -> Self {
        match (manner, random.random_range(0..10)) {
            (Manner::Steady, _) | (Manner::Wild, 4..) => Self::Answered,
            (Manner::Wild, 2..4) => Self::HungUpOn,
            (Manner::Wild, 1) => Self::GivenUp,
            (Manner::Wild, _) => Self::Refused,
        }
    }
}

/// Files one update after another.
async fn write_on(shared: Arc<Shared>, writer: u64) {
    let mut random = StdRng::seed_from_u64(writer);
    for turn in 0_usize.. {
        if shared.is_over.load(Ordering::SeqCst) {
            return;
        }
        let (code, party) = ABOUT[(usize::try_from(writer).unwrap() + turn) % ABOUT.len()];
        let path = format!("/api/v1/commitments/{code}/obligations/{party}/updates");
        let mark = format!("writer {writer}, turn {turn}");
        let mut body = json!({
            "basis": "assessed", "status": "in_progress", "as_of": "2026-01-01", "narrative": mark,
        });
        let fate = Fate::draw(shared.manner, &mut random);
        if fate == Fate::Refused {
            body["corrects"] = json!(Uuid::now_v7());
        }
        if matches!(fate, Fate::HungUpOn | Fate::GivenUp) {
            let caller = shared.caller.lock().expect("no writer panics").clone();
            let patience = Duration::from_micros(random.random_range(0..40_000));
            let _ = tokio::time::timeout(patience, caller.post(&path, &mark, &body)).await;
        }
        if fate == Fate::GivenUp {
            shared.account.lock().expect("no writer panics").give_up(&mark);
            continue;
        }
        let wanted = if fate == Fate::Refused { 422 } else { 201 };
        let mut sent = Instant::now();
        while !is_answered(&shared, &path, &mark, &body, wanted).await {
            tokio::time::sleep(PAUSE).await;
            sent = Instant::now();
        }
        if fate != Fate::Refused {
            let times = Times { sent, answered: Instant::now() };
            shared.times.lock().expect("no writer panics").insert(mark.clone(), times);
            shared.account.lock().expect("no writer panics").acknowledge(&mark);
        }
    }
}

async fn is_answered(shared: &Shared, path: &str, key: &str, body: &Value, wanted: u16) -> bool {
    let caller = shared.caller.lock().expect("no writer panics").clone();
    // No answer at all, or one cut off: nobody knows whether it was done. A retry is harmless.
    let Some(answer) = caller.post(path, key, body).await else { return false };
    assert!(answer.status == wanted || answer.status == 503, "{answer:?}");
    answer.status == wanted
}
