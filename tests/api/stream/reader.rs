//! Readers of a stream: one that reads events as they come, and one that stops reading.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::support::http::{self, Client};

/// How long a test waits for what must come.
const SOON: Duration = Duration::from_secs(5);

pub const STREAM: &str = "/api/v1/changes/stream";

/// One event, or a comment.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Empty for a comment.
    pub name: String,
    pub id: String,
    pub data: String,
}

impl Event {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.data).unwrap()
    }
}

/// Whole events at the beginning of a text, taken out of it.
pub fn take_events(bytes: &mut Vec<u8>) -> Vec<Event> {
    let mut events = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\n\n") {
        let block: Vec<u8> = bytes.drain(..end + 2).collect();
        let block = String::from_utf8(block).unwrap();
        let field = |name: &str| {
            let line = block.lines().find_map(|line| line.strip_prefix(name));
            line.map_or_else(String::new, str::to_owned)
        };
        events.push(Event { name: field("event: "), id: field("id: "), data: field("data: ") });
    }
    events
}

/// Reads events as they come.
pub struct Events {
    pub response: Response,
    bytes: Vec<u8>,
    ready: Vec<Event>,
}

impl Events {
    pub async fn open(client: &Client, query: &str, last: Option<&str>) -> Self {
        let mut call = client.call(Method::GET, &format!("{STREAM}?{query}"));
        if let Some(last) = last {
            call = call.header("Last-Event-ID", last);
        }
        let response = call.open().await;
        assert_eq!(response.status(), 200);
        Self { response, bytes: Vec::new(), ready: Vec::new() }
    }

    /// The next event; none at the end.
    pub async fn next(&mut self) -> Option<Event> {
        while self.ready.is_empty() {
            let chunk = timeout(SOON, self.response.chunk()).await.expect("something comes soon");
            self.bytes.extend(chunk.expect("the stream ends well")?);
            self.ready = take_events(&mut self.bytes);
        }
        Some(self.ready.remove(0))
    }

    /// The next change, with what else comes passed over.
    pub async fn change(&mut self) -> Event {
        loop {
            let event = self.next().await.expect("a change");
            if event.name == "change" {
                http::fits("Change", &event.json()).unwrap_or_else(|why| panic!("{why}"));
                return event;
            }
        }
    }

    pub async fn changes(&mut self, count: usize) -> Vec<Event> {
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(self.change().await);
        }
        all
    }
}

/// Asks, and reads no more than the first bytes of the answer.
pub async fn stalled(client: &Client, path: &str) -> (TcpStream, Vec<u8>) {
    let address = client.url().strip_prefix("http://").unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    // Small, so that it is soon full.
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(address.parse().unwrap()).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut first = vec![0; 1000];
    stream.read_exact(&mut first).await.unwrap();
    (stream, first)
}

/// Reads what had been sent before the connection was closed, which it must be.
pub async fn rest(mut stream: TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = timeout(SOON, stream.read(&mut piece)).await;
        match read.expect("the connection is closed, and not just silent") {
            // A reset is an end as well.
            Ok(0) | Err(_) => return bytes,
            Ok(n) => bytes.extend(&piece[..n]),
        }
    }
}

/// The content of a chunked answer, as far as it goes.
pub fn unchunked(answer: &[u8]) -> Vec<u8> {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let (mut rest, mut content) = (&answer[head + 4..], Vec::new());
    while let Some(line) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&rest[..line]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        rest = &rest[line + 2..];
        content.extend(&rest[..size.min(rest.len())]);
        if rest.len() < size + 2 {
            break;
        }
        rest = &rest[size + 2..];
    }
    content
}
