//! Makes room for a new server: the earlier one's processes end before it starts.
//!
//! To be called by the supervisor, of which there is one: whatever server of the cluster still
//! runs has lost its supervisor. It may be on its way out already; it may have been left alone
//! (where the kernel gives no signal at a parent's death); or its postmaster was killed and a
//! backend has yet to notice, for as long as its query keeps it busy.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::error::PostgresError;
use super::layout::Layout;

/// Backends without a postmaster usually notice at once.
const GRACE: Duration = Duration::from_millis(300);
/// A fast stop that takes longer than this becomes an immediate one.
const FAST_LIMIT: Duration = Duration::from_secs(30);
/// And an immediate one that takes longer than this becomes a kill.
const IMMEDIATE_LIMIT: Duration = Duration::from_secs(10);
/// Even a kill may not end a process that waits for its disk.
const LIMIT: Duration = Duration::from_secs(50);

/// Waits for the end of an earlier server's processes, and helps it along.
///
/// Answers with the process id in `postmaster.pid` when it is someone else's by now: the server
/// would take that for a postmaster and refuse to start.
///
/// # Errors
/// [`PostgresError::StillStopping`] when they do not end.
pub(super) fn clear(layout: &Layout) -> Result<Option<Pid>, PostgresError> {
    let postmaster = recorded(layout);
    let began = Instant::now();
    let mut sent = None;
    loop {
        let left = processes(layout, postmaster);
        if left.is_empty() {
            break;
        }
        let waited = began.elapsed();
        if waited > LIMIT {
            return Err(PostgresError::StillStopping {
                cluster: layout.cluster.clone(),
                seconds: waited.as_secs(),
            });
        }
        let alive = postmaster.filter(|pid| left.contains(pid));
        let signal = due(waited, alive.is_some());
        if signal != sent {
            sent = signal;
            // A fast stop is asked of the postmaster, which stops its backends in good order.
            let targets =
                if signal == Some(Signal::SIGINT) { alive.into_iter().collect() } else { left };
            for pid in targets {
                // It may have ended meanwhile, which is what we want.
                let _ = kill(pid, signal);
            }
        }
        sleep(Duration::from_millis(10));
    }
    Ok(postmaster.filter(|&pid| kill(pid, None) != Err(nix::errno::Errno::ESRCH)))
}

/// The signal that is due after so long, with the postmaster alive or not; `None` for patience.
fn due(waited: Duration, alive: bool) -> Option<Signal> {
    let patience = if alive { FAST_LIMIT } else { GRACE };
    if waited >= patience + IMMEDIATE_LIMIT {
        Some(Signal::SIGKILL)
    } else if waited >= patience {
        Some(Signal::SIGQUIT)
    } else {
        alive.then_some(Signal::SIGINT)
    }
}

/// The process id in `postmaster.pid`, which a server that was killed leaves behind.
fn recorded(layout: &Layout) -> Option<Pid> {
    let text = fs::read_to_string(layout.data.join("postmaster.pid")).ok()?;
    // Negative in a single-user server's file.
    let pid: i32 = text.lines().next()?.trim().parse().ok()?;
    (pid > 1).then(|| Pid::from_raw(pid))
}

/// The processes of this cluster's servers: `postgres` at work in its data folder, which all of a
/// server's processes make their working directory.
#[cfg(target_os = "linux")]
fn processes(layout: &Layout, _: Option<Pid>) -> Vec<Pid> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let folder = fs::read_link(entry.path().join("cwd")).ok()?;
            let program = fs::read_link(entry.path().join("exe")).ok()?;
            // A shell that someone left in that folder is none of ours. An upgraded server's name
            // ends in " (deleted)".
            let is_server = program.file_name()?.to_str()?.starts_with("postgres");
            (is_server && folder == layout.data).then(|| Pid::from_raw(pid))
        })
        .collect()
}

/// The postmaster, if the recorded process is one; where there is no /proc, its backends cannot be
/// told from others' and are left to notice by themselves.
#[cfg(not(target_os = "linux"))]
fn processes(_: &Layout, postmaster: Option<Pid>) -> Vec<Pid> {
    let is_server = |pid: &Pid| {
        std::process::Command::new("ps")
            .args(["-o", "comm=", "-p", &pid.to_string()])
            .output()
            .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("postgres"))
    };
    postmaster.into_iter().filter(is_server).collect()
}
