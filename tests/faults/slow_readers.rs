//! Readers of the stream who take a few bytes and then nothing: they cost little, hold up nobody,
//! are cut off, and resume.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::account::{feed, narratives};
use crate::service::{PATIENCE, Place, Service};
use crate::stream::Stream;
use crate::writers::{Manner, Writers};

const READERS: usize = 100;

/// What one reader may cost the service, in bytes: a batch of the feed in two forms, and slack. The
/// feed itself is many times as large.
const COST: u64 = 1 << 20;

#[tokio::test(flavor = "multi_thread")]
async fn slow_readers_cost_little_and_hold_up_nobody() {
    slow_readers(Duration::from_secs(2)).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute, or FAULT_SECONDS; make test-faults runs it"]
async fn slow_readers_cost_little_and_hold_up_nobody_for_long() {
    slow_readers(crate::long_form(60) / 3).await;
}

async fn slow_readers(time: Duration) {
    // They must outlast the measuring.
    let patience = time.as_secs() * 2 + 5;
    let place = Place::new().with("LEDGER_STREAM_PATIENCE", patience);
    // More than what the system itself keeps of what was sent.
    place.run(&["generate", "--obligations", "1500", "--seed", "1", "--until", "2026-11-01"]).await;
    let service = Service::start_at(place).await;
    service.place.run(&["seed"]).await;
    let writers = Writers::begin(&service, 8, Manner::Steady).await;
    // Once around, until every connection and plan is there.
    writers.wait_for_more(200).await;

    let alone = rate(&writers, time).await;
    let before = resident(&service);
    let mut readers = Vec::new();
    for _ in 0..READERS {
        readers.push(SlowReader::open(&service).await);
    }
    let beside = rate(&writers, time).await;
    let cost = resident(&service).saturating_sub(before);
    println!("{alone:.0} writes a second alone, {beside:.0} beside {READERS} readers, {cost} bytes");
    assert!(cost < COST * READERS as u64, "{READERS} readers cost {cost} bytes");
    assert!(beside > alone / 2.0, "{beside} writes a second beside them, {alone} alone");

    let cut_off = readers.pop().expect("a reader").read_to_the_cut(Duration::from_secs(patience + 1)).await;
    let (account, _) = writers.end().await;
    let all = feed(&service.anybody()).await;
    account.compare(narratives(&all).filter(|said| said.starts_with("writer ")));
    let mut read = cut_off.changes;
    let mut stream = Stream::open(&service.anybody(), Some(&cut_off.last)).await;
    while read.len() < all.len() {
        let change = timeout(PATIENCE, stream.next()).await.expect("it goes on");
        read.push(change.expect("a quick reader is not cut off"));
    }
    assert!(read == all, "nothing is skipped or repeated over the cut");
    drop(stream);
    service.stop().await;
}

/// How many writes a second are acknowledged.
async fn rate(writers: &Writers, time: Duration) -> f64 {
    let (before, began) = (writers.acknowledged(), Instant::now());
    sleep(time).await;
    let count = u32::try_from(writers.acknowledged() - before).expect("not so many");
    f64::from(count) / began.elapsed().as_secs_f64()
}

/// The memory that the service holds, in bytes.
fn resident(service: &Service) -> u64 {
    let path = format!("/proc/{}/status", service.process());
    let status = std::fs::read_to_string(path).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line");
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kib * 1024
}

struct SlowReader {
    connection: TcpStream,
    opened: Instant,
    /// What was read so far.
    text: Vec<u8>,
}

/// What a reader had when it was cut off.
struct CutOff {
    /// The last id that came whole.
    last: String,
    changes: Vec<Value>,
}

impl SlowReader {
    async fn open(service: &Service) -> Self {
        let address = service.url.trim_start_matches("http://").parse().expect("an address");
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a small one");
        let mut connection = socket.connect(address).await.expect("it listens");
        let request = "GET /api/v1/changes/stream HTTP/1.0\r\n\r\n";
        connection.write_all(request.as_bytes()).await.expect("it reads");
        let mut text = vec![0; 200];
        connection.read_exact(&mut text).await.expect("it begins");
        Self { connection, opened: Instant::now(), text }
    }

    /// Waits for the cut, then reads what was still on its way.
    async fn read_to_the_cut(mut self, patience: Duration) -> CutOff {
        // Read on any sooner, it would not be slow.
        sleep_until(self.opened + patience).await;
        let Self { connection, text, .. } = &mut self;
        // Reset or ended, it is over.
        let reading = connection.read_to_end(text);
        let _ = timeout(PATIENCE, reading).await.expect("it is cut off");
        let text = String::from_utf8_lossy(text);
        let mut cut_off = CutOff { last: String::new(), changes: Vec::new() };
        // What comes after the last blank line did not come whole.
        let whole = text.rsplit_once("\n\n").expect("an event").0;
        for event in whole.split("\n\n") {
            let field =
                |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
            if let Some(id) = field("id:") {
                id.clone_into(&mut cut_off.last);
            }
            if field("event:") == Some("change") {
                let data = field("data:").expect("a change");
                cut_off.changes.push(serde_json::from_str(data).expect("JSON"));
            }
        }
        cut_off
    }
}
