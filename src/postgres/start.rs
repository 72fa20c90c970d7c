//! Gets the server up: starts a supervisor when there is none, and waits.

use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tokio::sync::oneshot::{self, error::TryRecvError};

use super::SUPERVISOR;
use super::binaries::Binaries;
use super::error::{PostgresError, run};
use super::exec::bare_environment;
use super::layout::Layout;
use super::lock::is_supervised;
use super::probe::{Answer, create_database, probe};
use super::supervisor::{BIN_DIR, SETTING};

/// How often the server is asked whether it is ready.
const PAUSE: Duration = Duration::from_millis(10);
/// Whoever else starts a supervisor at the same time gets this long to show up.
const TURN: Duration = Duration::from_millis(200);
/// A server that does not even answer is given up after this; stopping an earlier one that hangs
/// takes most of it.
const SILENT_LIMIT: Duration = Duration::from_secs(90);
/// One that says that it is busy may be replaying a long log after a crash.
const BUSY_LIMIT: Duration = Duration::from_secs(900);
/// One failure may be bad luck, such as a server killed while it was starting.
const TRIES: u32 = 3;

/// What a start needs to know.
#[derive(Debug)]
pub(super) struct Plan {
    pub layout: Layout,
    pub binaries: Binaries,
    pub program: PathBuf,
    pub settings: Vec<(String, String)>,
}

impl Plan {
    /// Whether the server is up, and not about to go with a supervisor that has gone.
    pub async fn is_running(&self) -> Result<bool, PostgresError> {
        Ok(matches!(probe(&self.layout).await, Answer::Ready) && is_supervised(&self.layout)?)
    }

    /// Waits until the server is ready, starting it when no one else does. The caller holds a
    /// share of the cluster.
    pub async fn run(&self) -> Result<(), PostgresError> {
        let mut start = Start { plan: self, supervisor: None, last: None, failures: 0 };
        let mut silent_since = Instant::now();
        let began = silent_since;
        loop {
            let supervised = is_supervised(&self.layout)?;
            match probe(&self.layout).await {
                // Asked before and after, as a supervisor may just have ended with the server
                // still there for a moment.
                Answer::Ready if supervised && is_supervised(&self.layout)? => return Ok(()),
                Answer::NoDatabase if supervised => create_database(&self.layout).await?,
                Answer::Refused(reason) => return Err(PostgresError::Refused(reason)),
                Answer::Busy => silent_since = Instant::now(),
                Answer::Ready | Answer::NoDatabase | Answer::Absent => {}
            }
            start.keep_supervised(supervised)?;
            if silent_since.elapsed() > SILENT_LIMIT || began.elapsed() > BUSY_LIMIT {
                let seconds = began.elapsed().as_secs();
                return Err(self.not_started(format!("not ready after {seconds} s")));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn not_started(&self, reason: String) -> PostgresError {
        // Its log says so too, but stands on the same disk.
        if self.layout.lacks_room() {
            return PostgresError::NoRoom(self.layout.cluster.clone());
        }
        let log = self.layout.log_path();
        PostgresError::NotStarted { reason, log, tail: self.layout.log_tail() }
    }

    /// Starts a supervisor, which goes on when we end.
    fn spawn_supervisor(&self) -> Result<Child, PostgresError> {
        let log = self.layout.open_log()?;
        let mut command = Command::new(&self.program);
        command.arg(SUPERVISOR).arg(&self.layout.data_dir);
        command.arg(BIN_DIR).arg(&self.binaries.dir);
        for (name, value) in &self.settings {
            command.arg(SETTING).arg(format!("{name}={value}"));
        }
        bare_environment(&mut command);
        command
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(run(&self.program))
    }
}

/// One start under way.
struct Start<'a> {
    plan: &'a Plan,
    /// Tells how the supervisor that we started has ended.
    supervisor: Option<oneshot::Receiver<std::io::Result<ExitStatus>>>,
    last: Option<Instant>,
    failures: u32,
}

impl Start<'_> {
    /// Sees to it that there is a supervisor, ours or another's.
    fn keep_supervised(&mut self, supervised: bool) -> Result<(), PostgresError> {
        if let Some(ended) = &mut self.supervisor {
            match ended.try_recv() {
                Err(TryRecvError::Empty) => return Ok(()),
                Ok(Ok(status)) if status.success() => {}
                Ok(Ok(status)) => self.note_failure(status)?,
                Ok(Err(_)) | Err(TryRecvError::Closed) => {}
            }
            self.supervisor = None;
        }
        if supervised || self.last.is_some_and(|last| last.elapsed() < TURN) {
            return Ok(());
        }
        log::debug!("starting Postgres in {}", self.plan.layout.cluster.display());
        self.last = Some(Instant::now());
        self.supervisor = Some(reap(self.plan.spawn_supervisor()?));
        Ok(())
    }

    fn note_failure(&mut self, status: ExitStatus) -> Result<(), PostgresError> {
        self.failures += 1;
        if self.failures < TRIES {
            return Ok(());
        }
        Err(self.plan.not_started(format!("{TRIES} tries failed, the last with {status}")))
    }
}

/// Waits for a supervisor's end for as long as we live, lest it stays behind as a zombie.
fn reap(mut supervisor: Child) -> oneshot::Receiver<std::io::Result<ExitStatus>> {
    let (tell, ended) = oneshot::channel();
    std::thread::spawn(move || {
        // No one listens any more once the server is up.
        let _ = tell.send(supervisor.wait());
    });
    ended
}
