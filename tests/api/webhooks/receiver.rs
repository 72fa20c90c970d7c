//! A receiver: a small real HTTP server on loopback that keeps what it was sent.

use std::collections::VecDeque;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

/// What came.
#[derive(Debug, Clone)]
pub struct Received {
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: String,
    pub json: Value,
}

impl Received {
    /// Whether one of the signatures is by this secret, by a computation of our own (RFC 2104).
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        assert!((24..=64).contains(&key.len()));
        let pad = |byte: u8| {
            let mut block = [byte; 64];
            block.iter_mut().zip(&key).for_each(|(one, key)| *one ^= key);
            block
        };
        let text = format!("{}.{}.{}", self.id, self.timestamp, self.body);
        let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
        let tag = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
        let wanted = format!("v1,{}", STANDARD.encode(tag));
        self.signature.split(' ').any(|one| one == wanted)
    }

    pub fn kind(&self) -> &str {
        self.json["type"].as_str().unwrap()
    }

    pub fn seq(&self) -> i64 {
        self.json["data"]["seq"].as_i64().unwrap()
    }
}

/// What is answered to one message.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub header: Option<(&'static str, String)>,
    pub body: String,
    /// Until this is rung.
    pub held: Option<Arc<Notify>>,
}

impl Reply {
    pub fn of(status: u16) -> Self {
        Self { status, header: None, body: String::new(), held: None }
    }
}

#[derive(Default)]
struct Kept {
    messages: Mutex<Vec<Received>>,
    replies: Mutex<VecDeque<Reply>>,
    came: Notify,
}

/// A running receiver. It answers 204, but for the replies it is told to give first.
#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    kept: Arc<Kept>,
}

impl Receiver {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let kept = Arc::new(Kept::default());
        let data = Data::from(kept.clone());
        let app = move || App::new().app_data(data.clone()).default_service(web::to(receive));
        let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).unwrap();
        actix_web::rt::spawn(server.run());
        Self { url, kept }
    }

    /// What the next message is answered, after those that were told before.
    pub fn reply(&self, reply: Reply) {
        self.kept.replies.lock().unwrap().push_back(reply);
    }

    pub fn messages(&self) -> Vec<Received> {
        self.kept.messages.lock().unwrap().clone()
    }

    /// Waits until so many have come; gives all that have.
    #[track_caller]
    pub fn wait(&self, count: usize) -> impl Future<Output = Vec<Received>> {
        let place = std::panic::Location::caller();
        async move {
            let enough = async {
                while self.kept.messages.lock().unwrap().len() < count {
                    let came = self.kept.came.notified();
                    let _ = tokio::time::timeout(Duration::from_millis(50), came).await;
                }
            };
            let waited = tokio::time::timeout(Duration::from_secs(30), enough).await;
            let all = self.messages();
            assert!(waited.is_ok(), "{place}: {} of {count} came", all.len());
            all
        }
    }
}

async fn receive(request: HttpRequest, body: Bytes, kept: Data<Kept>) -> HttpResponse {
    let header = |name: &str| request.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(request.method(), "POST");
    assert_eq!(header("content-type"), "application/json");
    let body = String::from_utf8(body.to_vec()).unwrap();
    kept.messages.lock().unwrap().push(Received {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        json: serde_json::from_str(&body).unwrap(),
        body,
    });
    kept.came.notify_waiters();
    let reply = kept.replies.lock().unwrap().pop_front().unwrap_or_else(|| Reply::of(204));
    if let Some(held) = &reply.held {
        held.notified().await;
    }
    let mut response = HttpResponse::build(StatusCode::from_u16(reply.status).unwrap());
    if let Some((name, value)) = reply.header {
        response.insert_header((name, value));
    }
    response.body(reply.body)
}
