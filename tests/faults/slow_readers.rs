//! Readers of the stream who take a few bytes and then nothing: they cost little, hold up nobody,
//! are cut off, and resume.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

use crate::account::{feed, narratives};
use crate::caller::PAUSE;
use crate::service::{PATIENCE, Place, Service};
use crate::stream::Stream;
use crate::writers::{Manner, Writers};

const READERS: usize = 100;

/// How often writers are measured without them and with them.
const TURNS: u32 = 3;

/// What one reader may cost the service, in bytes: a batch of the feed in two forms, and slack. The
/// feed is several times as large.
const COST: u64 = 512 << 10;

#[tokio::test(flavor = "multi_thread")]
async fn slow_readers_cost_little_and_hold_up_nobody() {
    slow_readers("800", Duration::from_secs(1), 2).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute, or FAULT_SECONDS; make test-faults runs it"]
async fn slow_readers_cost_little_and_hold_up_nobody_for_long() {
    slow_readers("3000", crate::long_form(60) / (2 * TURNS), TURNS).await;
}

async fn slow_readers(obligations: &str, time: Duration, turns: u32) {
    // They must outlast the measuring.
    let place = Place::new().with("LEDGER_STREAM_PATIENCE", &(time.as_secs() + 8).to_string());
    // More than what the system itself keeps of what was sent.
    let size = ["generate", "--obligations", obligations, "--seed", "1", "--until", "2026-11-01"];
    place.run(&size).await;
    let service = Service::start_alone(place).await;
    service.place.run(&["seed"]).await;
    let writers = Writers::begin(&service, 8, Manner::Steady).await;
    // Once around, until every connection and plan is there.
    writers.wait_for_more(100).await;

    let (mut alone, mut beside) = (0.0, 0.0);
    let before = resident(&service);
    let mut readers: Vec<SlowReader> = Vec::new();
    for _ in 0..turns {
        readers.clear();
        alone += rate(&writers, time).await / f64::from(turns);
        readers = join_all((0..READERS).map(|_| SlowReader::open(&service))).await;
        wait_until_stalled(&service, &readers).await;
        beside += rate(&writers, time).await / f64::from(turns);
    }
    let cost = resident(&service).saturating_sub(before);
    println!(
        "{alone:.0} writes a second alone, {beside:.0} beside {READERS} readers, {cost} bytes"
    );
    assert!(cost < COST * READERS as u64, "{READERS} readers cost {cost} bytes");
    // Far from what they would cost if writers waited for them; the rest is other work's noise.
    assert!(beside > alone / 3.0, "{beside} writes a second beside them, {alone} alone");

    let cut_off = readers.pop().expect("a reader").read_to_the_cut(&service).await;
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

/// A connection of the service, by what the system says of it (`proc_net_tcp`).
struct Sending {
    /// The reader's port.
    to: u16,
    /// How much waits to be taken.
    queue: u64,
    /// Neither side has shut it.
    is_open: bool,
}

fn sending(service: &Service) -> Vec<Sending> {
    let (_, port) = service.url.rsplit_once(':').expect("a port");
    let port: u16 = port.parse().expect("a port");
    let hex = |text: &str| u64::from_str_radix(text, 16).expect("hexadecimal");
    let port_of = |address: &str| {
        let (_, port) = address.rsplit_once(':').expect("a port");
        u16::try_from(hex(port)).expect("a port")
    };
    let table = std::fs::read_to_string("/proc/net/tcp").expect("a table");
    let rows = table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| port_of(row[1]) == port)
        .map(|row| Sending {
            to: port_of(row[2]),
            queue: hex(row[4].split(':').next().expect("a queue")),
            is_open: row[3] == "01",
        })
        .collect()
}

/// Waits until none of the readers is sent any more.
async fn wait_until_stalled(service: &Service, readers: &[SlowReader]) {
    let ports: BTreeSet<u16> = readers.iter().map(SlowReader::port).collect();
    let queued = || -> u64 {
        let all = sending(service).into_iter();
        all.filter(|one| ports.contains(&one.to)).map(|one| one.queue).sum()
    };
    let stalling = async {
        let mut before = 0;
        while before == 0 || before != queued() {
            before = queued();
            sleep(Duration::from_millis(300)).await;
        }
    };
    timeout(PATIENCE, stalling).await.expect("buffers fill up");
}

struct SlowReader {
    connection: TcpStream,
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
        Self { connection, text }
    }

    fn port(&self) -> u16 {
        self.connection.local_addr().expect("an address").port()
    }

    /// Waits for the cut, then reads what was still on its way.
    async fn read_to_the_cut(mut self, service: &Service) -> CutOff {
        let own = self.port();
        let cut = async {
            // Read on any sooner, it would not be slow.
            while sending(service).iter().any(|one| one.to == own && one.is_open) {
                sleep(PAUSE).await;
            }
        };
        timeout(PATIENCE, cut).await.expect("it is cut off");
        let Self { connection, text } = &mut self;
        // Reset or ended, it is over.
        let reading = connection.read_to_end(text);
        let _ = timeout(PATIENCE, reading).await.expect("it ends");
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
