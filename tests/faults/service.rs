//! A service as a process of its own, on a data folder of its own.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long anything may take that ought to take a moment.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Service {
    folder: TempDir,
    child: Child,
    pub url: String,
}

impl Service {
    pub async fn start() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("ledger-faults-")
            // The server's user has to reach what lies below.
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .tempdir()
            .expect("a folder");
        let (child, url) = spawn(folder.path()).await;
        Self { folder, child, url }
    }

    pub async fn restart(&mut self) {
        (self.child, self.url) = spawn(self.folder.path()).await;
    }

    /// kill -9.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("it was running");
    }

    /// SIGTERM, and waits for a clean end.
    pub async fn stop(mut self) {
        let id = self.child.id().expect("it is running");
        kill(Pid::from_raw(id.try_into().expect("a process id")), Signal::SIGTERM).expect("alive");
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        assert!(ended.expect("it ends in time").expect("it ends").success());
        assert!(!self.pid_file().exists(), "the last user's end stops the server");
    }

    /// The embedded server's process.
    pub fn postmaster(&self) -> Pid {
        let text = std::fs::read_to_string(self.pid_file()).expect("a server runs");
        Pid::from_raw(text.lines().next().and_then(|line| line.parse().ok()).expect("an id"))
    }

    fn pid_file(&self) -> std::path::PathBuf {
        self.folder.path().join("data/postgres/data/postmaster.pid")
    }

    /// Runs another command on the same ledger; gives what it prints.
    pub async fn run(&self, arguments: &[&str]) -> String {
        let output = command(self.folder.path()).args(arguments).output().await.expect("it runs");
        let messages = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {messages}");
        String::from_utf8(output.stdout).expect("text").trim().to_owned()
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_summit-ledger"));
    command.env_remove("DATABASE_URL").arg("--data-dir").arg(folder.join("data"));
    command
}

/// Starts the service; gives its address once it is ready.
async fn spawn(folder: &Path) -> (Child, String) {
    let mut child = command(folder)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("it starts");
    let stderr = child.stderr.take().expect("it is piped");
    let mut lines = BufReader::new(stderr).lines();
    let url = tokio::time::timeout(PATIENCE, async {
        loop {
            let line = lines.next_line().await.expect("text").expect("it says where it is");
            if let Some(rest) = line.strip_prefix("Summit Ledger is at ") {
                return rest.split(',').next().expect("an address").to_owned();
            }
        }
    });
    let url = url.await.expect("it is ready in time");
    // Its log is read on, so that it never waits for a reader.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (child, url)
}
