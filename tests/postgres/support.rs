//! Temp folders, processes, and users of a cluster in processes of their own.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use summit_ledger::postgres::{Cluster, Options, PostgresError, SUPERVISOR};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

/// Tells a re-executed test binary which data folder to be a user of.
const USER_OF: &str = "SUMMIT_LEDGER_TEST_USER_OF";

/// A data folder that must be left without processes.
pub struct Home {
    folder: TempDir,
}

impl Home {
    pub fn new() -> Self {
        // Open, so that the user whom root drops to can get in.
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix("slpg-").permissions(Permissions::from_mode(0o755));
        Self { folder: builder.tempdir_in("/tmp").unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn cluster(&self) -> PathBuf {
        self.path().join("postgres")
    }

    pub fn data(&self) -> PathBuf {
        self.cluster().join("data")
    }

    pub async fn open(&self) -> Cluster {
        self.try_open().await.unwrap()
    }

    pub async fn try_open(&self) -> Result<Cluster, PostgresError> {
        Cluster::open(options(self.path())).await
    }

    /// The postmaster's process id, by its own file.
    pub fn postmaster(&self) -> Pid {
        self.try_postmaster().unwrap()
    }

    /// The same; none while there is no such file, or half of it.
    pub fn try_postmaster(&self) -> Option<Pid> {
        let text = fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        Some(Pid::from_raw(text.lines().next()?.parse().ok()?))
    }

    /// The supervisors of this folder.
    pub fn supervisors(&self) -> Vec<Pid> {
        let ours = |pid: &Pid| {
            let words = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            let words: Vec<&[u8]> = words.split(|&byte| byte == 0).collect();
            words.get(1) == Some(&SUPERVISOR.as_bytes())
                && words.get(2) == Some(&self.path().as_os_str().as_encoded_bytes())
        };
        processes().into_iter().filter(ours).collect()
    }

    pub fn supervisor(&self) -> Pid {
        let all = self.supervisors();
        assert_eq!(all.len(), 1, "one supervisor");
        all[0]
    }

    /// All processes of this folder: supervisors, and whatever works in it.
    pub fn processes(&self) -> Vec<Pid> {
        let inside = |pid: &Pid| {
            fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd.starts_with(self.path()))
        };
        let mut all: Vec<Pid> = processes().into_iter().filter(inside).collect();
        all.extend(self.supervisors());
        all
    }

    pub fn wait_until_empty(&self) {
        wait_for("the end of all processes", || self.processes().is_empty());
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // A failed test must not leave its processes either.
            for pid in self.processes() {
                let _ = kill(pid, Signal::SIGKILL);
            }
        } else {
            self.wait_until_empty();
        }
    }
}

pub fn options(data_dir: &Path) -> Options {
    Options {
        data_dir: data_dir.to_path_buf(),
        program: PathBuf::from(env!("CARGO_BIN_EXE_summit-ledger")),
        settings: vec![("shared_buffers".into(), "16MB".into())],
    }
}

fn processes() -> Vec<Pid> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    entries
        .filter_map(|entry| Some(Pid::from_raw(entry.file_name().to_str()?.parse().ok()?)))
        .filter(|pid| !is_zombie(*pid))
        .collect()
}

fn is_zombie(pid: Pid) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    status.contains("State:\tZ")
}

pub fn kill_9(pid: Pid) {
    kill(pid, Signal::SIGKILL).unwrap();
}

pub fn is_alive(pid: Pid) -> bool {
    kill(pid, None).is_ok() && !is_zombie(pid)
}

pub fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < Duration::from_secs(20), "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub async fn connect(cluster: &Cluster) -> Client {
    try_connect(cluster).await.unwrap()
}

pub async fn try_connect(cluster: &Cluster) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = cluster.config().connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

pub async fn ask(cluster: &Cluster, query: &str) -> String {
    connect(cluster).await.query_one(query, &[]).await.unwrap().get(0)
}

/// A user of the cluster in a process of its own.
pub struct User {
    process: Child,
    /// `None` once its end is told by closing.
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl User {
    /// Starts one, without waiting for it to be ready.
    pub fn start(home: &Home) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "support::user", "--nocapture", "--test-threads=1"])
            .env(USER_OF, home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Self { process, orders, answers }
    }

    pub fn opened(home: &Home) -> Self {
        let mut user = Self::start(home);
        user.expect("open");
        user
    }

    /// Reads on until an answer that starts so, past what the test harness prints.
    pub fn expect(&mut self, start: &str) -> String {
        self.next(start).unwrap_or_else(|| panic!("the user ended without saying {start}"))
    }

    /// The same, but `None` at the user's end.
    pub fn next(&mut self, start: &str) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.answers.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            // The harness' own words may stand before it on the line.
            if let Some(at) = line.find(&format!("@{start}")) {
                return Some(line[at + 1..].trim().to_owned());
            }
        }
    }

    pub fn order(&mut self, order: &str) {
        writeln!(self.orders.as_mut().unwrap(), "{order}").unwrap();
    }

    /// Lets it close the cluster and end.
    pub fn close(mut self) {
        self.order("close");
        self.expect("closed");
        drop(self.orders.take());
        assert!(self.process.wait().unwrap().success());
    }

    /// Lets it end without closing.
    pub fn leave(mut self) {
        drop(self.orders.take());
        assert!(self.process.wait().unwrap().success());
    }

    pub fn kill_9(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for User {
    fn drop(&mut self) {
        // Only what a failed test leaves; the others have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Not a test, but the other end of [`User`], when the test binary is run as one.
#[tokio::test(flavor = "multi_thread")]
async fn user() {
    let Some(folder) = std::env::var_os(USER_OF) else { return };
    let cluster = Cluster::open(options(Path::new(&folder))).await.unwrap();
    println!("@open");
    for order in std::io::stdin().lines() {
        match order.unwrap().as_str() {
            "close" => {
                cluster.close().await.unwrap();
                println!("@closed");
                return;
            }
            "write" => write_on(&cluster).await,
            other => panic!("unknown order {other}"),
        }
    }
}

/// Writes rows until it is killed, telling of each when it is acknowledged.
async fn write_on(cluster: &Cluster) {
    let client = connect(cluster).await;
    client.batch_execute("CREATE TABLE written (id int PRIMARY KEY)").await.unwrap();
    for id in 0.. {
        client.execute("INSERT INTO written VALUES ($1)", &[&id]).await.unwrap();
        println!("@wrote {id}");
    }
}
