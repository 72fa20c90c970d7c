//! Epochs of real clusters: a restart keeps the present one, a copy begins its own.

use std::fs;
use std::path::{Path, PathBuf};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use summit_ledger::postgres::DATABASE;

use crate::harness::{Database, Ended, folder, program, run, sql, wait_until};
use crate::service::Service;

fn command(data_dir: &Path, words: &[&str]) -> std::process::Command {
    let mut command = program();
    command.args(words).env("LEDGER_DATA_DIR", data_dir).env("LEDGER_LOG", "info");
    command
}

fn ended(data_dir: &Path, words: &[&str]) -> Ended {
    run(&mut command(data_dir, words))
}

/// Opens the ledger of a folder; gives what was logged about a new epoch.
fn told(data_dir: &Path) -> Option<String> {
    let ended = ended(data_dir, &["user", "list"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let line = ended.stderr.lines().find(|line| line.contains("a new epoch of the feed begins"));
    line.map(str::to_owned)
}

fn server(data_dir: &Path) -> Option<Pid> {
    let text = fs::read_to_string(data_dir.join("postgres/data/postmaster.pid")).ok()?;
    text.lines().next()?.parse().ok().map(Pid::from_raw)
}

#[test]
fn a_restart_a_crash_and_a_renamed_folder_keep_the_epoch_and_a_copy_has_its_own() {
    let whole = folder();
    let first: PathBuf = whole.path().join("first");
    assert_eq!(told(&first), None, "a new ledger begins the first");
    assert_eq!(told(&first), None, "a restart");

    let service = Service::start(&mut command(&first, &["serve", "--listen", "127.0.0.1:0"]));
    let before = server(&first).expect("a server");
    kill(before, Signal::SIGKILL).expect("it runs");
    wait_until(|| {
        service.get("/api/v1/changes", None).0 == 200
            && server(&first).is_some_and(|now| now != before)
    });
    let said = service.stop().stderr;
    assert!(!said.contains("a new epoch"), "{said}");
    assert_eq!(told(&first), None, "after a crash");

    let second = whole.path().join("second");
    fs::rename(&first, &second).expect("the same file system");
    assert_eq!(told(&second), None, "another name");

    let third = whole.path().join("third");
    copy(&second, &third);
    let line = told(&third).expect("a copy");
    assert!(line.contains("the data folder was copied") && line.contains("cause=moved"), "{line}");
    assert_eq!(told(&third), None, "once");
    assert_eq!(told(&second), None, "the first is what it was");
}

/// With everybody's rights as they were: the server owns its folder.
fn copy(from: &Path, to: &Path) {
    let status = std::process::Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(status.expect("cp runs").success());
}

#[test]
fn a_database_that_was_copied_by_other_means_begins_an_epoch() {
    let database = Database::seeded();
    let (server, name) = database.url.rsplit_once('/').expect("a name");
    let copied = Database::new();
    let (_, other) = copied.url.rsplit_once('/').expect("a name");
    let admin = format!("{server}/{DATABASE}");
    sql(&admin, &format!("DROP DATABASE {other}"));
    sql(&admin, &format!("CREATE DATABASE {other} TEMPLATE {name}"));
    let line = copied.run(&["user", "list"]).stderr;
    assert!(line.contains("another database") && line.contains("cause=clone"), "{line}");
    assert_eq!(copied.value("SELECT count(*) FROM epochs"), "2");
    assert_eq!(copied.run(&["user", "list"]).stderr, "");
    assert_eq!(database.run(&["user", "list"]).stderr, "");
}

#[test]
fn an_epoch_begins_when_asked_for() {
    let database = Database::seeded();
    let before = database.value("SELECT epoch FROM node");
    let asked = database.run(&["new-epoch"]).done();
    assert_eq!(asked.trim_end(), database.value("SELECT epoch FROM node"));
    assert_ne!(asked.trim_end(), before);
    database.run(&["new-epoch", "--cause", "promotion"]).done();
    let all = "SELECT string_agg(cause::text, ' ' ORDER BY number) FROM epochs";
    assert_eq!(database.value(all), "first asked promotion");
}
