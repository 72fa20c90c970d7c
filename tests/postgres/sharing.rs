//! One server for all users: the first starts it, the last stops it.

use std::process::Command;
use std::time::{Duration, Instant};

use summit_ledger::postgres::PostgresError;

use crate::support::{Home, User, ask, is_alive, options, wait_for};
use summit_ledger::postgres::Cluster;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_starts_it_others_share_it_and_the_last_stops_it() {
    let home = Home::new();
    let began = Instant::now();
    let first = home.open().await;
    println!("first start: {:?}", began.elapsed());
    let postmaster = home.postmaster();
    let began = Instant::now();
    let second = home.open().await;
    println!("second user: {:?}", began.elapsed());
    let third = User::opened(&home);
    assert_eq!(home.postmaster(), postmaster, "the same server");
    assert_eq!(home.supervisors().len(), 1);

    first.close().await.unwrap();
    assert!(is_alive(postmaster), "the others still use it");
    third.close();
    assert_eq!(ask(&second, "SELECT current_database()::text").await, "ledger");
    let began = Instant::now();
    second.close().await.unwrap();
    println!("stop: {:?}", began.elapsed());
    assert!(!is_alive(postmaster));
    assert_eq!(home.processes(), [], "close leaves nothing behind");

    let began = Instant::now();
    let again = home.open().await;
    println!("start on an existing folder: {:?}", began.elapsed());
    assert_ne!(home.postmaster(), postmaster);
    let began = Instant::now();
    again.ensure_running().await.unwrap();
    println!("ensure_running on a running server: {:?}", began.elapsed());
    again.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_that_just_ends_leaves_nothing_either() {
    let home = Home::new();
    User::opened(&home).leave();
    home.wait_until_empty();
    drop(home.open().await);
    home.wait_until_empty();
}

#[tokio::test(flavor = "multi_thread")]
async fn many_first_users_at_once_share_one_server() {
    let home = Home::new();
    let mut users: Vec<User> = (0..4).map(|_| User::start(&home)).collect();
    let here = home.open().await;
    for user in &mut users {
        user.expect("open");
    }
    wait_for("those who came too late to go", || home.supervisors().len() == 1);
    assert_eq!(ask(&here, "SELECT count(*)::text FROM pg_database").await, "4");
    here.close().await.unwrap();
    users.into_iter().for_each(User::close);
    assert_eq!(home.processes(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn users_come_and_go_without_missing_it() {
    let home = Home::new();
    let mut tasks = Vec::new();
    for seed in 0..4_u64 {
        let options = options(home.path());
        tasks.push(tokio::spawn(async move {
            for round in 0..6 {
                let cluster = Cluster::open(options.clone()).await.unwrap();
                assert_eq!(ask(&cluster, "SELECT 'here'").await, "here");
                cluster.close().await.unwrap();
                tokio::time::sleep(Duration::from_millis(seed * 37 * round % 100)).await;
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_url_serves_for_postgres_own_programs() {
    let home = Home::new();
    let cluster = home.open().await;
    let psql = cluster.binaries().path("psql");
    let output =
        Command::new(psql).arg(cluster.url()).args(["-XAtc", "SELECT current_user"]).output();
    assert_eq!(String::from_utf8(output.unwrap().stdout).unwrap(), "ledger_owner\n");
    let parsed: tokio_postgres::Config = cluster.url().parse().unwrap();
    assert_eq!(parsed.get_hosts(), cluster.config().get_hosts());
    cluster.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_start_shows_its_log() {
    let home = Home::new();
    let mut options = options(home.path());
    options.settings.push(("shared_buffers".into(), "nonsense".into()));
    let began = Instant::now();
    let error = Cluster::open(options).await.unwrap_err();
    assert!(began.elapsed() < Duration::from_secs(15));
    assert!(matches!(error, PostgresError::NotStarted { .. }));
    assert!(error.to_string().contains("nonsense"), "{error}");
    home.open().await.close().await.unwrap();
}
