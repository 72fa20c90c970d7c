//! Operations on a line that is cut before, during and after: each has one effect.

use std::process::{Command, Stdio};

use serde_json::json;

use crate::desk::{Desk, update};
use crate::far::Far;
use crate::harness::{block_on, run, wait_until};
use crate::line::Cut;
use crate::support::http::Client;

/// Where a line is cut: before, during and after a request, and in its answer.
const CUTS: &[Cut] = &[
    Cut::Dead,
    Cut::Request(0),
    Cut::Request(60),
    Cut::Request(400),
    Cut::Answer(0),
    Cut::Answer(20),
    Cut::Answer(200),
];

#[test]
fn an_update_whose_line_is_cut_has_one_effect() {
    let far = Far::new();
    for (n, cut) in CUTS.iter().enumerate() {
        let narrative = format!("cut {n}");
        far.line.cut(*cut);
        let sent = far.run(&update("ongoing", &narrative));
        assert!(sent.stderr.contains("Kept here, unsent"), "{cut:?}: {sent:?}");
        sent.done();
        assert_eq!(far.unsent(), 1, "{cut:?}");
        far.line.cut(Cut::Nowhere);
        if matches!(cut, Cut::Answer(_)) {
            assert_eq!(far.desk.filed(&narrative), "1", "{cut:?}: it had arrived");
        }
        let pushed = far.run(&["push"]);
        assert!(pushed.stdout.contains("AST25-12.7b"), "{cut:?}: {pushed:?}");
        pushed.done();
        assert_eq!(far.unsent(), 0, "{cut:?}");
        assert_eq!(far.desk.filed(&narrative), "1", "{cut:?}");
    }
}

/// The id of the one operation that waits.
fn queued(far: &Far) -> String {
    let printed = far.run(&["status", "--format", "json"]).done();
    let status: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    status["unsent"][0]["id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_push_whose_line_is_cut_has_one_effect_an_operation() {
    let far = Far::new();
    for (n, cut) in CUTS.iter().enumerate() {
        let narratives = [0, 1, 2].map(|one| format!("push {n} {one}"));
        for narrative in &narratives {
            far.queue(narrative);
        }
        far.line.cut(*cut);
        let pushed = far.run(&["push"]);
        assert_eq!(pushed.code, Some(1), "{cut:?}: {pushed:?}");
        assert_eq!(far.unsent(), 3, "{cut:?}: nothing leaves unanswered");
        far.line.cut(Cut::Nowhere);
        let pushed = far.run(&["push", "--format", "json"]).done();
        let word = if matches!(cut, Cut::Answer(_)) { "duplicate" } else { "applied" };
        assert_eq!(pushed.matches(&format!("\"{word}\"")).count(), 3, "{cut:?}: {pushed}");
        assert_eq!(far.unsent(), 0, "{cut:?}");
        for narrative in &narratives {
            assert_eq!(far.desk.filed(narrative), "1", "{cut:?}: {narrative}");
        }
    }
    let again = far.run(&["push"]);
    assert!(again.stderr.contains("Nothing is unsent."), "{again:?}");
}

#[test]
fn a_push_killed_while_it_waits_has_one_effect() {
    let far = Far::new();
    far.queue("killed");
    far.line.cut(Cut::Held);
    let mut child = far.command(&["push"]).stderr(Stdio::null()).spawn().expect("it runs");
    wait_until(|| far.line.answers() > 0);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    assert_eq!(far.desk.filed("killed"), "1", "it was done, and nobody heard");
    assert_eq!(far.unsent(), 1);
    far.line.cut(Cut::Nowhere);
    let pushed = far.run(&["push"]).done();
    assert!(pushed.contains("done before"), "{pushed}");
    assert_eq!((far.desk.filed("killed").as_str(), far.unsent()), ("1", 0));
}

#[test]
fn a_push_killed_between_the_answer_and_its_note_has_one_effect() {
    let far = Far::new();
    // The note is the first that a push writes. Where no file may grow past this, the kernel
    // kills the process right there, with nothing or some bytes of the note written.
    for more in [0, 1, 30] {
        let narrative = format!("unnoted {more}");
        far.queue(&narrative);
        let size = std::fs::metadata(far.journal()).expect("a journal").len();
        let mut limited = Command::new("prlimit");
        let program = far.command(&[]);
        limited.arg(format!("--fsize={}", size + more)).arg(program.get_program()).arg("push");
        limited.env_clear();
        limited.envs(program.get_envs().filter_map(|(key, value)| Some((key, value?))));
        let ended = run(&mut limited);
        assert_ne!(ended.code, Some(0), "{ended:?}");
        assert_eq!(far.desk.filed(&narrative), "1", "it was done: {ended:?}");
        assert_eq!(far.unsent(), 1, "what is not noted does not leave");
        let pushed = far.run(&["push"]);
        assert!(pushed.stdout.contains("done before"), "{pushed:?}");
        // A torn line is told once, whatever it was to say.
        assert_eq!(pushed.code, Some(if more == 0 { 0 } else { 3 }), "{pushed:?}");
        assert_eq!((far.desk.filed(&narrative).as_str(), far.unsent()), ("1", 0));
    }
}

#[test]
fn what_is_rejected_stays_until_it_is_dropped_or_tried_again() {
    let far = Far::new();
    far.queue("good");
    let mut wrong = update("ongoing", "too early");
    wrong[6] = "2099-01-01";
    far.run(&[&wrong[..], &["--queue"]].concat()).done();
    let pushed = far.run(&["push"]);
    assert_eq!(pushed.code, Some(3), "{pushed:?}");
    assert!(pushed.stdout.contains("rejected") && pushed.stdout.contains("applied"), "{pushed:?}");
    assert!(pushed.stderr.contains("must not be a day to come"), "{pushed:?}");
    let status = far.run(&["status"]);
    assert!(status.stderr.contains("must not be a day to come"), "{status:?}");
    assert!(status.done().contains("rejected"));
    assert_eq!(far.unsent(), 1);

    let again = far.run(&["push"]);
    let left = "Rejected before, and not sent again: 1.";
    assert!(again.stderr.contains(left), "it is not sent unasked: {again:?}");
    assert_eq!(again.code, Some(3), "it is unsent still");
    let id = queued(&far);
    far.run(&["queue", "retry", &id]).done();
    assert_eq!(far.run(&["push"]).code, Some(3));
    far.run(&["queue", "drop", &id]).done();
    assert_eq!((far.unsent(), far.desk.filed("too early").as_str()), (0, "0"));
}

#[test]
fn nobody_sends_for_another() {
    let far = Far::new();
    far.queue("hers");
    let other = far.desk.user(&["nurlan", "--role", "analyst", "--party", "KZ"]);
    let pushed = run(far.command(&["push"]).env("LEDGER_TOKEN", &other));
    assert!(pushed.stderr.contains("made by aida"), "{pushed:?}");
    assert_eq!(pushed.code, Some(3), "hers is unsent still");
    let json = run(far.command(&["push", "--format", "json"]).env("LEDGER_TOKEN", other));
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!((&json["outcomes"], &json["unsent"][0]["user"]), (&json!([]), &"aida".into()));
    assert_eq!((far.unsent(), far.desk.filed("hers").as_str()), (1, "0"));
    far.run(&["push"]).done();
    assert_eq!((far.unsent(), far.desk.filed("hers").as_str()), (0, "1"));
}

#[test]
fn a_conflict_is_shown_with_both_values_and_decided() {
    let desk = Desk::new();
    let edil = desk.user(&["edil", "--role", "editor"]);
    let as_editor = |words: &[&str]| run(desk.anybody(words).env("LEDGER_TOKEN", &edil));
    let none = as_editor(&["resolve"]);
    assert!(none.stderr.contains("Nothing is in conflict."), "{none:?}");
    let edit = |id: &str, note: &str| {
        json!({"id": id, "kind": "patch_commitment", "target": {"commitment": "AST25-12.7b"},
            "base_version": 1, "body": {"note": note}, "made_at": "2026-01-10T08:00:00Z"})
    };
    let body =
        json!({"node": "laptop", "operations": [edit("1", "In Osh."), edit("2", "In Naryn.")]});
    let pushed = block_on(async {
        Client::new(&desk.url()).with(&edil).post("/api/v1/sync/push", &body).await
    });
    let id = pushed.json["outcomes"][1]["conflicts"][0]["id"].as_str().expect("a conflict");
    let shown = as_editor(&["resolve"]).done();
    for part in
        [id, "AST25-12.7b", "theirs: {", "In Osh.", "yours:  {", "In Naryn.", "--keep yours"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("\"topics\""), "what is the same on both sides is left out: {shown}");
    as_editor(&["resolve", id]).refused(2, "--keep");
    desk.run(&["resolve", id, "--keep", "yours"]).refused(1, "(403)");
    as_editor(&["resolve", id, "--keep", "yours"]).done();
    let item = as_editor(&["show", "AST25-12.7b"]).done();
    assert!(item.contains("Note: In Naryn."), "{item}");
}
