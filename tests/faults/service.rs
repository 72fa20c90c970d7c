//! A service as a process, on a ledger of its own.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use summit_ledger::db::Conn;
use summit_ledger::db::connect::Target;
use summit_ledger::postgres::{DATABASE, OWNER};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::caller::Caller;

/// How long anything may take that ought to take a moment.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Where a service has its ledger.
pub struct Place {
    /// Removed with it.
    _folder: Option<TempDir>,
    data_dir: PathBuf,
    /// A Postgres elsewhere, instead of an embedded one.
    database_url: Option<String>,
    /// Settings, by their variables.
    settings: Vec<(&'static str, String)>,
}

impl Place {
    pub fn new() -> Self {
        let folder = folder();
        let place = Self::at(&folder.path().join("data"));
        Self { _folder: Some(folder), ..place }
    }

    /// A data folder that somebody else removes.
    pub fn at(data_dir: &Path) -> Self {
        let (data_dir, settings) = (data_dir.to_owned(), Vec::new());
        Self { _folder: None, data_dir, database_url: None, settings }
    }

    /// The same with a setting, by its variable.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.settings.push((name, value.to_string()));
        self
    }

    pub fn on(database_url: &str) -> Self {
        Self { database_url: Some(database_url.to_owned()), ..Self::new() }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_summit-ledger"));
        command.env_remove("DATABASE_URL").env_remove("LEDGER_TEST_DATA_DIR");
        command.arg("--data-dir").arg(&self.data_dir);
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Runs a command on the ledger; gives what it prints.
    pub async fn run(&self, arguments: &[&str]) -> String {
        let Output { status, stdout, stderr } =
            self.command().args(arguments).output().await.expect("it runs");
        assert!(status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&stderr));
        String::from_utf8(stdout).expect("text").trim().to_owned()
    }

    /// The address of the database, for those who look past the service.
    pub fn url(&self) -> String {
        if let Some(url) = &self.database_url {
            return url.clone();
        }
        let run = self.postgres().join("run");
        let run = run.to_str().expect("UTF-8").replace('/', "%2F");
        format!("postgresql://{OWNER}@{run}/{DATABASE}")
    }

    /// A connection past the service, as the owner of all.
    pub async fn database(&self) -> tokio_postgres::Client {
        let connected = tokio_postgres::connect(&self.url(), tokio_postgres::NoTls).await;
        let (client, driver) = connected.expect("the database answers");
        tokio::spawn(driver);
        client
    }

    /// The same, as the program itself connects.
    pub async fn connect(&self) -> Conn {
        let target = Target::parse(&self.url()).expect("an address");
        target.connect().await.expect("the database answers")
    }

    /// The folder of the embedded cluster.
    pub fn postgres(&self) -> PathBuf {
        self.data_dir.join("postgres")
    }

    fn pid_file(&self) -> PathBuf {
        self.postgres().join("data/postmaster.pid")
    }
}

/// A folder that the server's user can reach.
pub fn folder() -> TempDir {
    let all = PermissionsExt::from_mode(0o755);
    tempfile::Builder::new().prefix("ledger-faults-").permissions(all).tempdir().expect("a folder")
}

/// Held by the services of all tests, so that a test which measures times has the machine to
/// itself.
static MACHINE: RwLock<()> = RwLock::const_new(());

#[expect(dead_code, reason = "held until the service is dropped")]
enum Turn {
    BesideOthers(RwLockReadGuard<'static, ()>),
    Alone(RwLockWriteGuard<'static, ()>),
}

pub struct Service {
    pub place: Place,
    child: Child,
    pub url: String,
    _turn: Turn,
}

impl Service {
    pub async fn start() -> Self {
        Self::start_at(Place::new()).await
    }

    pub async fn start_at(place: Place) -> Self {
        let turn = Turn::BesideOthers(MACHINE.read().await);
        let (child, url) = spawn(&place).await;
        Self { place, child, url, _turn: turn }
    }

    /// While it runs, no other test has a service.
    pub async fn start_alone(place: Place) -> Self {
        let turn = Turn::Alone(MACHINE.write().await);
        let (child, url) = spawn(&place).await;
        Self { place, child, url, _turn: turn }
    }

    pub async fn restart(&mut self) {
        (self.child, self.url) = spawn(&self.place).await;
    }

    /// kill -9.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("it was running");
    }

    /// SIGTERM, and waits for a clean end; gives the place back.
    pub async fn stop(mut self) -> Place {
        kill(self.process(), Signal::SIGTERM).expect("alive");
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        assert!(ended.expect("it ends in time").expect("it ends").success());
        assert!(!self.place.pid_file().exists(), "the last user's end stops the server");
        self.place
    }

    pub fn process(&self) -> Pid {
        let id = self.child.id().expect("it is running");
        Pid::from_raw(id.try_into().expect("a process id"))
    }

    /// The embedded server's process.
    pub fn postmaster(&self) -> Pid {
        let text = std::fs::read_to_string(self.place.pid_file()).expect("a server runs");
        Pid::from_raw(text.lines().next().and_then(|line| line.parse().ok()).expect("an id"))
    }

    /// Somebody without a token.
    pub fn anybody(&self) -> Caller {
        Caller::new(&self.url)
    }

    /// A new user of this name and role.
    pub async fn caller(&self, name: &str, role: &str) -> Caller {
        self.place.run(&["user", "create", name, "--role", role]).await;
        self.anybody().with(&self.place.run(&["token", "create", name]).await)
    }
}

/// Starts the service; gives its address once it is ready.
async fn spawn(place: &Place) -> (Child, String) {
    let mut child = place
        .command()
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("it starts");
    let stderr = child.stderr.take().expect("it is piped");
    let mut lines = BufReader::new(stderr).lines();
    let mut said = String::new();
    let url = tokio::time::timeout(PATIENCE, async {
        loop {
            let line = lines.next_line().await.expect("text");
            let line = line.unwrap_or_else(|| panic!("it ended before it was ready:\n{said}"));
            if let Some(rest) = line.strip_prefix("Summit Ledger is at ") {
                return rest.split(',').next().expect("an address").to_owned();
            }
            said += &line;
            said.push('\n');
        }
    });
    let url = url.await.expect("it is ready in time");
    // Its log is read on, so that it never waits for a reader.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (child, url)
}
