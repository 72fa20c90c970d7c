//! What every command has: help, exit codes, completions, a page of the manual.

use std::process::Stdio;

use crate::harness::{program, run};

const COMMANDS: &[&[&str]] = &[
    &[],
    &["serve"],
    &["migrate"],
    &["seed"],
    &["user"],
    &["token"],
    &["backup"],
    &["restore"],
    &["new-epoch"],
    &["verify"],
    &["changes"],
    &["openapi"],
    &["config"],
    &["completions"],
    &["verify-report"],
    &["man"],
    &["list"],
    &["overdue"],
    &["show"],
    &["update"],
    &["report"],
    &["history"],
    &["diff"],
    &["check"],
    &["export"],
    &["pull"],
    &["push"],
    &["status"],
    &["queue"],
    &["resolve"],
];

#[test]
fn every_help_begins_with_examples_and_ends_with_exit_codes() {
    for words in COMMANDS {
        let help = run(program().args(*words).arg("--help")).done();
        assert!(help.starts_with("Examples:\n  "), "{words:?}: {help}");
        assert!(help.contains("Exit codes:\n  0  done\n"), "{words:?}: {help}");
    }
}

#[test]
fn wrong_usage_is_2_and_says_nothing_on_stdout() {
    run(&mut program()).refused(2, "Usage: summit-ledger");
    run(program().arg("frobnicate")).refused(2, "frobnicate");
    run(program().args(["token", "create"])).refused(2, "<NAME>");
    run(program().args(["token", "create", "aida", "--days", "0"])).refused(2, "--days");
    for keep in ["180", "d", "-1d", "1y", "9999999999d"] {
        run(program().args(["changes", "prune", "--keep", keep])).refused(2, "--keep");
    }
    run(program().args(["new-epoch", "--cause", "first"])).refused(2, "restore, clone");
    run(program().args(["verify", "--expect", "7:12"])).refused(2, "64 hexadecimal digits");
    run(program().args(["verify", "--from", "7", "--to", "6"])).refused(2, "--from must not");
    let roles = "viewer, analyst, assessor, editor, admin";
    run(program().args(["user", "create", "aida", "--role", "king"])).refused(2, roles);
}

#[test]
fn completions_and_document_need_neither_settings_nor_database() {
    for shell in ["bash", "zsh", "fish"] {
        let command = &mut program();
        let script = run(command.args(["completions", shell]).env("LEDGER_WORKERS", "none"));
        assert!(script.done().contains("summit-ledger"));
    }
    let document = run(program().arg("openapi").env("LEDGER_WORKERS", "none")).done();
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(document["info"]["title"], "Summit Ledger");
}

#[test]
fn every_command_is_completed_and_has_a_page_of_the_manual() {
    let script = run(program().args(["completions", "bash"])).done();
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().to_str().expect("UTF-8");
    assert_eq!(run(program().args(["man", "--output", place])).done(), "");
    for words in COMMANDS.iter().filter(|words| !words.is_empty()) {
        let name = words.join("-");
        let completed = words.join("__subcmd__").replace('-', "__subcmd__");
        assert!(script.contains(&format!("summit__ledger__subcmd__{completed}")), "{name}");
        let page = folder.path().join(format!("summit-ledger-{name}.1"));
        let page = std::fs::read_to_string(page).expect("a page");
        assert!(page.contains(".SH SYNOPSIS") && page.contains("Exit codes:"), "{name}: {page}");
    }
    let page = run(program().arg("man").env("LEDGER_WORKERS", "none")).done();
    assert!(page.contains(".TH summit-ledger 1") && page.contains("overdue"), "{page}");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("a file");
    let file = file.to_str().expect("UTF-8");
    run(program().args(["man", "--output", file])).refused(1, "cannot be written");
}

#[test]
fn nobody_reading_on_is_no_failure() {
    for arguments in [&["openapi"][..], &["completions", "bash"], &["--help"]] {
        let command = &mut program();
        let mut child = command
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn a_full_disk_is_a_failure() {
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let command = &mut program();
        let output = command.arg("openapi").stdout(full).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains("could not be written to stdout"));
    }
}

#[test]
fn the_supervisor_is_not_for_people() {
    run(program().arg("postgres-supervisor")).refused(1, "started by summit-ledger itself");
    assert!(!run(program().arg("--help")).done().contains("supervisor"));
}
