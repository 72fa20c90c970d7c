//! A database of its own: started and stopped by commands, shared with a service.

use std::fs;
use std::path::Path;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::harness::{Ended, folder, program, run, wait_until};
use crate::service::Service;

fn command(data_dir: &Path, words: &[&str]) -> std::process::Command {
    let mut command = program();
    command.args(words).env("LEDGER_DATA_DIR", data_dir).env("LEDGER_LOG", "info");
    command
}

fn command_ended(data_dir: &Path, words: &[&str]) -> Ended {
    run(&mut command(data_dir, words))
}

fn server(data_dir: &Path) -> Option<Pid> {
    let text = fs::read_to_string(data_dir.join("postgres/data/postmaster.pid")).ok()?;
    text.lines().next()?.parse().ok().map(Pid::from_raw)
}

#[test]
fn commands_start_and_stop_a_database_of_their_own() {
    let folder = folder();
    let data_dir = folder.path();
    command_ended(data_dir, &["user", "create", "bolat", "--role", "assessor"]).done();
    assert_eq!(server(data_dir), None, "a command's end leaves no server behind");
    let list = command_ended(data_dir, &["user", "list"]).done();
    assert!(list.contains("bolat"), "{list}");
}

#[test]
fn a_service_shares_its_database_and_survives_the_servers_death() {
    let folder = folder();
    let data_dir = folder.path();
    let service = Service::start(&mut command(data_dir, &["serve", "--listen", "127.0.0.1:0"]));
    let token = command_ended(data_dir, &["token", "create", "admin"]).done();
    assert_eq!(service.get("/api/v1/parties", Some(token.trim_end())).0, 200);

    let before = server(data_dir).expect("a server");
    kill(before, Signal::SIGKILL).expect("it runs");
    // The connections of a killed server may still answer for a moment.
    wait_until(|| {
        let status = service.get("/api/v1/parties", Some(token.trim_end())).0;
        assert!([200, 503].contains(&status), "{status}");
        status == 200 && server(data_dir).is_some_and(|now| now != before)
    });

    // It says anew that it is there.
    let backup = data_dir.join("ledger.dump");
    let backup = backup.to_str().expect("UTF-8");
    command_ended(data_dir, &["backup", backup]).done();
    wait_until(|| {
        let ended = command_ended(data_dir, &["restore", backup]);
        assert_eq!(ended.code, Some(1), "{ended:?}");
        ended.stderr.contains("Somebody uses this ledger")
    });
    service.stop().done();
    assert_eq!(server(data_dir), None, "the last one stops the server");
    command_ended(data_dir, &["restore", backup, "--replace"]).done();
}
