//! How long it takes from a commit to a reader of the stream.

use std::time::{Duration, Instant};

use serde_json::json;
use uuid::Uuid;

use super::Line;
use super::service::Service;
use super::stream::Stream;

const WRITES: usize = 200;

/// On an idle machine: one write after another, each with a pause behind it. A write's answer
/// comes right after its commit, so the time is taken from there; and, to be fair, from before the
/// write was sent.
pub async fn latency(service: &Service) -> [Line; 2] {
    let writer = service.caller("bench", "assessor").await;
    let head = writer.get("/api/v1/changes/head").await.expect(200);
    let cursor = head["cursor"].as_str().expect("a cursor");
    let mut stream = Stream::open(&writer, Some(cursor)).await;
    let list = writer.get("/api/v1/obligations?limit=1").await.expect(200);
    let (code, party) = (&list["items"][0]["commitment"]["code"], &list["items"][0]["party"]);
    let [code, party] = [code, party].map(|text| text.as_str().expect("a code"));
    let path = format!("/api/v1/commitments/{code}/obligations/{party}/updates");
    let (mut after_answer, mut after_sending) = (Vec::new(), Vec::new());
    for _ in 0..WRITES {
        let key = Uuid::now_v7().to_string();
        let body = json!({
            "basis": "assessed", "status": "in_progress", "as_of": "2026-01-01", "narrative": key,
        });
        let sent = Instant::now();
        let answering = async {
            writer.post(&path, &key, &body).await.expect("an answer").expect(201);
            Instant::now()
        };
        let seeing = async {
            while stream.next().await.expect("it goes on")["body"]["narrative"] != key {}
            Instant::now()
        };
        let (answered, seen) = tokio::join!(answering, seeing);
        after_answer.push(seen.saturating_duration_since(answered));
        after_sending.push(seen - sent);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    [
        line("from a commit to a stream's reader: median, 99 % (ms)", after_answer, "20"),
        line("from sending a write to a stream's reader: median, 99 % (ms)", after_sending, ""),
    ]
}

fn line(what: &'static str, mut times: Vec<Duration>, goal: &'static str) -> Line {
    times.sort_unstable();
    let text = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let (median, late) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    let what = what.to_owned();
    Line { what, ours: text(median), theirs: text(late), value: median.as_secs_f64() * 1e3, goal }
}
