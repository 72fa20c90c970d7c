//! What can go wrong with a backup or a restore, each said with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// A failure of a backup or a restore.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is there already.
    #[error(
        "{} is there already. Choose another name, or give --force to replace it.", .0.display()
    )]
    Exists(PathBuf),

    /// Another process writes the same backup.
    #[error(
        "{} is being written by another backup. Wait for it, or choose another name.",
        .0.display()
    )]
    Busy(PathBuf),

    /// No tools of a version that goes with the server.
    #[error(
        "The server is Postgres {wanted}, and no pg_dump of that version or a later one was found. \
         Install its client programs (on Debian: `apt-get install postgresql-client-{wanted}`), or \
         set PG_BIN_DIR to the folder that holds them."
    )]
    NoTools {
        /// The server's major version.
        wanted: u32,
    },

    /// A file or folder would not do what was asked.
    #[error("Could not {action} {}: {source}.", path.display())]
    File {
        /// What was tried, as in "could not …".
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// A tool could not be run.
    #[error("Could not run {program}: {source}.")]
    Run {
        /// The tool.
        program: &'static str,
        /// What the system said.
        source: io::Error,
    },

    /// The dump failed.
    #[error("pg_dump failed, and no backup was written:\n{0}")]
    Dump(String),

    /// The file cannot be read to its end.
    #[error(
        "{} is no backup, or a damaged one; the database is as it was. pg_restore says:\n{said}",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the tool said.
        said: String,
    },

    /// The server refused what is in the file.
    #[error("The backup could not be read in; the database is as it was. The server says:\n{0}")]
    Refused(String),
}

/// Turns an [`io::Error`] into a [`BackupError::File`]; for `map_err`.
pub(super) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_path_buf();
    move |source| BackupError::File { action, path, source }
}

/// Turns an [`io::Error`] into a [`BackupError::Run`]; for `map_err`.
pub(super) fn run(program: &'static str) -> impl FnOnce(io::Error) -> BackupError {
    move |source| BackupError::Run { program, source }
}
