//! The HTTP client that calls webhooks: it goes where a stranger says, and so looks where that is.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, Utc};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};
use tokio::sync::OnceCell;
use url::{Host, Url};

use super::message::Message;
use crate::domain::address::is_public;
use crate::domain::webhook::{PRIVATE, parse_url};
use crate::tls::tls_config;

/// How long a receiver may take in all.
const TIMEOUT: Duration = Duration::from_secs(15);
/// How long a name may take to be looked up when a webhook is made.
const LOOK_UP: Duration = Duration::from_secs(5);
/// How much of an answer is read, in bytes: what is kept of an error.
const READ: usize = 500;

/// Addresses that a name leads to, as they come.
pub type LookedUp = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;
/// Looks a name up.
pub type LookUp = Arc<dyn Fn(String) -> LookedUp + Send + Sync>;

/// Calls webhooks.
#[derive(Clone)]
pub struct Client {
    /// Made when it is first needed, since reading the system's certificates takes a while.
    http: Arc<OnceCell<reqwest::Client>>,
    resolver: Arc<Resolver>,
}

/// Looks names up, and refuses those that lead to a private address, if those are refused.
struct Resolver {
    look_up: LookUp,
    to_private: bool,
}

impl Resolver {
    async fn addresses(&self, name: String) -> io::Result<Vec<SocketAddr>> {
        let found = (self.look_up)(name).await?;
        if !self.to_private && found.iter().any(|address| !is_public(address.ip())) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, PRIVATE));
        }
        Ok(found)
    }
}

/// What the client asks at every connection, so that a name which leads elsewhere by then is
/// refused by then.
struct AtConnection(Arc<Resolver>);

impl Resolve for AtConnection {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.0.clone();
        Box::pin(async move {
            let found = resolver.addresses(name.as_str().to_owned()).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// How a receiver took a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// None if there was no answer.
    pub status: Option<u16>,
    /// What went wrong, or the beginning of what the receiver said; none if all went well.
    pub error: Option<String>,
    /// How long the receiver asks us to wait.
    pub retry_after: Option<Duration>,
    pub took: Duration,
}

impl Answer {
    #[must_use]
    pub fn is_delivered(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Whether the receiver wants nothing any more.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.status == Some(StatusCode::GONE.as_u16())
    }
}

impl Client {
    /// A client that looks names up as the system does.
    #[must_use]
    pub fn new(to_private: bool) -> Self {
        let look_up = |name: String| -> LookedUp {
            Box::pin(
                async move { Ok(tokio::net::lookup_host((name.as_str(), 0)).await?.collect()) },
            )
        };
        Self::looking_up(Arc::new(look_up), to_private)
    }

    /// A client that looks names up in another way.
    #[must_use]
    pub fn looking_up(look_up: LookUp, to_private: bool) -> Self {
        Self { http: Arc::default(), resolver: Arc::new(Resolver { look_up, to_private }) }
    }

    async fn http(&self) -> Result<&reqwest::Client, String> {
        let make = || async {
            reqwest::Client::builder()
                .tls_backend_preconfigured(tls_config())
                .dns_resolver(AtConnection(self.resolver.clone()))
                .redirect(Policy::none())
                // A proxy would look names up itself.
                .no_proxy()
                .timeout(TIMEOUT)
                .build()
        };
        self.http.get_or_try_init(make).await.map_err(|error| reason(&error))
    }

    /// Reads the address of a webhook and looks where it leads.
    ///
    /// # Errors
    /// What would be right: as [`parse_url`] has it, or if a name leads nowhere or to a private
    /// address.
    pub async fn check(&self, text: &str) -> Result<Url, String> {
        let url = parse_url(text, self.resolver.to_private)?;
        if let Some(Host::Domain(name)) = url.host() {
            let found = tokio::time::timeout(LOOK_UP, self.resolver.addresses(name.to_owned()));
            match found.await {
                Ok(Ok(found)) if !found.is_empty() => {}
                Ok(Err(error)) if error.kind() == io::ErrorKind::PermissionDenied => {
                    return Err(PRIVATE.to_owned());
                }
                _ => return Err(format!("must name a host that is there; {name} leads nowhere")),
            }
        }
        Ok(url)
    }

    /// Sends a message once. Whatever goes wrong is part of the answer.
    pub async fn send(&self, url: &str, message: Message) -> Answer {
        let began = Instant::now();
        // The client looks up names only; a literal address is looked at here.
        let answer = match parse_url(url, self.resolver.to_private) {
            Err(fault) => Err(format!("The URL {fault}.")),
            Ok(url) => self.post(url, message).await,
        };
        let (status, error, retry_after) = match answer {
            Ok(response) => {
                let status = response.status();
                let asked = retry_after(&response);
                let error =
                    if status.is_success() { None } else { Some(beginning(response).await) };
                (Some(status.as_u16()), error, asked)
            }
            Err(error) => (None, Some(error), None),
        };
        Answer { status, error, retry_after, took: began.elapsed() }
    }

    async fn post(&self, url: Url, message: Message) -> Result<Response, String> {
        let request = self.http().await?.post(url);
        let sent = request
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, concat!("summit-ledger/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.timestamp)
            .header("webhook-signature", message.signature)
            .body(message.body)
            .send();
        sent.await.map_err(|error| reason(&error))
    }
}

/// Why there was no answer, without the URL, which may have a key in it.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("There was no answer within {} s.", TIMEOUT.as_secs());
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let what = if error.is_connect() { "No connection" } else { "No answer" };
    shortened(&format!("{what}: {cause}"))
}

/// The beginning of an answer that is no success.
async fn beginning(mut response: Response) -> String {
    let mut read = Vec::new();
    while read.len() < READ {
        match response.chunk().await {
            Ok(Some(chunk)) => read.extend_from_slice(&chunk[..chunk.len().min(READ - read.len())]),
            Ok(None) | Err(_) => break,
        }
    }
    let status = response.status();
    let text = format!("{status}: {}", String::from_utf8_lossy(&read));
    shortened(text.trim_end_matches([':', ' ']))
}

/// What Postgres can keep of a text, and a person read.
fn shortened(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(READ).collect()
}

/// Retry-After in either form (RFC 9110, 10.2.3).
fn retry_after(response: &Response) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at: DateTime<Utc> = DateTime::parse_from_rfc2822(text).ok()?.into();
    SystemTime::from(at).duration_since(SystemTime::now()).ok()
}

#[cfg(test)]
mod tests;
