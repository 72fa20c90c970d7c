//! The two locks: who uses the cluster, and who supervises its server.

use std::fs::{File, TryLockError};
use std::io;
use std::time::{Duration, Instant};

use super::error::{PostgresError, file};
use super::layout::Layout;

const USERS: &str = "users.lock";
const SUPERVISOR: &str = "supervisor.lock";

/// A stop takes 30 s at most before the server is told to drop everything, then 10 s.
const STOP_LIMIT: Duration = Duration::from_secs(60);

/// How often a lock is looked at again.
const PAUSE: Duration = Duration::from_millis(20);

/// A supervisor gives up its place only when it is taken for longer than anyone looks at it.
const PROBES_LIMIT: Duration = Duration::from_millis(500);

/// What became of a try to close a cluster behind its last user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// The server has stopped.
    Stopped,
    /// Others use it.
    InUse,
    /// It is stopping, for longer than we wait.
    Stopping,
}

/// A user's share of the cluster; given up on drop.
#[derive(Debug)]
pub(super) struct Share(File);

impl Share {
    /// Takes a share, waiting while a supervisor is stopping the server.
    pub async fn take(layout: &Layout) -> Result<Self, PostgresError> {
        let users = layout.open(USERS)?;
        let began = Instant::now();
        while !try_shared(&users).map_err(file("lock", &layout.cluster.join(USERS)))? {
            if began.elapsed() > STOP_LIMIT {
                return Err(PostgresError::StillStopping {
                    cluster: layout.cluster.clone(),
                    seconds: STOP_LIMIT.as_secs(),
                });
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(Self(users))
    }

    /// Gives the share up, and waits for the server's end if it was the last.
    pub async fn give_up(self, layout: &Layout) -> Result<Behind, PostgresError> {
        drop(self);
        let users = layout.open(USERS)?;
        let began = Instant::now();
        while began.elapsed() < STOP_LIMIT {
            if !is_supervised(layout)? {
                return Ok(Behind::Stopped);
            }
            if in_use(&users).map_err(file("lock", &layout.cluster.join(USERS)))? {
                return Ok(Behind::InUse);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(Behind::Stopping)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        // Explicitly: a process that is just being spawned may hold the file open until its exec,
        // and closing our end alone would leave the lock with it.
        if let Err(error) = self.0.unlock() {
            log::debug!("could not unlock {USERS}: {error}");
        }
    }
}

/// Whether others hold shares. Nobody has the lock exclusively for long but a supervisor that is
/// stopping the server, and that one does not let it be shared.
fn in_use(users: &File) -> io::Result<bool> {
    let shared = |users: &File| -> io::Result<bool> {
        let shared = try_shared(users)?;
        if shared {
            users.unlock()?;
        }
        Ok(shared)
    };
    if !shared(users)? {
        return Ok(false);
    }
    if try_exclusive(users)? {
        // No one holds it: the supervisor has yet to wake up and take it.
        users.unlock()?;
        return Ok(false);
    }
    // Held after all: by users, or by a supervisor that took it this very moment.
    shared(users)
}

/// Whether a supervisor is there.
pub(super) fn is_supervised(layout: &Layout) -> Result<bool, PostgresError> {
    let lock = layout.open(SUPERVISOR)?;
    // Shared, so that two who look do not take each other for a supervisor.
    let free = try_shared(&lock).map_err(file("lock", &layout.cluster.join(SUPERVISOR)))?;
    Ok(!free)
}

/// Takes the one supervisor's place; `None` when another has it.
pub(super) fn take_supervision(layout: &Layout) -> Result<Option<File>, PostgresError> {
    let lock = layout.open(SUPERVISOR)?;
    let began = Instant::now();
    while !try_exclusive(&lock).map_err(file("lock", &layout.cluster.join(SUPERVISOR)))? {
        if began.elapsed() > PROBES_LIMIT {
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(Some(lock))
}

/// Opens the users' lock for [`wait_for_last`].
pub(super) fn open_users(layout: &Layout) -> Result<File, PostgresError> {
    layout.open(USERS)
}

/// Blocks until no user is left, and keeps new ones out for as long as `users` stays open.
pub(super) fn wait_for_last(users: &File) -> io::Result<()> {
    loop {
        match users.lock() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

fn try_shared(lock: &File) -> io::Result<bool> {
    granted(lock.try_lock_shared())
}

fn try_exclusive(lock: &File) -> io::Result<bool> {
    granted(lock.try_lock())
}

fn granted(answer: Result<(), TryLockError>) -> io::Result<bool> {
    match answer {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
