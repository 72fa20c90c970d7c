//! Somebody who calls the API, and is not surprised if nothing answers.

use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// How long an answer may take before the call is given up; it may have had its effect.
const LIMIT: Duration = Duration::from_secs(20);

/// How long to wait before a call is tried again.
pub const PAUSE: Duration = Duration::from_millis(20);

#[derive(Debug, Clone)]
pub struct Caller {
    http: reqwest::Client,
    pub url: String,
    token: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub json: Value,
}

impl Answer {
    /// Its body, if it has the status that was to be expected.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.json);
        self.json
    }

    /// The kind of a problem.
    pub fn problem(&self) -> &str {
        let kind = self.json["type"].as_str().unwrap_or_default();
        kind.strip_prefix("urn:summit-ledger:problem:").unwrap_or(kind)
    }
}

impl Caller {
    pub fn new(url: &str) -> Self {
        // The service brings its own; these clients only speak to loopback, and yet ask for one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { http: reqwest::Client::new(), url: url.to_owned(), token: None }
    }

    pub fn with(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same caller at another address.
    pub fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// The answer to a read. One that does not come fails the test.
    pub async fn get(&self, path: &str) -> Answer {
        let request = self.request(Method::GET, path);
        answer(request).await.unwrap_or_else(|| panic!("no answer to {path}"))
    }

    /// The answer to a write, if one came whole: without it, nobody knows what was done.
    pub async fn post(&self, path: &str, key: &str, body: &Value) -> Option<Answer> {
        answer(self.request(Method::POST, path).header("Idempotency-Key", key).json(body)).await
    }

    /// The outcomes of a push, if an answer came.
    pub async fn push(&self, node: &str, operations: &[Value]) -> Option<Answer> {
        let body = json!({"node": node, "operations": operations});
        answer(self.request(Method::POST, "/api/v1/sync/push").json(&body)).await
    }
}

pub async fn answer(request: RequestBuilder) -> Option<Answer> {
    let response = request.timeout(LIMIT).send().await.ok()?;
    let status = response.status().as_u16();
    let text = response.text().await.ok()?;
    let json = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Some(Answer { status, json })
}
