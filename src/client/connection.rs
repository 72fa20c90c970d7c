//! Calls to a ledger over HTTP.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;
use uuid::Uuid;

use super::failure::{ClientError, Refusal, Unreachable};
use crate::api::respond::Page;
use crate::tls::tls_config;

/// How long a server may take to be reached.
const CONNECT: Duration = Duration::from_secs(10);
/// How long it may be silent.
const SILENCE: Duration = Duration::from_secs(60);
/// The most that a page may have.
const PAGE: usize = 500;

/// A parameter of a query, and its value.
pub type Pair = (String, String);

/// A ledger elsewhere.
#[derive(Debug)]
pub struct Connection {
    http: reqwest::Client,
    server: Url,
    token: Option<String>,
}

/// What there is of a list.
#[derive(Debug)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// Whether there is more than was asked for.
    pub is_cut: bool,
}

impl Connection {
    /// A client of the ledger at `server`; nothing is sent yet.
    ///
    /// # Errors
    /// If that is no address of a server.
    pub fn new(server: &str, token: Option<String>) -> Result<Self, ClientError> {
        let wrong = || ClientError::other("command-error-server", [("server", server.to_owned())]);
        let url = Url::parse(server).map_err(|_| wrong())?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(wrong());
        }
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls_config())
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .redirect(Policy::none())
            .build()
            .map_err(|error| ClientError::strange(server, reason(&error)))?;
        Ok(Self { http, server: url, token })
    }

    #[must_use]
    pub fn server(&self) -> &str {
        self.server.as_str()
    }

    /// Whether there is a token to send.
    #[must_use]
    pub const fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// The address of a resource of the API; the parts are escaped.
    fn url(&self, path: &[&str], pairs: &[Pair]) -> Url {
        let mut url = self.server.clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.pop_if_empty().extend(["api", "v1"]).extend(path);
        }
        if !pairs.is_empty() {
            url.query_pairs_mut().extend_pairs(pairs);
        }
        url
    }

    /// Reads a resource; the body is still to come.
    ///
    /// # Errors
    /// Without an answer, or with a problem.
    pub async fn get(&self, path: &[&str], pairs: &[Pair]) -> Result<Response, ClientError> {
        self.send(self.http.get(self.url(path, pairs))).await
    }

    /// Reads a resource that is JSON.
    ///
    /// # Errors
    /// Without an answer, with a problem, or with something else than was asked for.
    pub async fn json<T: DeserializeOwned>(
        &self,
        path: &[&str],
        pairs: &[Pair],
    ) -> Result<T, ClientError> {
        let response = self.get(path, pairs).await?;
        self.read(response).await
    }

    /// Posts JSON, and reads JSON. With the same key nothing is done twice.
    ///
    /// # Errors
    /// As for a read.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        body: &Value,
        key: Option<Uuid>,
    ) -> Result<T, ClientError> {
        let mut request = self.http.post(self.url(path, &[]));
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key.to_string());
        }
        let request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        let response = self.send(request).await?;
        self.read(response).await
    }

    /// Reads a list from its beginning, page by page: at most `most`, or all.
    ///
    /// # Errors
    /// As for a read.
    pub async fn list<T: DeserializeOwned>(
        &self,
        path: &[&str],
        pairs: &[Pair],
        most: Option<usize>,
    ) -> Result<Listed<T>, ClientError> {
        let mut items = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let left = most.map_or(PAGE, |most| most.saturating_sub(items.len()).min(PAGE));
            let mut pairs = pairs.to_vec();
            pairs.push(("limit".to_owned(), left.to_string()));
            pairs.extend(cursor.take().map(|cursor| ("cursor".to_owned(), cursor)));
            let page: Page<T> = self.json(path, &pairs).await?;
            items.extend(page.items);
            let is_full = most.is_some_and(|most| items.len() >= most);
            match page.next {
                Some(next) if !is_full => cursor = Some(next),
                next => return Ok(Listed { items, is_cut: next.is_some() }),
            }
        }
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, ClientError> {
        let request = match &self.token {
            Some(token) => request.header(AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        };
        let response = request.send().await.map_err(|error| self.lost(&error))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let text = response.text().await.map_err(|error| self.lost(&error))?;
        match serde_json::from_str::<Refusal>(&text) {
            Ok(refusal) => Err(ClientError::Refused(refusal)),
            Err(_) => Err(ClientError::strange(self.server(), status)),
        }
    }

    async fn read<T: DeserializeOwned>(&self, response: Response) -> Result<T, ClientError> {
        let body = response.bytes().await.map_err(|error| self.lost(&error))?;
        serde_json::from_slice(&body).map_err(|error| ClientError::strange(self.server(), error))
    }

    /// The next piece of a body, none at its end.
    ///
    /// # Errors
    /// If the line broke off before the end.
    pub async fn piece(
        &self,
        response: &mut Response,
    ) -> Result<Option<impl AsRef<[u8]> + use<>>, ClientError> {
        response.chunk().await.map_err(|error| self.lost(&error))
    }

    fn lost(&self, error: &reqwest::Error) -> ClientError {
        ClientError::Unreachable(Unreachable {
            server: self.server.to_string(),
            cause: reason(error),
            may_have_arrived: !error.is_connect() && !error.is_builder(),
        })
    }
}

/// The last cause of an error, which says the most.
fn reason(error: &dyn Error) -> String {
    let mut last = error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    last.to_string()
}
