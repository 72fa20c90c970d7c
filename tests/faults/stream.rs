//! A reader of server-sent events (the `text/event-stream` of the HTML standard).

use reqwest::{Method, Response};
use serde_json::Value;

use super::caller::Caller;

pub struct Stream {
    response: Response,
    /// What came, and is not read yet. A piece may end amid a line, or amid a letter.
    buffer: Vec<u8>,
}

/// An event that carries a change.
#[derive(Debug)]
pub struct Event {
    /// The cursor after it.
    pub id: String,
    pub change: Value,
}

impl Stream {
    /// Begins after `last`, or with the first change.
    pub async fn open(caller: &Caller, last: Option<&str>) -> Self {
        let mut request = caller.request(Method::GET, "/api/v1/changes/stream");
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last);
        }
        let response = request.send().await.expect("a stream");
        assert_eq!(response.status(), 200);
        Self { response, buffer: Vec::new() }
    }

    /// The next change; none if the stream was cut off. May be given up amid its wait.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some(end) = self.buffer.windows(2).position(|two| two == b"\n\n") {
                let event: Vec<u8> = self.buffer.drain(..end + 2).collect();
                if let Some(event) = parse(std::str::from_utf8(&event).expect("UTF-8")) {
                    return Some(event);
                }
            }
            let piece = self.response.chunk().await.ok()??;
            self.buffer.extend_from_slice(&piece);
        }
    }
}

/// None for a heartbeat.
fn parse(text: &str) -> Option<Event> {
    let field = |name: &str| {
        text.lines().find_map(|line| Some(line.strip_prefix(name)?.trim_start().to_owned()))
    };
    let change = serde_json::from_str(&field("data:")?).expect("JSON");
    Some(Event { id: field("id:").expect("a cursor"), change })
}
