//! Runs the program, on a database of each test's own.

use std::future::Future;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use diesel_async::SimpleAsyncConnection;
use summit_ledger::db::connect::Target;
use summit_ledger::db::{Conn, Db};
use summit_ledger::postgres::{Cluster, DATABASE};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::service::Service;
use crate::support::server;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_summit-ledger");

/// How long a service may take to say something, on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

/// The cluster that all tests share.
static CLUSTER: LazyLock<&'static Cluster> = LazyLock::new(|| &block_on(server()).cluster);

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.block_on(future)
}

/// A folder that whoever the embedded server runs as can reach.
pub fn folder() -> TempDir {
    use std::os::unix::fs::PermissionsExt;
    let all = std::fs::Permissions::from_mode(0o755);
    tempfile::Builder::new().prefix("ledger").permissions(all).tempdir().expect("a folder")
}

/// The program, with nothing of our own environment but what every program needs.
pub fn program() -> Command {
    let mut command = Command::new(PROGRAM);
    command.env_clear().stdin(Stdio::null());
    for name in ["PATH", "HOME", "TMPDIR", "PG_BIN_DIR"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// What came of a command.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }
}

impl Ended {
    /// Its stdout, if it succeeded.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self.stdout
    }

    /// What it said, if it ended with that code, named what is asked for, and gave no data.
    #[track_caller]
    pub fn refused(self, code: i32, part: &str) {
        assert_eq!(self.code, Some(code), "{self:#?}");
        assert!(self.stderr.contains(part), "{part:?} is not in {self:#?}");
        assert_eq!(self.stdout, "", "what is no data is on stdout");
    }
}

#[track_caller]
pub fn wait_until(is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < LIMIT, "it did not come about");
        thread::sleep(Duration::from_millis(10));
    }
}

pub fn run(command: &mut Command) -> Ended {
    command.output().expect("the program runs").into()
}

/// An empty database, and a data folder with no settings in it.
pub struct Database {
    pub url: String,
    pub folder: TempDir,
}

impl Database {
    pub fn new() -> Self {
        let name = format!("cli{}", Uuid::now_v7().simple());
        let whole = CLUSTER.url();
        sql(&whole, &format!("CREATE DATABASE {name}"));
        let url =
            format!("{}/{name}", whole.strip_suffix(&format!("/{DATABASE}")).expect("a name"));
        Self { url, folder: folder() }
    }

    /// One that holds the declarations of the program.
    pub fn seeded() -> Self {
        let database = Self::new();
        database.run(&["seed"]).done();
        database
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command
            .env("DATABASE_URL", &self.url)
            .env("LEDGER_DATA_DIR", self.folder.path())
            .env("LEDGER_LOG", "warn")
            .args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        run(&mut self.command(arguments))
    }

    /// The first column of the first row.
    pub fn value(&self, query: &str) -> String {
        sql(&self.url, query)
    }

    pub fn target(&self) -> Target {
        Target::parse(&self.url).expect("an address")
    }

    pub fn db(&self) -> Db {
        Db::new(self.target(), None, 2).expect("a pool")
    }

    pub async fn conn(&self) -> Conn {
        self.target().connect().await.expect("the cluster answers")
    }

    /// A connection that has said something, and stays.
    pub fn conn_with(&self, words: &str) -> Session {
        let mut session = Session(block_on(self.conn()));
        session.say(words);
        session
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("UTF-8").to_owned()
    }

    pub fn serve(&self) -> Service {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        Service::start(command.env("LEDGER_LOG", "info"))
    }
}

/// A connection to a test's database.
pub struct Session(Conn);

impl Session {
    pub fn say(&mut self, words: &str) {
        block_on(self.0.batch_execute(words)).expect("good words");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((_, name)) = self.url.rsplit_once('/') {
            sql(&CLUSTER.url(), &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// Runs SQL; gives the first column of the first row, or nothing.
pub fn sql(url: &str, query: &str) -> String {
    block_on(async {
        let (client, connection) =
            tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("the cluster answers");
        tokio::spawn(connection);
        let messages = client.simple_query(query).await.expect("a good query");
        let row = messages.into_iter().find_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        row.unwrap_or_default()
    })
}

/// Bytes as Postgres's `encode` writes them.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Copies a folder and what is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let place = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy_folder(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).expect("a copy");
        }
    }
}
