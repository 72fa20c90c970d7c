//! Writes a backup while the ledger is in use.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio_postgres::Config;

use super::error::{BackupError, file, run};
use super::tools::Tools;

/// Writes all of the database, as of one moment, to `path`; gives the number of bytes. The file is
/// there only when it is whole, and for its owner's eyes alone, as it has the hashes of tokens and the secrets of
/// webhooks.
///
/// Blocks for as long as it takes.
///
/// # Errors
/// If the file is there and `replace` is not given, or cannot be written; if `pg_dump` fails.
pub fn backup(
    tools: &Tools,
    config: &Config,
    path: &Path,
    replace: bool,
) -> Result<u64, BackupError> {
    refuse_existing(path, replace)?;
    let partial = Partial::open(path)?;
    let stdout = partial.file.try_clone().map_err(file("write", &partial.path))?;
    let output = tools
        .command("pg_dump", config)
        .args(["--format=custom", "--no-password", "--no-comments", "--no-security-labels"])
        .args(["--no-publications", "--no-subscriptions", "--no-tablespaces"])
        .stdin(Stdio::null())
        .stdout(stdout)
        .output()
        .map_err(run("pg_dump"))?;
    if !output.status.success() {
        return Err(BackupError::Dump(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    refuse_existing(path, replace)?;
    partial.finish(path)
}

fn refuse_existing(path: &Path, replace: bool) -> Result<(), BackupError> {
    if path.is_dir() || (!replace && path.symlink_metadata().is_ok()) {
        return Err(BackupError::Exists(path.to_path_buf()));
    }
    Ok(())
}

/// A backup in the making, beside its final place; removed unless it is finished.
struct Partial {
    path: PathBuf,
    file: File,
    is_finished: bool,
}

impl Partial {
    /// Opens the file, and empties what an earlier try may have left there.
    fn open(path: &Path) -> Result<Self, BackupError> {
        let mut name = OsString::from(path);
        name.push(".partial");
        let path = PathBuf::from(name);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(file("write", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BackupError::Busy(path)),
            Err(TryLockError::Error(source)) => {
                return Err(BackupError::File { action: "lock", path, source });
            }
        }
        let partial = Self { path, file, is_finished: false };
        partial.file.set_len(0).map_err(super::error::file("write", &partial.path))?;
        Ok(partial)
    }

    /// Gives the file its name, once all of it is on disk.
    fn finish(mut self, path: &Path) -> Result<u64, BackupError> {
        self.file.sync_all().map_err(file("write", &self.path))?;
        let size = self.file.metadata().map_err(file("read", &self.path))?.len();
        fs::rename(&self.path, path).map_err(file("rename", &self.path))?;
        self.is_finished = true;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(file("write", folder))?;
        Ok(size)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.is_finished {
            // What cannot be removed is emptied by the next backup of this name.
            let _ = fs::remove_file(&self.path);
        }
    }
}
