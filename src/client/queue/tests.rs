//! The queue: what leaves it, what stays, and what is known as filed.

use serde_json::json;

use super::*;
use crate::client::failure::Refusal;
use crate::domain::status::{Basis, UpdateStatus};
use crate::domain::update::NewUpdate;

fn operation(party: &str) -> Operation {
    let target =
        Target { commitment: "X-1.1a".to_owned(), party: party.to_owned(), occurrence: None };
    let body = NewUpdate {
        id: None,
        basis: Basis::Declared,
        status: UpdateStatus::Ongoing,
        as_of: "2026-01-15".parse().unwrap(),
        done_on: None,
        narrative: "По-русски 中文".to_owned(),
        reason: None,
        corrects: None,
        seen: None,
        evidence: Vec::new(),
    };
    let user = "aida".to_owned();
    Operation { id: Uuid::now_v7(), target, body, made_at: Utc::now(), user }
}

fn refusal() -> Refusal {
    let answer = json!({"title": "No", "status": 403, "detail": "Not yours."});
    serde_json::from_value(answer).unwrap()
}

fn clash() -> Outcome {
    let conflict = json!({"id": Uuid::now_v7(), "group": "titles", "theirs": {"title": "a"}});
    serde_json::from_value(json!({"outcome": "conflict", "conflicts": [conflict]})).unwrap()
}

#[test]
fn what_is_answered_leaves_and_what_is_rejected_stays() {
    let state = tempfile::tempdir().unwrap();
    let folder = Folder::of("http://a", Some(state.path())).unwrap();
    let all = ["KG", "KZ", "TM", "UZ"].map(operation);
    let [first, second, third, fourth] = &all;
    let queue = Queue::open(&folder).unwrap();
    for one in &all {
        queue.add(one.clone()).unwrap();
    }
    queue.sent(third.id).unwrap();
    let answers = [
        (first.clone(), Outcome::plain("applied")),
        (second.clone(), Outcome::rejected(refusal())),
        (fourth.clone(), clash()),
    ];
    // Somebody makes a copy.
    drop(folder.lock("copy").unwrap());
    queue.answered(&answers).unwrap();
    let check = |unsettled: Unsettled| {
        let left: Vec<(&str, bool, bool)> = unsettled
            .waiting
            .iter()
            .map(|one| {
                let party = one.operation.target.party.as_str();
                (party, one.is_sent, one.refusal.is_some())
            })
            .collect();
        assert_eq!(left, [("KZ", false, true), ("TM", true, false)]);
        assert_eq!(unsettled.clashes.len(), 1);
        let filed: Vec<Uuid> = unsettled.filed.iter().map(|one| one.operation.id).collect();
        assert_eq!(filed, [first.id]);
    };
    check(queue.unsettled().unwrap());
    let whole = queue.unsettled().unwrap();
    queue.compact().unwrap();
    assert_eq!(queue.unsettled().unwrap(), whole, "fewer entries say the same");
    check(Unsettled::read(&folder).unwrap());

    queue.kept(third.id).unwrap();
    queue.retry(second.id).unwrap();
    let open = queue.unsettled().unwrap().waiting;
    assert!(open.iter().all(|one| !one.is_sent && one.refusal.is_none()), "{open:?}");
    queue.drop(second.id).unwrap();
    queue.drop(third.id).unwrap();
    queue.resolved(whole.clashes[0].id).unwrap();
    queue.copied(&[first.id]).unwrap();
    assert_eq!(queue.unsettled().unwrap(), Unsettled::default());
    assert!(queue.drop(third.id).is_err(), "it is not there any more");
}

#[test]
fn what_was_filed_is_forgotten_where_nobody_has_a_copy() {
    let state = tempfile::tempdir().unwrap();
    let folder = Folder::of("http://a", Some(state.path())).unwrap();
    let queue = Queue::open(&folder).unwrap();
    let done = (operation("KG"), Outcome::plain("applied"));
    queue.add(done.0.clone()).unwrap();
    queue.answered(&[done]).unwrap();
    assert_eq!(queue.unsettled().unwrap().filed.len(), 1);
    queue.compact().unwrap();
    assert_eq!(queue.unsettled().unwrap(), Unsettled::default());
    assert!(Queue::try_open(&folder).unwrap().is_none(), "it is open");
}

#[test]
fn a_duplicate_is_what_it_was_the_first_time() {
    let first = serde_json::to_value(clash()).unwrap();
    let outcome: Outcome =
        serde_json::from_value(json!({"id": "x", "outcome": "duplicate", "first": first})).unwrap();
    assert_eq!(outcome.clashes().len(), 1);
    assert!(!outcome.is_well());
    assert!(Outcome::plain("applied").is_well());
    assert!(!Outcome::rejected(refusal()).is_well());
}
