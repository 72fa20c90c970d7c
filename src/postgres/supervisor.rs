//! The supervisor: starts the server, and stops it when its last user has gone.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, setsid};

use super::PORT;
use super::binaries::Binaries;
use super::error::{PostgresError, run};
use super::exec::{self, EXEC};
use super::initdb;
use super::layout::Layout;
use super::lock::{open_users, take_supervision, wait_for_last};
use super::predecessor;

/// Names the folder of the server's binaries.
pub(super) const BIN_DIR: &str = "--bin-dir";
/// Names a setting of the server, as `name=value`.
pub(super) const SETTING: &str = "--set";

/// How long a fast stop may take before it becomes an immediate one.
const FAST_LIMIT: Duration = Duration::from_secs(30);
/// And how long that may take before the server is killed.
const IMMEDIATE_LIMIT: Duration = Duration::from_secs(10);

/// Runs as a cluster's supervisor until its server has ended: what the program does when it is
/// started as `summit-ledger postgres-supervisor …`. `arguments` are those after that word; they
/// are this module's own affair, and the command line must let all of them through.
///
/// To be called first thing in `main`, on its main thread and before any other is started (no async
/// runtime, no logger): the kernel takes the end of the thread that started the server for the end
/// of the supervisor, and one of the steps replaces this process by another program. It writes
/// nothing; the caller prints an error to stderr, which is the server's log.
///
/// # Errors
/// Whatever keeps the server from starting, and [`PostgresError::Ended`] when it ends though it has
/// users. A supervisor that finds another in its place returns `Ok` at once.
pub fn supervise(arguments: impl IntoIterator<Item = OsString>) -> Result<(), PostgresError> {
    let mut arguments = arguments.into_iter();
    let first = arguments.next().ok_or(PostgresError::Arguments)?;
    if first == EXEC {
        return exec::become_program(arguments).map(|never| match never {});
    }
    // Out of the terminal's reach: its Ctrl-C is for the command that started us. It fails only
    // for a process that leads a group of its own, which Ctrl-C does not reach either.
    let _ = setsid();
    let layout = Layout::prepare(Path::new(&first))?;
    let (bin_dir, settings) = parse(arguments)?;
    let Some(place) = take_supervision(&layout)? else { return Ok(()) };
    let server = start(&layout, &Binaries::at(bin_dir)?, &settings)?;
    let result = watch(server, &layout);
    layout.remove_short_run();
    // The place first: once users get in again they may start a supervisor at once.
    drop(place);
    result
}

fn parse(
    mut arguments: impl Iterator<Item = OsString>,
) -> Result<(PathBuf, Vec<OsString>), PostgresError> {
    let (mut bin_dir, mut settings) = (None, Vec::new());
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(PostgresError::Arguments)?;
        match name.to_str() {
            Some(BIN_DIR) => bin_dir = Some(PathBuf::from(value)),
            Some(SETTING) => settings.push(value),
            _ => return Err(PostgresError::Arguments),
        }
    }
    Ok((bin_dir.ok_or(PostgresError::Arguments)?, settings))
}

/// Starts the server, after whatever has to come before it.
fn start(
    layout: &Layout,
    binaries: &Binaries,
    settings: &[OsString],
) -> Result<Child, PostgresError> {
    layout.make_run()?;
    let stale = predecessor::clear(layout)?;
    if layout.major()?.is_none() {
        initdb::create(layout, binaries)?;
    }
    let program = binaries.path("postgres");
    let mut command = exec::command(layout.account.as_ref(), &program)?;
    command.arg("-D").arg(&layout.data).arg("-k").arg(&layout.run);
    give_settings(&mut command, settings);
    if let Some(stale) = stale {
        // So the server knows that this is no postmaster, and still checks for itself that no
        // process holds the cluster's shared memory. Removing the file would take that check away.
        command.env("PG_GRANDPARENT_PID", stale.to_string());
    }
    command.spawn().map_err(run(&program))
}

/// The server's settings; on its command line, where they overrule an edited postgresql.conf.
fn give_settings(command: &mut Command, settings: &[OsString]) {
    // The log is for what went wrong; the service has its own.
    let defaults = ["timezone=UTC", "log_timezone=UTC", "log_checkpoints=off", "lc_messages=C"];
    for setting in defaults {
        command.arg("-c").arg(setting);
    }
    for setting in settings {
        command.arg("-c").arg(setting);
    }
    // Last, and so final: no TCP, and what was acknowledged is on disk.
    let port = format!("port={PORT}");
    let safe = [
        "listen_addresses=",
        &port,
        "unix_socket_permissions=0700",
        "fsync=on",
        "full_page_writes=on",
        "logging_collector=off",
        "log_destination=stderr",
    ];
    for setting in safe {
        command.arg("-c").arg(setting);
    }
}

/// Waits for the server's end, and brings it about when the last user has gone.
fn watch(mut server: Child, layout: &Layout) -> Result<(), PostgresError> {
    let users = Arc::new(open_users(layout)?);
    let unused = Arc::new(AtomicBool::new(false));
    let (tell, ended) = mpsc::channel();
    let stopper =
        Stopper { server: server.id(), users: users.clone(), unused: unused.clone(), ended };
    std::thread::spawn(move || stopper.run());
    let status = server.wait().map_err(run(Path::new("postgres")))?;
    drop(tell);
    if unused.load(Ordering::SeqCst) { Ok(()) } else { Err(PostgresError::Ended(status)) }
}

/// Stops the server behind its last user; a thread of its own, as both waits are the kernel's.
struct Stopper {
    server: u32,
    /// Stays locked until the process ends, so that new users wait for the server's end.
    users: Arc<File>,
    unused: Arc<AtomicBool>,
    /// Closed when the server has ended.
    ended: Receiver<()>,
}

impl Stopper {
    fn run(self) {
        if wait_for_last(&self.users).is_err() {
            // Without the lock we cannot know; a server too long is better than one too short.
            return;
        }
        self.unused.store(true, Ordering::SeqCst);
        let Ok(server) = i32::try_from(self.server) else { return };
        let steps = [
            (Signal::SIGINT, FAST_LIMIT),
            (Signal::SIGQUIT, IMMEDIATE_LIMIT),
            (Signal::SIGKILL, IMMEDIATE_LIMIT),
        ];
        for (signal, limit) in steps {
            // It may have ended by itself this moment.
            let _ = kill(Pid::from_raw(server), signal);
            if self.ended.recv_timeout(limit) != Err(mpsc::RecvTimeoutError::Timeout) {
                return;
            }
        }
    }
}
