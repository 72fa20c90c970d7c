//! What can go wrong with the embedded Postgres, each said with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// A failure of the embedded Postgres.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// No server binaries in any of the places where they usually are.
    #[error("No Postgres server was found on this machine. {0}")]
    NoBinaries(&'static str),

    /// `PG_BIN_DIR` is set, but no server lives there.
    #[error(
        "PG_BIN_DIR is {}, which lacks `postgres` or `initdb`. Set it to the folder of a Postgres \
         server's binaries, or unset it.", .0.display()
    )]
    NotABinDir(PathBuf),

    /// A server binary would not tell its version.
    #[error("`{} --version` did not name a Postgres version: {answer}", program.display())]
    NoVersion {
        /// The binary that was asked.
        program: PathBuf,
        /// What it said instead.
        answer: String,
    },

    /// The data folder was made by another major version than the binaries'.
    #[error(
        "The data folder {} was made by Postgres {theirs}, but the server in {} is Postgres \
         {ours}, which cannot read it. Install Postgres {theirs} again; or, to move across, run \
         `PG_BIN_DIR=<folder of the Postgres {theirs} binaries> summit-ledger backup FILE`, then, \
         without PG_BIN_DIR, `summit-ledger restore FILE --data-dir NEW_FOLDER`.",
        data.display(), bin.display()
    )]
    OtherMajor {
        /// The server's data folder.
        data: PathBuf,
        /// The major version that made it.
        theirs: u32,
        /// The folder of the binaries that were found.
        bin: PathBuf,
        /// Their major version.
        ours: u32,
    },

    /// The folder for the server's data holds something else.
    #[error(
        "{} is not empty and has no readable PG_VERSION, so it is not a Postgres data folder. \
         Move it away, or choose another --data-dir.", .0.display()
    )]
    NotACluster(PathBuf),

    /// The platform names no data folder for this user.
    #[error("No home folder is known for this user, so there is no default. Give --data-dir.")]
    NoDataDir,

    /// We are root, and there is no one to run the server as.
    #[error(
        "Postgres refuses to run as root, and there is no user `postgres` or `nobody` to run it \
         as. Create one, or run this as another user."
    )]
    NoAccount,

    /// The user whom the server runs as cannot get at something.
    #[error(
        "As root, the server runs as the user `{user}`, and {} bars {user} from {}. {advice}",
        barrier.display(), target.display()
    )]
    Barred {
        /// Who runs the server.
        user: String,
        /// The folder that lets no one else pass.
        barrier: PathBuf,
        /// What is to be reached.
        target: PathBuf,
        /// What to change.
        advice: &'static str,
    },

    /// The cluster belongs to someone else.
    #[error(
        "{} belongs to another user (uid {owner}). Run this as that user, or choose another \
         --data-dir.", path.display()
    )]
    NotOurs {
        /// The file or folder.
        path: PathBuf,
        /// Its owner.
        owner: u32,
    },

    /// We are root and so is the data's owner, but the server is not to run as root.
    #[error(
        "{} belongs to root, and Postgres refuses to run as root. Hand that folder over by \
         `chown -R postgres`, or choose another --data-dir.", .0.display()
    )]
    OwnedByRoot(PathBuf),

    /// A socket folder under /tmp is there already and could be someone's trap.
    #[error(
        "The socket's folder {} is open to others, or not ours. Remove it; if someone else keeps \
         it there, choose a shorter --data-dir, which needs no folder under /tmp.", .0.display()
    )]
    SocketFolder(PathBuf),

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

    /// A program could not be run.
    #[error("Could not run {}: {source}.", program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// `initdb` failed in every locale that was tried.
    #[error("initdb could not make a cluster in {} ({status}).", data.display())]
    Initdb {
        /// The folder that it was to fill.
        data: PathBuf,
        /// How it ended, the last time.
        status: std::process::ExitStatus,
    },

    /// The server did not come up.
    #[error(
        "Postgres did not start ({reason}). The end of its log, {}:\n{tail}", log.display()
    )]
    NotStarted {
        /// What was seen last.
        reason: String,
        /// The server's log.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },

    /// The server did not come up, and there is no room for what it writes when it starts.
    #[error(
        "Postgres did not start: the disk of {} is full. Make room there; nothing else is needed.",
        .0.display()
    )]
    NoRoom(PathBuf),

    /// An earlier server is stopping, and does not come to its end.
    #[error(
        "An earlier server of {} has not stopped within {seconds} s. Look at server.log in that \
         folder, and end the server by hand if it hangs.", cluster.display()
    )]
    StillStopping {
        /// The cluster's folder.
        cluster: PathBuf,
        /// How long we waited.
        seconds: u64,
    },

    /// The server answered, and refused us.
    #[error("The embedded Postgres refused a connection: {0}.")]
    Refused(String),

    /// The server ended and no one had asked it to (seen by the supervisor).
    #[error("the server ended by itself ({0})")]
    Ended(std::process::ExitStatus),

    /// The hidden subcommand was called by hand.
    #[error("`summit-ledger {}` is started by summit-ledger itself.", super::SUPERVISOR)]
    Arguments,
}

/// Turns an [`io::Error`] into a [`PostgresError::File`]; for `map_err`.
pub(super) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> PostgresError {
    let path = path.to_path_buf();
    move |source| PostgresError::File { action, path, source }
}

/// Turns an [`io::Error`] into a [`PostgresError::Run`]; for `map_err`.
pub(super) fn run(program: &Path) -> impl FnOnce(io::Error) -> PostgresError {
    let program = program.to_path_buf();
    move |source| PostgresError::Run { program, source }
}
