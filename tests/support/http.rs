//! A small client of the API, which holds every answer against the OpenAPI document.

mod contract;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use summit_ledger::actions::create_token::create_token;
use summit_ledger::actions::create_user::create_user;
use summit_ledger::db::Db;
use summit_ledger::db::users::NewUser;
use summit_ledger::domain::user::UserRole;

/// A caller of one service, with a token or without.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    token: Option<String>,
}

impl Client {
    /// Somebody without a token.
    pub fn new(url: &str) -> Self {
        // The service brings its own; these clients only speak to loopback, and yet ask for one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        Self { http: http.build().expect("a client"), url: url.to_owned(), token: None }
    }

    /// The same place, with a token.
    pub fn with(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same caller at another address.
    pub fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).send().await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path).json(body).send().await
    }

    /// A merge patch of what `etag` names.
    pub async fn patch(&self, path: &str, etag: &str, body: &Value) -> Answer {
        self.call(Method::PATCH, path).header("If-Match", etag).json(body).send().await
    }

    pub async fn delete(&self, path: &str, etag: &str) -> Answer {
        self.call(Method::DELETE, path).header("If-Match", etag).send().await
    }

    /// A request that is yet to be completed.
    pub fn call(&self, method: Method, path: &str) -> Call {
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        Call { request, method, path: path.to_owned() }
    }
}

/// A request in the making.
pub struct Call {
    request: RequestBuilder,
    method: Method,
    path: String,
}

impl Call {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.text("application/json", body.to_string())
    }

    /// A body as it is, good or bad.
    pub fn text(mut self, media_type: &str, body: impl Into<reqwest::Body>) -> Self {
        self.request = self.request.header(CONTENT_TYPE, media_type).body(body);
        self
    }

    /// Sends it, and leaves the answer to be read as it comes.
    pub async fn open(self) -> reqwest::Response {
        let asked = format!("{} {}", self.method, self.path);
        self.request.send().await.unwrap_or_else(|e| panic!("{asked}: {e:?}"))
    }

    /// Sends it, and holds the answer against the OpenAPI document.
    pub async fn send(self) -> Answer {
        let asked = format!("{} {}", self.method, self.path);
        let response = self.request.send().await.unwrap_or_else(|e| panic!("{asked}: {e:?}"));
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.unwrap_or_else(|e| panic!("{asked}: {e:?}"));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        let answer = Answer { asked, status, headers, bytes: bytes.to_vec(), text, json };
        contract::check(&self.method, &self.path, &answer);
        answer
    }
}

/// What came back.
pub struct Answer {
    /// Method and path.
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub text: String,
    /// Null if the body is not JSON.
    pub json: Value,
}

impl Answer {
    /// The answer, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text);
        self
    }

    /// The problem of this slug and status, which names exactly these places, in any order.
    #[track_caller]
    pub fn problem(self, status: u16, slug: &str, pointers: &[&str]) -> Self {
        let answer = self.expect(status);
        let wanted = format!("urn:summit-ledger:problem:{slug}");
        assert_eq!(answer.json["type"], wanted, "{}: {}", answer.asked, answer.text);
        let mut wanted: Vec<&str> = pointers.to_vec();
        wanted.sort_unstable();
        assert_eq!(answer.pointers(), wanted, "{}: {}", answer.asked, answer.text);
        answer
    }

    /// Where the faults are, in order.
    pub fn pointers(&self) -> Vec<&str> {
        let errors = self.json["errors"].as_array().map_or(&[][..], Vec::as_slice);
        let mut all: Vec<_> = errors.iter().filter_map(|one| one["pointer"].as_str()).collect();
        all.sort_unstable();
        all
    }

    /// What is said about a place.
    #[track_caller]
    pub fn message(&self, pointer: &str) -> &str {
        let errors = self.json["errors"].as_array().expect("faults");
        let fault = errors.iter().find(|one| one["pointer"] == pointer);
        fault.and_then(|one| one["message"].as_str()).expect("a fault there")
    }

    /// A header as text; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn etag(&self) -> &str {
        self.header("etag")
    }

    /// The items of a list.
    #[track_caller]
    pub fn items(&self) -> &[Value] {
        self.json["items"].as_array().unwrap_or_else(|| panic!("{}: {}", self.asked, self.text))
    }

    /// One text of every item of a list, by a JSON pointer.
    #[track_caller]
    pub fn each(&self, pointer: &str) -> Vec<String> {
        let text = |item: &Value| match item.pointer(pointer) {
            Some(Value::String(text)) => text.clone(),
            other => other.map_or_else(String::new, Value::to_string),
        };
        self.items().iter().map(text).collect()
    }
}

/// Makes a user and a token for it; gives the token.
pub async fn token(db: &Db, name: &str, role: UserRole, party: Option<&str>) -> String {
    let user = NewUser { name: name.to_owned(), role, party: party.map(str::to_owned) };
    let made = db.write(async |conn| {
        create_user(conn, &user).await?;
        create_token(conn, name, 1).await
    });
    made.await.expect("a user and a token").secret.expose().to_owned()
}

/// The OpenAPI document, as the service gives it.
pub fn document() -> &'static Value {
    contract::document()
}

/// Whether a value is what a named schema of the document says; if not, why.
pub fn fits(schema: &str, value: &Value) -> Result<(), String> {
    contract::fits_named(schema, value)
}
