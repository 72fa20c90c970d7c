//! A reader of server-sent events (the `text/event-stream` of the HTML standard).

use reqwest::{Method, Response};
use serde_json::Value;

use super::caller::Caller;

pub struct Stream {
    response: Response,
    /// What came, and is not read yet. A piece may end amid a line, or amid a letter.
    buffer: Vec<u8>,
    /// The last id that was read: where to resume.
    pub last: Option<String>,
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
        let last = last.map(str::to_owned);
        Self { response, buffer: Vec::new(), last }
    }

    /// The next change; none if the stream was cut off. May be given up amid its wait.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            while let Some(end) = self.buffer.windows(2).position(|two| two == b"\n\n") {
                let event: Vec<u8> = self.buffer.drain(..end + 2).collect();
                let event = std::str::from_utf8(&event).expect("UTF-8");
                if let Some(change) = self.take(event) {
                    return Some(change);
                }
            }
            let piece = self.response.chunk().await.ok()??;
            self.buffer.extend_from_slice(&piece);
        }
    }

    /// The change that an event carries, if it carries one.
    fn take(&mut self, event: &str) -> Option<Value> {
        let field = |name: &str| {
            event.lines().find_map(|line| Some(line.strip_prefix(name)?.trim_start().to_owned()))
        };
        self.last = field("id:").or(self.last.take());
        match field("event:")?.as_str() {
            "change" => Some(serde_json::from_str(&field("data:")?).expect("JSON")),
            "cursor" => None,
            other => panic!("{other}: {event}"),
        }
    }
}
