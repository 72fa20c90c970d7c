//! The cluster's folders and files, and who owns them.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{
    DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown, lchown,
};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;
use nix::sys::statvfs::statvfs;
use nix::unistd::Uid;
use sha2::{Digest, Sha256};

use super::PORT;
use super::account::Account;
use super::error::{PostgresError, file};

/// The longest socket path that fits into `sun_path` with its closing zero.
const LONGEST_SOCKET: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// A log that has grown past this is put aside when the server starts.
const LARGE_LOG: u64 = 8 << 20;

/// The write-ahead log grows by so much at once.
const SEGMENT: u64 = 16 << 20;

const ADVICE: &str = "Choose another folder by --data-dir.";

/// Where everything is. Two processes that name the same data folder get the same layout.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// The data folder of the whole service, absolute and without links.
    pub data_dir: PathBuf,
    /// `<data_dir>/postgres`.
    ///
    /// As root it stays root's, so that whoever the server runs as cannot plant links where root
    /// opens locks and the log. What the server owns is below: `data` and the socket's folder.
    pub cluster: PathBuf,
    /// PGDATA.
    pub data: PathBuf,
    /// The folder of the socket: `<data_dir>/postgres/run`, or a short one under /tmp.
    pub run: PathBuf,
    /// Whom the server runs as, unless as ourselves.
    pub account: Option<Account>,
}

impl Layout {
    /// Works out the layout and makes the folders that hold it, as far as they are missing.
    pub fn prepare(data_dir: &Path) -> Result<Self, PostgresError> {
        let data_dir = std::path::absolute(data_dir).map_err(file("find", data_dir))?;
        let account = Account::for_data(&data_dir.join("postgres/data"))?;
        if let Some(account) = &account {
            account.check_way(&data_dir, ADVICE)?;
        }
        make_folders(&data_dir).map_err(file("make the folder", &data_dir))?;
        let data_dir = data_dir.canonicalize().map_err(file("find", &data_dir))?;
        let cluster = data_dir.join("postgres");
        make_folders(&cluster).map_err(file("make the folder", &cluster))?;
        let owner = fs::metadata(&cluster).map_err(file("look at", &cluster))?.uid();
        if account.is_none() && owner != Uid::effective().as_raw() {
            return Err(PostgresError::NotOurs { path: cluster, owner });
        }
        if let Some(account) = &account {
            // Again, now that links in the path are resolved.
            account.check_way(&cluster, ADVICE)?;
        }
        let data = cluster.join("data");
        let run = socket_folder(&cluster);
        Ok(Self { data_dir, cluster, data, run, account })
    }

    /// The major version that made the data; `None` when there is none yet.
    pub fn major(&self) -> Result<Option<u32>, PostgresError> {
        let not_a_cluster = || PostgresError::NotACluster(self.data.clone());
        match fs::read_to_string(self.data.join("PG_VERSION")) {
            Ok(text) => text.trim().parse().map(Some).map_err(|_| not_a_cluster()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                match fs::read_dir(&self.data).map(|mut entries| entries.next().is_none()) {
                    Ok(false) => Err(not_a_cluster()),
                    _ => Ok(None),
                }
            }
            Err(error) => Err(file("read", &self.data.join("PG_VERSION"))(error)),
        }
    }

    /// Makes the folder of the socket: the server's own, closed to all others.
    pub fn make_run(&self) -> Result<(), PostgresError> {
        let made = DirBuilder::new().mode(0o700).create(&self.run);
        if let Err(error) = made
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            return Err(file("make the folder", &self.run)(error));
        }
        if !self.is_run_safe() {
            return Err(PostgresError::SocketFolder(self.run.clone()));
        }
        self.hand_over(&self.run)
    }

    /// Whether the socket's folder is there, ours or the server's, and closed to all others. Under
    /// /tmp anyone could have made it first, as a link or with a server of their own.
    pub fn is_run_safe(&self) -> bool {
        let us = Uid::effective().as_raw();
        let server = self.account.as_ref().map_or(us, |user| user.uid);
        fs::symlink_metadata(&self.run).is_ok_and(|folder| {
            folder.is_dir() && [us, server].contains(&folder.uid()) && folder.mode() & 0o077 == 0
        })
    }

    /// Removes the socket's folder when it is one under /tmp, which nobody would look for.
    pub fn remove_short_run(&self) {
        if !self.run.starts_with(&self.cluster)
            && let Err(error) = fs::remove_dir(&self.run)
        {
            log::debug!("could not remove {}: {error}", self.run.display());
        }
    }

    /// Makes `path` the server's, when the server is not us.
    pub fn hand_over(&self, path: &Path) -> Result<(), PostgresError> {
        self.account.as_ref().map_or(Ok(()), |user| {
            lchown(path, Some(user.uid), Some(user.gid)).map_err(file("hand over", path))
        })
    }

    /// Opens a file directly in the cluster's folder for reading and appending.
    pub fn open(&self, name: &str) -> Result<File, PostgresError> {
        let path = self.cluster.join(name);
        let open = || {
            let opened = OpenOptions::new()
                .read(true)
                .append(true)
                .create(true)
                .mode(0o600)
                .custom_flags(OFlag::O_NOFOLLOW.bits())
                .open(&path)?;
            // Root on a user's own cluster: what it makes there is to be that user's.
            let folder = fs::metadata(&self.cluster)?;
            if opened.metadata()?.uid() != folder.uid() {
                fchown(&opened, Some(folder.uid()), Some(folder.gid()))?;
            }
            Ok(opened)
        };
        open().map_err(file("open", &path))
    }

    /// The server's log.
    pub fn log_path(&self) -> PathBuf {
        self.cluster.join("server.log")
    }

    /// Opens the log for a new server, putting a large one aside.
    pub fn open_log(&self) -> Result<File, PostgresError> {
        let path = self.log_path();
        if fs::metadata(&path).is_ok_and(|metadata| metadata.len() > LARGE_LOG) {
            fs::rename(&path, self.cluster.join("server.log.1")).map_err(file("rename", &path))?;
        }
        self.open("server.log")
    }

    /// Whether the disk has less room than Postgres may need to start: a segment of its write-ahead
    /// log.
    pub fn lacks_room(&self) -> bool {
        statvfs(&self.cluster).is_ok_and(|disk| {
            #[allow(clippy::useless_conversion, reason = "narrower on other systems")]
            let (blocks, size): (u64, u64) =
                (disk.blocks_available().into(), disk.fragment_size().into());
            blocks.saturating_mul(size) < SEGMENT
        })
    }

    /// The log's last lines.
    pub fn log_tail(&self) -> String {
        let read = || -> io::Result<String> {
            let mut log = File::open(self.log_path())?;
            let length = log.metadata()?.len();
            log.seek(SeekFrom::Start(length.saturating_sub(4096)))?;
            let mut end = Vec::new();
            log.read_to_end(&mut end)?;
            let end = String::from_utf8_lossy(&end);
            let lines: Vec<&str> = end.lines().collect();
            Ok(lines[lines.len().saturating_sub(12)..].join("\n"))
        };
        read().unwrap_or_else(|error| format!("(unreadable: {error})"))
    }
}

/// Makes `path` and what is missing above it, open for others to pass when we are root: the server
/// runs as someone else then. The umask must not close them, so it is not left to decide.
fn make_folders(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_folders(parent)?;
    }
    match fs::create_dir(path) {
        Ok(()) => {
            let mode = if Uid::effective().is_root() { 0o711 } else { 0o700 };
            fs::set_permissions(path, Permissions::from_mode(mode))
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// `run` in the cluster's folder, if the socket's path is short enough there.
fn socket_folder(cluster: &Path) -> PathBuf {
    let run = cluster.join("run");
    let socket = run.join(format!(".s.PGSQL.{PORT}"));
    if socket.as_os_str().len() <= LONGEST_SOCKET {
        return run;
    }
    let mut name = String::from("/tmp/summit-ledger-");
    for byte in &Sha256::digest(OsStr::as_bytes(cluster.as_os_str()))[..8] {
        // Writing to a String cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    PathBuf::from(name)
}

/// The data folder to use when none is named: the platform's for this user; for root
/// `/var/lib/summit-ledger`, as root's own home is closed to the user whom the server runs as.
///
/// # Errors
/// [`PostgresError::NoDataDir`] when the user has no home.
pub fn default_data_dir() -> Result<PathBuf, PostgresError> {
    if Uid::effective().is_root() {
        return Ok(PathBuf::from("/var/lib/summit-ledger"));
    }
    directories::ProjectDirs::from("", "", "summit-ledger")
        .map(|folders| folders.data_dir().to_path_buf())
        .ok_or(PostgresError::NoDataDir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_gets_a_short_socket_folder() {
        assert_eq!(socket_folder(Path::new("/srv/x")), Path::new("/srv/x/run"));
        let long = PathBuf::from(format!("/srv/{}", "x".repeat(100)));
        let folder = socket_folder(&long);
        assert!(folder.starts_with("/tmp"));
        assert!(folder.as_os_str().len() < 60);
        assert_eq!(folder, socket_folder(&long), "the same for everyone");
    }
}
