//! A user's hold on the cluster.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::sync::Mutex;
use tokio_postgres::Config;

use super::binaries::Binaries;
use super::error::{PostgresError, file};
use super::layout::Layout;
use super::lock::{Behind, Share};
use super::probe;
use super::start::Plan;
use super::{DATABASE, OWNER, PORT};

/// What to open.
#[derive(Debug, Clone)]
pub struct Options {
    /// The service's data folder; the cluster lives in `postgres` below it. Made when missing.
    pub data_dir: PathBuf,
    /// The program whose hidden subcommand [`super::SUPERVISOR`] calls [`super::supervise`];
    /// usually [`std::env::current_exe`].
    pub program: PathBuf,
    /// Settings for the server, such as `("max_connections", "200")`. They count only when this
    /// user is the one who starts it. Those that keep it safe (no TCP, fsync) cannot be changed.
    pub settings: Vec<(String, String)>,
}

/// A running embedded Postgres, kept running for as long as this lives.
///
/// Dropping it lets go of the cluster: if no one else uses it, the server is stopped a moment later
/// by its supervisor. [`Cluster::close`] also waits for that.
#[derive(Debug)]
pub struct Cluster {
    share: Share,
    plan: Plan,
    /// Held while this process starts the server, so that its tasks do it once.
    starting: Mutex<()>,
}

impl Cluster {
    /// Opens the cluster of a data folder: makes it when there is none, starts its server when it
    /// is not running, and makes the database [`DATABASE`]. Any number of processes may do so at
    /// once, and share one server.
    ///
    /// Must run on a tokio runtime with time and I/O enabled.
    ///
    /// # Errors
    /// Any [`PostgresError`] but `Ended` and `Arguments`; each says what to do.
    pub async fn open(options: Options) -> Result<Self, PostgresError> {
        // It asks programs for their versions, and so blocks for a while.
        let prepared = tokio::task::spawn_blocking(move || prepare(options)).await;
        let plan = prepared
            .map_err(std::io::Error::other)
            .map_err(file("prepare", Path::new("the cluster")))??;
        let share = Share::take(&plan.layout).await?;
        plan.run().await?;
        Ok(Self { share, plan, starting: Mutex::new(()) })
    }

    /// Makes sure that the server runs, and starts it again when it has gone. Costs a connection
    /// when all is well; to be called when one fails, and now and then.
    ///
    /// # Errors
    /// As [`Cluster::open`], when the server does not come back.
    pub async fn ensure_running(&self) -> Result<(), PostgresError> {
        if self.plan.is_running().await? {
            return Ok(());
        }
        let _alone = self.starting.lock().await;
        // Another task may have brought it back while we waited; the run finds that out first.
        self.plan.run().await
    }

    /// Lets go of the cluster. If no one else uses it, waits until its server has stopped, for a
    /// minute at most, so that a command's end leaves nothing behind.
    ///
    /// # Errors
    /// [`PostgresError::File`] when a lock cannot be looked at; the cluster is let go of all the
    /// same.
    pub async fn close(self) -> Result<(), PostgresError> {
        if self.share.give_up(&self.plan.layout).await? == Behind::Stopping {
            log::warn!(
                cluster:% = self.plan.layout.cluster.display();
                "Postgres is still stopping"
            );
        }
        Ok(())
    }

    /// How to connect to the ledger's database by tokio-postgres.
    #[must_use]
    pub fn config(&self) -> Config {
        probe::config(&self.plan.layout, DATABASE)
    }

    /// The ledger's database as a URL, for diesel, psql and `pg_dump` alike.
    #[must_use]
    pub fn url(&self) -> String {
        let host = self.plan.layout.run.to_string_lossy();
        let host = utf8_percent_encode(&host, NON_ALPHANUMERIC);
        format!("postgresql://{OWNER}@{host}:{PORT}/{DATABASE}")
    }

    /// The folder of the server's Unix socket, which programs of Postgres take as `--host`.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        &self.plan.layout.run
    }

    /// The server's binaries, and those that go with it, such as `pg_dump`.
    #[must_use]
    pub fn binaries(&self) -> &Binaries {
        &self.plan.binaries
    }

    /// What tells the folder of the data from a copy of it: its number in the file system and, where
    /// that is kept, when it was made. Both outlast a restart and a renaming. None if the folder
    /// cannot be looked at.
    #[must_use]
    pub fn folder_identity(&self) -> Option<String> {
        let folder = std::fs::metadata(&self.plan.layout.data).ok()?;
        let made = folder.created().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        Some(format!("{}/{}", folder.ino(), made.map_or(0, |since| since.as_nanos())))
    }

    /// The server's log.
    #[must_use]
    pub fn log_path(&self) -> PathBuf {
        self.plan.layout.log_path()
    }
}

/// All that can be found out, and refused, before anything is started.
fn prepare(options: Options) -> Result<Plan, PostgresError> {
    let layout = Layout::prepare(&options.data_dir)?;
    let made_by = layout.major()?;
    let binaries = Binaries::find(made_by)?;
    if let Some(theirs) = made_by
        && theirs != binaries.major
    {
        return Err(PostgresError::OtherMajor {
            data: layout.data,
            theirs,
            bin: binaries.dir,
            ours: binaries.major,
        });
    }
    if let Some(account) = &layout.account {
        account.check_way(&binaries.dir, "Install a Postgres server for all users.")?;
    }
    let program = std::path::absolute(&options.program).map_err(file("find", &options.program))?;
    Ok(Plan { layout, binaries, program, settings: options.settings })
}
