//! The fields of an update's form, and what is wrong with them.

use super::*;

fn right() -> UpdateFields {
    UpdateFields {
        status: "in_progress".to_owned(),
        as_of: "2026-09-01".to_owned(),
        narrative: "Begun.".to_owned(),
        ..UpdateFields::default()
    }
}

#[track_caller]
fn faults(fields: &UpdateFields, seen: Option<UpdateStatus>) -> Vec<(String, &'static str)> {
    fields.read(Basis::Declared, seen).expect_err("something is wrong").0
}

#[test]
fn what_is_typed_right_is_an_update() {
    let new = right().read(Basis::Declared, None).expect("it is right");
    assert_eq!((new.status, new.narrative.as_str()), (UpdateStatus::InProgress, "Begun."));
    assert_eq!((new.done_on, new.reason, new.corrects), (None, None, None));
}

#[test]
fn every_bad_field_is_named_at_once_and_once() {
    let link = EvidenceFields {
        url: "ftp://x".to_owned(),
        published_on: "soon".to_owned(),
        lang: "e".to_owned(),
        ..EvidenceFields::default()
    };
    let typed = UpdateFields { done_on: "x".to_owned(), evidence: vec![link], ..right() };
    let found = faults(
        &UpdateFields { status: String::new(), narrative: String::new(), ..typed },
        Some(UpdateStatus::Complete),
    );
    let wanted = [
        ("done_on", "web-fault-day"),
        ("status", "web-fault-status"),
        ("evidence-0-published_on", "web-fault-day"),
        ("narrative", "web-fault-narrative"),
        ("reason", "web-fault-reason"),
        ("evidence-0-url", "web-fault-url"),
        ("evidence-0-title", "web-fault-title"),
        ("evidence-0-lang", "web-fault-lang"),
    ];
    assert_eq!(found, wanted.map(|(field, key)| (field.to_owned(), key)));
}

#[test]
fn the_day_of_completion_goes_with_complete_alone() {
    let with = |status: &str, done_on: &str| {
        let (status, done_on) = (status.to_owned(), done_on.to_owned());
        faults(&UpdateFields { status, done_on, ..right() }, None)
    };
    let on_done = |key| vec![("done_on".to_owned(), key)];
    assert_eq!(with("complete", ""), on_done("web-fault-done-on-missing"));
    assert_eq!(with("complete", "2026-09-02"), on_done("web-fault-done-on-late"));
    assert_eq!(with("stalled", "2026-08-01"), on_done("web-fault-done-on-extra"));
    assert_eq!(with("withdrawn", "").len(), 1);
}

#[test]
fn texts_that_are_too_long_or_cannot_be_kept_are_told_apart() {
    let narrative = |text: String| faults(&UpdateFields { narrative: text, ..right() }, None);
    assert_eq!(narrative("x".repeat(LONGEST_NARRATIVE + 1))[0].1, "web-fault-too-long");
    assert_eq!(narrative("a\0b".to_owned())[0].1, "web-fault-characters");
}
