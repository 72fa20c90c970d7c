//! Work without a line: the copy, the queue, and what each says of the other.

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
    desk.run(&["list", "--offline", "--status", "done"]).refused(2, "--status (status)");
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
    let status = desk.run(&["status"]);
    assert!(status.stderr.contains("is harmed"), "{status:?}");
    assert!(status.done().contains("stalled"), "what is unsent is told all the same");
    desk.run(&["pull"]).done();
    desk.run(&["list", "--offline"]).done();
}

/// What is queued, in order.
fn unsent(desk: &Desk) -> Vec<Value> {
    desk.json(&["status"])["unsent"].as_array().expect("a list").clone()
}

#[test]
fn an_update_is_written_upon_the_one_that_waits_before_it() {
    let desk = Desk::new();
    desk.run(&["pull"]).done();
    let queue = |status: &str, more: &[&str]| {
        desk.run(&[&update(status, "queued")[..], &["--queue"], more].concat())
    };
    queue("complete", &["--done-on", "2025-08-20"]).done();
    // It was closed here, though nobody else knows yet.
    queue("ongoing", &[]).refused(2, "--reason (/reason): must say why");
    queue("ongoing", &["--reason", "It goes on."]).done();
    queue("stalled", &["--corrects"]).done();
    // About an earlier day it changes nothing of what counts; nor does what another says.
    let mut earlier = update("in_progress", "queued");
    earlier[6] = "2025-07-01";
    desk.run(&[&earlier[..], &["--queue"]].concat()).done();
    queue("ongoing", &[]).done();
    let waiting = unsent(&desk);
    let (id, body) = (|n: usize| &waiting[n]["id"], |n: usize| &waiting[n]["body"]);
    assert_eq!(body(0)["seen"], Value::Null);
    assert_eq!(&body(1)["seen"], id(0));
    assert_eq!((&body(2)["seen"], &body(2)["corrects"]), (id(1), id(1)));
    assert_eq!(&body(3)["seen"], id(2));
    assert_ne!(&body(4)["seen"], id(3));
    desk.run(&["push"]).done();
    assert_eq!(desk.filed("queued"), "5");
    let links = "SELECT count(*) FROM updates u JOIN updates s ON s.id = u.seen";
    assert_eq!(desk.database.value(links), "4");
}

#[test]
fn what_is_dropped_leaves_nothing_hanging_on_it() {
    let desk = Desk::new();
    desk.run(&["pull"]).done();
    for (status, more) in [("ongoing", &[][..]), ("stalled", &["--corrects"]), ("ongoing", &[])] {
        desk.run(&[&update(status, "left")[..], &["--queue"], more].concat()).done();
    }
    let waiting = unsent(&desk);
    let dropped = waiting[1]["id"].as_str().expect("an id");
    assert_eq!(waiting[2]["body"]["seen"], dropped);
    desk.run(&["queue", "drop", dropped]).done();
    assert_eq!(unsent(&desk)[1]["body"]["seen"], waiting[0]["id"]);
    desk.run(&["push"]).done();
    assert_eq!(desk.filed("left"), "2");
}

#[test]
fn lines_of_the_queue_that_cannot_be_read_are_told_and_put_aside() {
    let desk = Desk::new();
    desk.run(&["pull"]).done();
    for (code, narrative) in [("AST25-12.7b", "harmed"), ("AST25-4.8a", "whole")] {
        let mut words = [&update("ongoing", narrative)[..], &["--queue"]].concat();
        words[1] = code;
        desk.run(&words).done();
    }
    let journal = find(&desk, "queue.ndjson");
    let text = std::fs::read_to_string(&journal).expect("a queue");
    std::fs::write(&journal, text.replacen("harmed", "hurmed", 1)).expect("written");
    let status = desk.run(&["status", "--lang", "zh"]);
    assert!(status.stderr.contains("有 1 行无法读取"), "{status:?}");
    assert_eq!(desk.json(&["status"])["harmed"], 1);
    let pushed = desk.run(&["push"]);
    assert!(pushed.stderr.contains("cannot be read: 1."), "{pushed:?}");
    assert_eq!(pushed.code, Some(3), "what they said was not sent: {pushed:?}");
    assert_eq!((desk.filed("whole").as_str(), desk.filed("harmed").as_str()), ("1", "0"));
    let aside = std::fs::read_to_string(find(&desk, "queue.ndjson.harmed")).expect("it is kept");
    assert!(aside.contains("hurmed"), "{aside}");
    assert_eq!(desk.json(&["status"])["harmed"], 0, "it is told once");
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
    desk.run(&["queue", "drop", &id, "--lang", "ru"]).refused(1, "нет операции");
    desk.run(&["queue", "retry", &id]).refused(1, "no operation");
    let empty = desk.run(&["status"]);
    assert!(empty.stderr.contains("Nothing is unsent."), "{empty:?}");
    let closed = desk.run(&update("complete", "x"));
    closed.refused(2, "--done-on (/done_on)");
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
