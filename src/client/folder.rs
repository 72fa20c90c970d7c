//! The folder in which a client keeps what belongs to one server: a copy to read, and a queue.

use std::fs::{File, TryLockError};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::failure::ClientError;
use super::journal::{Journal, sync_folder};
use crate::sync::envelope::hex;

/// How long another process of ours is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
const MOMENT: Duration = Duration::from_millis(20);

/// The folder of one server; it need not be there yet.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// Nobody else writes to that part while this is held; a process that dies lets go of it.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, not used")] File);

impl Folder {
    /// The folder of `server` under `state`; none means the platform's folder for data.
    ///
    /// # Errors
    /// If there is no such folder on this platform.
    pub fn of(server: &str, state: Option<&Path>) -> Result<Self, ClientError> {
        let state = match state {
            Some(state) => state.to_path_buf(),
            None => directories::ProjectDirs::from("", "", "summit-ledger")
                .map(|folders| folders.data_local_dir().join("servers"))
                .ok_or_else(|| ClientError::other("command-error-no-state-dir", []))?,
        };
        Ok(Self { path: state.join(name(server)) })
    }

    /// The file of the copy.
    #[must_use]
    pub fn copy(&self) -> PathBuf {
        self.path.join("ledger.ndjson")
    }

    #[must_use]
    pub fn queue(&self) -> Journal {
        Journal::new(self.path.join("queue.ndjson"))
    }

    /// Whether there is a copy, or one is being made.
    #[must_use]
    pub fn is_copied(&self) -> bool {
        self.lock_of("copy").exists()
    }

    /// Makes the folder, and locks its `part`. Another process is waited for a while.
    ///
    /// # Errors
    /// If the other does not end, or the folder cannot be made.
    pub fn lock(&self, part: &str) -> Result<Lock, ClientError> {
        let began = Instant::now();
        loop {
            if let Some(lock) = self.try_lock(part)? {
                return Ok(lock);
            }
            if began.elapsed() >= PATIENCE {
                let path = self.path.display().to_string();
                return Err(ClientError::other("command-error-locked", [("path", path)]));
            }
            std::thread::sleep(MOMENT);
        }
    }

    /// The same without waiting; none if another process has the part.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn try_lock(&self, part: &str) -> Result<Option<Lock>, ClientError> {
        let path = self.lock_of(part);
        let made = std::fs::create_dir_all(&self.path)
            .and_then(|()| File::options().create(true).truncate(false).write(true).open(&path));
        let file = made.map_err(|error| ClientError::file(&path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(ClientError::file(&path, error)),
        }
    }

    /// The file that stands for a part. It stays when the lock is let go of.
    fn lock_of(&self, part: &str) -> PathBuf {
        self.path.join(format!("{part}.lock"))
    }
}

/// A name for the folder that people recognise; the hash tells like ones apart.
fn name(server: &str) -> String {
    let (_, place) = server.split_once("://").unwrap_or(("", server));
    let fit = |c: char| if c.is_ascii_alphanumeric() || ".-".contains(c) { c } else { '_' };
    let shown: String = place.trim_end_matches('/').chars().map(fit).take(60).collect();
    format!("{shown}-{}", hex(&Sha256::digest(server)[..4]))
}

/// What a file is called until it is whole.
#[must_use]
pub fn beside(path: &Path) -> PathBuf {
    path.with_added_extension("part")
}

/// Writes a file beside, brings it to the disk, and puts it in the place of the one that was there:
/// a reader finds the one or the other, whole.
///
/// # Errors
/// If it could not be written; the old one stands then.
pub fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> Result<(), ClientError> {
    let new = beside(path);
    let written = File::create(&new).map(BufWriter::new).and_then(|mut file| {
        write(&mut file)?;
        file.flush()?;
        file.get_ref().sync_all()?;
        std::fs::rename(&new, path)
    });
    written.map_err(|error| ClientError::file(path, error))?;
    sync_folder(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_has_a_folder_of_its_own() {
        assert!(name("http://127.0.0.1:8080/").starts_with("127.0.0.1_8080-"));
        assert_ne!(name("http://a/b"), name("http://a_b"));
        assert_ne!(name("http://a"), name("https://a"));
        assert!(!name("http://h/../../x").contains('/'));
    }

    #[test]
    fn a_lock_is_held_until_it_is_dropped() {
        let state = tempfile::tempdir().unwrap();
        let folder = Folder::of("http://a", Some(state.path())).unwrap();
        let lock = folder.lock("queue").unwrap();
        let waiting = std::thread::spawn(move || folder.lock("queue").is_ok());
        assert!(!waiting.is_finished());
        drop(lock);
        assert!(waiting.join().unwrap());
    }
}
