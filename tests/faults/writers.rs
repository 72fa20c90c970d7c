//! Analysts who write without a pause, retry what was not answered, and remember what was.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::service::Service;

/// Obligations of different parties and items, so that writers meet on some and not on others.
const ABOUT: &[(&str, &str)] =
    &[("AST25-12.7b", "KG"), ("AST25-4.3b", "TM"), ("AST25-16.2a", "CN"), ("AST25-12.7c", "KG")];

/// What the writers share.
struct Shared {
    url: Mutex<String>,
    token: String,
    is_over: AtomicBool,
    /// The narrative of every write that was acknowledged, with the item that it is about.
    acknowledged: Mutex<Vec<(&'static str, String)>>,
}

pub struct Writers {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

impl Writers {
    pub async fn begin(service: &Service, count: usize) -> Self {
        service.run(&["user", "create", "as", "--role", "assessor"]).await;
        let shared = Arc::new(Shared {
            url: Mutex::new(service.url.clone()),
            token: service.run(&["token", "create", "as"]).await,
            is_over: AtomicBool::new(false),
            acknowledged: Mutex::default(),
        });
        let tasks = (0..count).map(|n| tokio::spawn(write_on(shared.clone(), n))).collect();
        Self { shared, tasks }
    }

    pub fn go_to(&self, url: &str) {
        url.clone_into(&mut self.shared.url.lock().expect("no writer panics"));
    }

    fn acknowledged(&self) -> Vec<(&'static str, String)> {
        self.shared.acknowledged.lock().expect("no writer panics").clone()
    }

    /// Waits until so many more writes were acknowledged.
    pub async fn wait_for_more(&self, count: usize) {
        let wanted = self.acknowledged().len() + count;
        let enough = async {
            while self.acknowledged().len() < wanted {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), enough).await.expect("writes go on");
    }

    /// Lets every writer have its answer, then compares what was acknowledged with what is there.
    pub async fn end_and_check(self, service: &Service) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        let acknowledged = self.shared.clone();
        for task in self.tasks {
            task.await.expect("a writer ends well");
        }
        let acknowledged = acknowledged.acknowledged.lock().expect("no writer panics").clone();
        assert!(acknowledged.len() > 20, "only {} writes came through", acknowledged.len());
        let mut there: BTreeMap<String, usize> = BTreeMap::new();
        for (code, _) in ABOUT {
            for narrative in narratives(&service.url, code).await {
                *there.entry(narrative).or_default() += 1;
            }
        }
        for (code, narrative) in &acknowledged {
            assert_eq!(there.get(narrative), Some(&1), "{narrative} of {code}");
        }
        // Every writer retried until it was answered, so nothing is there that was not.
        assert_eq!(there.len(), acknowledged.len());
    }
}

/// Files one update after another; each is retried under its key until it is answered.
async fn write_on(shared: Arc<Shared>, writer: usize) {
    let client = Client::new();
    for turn in 0.. {
        if shared.is_over.load(Ordering::SeqCst) {
            return;
        }
        let (code, party) = ABOUT[(writer + turn) % ABOUT.len()];
        let narrative = format!("writer {writer}, turn {turn}");
        let body = json!({
            "basis": "assessed", "status": "in_progress", "as_of": "2026-01-01",
            "narrative": narrative,
        });
        while !is_acknowledged(&client, &shared, code, party, &narrative, &body).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        shared.acknowledged.lock().expect("no writer panics").push((code, narrative));
    }
}

async fn is_acknowledged(
    client: &Client,
    shared: &Shared,
    code: &str,
    party: &str,
    key: &str,
    body: &Value,
) -> bool {
    let url = shared.url.lock().expect("no writer panics").clone();
    let request = client
        .post(format!("{url}/api/v1/commitments/{code}/obligations/{party}/updates"))
        .bearer_auth(&shared.token)
        .header("Idempotency-Key", key)
        .timeout(Duration::from_secs(20))
        .json(body);
    // No answer at all, or one cut off: nobody knows whether it was done. A retry is harmless.
    let Ok(response) = request.send().await else { return false };
    let status = response.status();
    let Ok(text) = response.text().await else { return false };
    assert!(
        matches!(status, StatusCode::CREATED | StatusCode::SERVICE_UNAVAILABLE),
        "{status}: {text}"
    );
    status == StatusCode::CREATED
}

/// The narratives of all updates about an item, from its history.
async fn narratives(url: &str, code: &str) -> Vec<String> {
    let client = Client::new();
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let mut request = client.get(format!("{url}/api/v1/commitments/{code}/history?limit=500"));
        if let Some(cursor) = &cursor {
            request = request.query(&[("cursor", cursor)]);
        }
        let page: Value = request.send().await.expect("an answer").json().await.expect("JSON");
        for entry in page["items"].as_array().expect("a list") {
            if entry["entity"] == "update" {
                all.push(entry["record"]["narrative"].as_str().expect("a text").to_owned());
            }
        }
        cursor = page["next"].as_str().map(str::to_owned);
        if cursor.is_none() {
            return all;
        }
    }
}
