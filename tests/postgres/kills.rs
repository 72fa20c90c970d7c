//! kill -9 of each of the processes, and of several at once.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::time::{Duration, Instant};

use summit_ledger::postgres::Cluster;
use tokio_postgres::Client;

use crate::support::{Home, User, ask, connect, is_alive, kill_9, try_connect, wait_for};

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_user_lets_go() {
    let home = Home::new();
    let mut user = User::opened(&home);
    let postmaster = home.postmaster();
    let here = home.open().await;
    user.kill_9();
    assert!(is_alive(postmaster), "still in use");
    here.close().await.unwrap();
    assert!(!is_alive(postmaster));

    let mut last = User::opened(&home);
    last.kill_9();
    home.wait_until_empty();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_user_wrote_is_there() {
    let home = Home::new();
    let mut user = User::opened(&home);
    user.order("write");
    for _ in 0..200 {
        user.expect("wrote");
    }
    user.kill_9();
    let mut last = 199;
    while let Some(line) = user.next("wrote") {
        // The very last line may be cut short.
        last = line.trim_start_matches("wrote ").parse().unwrap_or(last).max(last);
    }
    let here = home.open().await;
    let query = format!("SELECT count(*)::text FROM written WHERE id <= {last}");
    assert_eq!(ask(&here, &query).await, (last + 1).to_string());
    here.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_supervisor_takes_the_server_along_cleanly() {
    let home = Home::new();
    let here = home.open().await;
    let postmaster = home.postmaster();
    kill_9(home.supervisor());
    wait_for("the server's end", || !is_alive(postmaster));
    let log = fs::read_to_string(here.log_path()).unwrap();
    assert!(log.contains("received fast shutdown request"), "{log}");
    assert!(log.contains("database system is shut down"), "{log}");

    let began = Instant::now();
    here.ensure_running().await.unwrap();
    println!("restart after kill -9 of the supervisor: {:?}", began.elapsed());
    assert_eq!(ask(&here, "SELECT 'back'").await, "back");
    here.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_at_once_waits_for_the_old_server() {
    let home = Home::new();
    let here = home.open().await;
    for _ in 0..5 {
        let old = home.postmaster();
        kill_9(home.supervisor());
        // The old server may answer once more before it stops; nothing is wrong with it till then.
        loop {
            here.ensure_running().await.unwrap();
            if home.try_postmaster().is_some_and(|postmaster| postmaster != old) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(ask(&here, "SELECT 'back'").await, "back");
    }
    here.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_kill_is_survived() {
    let home = Home::new();
    let here = home.open().await;
    for _ in 0..5 {
        let (supervisor, postmaster) = (home.supervisor(), home.postmaster());
        kill_9(postmaster);
        let _ = nix::sys::signal::kill(supervisor, nix::sys::signal::Signal::SIGKILL);
        let began = Instant::now();
        here.ensure_running().await.unwrap();
        println!("restart after a double kill: {:?}", began.elapsed());
        assert_eq!(ask(&here, "SELECT 'back'").await, "back");
    }
    here.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn all_killed_at_once_leaves_a_cluster_that_opens() {
    let home = Home::new();
    let mut user = User::opened(&home);
    let (supervisor, postmaster) = (home.supervisor(), home.postmaster());
    user.kill_9();
    kill_9(postmaster);
    let _ = nix::sys::signal::kill(supervisor, nix::sys::signal::Signal::SIGKILL);
    home.open().await.close().await.unwrap();
}

/// A backend in the middle of a query does not notice that its postmaster has gone, and no new one
/// may start beside it.
#[tokio::test(flavor = "multi_thread")]
async fn a_busy_backend_does_not_hold_up_the_restart() {
    let home = Home::new();
    let here = home.open().await;
    let client = connect(&here).await;
    let busy = tokio::spawn(async move {
        let forever = "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$";
        client.batch_execute(forever).await
    });
    let working =
        "SELECT count(*)::text FROM pg_stat_activity WHERE query LIKE 'DO%' AND state = 'active'";
    while ask(&here, working).await == "0" {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    kill_9(home.postmaster());
    let began = Instant::now();
    here.ensure_running().await.unwrap();
    println!("restart past a busy backend: {:?}", began.elapsed());
    assert!(busy.await.unwrap().is_err());
    here.close().await.unwrap();
}

/// Process ids come round again, above all in containers.
#[tokio::test(flavor = "multi_thread")]
async fn a_stale_postmaster_pid_of_another_process_is_no_obstacle() {
    let home = Home::new();
    let here = home.open().await;
    let pid_file = home.data().join("postmaster.pid");
    let contents = fs::read_to_string(&pid_file).unwrap();
    here.close().await.unwrap();

    let owner = fs::metadata(home.data()).map(|data| std::os::unix::fs::MetadataExt::uid(&data));
    let mut other = Command::new("sleep").arg("60").uid(owner.unwrap()).spawn().unwrap();
    let rest = contents.split_once('\n').unwrap().1;
    fs::write(&pid_file, format!("{}\n{rest}", other.id())).unwrap();
    let again = home.open().await;
    again.close().await.unwrap();
    assert!(other.try_wait().unwrap().is_none(), "it was left alone");
    other.kill().unwrap();
    other.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_acknowledged_row_survives_kills_of_the_server() {
    let home = Home::new();
    let here = Arc::new(home.open().await);
    connect(&here).await.batch_execute("CREATE TABLE kept (id int PRIMARY KEY)").await.unwrap();
    let (next, stop) = (Arc::new(AtomicI32::new(0)), Arc::new(AtomicBool::new(false)));
    let writers: Vec<_> = (0..4)
        .map(|_| tokio::spawn(write_until(here.clone(), next.clone(), stop.clone())))
        .collect();
    let mut before = 0;
    for _ in 0..4 {
        // Amid writes: some have come through since the last kill.
        while next.load(Ordering::SeqCst) < before + 300 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        kill_9(home.postmaster());
        let began = Instant::now();
        here.ensure_running().await.unwrap();
        println!("restart after kill -9 of the postmaster: {:?}", began.elapsed());
        before = next.load(Ordering::SeqCst);
    }
    stop.store(true, Ordering::SeqCst);
    let mut acknowledged = BTreeSet::new();
    for writer in writers {
        acknowledged.extend(writer.await.unwrap());
    }
    let rows = connect(&here).await.query("SELECT id FROM kept", &[]).await.unwrap();
    let kept: BTreeSet<i32> = rows.iter().map(|row| row.get(0)).collect();
    println!("{} rows acknowledged, {} kept", acknowledged.len(), kept.len());
    assert!(acknowledged.len() > 900);
    assert!(acknowledged.is_subset(&kept));
    Arc::into_inner(here).unwrap().close().await.unwrap();
}

/// Writes rows and answers with those that were acknowledged; brings the server back when it has
/// gone.
async fn write_until(
    cluster: Arc<Cluster>,
    next: Arc<AtomicI32>,
    stop: Arc<AtomicBool>,
) -> Vec<i32> {
    let mut acknowledged = Vec::new();
    let mut connection: Option<Client> = None;
    while !stop.load(Ordering::SeqCst) {
        let Some(client) = &connection else {
            cluster.ensure_running().await.unwrap();
            connection = try_connect(&cluster).await.ok();
            continue;
        };
        let id = next.fetch_add(1, Ordering::SeqCst);
        match client.execute("INSERT INTO kept VALUES ($1)", &[&id]).await {
            Ok(_) => acknowledged.push(id),
            Err(_) => connection = None,
        }
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_amid_initdb_leaves_nothing_half_made() {
    let home = Home::new();
    let mut user = User::start(&home);
    let unfinished = || {
        let entries = fs::read_dir(home.cluster()).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).find(|path| path.join("global").exists())
    };
    wait_for("initdb to be at work", || unfinished().is_some());
    kill_9(home.supervisor());
    user.kill_9();
    assert!(!home.data().exists(), "not in place before it is complete");

    let here = home.open().await;
    let names: Vec<_> =
        fs::read_dir(home.cluster()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().contains(".new-")), "{names:?}");
    here.close().await.unwrap();
}
