//! Updates that are filed while there is a line.

use crate::desk::{Desk, update};
use crate::harness::run;

#[test]
fn an_update_is_filed_and_found_again_everywhere() {
    let desk = Desk::new();
    let mut words = update("complete", "The festival was held.");
    words.extend(["--done-on", "2025-08-20", "--evidence", "https://example.org/f|Report|ru"]);
    let filed = desk.run(&words);
    assert!(filed.stderr.contains("Filed: AST25-12.7b KG."), "{filed:?}");
    filed.done();
    let item = desk.json(&["show", "AST25-12.7b", "--as-of", "2026-01-15"]);
    let owed = &item["obligations"].as_array().expect("a list")[..];
    let owed = owed.iter().find(|one| one["party"] == "KG").expect("the host");
    assert_eq!(owed["timeliness"], "done_on_time");
    assert_eq!(owed["basis"], "declared");

    let history = desk.run(&["history", "AST25-12.7b"]).done();
    assert!(history.contains("complete · 2025-09-01 · The festival was held."), "{history}");
    let evidence = &desk.json(&["history", "AST25-12.7b"])["items"][0]["record"]["evidence"][0];
    assert_eq!((&evidence["lang"], &evidence["title"]), (&"ru".into(), &"Report".into()));

    let diff = desk.run(&["diff", "2025-08-01", "2026-01-15"]).done();
    let reached = diff.lines().find(|line| line.starts_with("Reached")).expect("a line");
    assert!(reached.contains("AST25-12.7b") && reached.contains("complete"), "{diff}");
    assert_eq!(diff, desk.run(&["diff", "2026-01-15", "2025-08-01"]).done(), "in either order");
    assert_eq!(diff.matches("Slipped").count(), 5, "{diff}");
    let same = desk.run(&["diff", "2026-01-15", "2026-01-15"]);
    assert!(same.stderr.contains("Nothing changed"), "{same:?}");

    let path = desk.database.path("report.json");
    desk.run(&["report", "--as-of", "2026-01-15", "--output", &path]).done();
    let report = std::fs::read_to_string(&path).expect("a report");
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["overdue"].as_array().map(Vec::len), Some(5));
    assert_eq!(report["language"], "en");
}

#[test]
fn what_it_was_written_upon_and_what_it_corrects_need_not_be_named() {
    let desk = Desk::new();
    desk.run(&[&update("complete", "one")[..], &["--done-on", "2025-08-20"]].concat()).done();
    // It sees that the obligation is closed, and asks for a reason before anything is sent.
    desk.run(&update("ongoing", "two")).refused(2, "--reason (/reason): must say why");
    desk.run(&[&update("ongoing", "two")[..], &["--reason", "It goes on."]].concat()).done();
    let mut correction = update("stalled", "three");
    correction.extend(["--corrects"]);
    desk.run(&correction).done();
    let item = desk.json(&["show", "AST25-12.7b", "--as-of", "2026-01-15"]);
    let owed = item["obligations"].as_array().expect("a list");
    let owed = owed.iter().find(|one| one["party"] == "KG").expect("the host");
    assert_eq!(owed["status"], "stalled");
    let links = "SELECT count(*) FROM updates WHERE corrects IS NOT NULL AND seen IS NOT NULL";
    assert_eq!(desk.database.value(links), "1");
}

#[test]
fn what_contradicts_another_statement_is_marked() {
    let desk = Desk::new();
    desk.run(&update("in_progress", "one")).done();
    desk.run(&update("ongoing", "two")).done();
    desk.run(&["pull"]).done();
    for more in [&[][..], &["--offline"]] {
        let list = desk.run(&[&["list", "--party", "KG", "--q", "festival"], more].concat()).done();
        assert!(list.contains("in progress (contested)"), "{list}");
    }
    let bolat = desk.user(&["bolat", "--role", "assessor"]);
    let mut earlier = update("stalled", "three");
    earlier[6] = "2025-08-20";
    run(desk.anybody(&earlier).env("LEDGER_TOKEN", &bolat)).done();
    let shown = desk.run(&["show", "AST25-12.7b", "--lang", "ru"]).done();
    assert!(shown.contains("(нужна новая оценка)"), "{shown}");
}

#[test]
fn what_may_not_be_filed_is_told_and_leaves_nothing_behind() {
    let desk = Desk::new();
    let nurlan = desk.user(&["nurlan", "--role", "analyst", "--party", "KZ"]);
    let viewer = desk.user(&["vera", "--role", "viewer"]);
    let as_user = |token: &str, words: &[&str]| run(desk.anybody(words).env("LEDGER_TOKEN", token));
    as_user(&nurlan, &update("stalled", "no")).refused(1, "Refused (403)");
    as_user(&viewer, &update("stalled", "no")).refused(1, "files no updates");
    desk.run(&update("complete", "no")).refused(2, "--done-on (/done_on): must be given");
    desk.run(&update("done", "no")).refused(2, "not_started");
    let with = |more: &[&str]| desk.run(&[&update("ongoing", "no"), more].concat());
    with(&["--evidence", "https://example.org"]).refused(2, "URL|TITLE");
    with(&["--evidence", "example|Title"]).refused(2, "--evidence (/evidence/0/url)");
    let mut later = update("ongoing", "no");
    later[6] = "2099-01-01";
    desk.run(&later).refused(2, "--as-of (/as_of): must not be a day to come");
    let mut nobody = update("ongoing", "no");
    nobody[2] = "UZ/2027";
    desk.run(&nobody).refused(1, "What is owed there: ");
    assert_eq!(desk.filed("no"), "0");
    assert_eq!(desk.json(&["status"])["unsent"], serde_json::json!([]), "nothing waits");
}
