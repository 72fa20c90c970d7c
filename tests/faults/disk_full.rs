//! A disk that fills up amid writes: each is refused clearly and leaves nothing, and they go on by
//! themselves once there is room.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use tempfile::TempDir;

use crate::account::{Account, feed, narratives};
use crate::caller::{Answer, Caller, PAUSE};
use crate::service::{PATIENCE, Place, Service, folder};

/// Room for a cluster, its WAL, and not much more.
const SIZE: &str = "size=256m,mode=755";

/// A small disk in memory.
struct Disk {
    folder: TempDir,
}

impl Disk {
    /// None where mounting is refused, which is said.
    fn mount() -> Option<Self> {
        let folder = folder();
        let mut mount = Command::new("mount");
        let mount = mount.args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(folder.path());
        if mount.output().is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self { folder });
        }
        println!("skipped: a disk in memory cannot be mounted here");
        None
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }

    /// Takes all the room that there is.
    fn fill(&self) {
        let mut filler = File::create(self.filler()).expect("a file");
        let piece = vec![0; 1 << 12];
        while filler.write_all(&piece).is_ok() {}
    }

    fn make_room(&self) {
        fs::remove_file(self.filler()).expect("it is there");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "the disk is let go");
    }
}

async fn write(writer: &Caller, mark: &str) -> Answer {
    let body = json!({
        "basis": "assessed", "status": "in_progress", "as_of": "2026-01-01",
        "narrative": format!("{mark}{}", " is told at length".repeat(200)),
    });
    let path = "/api/v1/commitments/AST25-12.7b/obligations/KG/updates";
    writer.post(path, mark, &body).await.expect("an answer")
}

/// Writes until it is refused; gives the refusal, and the mark that it was of.
async fn write_until_refused(
    writer: &Caller,
    what: &str,
    account: &mut Account,
) -> (Answer, String) {
    for n in 0.. {
        let mark = format!("{what} {n}");
        let answer = write(writer, &mark).await;
        if answer.status != 201 {
            return (answer, mark);
        }
        account.acknowledge(&mark);
    }
    unreachable!("the disk is full")
}

/// Sends the same again until it is done.
async fn go_on(writer: &Caller, mark: &str, account: &mut Account) {
    let trying = async {
        loop {
            let answer = write(writer, mark).await;
            if answer.status == 201 {
                return;
            }
            assert!(answer.status == 503 || answer.status == 507, "{answer:?}");
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, trying).await.expect("it goes on by itself");
    account.acknowledge(mark);
}

async fn check(service: &Service, account: &Account) {
    let all = feed(&service.anybody()).await;
    account.compare(narratives(&all).map(|said| said.replace(" is told at length", "")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_writes_go_on_when_there_is_room() {
    let Some(disk) = Disk::mount() else { return };
    let service = Service::start_at(Place::at(&disk.path().join("data"))).await;
    let writer = service.caller("writer", "assessor").await;
    let mut account = Account::default();
    go_on(&writer, "while there is room", &mut account).await;

    disk.fill();
    let (refusal, mark) = write_until_refused(&writer, "on a full disk", &mut account).await;
    assert_eq!((refusal.status, refusal.problem()), (507, "out-of-space"), "{refusal:?}");
    disk.make_room();
    go_on(&writer, &mark, &mut account).await;
    check(&service, &account).await;
    service.stop().await;
}

/// Where the log of Postgres itself finds no room, Postgres stops, and has to recover.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_without_room_is_told_and_writes_go_on_when_there_is_room() {
    let Some(disk) = Disk::mount() else { return };
    let service = Service::start_at(Place::at(&disk.path().join("data"))).await;
    let writer = service.caller("writer", "assessor").await;
    let mut account = Account::default();
    go_on(&writer, "while there is room", &mut account).await;

    disk.fill();
    let database = service.place.database().await;
    // Whatever segments are left, each is begun and left behind.
    while database.simple_query("SELECT pg_switch_wal(), txid_current()").await.is_ok() {}
    drop(database);
    // While it tries to recover it does not answer; once it has tried, it is known why.
    let trying = async {
        loop {
            let refusal = write(&writer, "when there is room").await;
            match (refusal.status, refusal.problem()) {
                (503, "unavailable") => tokio::time::sleep(PAUSE).await,
                (507, "out-of-space") => return,
                _ => panic!("{refusal:?}"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, trying).await.expect("it is told why");
    disk.make_room();
    go_on(&writer, "when there is room", &mut account).await;
    check(&service, &account).await;
    service.stop().await;
}
