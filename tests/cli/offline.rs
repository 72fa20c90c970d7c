use serde_json::Value;

use crate::desk::{Desk, update};
use crate::harness::run;

/// Filters of lists, as the command and the API take them.
const QUESTIONS: &[&[&str]] = &[
    &[],
    &["--timeliness", "overdue"],
    &["--party", "KG,KZ", "--role", "host,lead"],
    &["--status", "complete,stalled"],
    &["--rollup", "stalled"],
    &["--section", "4,12", "--tracked", "all"],
    &["--tracked", "false"],
    &["--strength", "decision", "--kind", "event"],
    &["--due-before", "2026-06-30", "--sort", "due_on"],
    &["--due-after", "2025-12-01", "--due-before", "2027-12-31", "--sort", "-due_on"],
    &["--q", "Mountain"],
    &["--q", "峰会"],
    &["--declaration", "astana-2025", "--timeliness", "done_late,in_window"],
];

/// Files a few updates of both bases, corrected and contested.
fn fill(desk: &Desk) {
    let bolat = desk.user(&["bolat", "--role", "assessor"]);
    let mut complete = update("complete", "held");
    complete.extend(["--done-on", "2025-08-20"]);
    desk.run(&complete).done();
    desk.run(&[&update("stalled", "no")[..], &["--corrects", "--reason", "It was not."]].concat())
        .done();
    for (code, party, status) in [
        ("AST25-12.7b", "KG", "ongoing"),
        ("AST25-4.8a", "CN", "stalled"),
        ("AST25-4.3b", "TM", "abandoned"),
    ] {
        let words = [
            "update",
            code,
            party,
            "--status",
            status,
            "--as-of",
            "2025-10-01",
            "--narrative",
            "x",
        ];
        run(desk.anybody(&words).env("LEDGER_TOKEN", &bolat)).done();
    }
}

#[test]
fn a_copy_answers_as_the_server_does() {
    let desk = Desk::new();
    fill(&desk);
    let pulled = desk.run(&["pull"]);
    assert!(pulled.stderr.contains("A whole copy was pulled"), "{pulled:?}");
    for day in ["2026-01-15", "2025-09-15", "2025-07-01"] {
        for question in QUESTIONS {
            for of in [&["list", "--all"][..], &["list", "--items", "--all"]] {
                let words = [of, question, &["--as-of", day]].concat();
                let there = desk.json(&words);
                let here = desk.json(&[&words[..], &["--offline"]].concat());
                assert_eq!(here, there, "{words:?}");
            }
        }
        let words = ["show", "AST25-12.7b", "--as-of", day];
        assert_eq!(desk.json(&[&words[..], &["--offline"]].concat()), desk.json(&words));
    }
    let sorted = ["list", "--sort", "-changed_at"];
    assert_eq!(desk.json(&[&sorted[..], &["--offline"]].concat()), desk.json(&sorted));
    let updates = desk.json(&["history", "AST25-12.7b", "--offline"]);
    let all = desk.json(&["history", "AST25-12.7b"]);
    let of = |list: &Value| -> Vec<Value> {
        let all = list["items"].as_array().expect("a list").iter();
        all.filter(|one| one["entity"] == "update").map(|one| one["record"].clone()).collect()
    };
    assert_eq!(of(&updates), of(&all));
    desk.run(&["list", "--offline", "--status", "done"]).refused(1, "--status (status)");
    let past = ["list", "--offline", "--known-at", "2026-01-15T00:00:00Z"];
    desk.run(&past).refused(1, "known in the past");
    desk.run(&["show", "AST25-99.9z", "--offline"]).refused(1, "no commitment AST25-99.9z");
}

#[test]
fn a_copy_is_followed_and_one_of_another_history_is_made_anew() {
    let desk = Desk::new();
    desk.run(&["pull"]).done();
    desk.run(&update("ongoing", "later")).done();
    let again = desk.run(&["pull"]);
    assert!(again.stderr.contains("Changes added: 1;"), "{again:?}");
    let status = |words: &[&str]| desk.json(words)["items"][0]["status"].clone();
    let words = ["list", "--party", "KG", "--q", "festival", "--status", "ongoing", "--offline"];
    assert_eq!(status(&words), "ongoing");

    // A restored ledger begins another epoch; the queue stays.
    desk.run(&[&update("stalled", "kept")[..], &["--queue"]].concat()).done();
    desk.database.value("SELECT begin_epoch('restore')");
    desk.database.value("UPDATE epochs SET began_at_seq = 0");
    let anew = desk.run(&["pull"]);
    assert!(anew.stderr.contains("A whole copy was pulled"), "{anew:?}");
    assert_eq!(desk.json(&["status"])["unsent"].as_array().map(Vec::len), Some(1));

    // A harmed copy is told, and made anew.
    let copy = find(&desk, "ledger.ndjson");
    let text = std::fs::read_to_string(&copy).expect("a copy");
    std::fs::write(&copy, &text[..text.len() / 2]).expect("half of it");
    desk.run(&["list", "--offline"]).refused(1, "is harmed");
    desk.run(&["pull"]).done();
    desk.run(&["list", "--offline"]).done();
}

/// A file of the desk's one server.
fn find(desk: &Desk, name: &str) -> std::path::PathBuf {
    let folder = std::fs::read_dir(desk.state.path()).expect("a folder").next();
    folder.expect("a server's").expect("readable").path().join(name)
}

#[test]
fn without_a_line_the_copy_is_read_and_updates_wait() {
    let mut desk = Desk::new();
    desk.run(&["pull"]).done();
    let there = desk.json(&["overdue", "--as-of", "2026-01-15"]);
    desk.service.signal(nix::sys::signal::Signal::SIGKILL);
    desk.service.ended();

    let here = desk.run(&["overdue", "--as-of", "2026-01-15", "--format", "json"]);
    assert!(here.stderr.contains("does not answer"), "{here:?}");
    assert!(here.stderr.contains("Read from the copy of"), "{here:?}");
    assert_eq!(serde_json::from_str::<Value>(&here.done()).expect("JSON"), there);
    desk.run(&["diff", "2026-01-01", "today"]).refused(1, "does not answer");

    let kept = desk.run(&update("stalled", "no line"));
    assert!(kept.stderr.contains("Kept here, unsent: AST25-12.7b KG"), "{kept:?}");
    kept.done();
    let list = desk.run(&["list", "--party", "KG", "--q", "festival"]).done();
    assert!(list.contains("(unsent: stalled)"), "{list}");
    let item = desk.json(&["show", "AST25-12.7b", "--offline"]);
    let owed = item["obligations"].as_array().expect("a list");
    let owed = owed.iter().find(|one| one["party"] == "KG").expect("the host");
    assert_eq!(owed["unsent"], serde_json::json!(["stalled"]));
    assert_eq!(owed["status"], "not_reported", "it is not so yet");

    let status = desk.run(&["status"]);
    assert!(status.stderr.contains("The copy is of"), "{status:?}");
    assert!(status.done().contains("unsent"));
    let id = desk.json(&["status"])["unsent"][0]["id"].as_str().expect("an id").to_owned();
    desk.run(&["push"]).refused(1, "does not answer");
    desk.run(&["queue", "drop", &id]).done();
    desk.run(&["queue", "drop", &id]).refused(1, "no operation");
    desk.run(&["queue", "retry", &id]).refused(1, "no operation");
    let empty = desk.run(&["status"]);
    assert!(empty.stderr.contains("Nothing is unsent."), "{empty:?}");
    let closed = desk.run(&update("complete", "x"));
    closed.refused(1, "--done-on (/done_on)");
}

#[test]
fn many_at_once_lose_nothing() {
    let desk = Desk::new();
    desk.run(&["pull"]).done();
    let children: Vec<_> = (0..8)
        .map(|n| {
            let text = format!("at once {n}");
            let words = [&update("ongoing", &text)[..], &["--queue"]].concat();
            desk.command(&words).spawn().expect("the program runs")
        })
        .collect();
    for mut child in children {
        assert!(child.wait().expect("it ends").success());
    }
    assert_eq!(desk.json(&["status"])["unsent"].as_array().map(Vec::len), Some(8));
}
