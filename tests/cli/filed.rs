//! What was filed from here is known without a line, though nothing was pulled since.

use serde_json::{Value, json};

use crate::desk::update;
use crate::far::Far;
use crate::line::Cut;

/// What is asked about the festival of 12.7b and its host, on a day.
const QUESTIONS: &[&[&str]] = &[
    &["list", "--party", "KG", "--section", "12"],
    &["list", "--items", "--section", "12"],
    &["overdue", "--as-of", "2026-01-15"],
    &["show", "AST25-12.7b", "--as-of", "2026-01-15"],
    &["history", "AST25-12.7b"],
];

impl Far {
    fn json(&self, words: &[&str]) -> Value {
        let printed = self.run(&[words, &["--format", "json"]].concat()).done();
        serde_json::from_str(&printed).expect("JSON")
    }

    /// The answers to all questions, without what only the ledger can tell.
    fn answers(&self, more: &[&str]) -> Vec<Value> {
        let ask = |words: &&[&str]| {
            let mut answer = self.json(&[words, more].concat());
            strip(&mut answer);
            answer
        };
        QUESTIONS.iter().map(ask).collect()
    }

    /// How the host of the festival stands, of the copy.
    fn host(&self) -> Value {
        let item = self.json(&["show", "AST25-12.7b", "--offline"]);
        let owed = item["obligations"].as_array().expect("a list").iter();
        owed.clone().find(|one| one["party"] == "KG").expect("the host").clone()
    }

    /// What the copy's history has of updates.
    fn updates(&self) -> usize {
        let history = self.json(&["history", "AST25-12.7b", "--offline"]);
        history["items"].as_array().expect("a list").len()
    }
}

/// Takes out what only the ledger has: times by its clock, places in the feed, edits of items.
fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for name in ["at", "changed_at", "seq"] {
                fields.remove(name);
            }
            fields.values_mut().for_each(strip);
        }
        Value::Array(all) => {
            // A copy's history has updates alone.
            all.retain(|one| one.get("entity").is_none_or(|entity| entity == "update"));
            all.iter_mut().for_each(strip);
        }
        _ => {}
    }
}

#[test]
fn what_was_pushed_or_filed_is_known_without_a_line() {
    let far = Far::new();
    let mut complete = update("complete", "held");
    complete.extend(["--done-on", "2025-08-20", "--queue", "--evidence", "https://e.org/f|F|ru"]);
    far.run(&complete).done();
    assert_eq!(far.host()["status"], "not_reported", "it is not so yet");
    far.run(&["push"]).done();
    let mut stalled = update("stalled", "no");
    stalled.extend(["--corrects", "--reason", "It was not."]);
    far.run(&stalled).done();
    let there = far.answers(&[]);

    far.line.cut(Cut::Dead);
    for (here, there) in far.answers(&["--offline"]).iter().zip(&there) {
        assert_eq!(here, there);
    }
    let unasked = far.run(&["overdue", "--as-of", "2026-01-15"]);
    assert!(unasked.stderr.contains("filed from here since then count too: 2."), "{unasked:?}");
    assert_eq!(far.json(&["status"])["filed_since"], 2);
    // What is written next is written upon it.
    far.queue("next");
    let status = far.json(&["status"]);
    assert_eq!(status["unsent"][0]["body"]["seen"], far.host()["update"]);

    far.line.cut(Cut::Nowhere);
    let pulled = far.run(&["pull"]);
    assert!(pulled.stderr.contains("Changes added: 2;"), "{pulled:?}");
    assert_eq!((far.updates(), far.unsent()), (2, 1));
    assert_eq!(far.json(&["status"])["filed_since"], 0, "the copy has them");
}

#[test]
fn a_line_cut_after_a_push_neither_loses_nor_doubles_what_is_known() {
    for cut in [Cut::Answer(0), Cut::Answer(200)] {
        let far = Far::new();
        far.queue("once");
        far.line.cut(cut);
        assert_eq!(far.run(&["push"]).code, Some(1));
        // Nobody here heard that it had arrived.
        let host = far.host();
        assert_eq!(
            (&host["status"], &host["unsent"]),
            (&json!("not_reported"), &json!(["ongoing"]))
        );
        far.line.cut(Cut::Nowhere);
        far.run(&["push"]).done();
        far.line.cut(Cut::Dead);
        let host = far.host();
        assert_eq!((&host["status"], &host["unsent"]), (&json!("ongoing"), &Value::Null));
        assert_eq!(far.updates(), 1);
        far.line.cut(Cut::Nowhere);
        far.run(&["pull"]).done();
        assert_eq!((far.updates(), far.host()["status"].as_str()), (1, Some("ongoing")));
        assert_eq!(far.desk.filed("once"), "1");
    }
}

#[test]
fn what_was_filed_and_lies_in_a_pulled_copy_is_not_known_twice() {
    let far = Far::new();
    far.queue("once");
    far.line.cut(Cut::Answer(0));
    assert_eq!(far.run(&["push"]).code, Some(1));
    far.line.cut(Cut::Nowhere);
    // The copy learns of it by the feed, while the queue still waits for the answer.
    far.run(&["pull"]).done();
    assert_eq!((far.updates(), far.unsent()), (1, 1));
    far.run(&["push"]).done();
    assert_eq!((far.updates(), far.unsent()), (1, 0));
    assert_eq!(far.json(&["status"])["filed_since"], 0);
}
