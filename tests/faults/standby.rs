//! A standby of an embedded cluster: a second Postgres, started by the test alone.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use summit_ledger::postgres::{Binaries, DATABASE, OWNER};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

use super::caller::PAUSE;
use super::service::{PATIENCE, Place, folder};

pub struct Standby {
    folder: TempDir,
    server: Child,
}

impl Standby {
    /// Copies the running cluster of `place`, and follows it from then on.
    pub fn of(place: &Place) -> Self {
        let primary = place.postgres();
        let folder = folder();
        let owner = std::fs::metadata(primary.join("data")).expect("a cluster");
        // As root the copy has to be the server's user's, like the cluster itself.
        std::os::unix::fs::chown(folder.path(), Some(owner.uid()), Some(owner.gid()))
            .expect("the folder is ours to give");
        let data = folder.path().join("data");
        let mut copy = as_owner(&primary, "pg_basebackup");
        let copy =
            copy.args(["-U", OWNER, "-X", "stream", "--checkpoint=fast", "--no-sync", "-R", "-h"]);
        let copied = copy.arg(primary.join("run")).arg("-D").arg(&data).output().expect("it runs");
        assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
        let mut server = as_owner(&primary, "postgres");
        let server = server.arg("-D").arg(&data).arg("-k").arg(folder.path());
        // It is not the standby's own safety that is tested.
        let server = server.args(["-c", "listen_addresses=", "-c", "port=5432", "-c", "fsync=off"]);
        let server = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
        Self { folder, server }
    }

    pub fn url(&self) -> String {
        let folder = self.folder.path().to_str().expect("UTF-8").replace('/', "%2F");
        format!("postgresql://{OWNER}@{folder}/{DATABASE}")
    }

    async fn database(&self) -> Client {
        let connecting = async {
            loop {
                if let Ok((client, driver)) = tokio_postgres::connect(&self.url(), NoTls).await {
                    tokio::spawn(driver);
                    return client;
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, connecting).await.expect("it starts")
    }

    /// Waits until it has all that the primary has, then lets it hear no more.
    pub async fn catch_up_and_cut_off(&self, place: &Place) {
        let primary = place.database().await;
        let now = "SELECT pg_current_wal_insert_lsn()::text";
        let now: String = primary.query_one(now, &[]).await.expect("the primary answers").get(0);
        let standby = self.database().await;
        let has_come = format!("SELECT pg_last_wal_replay_lsn() >= '{now}'");
        wait_for(&standby, &has_come).await;
        for cut in ["ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()"] {
            standby.execute(cut, &[]).await.expect("it obeys");
        }
        wait_for(&standby, "SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver)").await;
    }

    /// Makes a primary of it.
    pub async fn promote(&self) {
        let standby = self.database().await;
        let promoted = standby.query_one("SELECT pg_promote()", &[]).await.expect("it obeys");
        assert!(promoted.get::<_, bool>(0), "it is promoted");
    }
}

impl Drop for Standby {
    fn drop(&mut self) {
        let id = Pid::from_raw(self.server.id().try_into().expect("a process id"));
        // It may have ended by itself. Nothing of it is kept, so it need not end cleanly.
        let _ = kill(id, Signal::SIGQUIT);
        let _ = self.server.wait();
    }
}

async fn wait_for(client: &Client, query: &str) {
    let waiting = async {
        while !client.query_one(query, &[]).await.expect("an answer").get::<_, bool>(0) {
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("in vain: {query}"));
}

/// A program of Postgres as the user of that cluster: the server never runs as root.
fn as_owner(cluster: &Path, program: &str) -> Command {
    let binaries = Binaries::find(None).expect("Postgres is installed");
    let mut command = Command::new::<PathBuf>(binaries.path(program));
    let owner = std::fs::metadata(cluster.join("data")).expect("a cluster");
    if nix::unistd::geteuid().is_root() {
        command.uid(owner.uid()).gid(owner.gid()).current_dir("/");
    }
    command
}
