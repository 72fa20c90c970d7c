//! Groups are copied one by one, and together make the whole item.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::domain::commitment::{Kind, Strength};
use crate::records::texts::Json;

#[expect(clippy::unnecessary_wraps, reason = "every field that takes it is optional")]
fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

fn item(year: &str, owes: &[(&str, Role, Option<&str>)]) -> Item {
    let commitment = Commitment {
        id: Uuid::nil(),
        declaration: "d".into(),
        code: "D-1.1a".into(),
        section: 1,
        paragraph: 1,
        sort_key: keys::commitment("d", 1, 1, "a"),
        quote: Some(format!("quote of {year}")),
        quote_start: Some(0),
        verb: None,
        strength: Strength::Decision,
        kind: Kind::Event,
        tracked: true,
        title: Json(BTreeMap::from([("en".into(), format!("title of {year}"))])),
        edtf: Some(year.into()),
        opens_on: day(&format!("{year}-01-01")),
        due_on: day(&format!("{year}-12-31")),
        urgency: None,
        recurrence: None,
        party_group: None,
        topics: Vec::new(),
        sdgs: Vec::new(),
        refs: Json::default(),
        related: Json::default(),
        note: Some(format!("note of {year}")),
        no_deadline: None,
        version: 1,
        deleted_at: None,
    };
    let obligations = owes
        .iter()
        .map(|(party, role, occurrence)| Obligation {
            id: ids::obligation(commitment.id, party, *occurrence),
            commitment_id: commitment.id,
            declaration: "d".into(),
            party: (*party).to_owned(),
            role: *role,
            occurrence: occurrence.map(str::to_owned),
            opens_on: day(&format!("{}-01-01", occurrence.unwrap_or(year))),
            due_on: day(&format!("{}-12-31", occurrence.unwrap_or(year))),
            sort_key: keys::obligation(&commitment.sort_key, 1, party, *occurrence),
            version: 1,
            dropped_at: None,
        })
        .collect();
    Item { commitment, obligations }
}

fn owed(item: &Item) -> Vec<String> {
    let words = |o: &Obligation| {
        format!("{} {} {}", o.party, o.role, o.due_on.map_or(String::new(), |day| day.to_string()))
    };
    item.obligations.iter().map(words).collect()
}

#[test]
fn all_groups_together_are_the_item() {
    let a = item("2027", &[("KZ", Role::Host, None), ("TM", Role::Supporter, None)]);
    let b = item("2030", &[("KZ", Role::Lead, None), ("UZ", Role::Participant, None)]);
    assert_eq!(differing(&a, &b), Group::ALL);
    let mut merged = a.clone();
    for group in Group::ALL.iter().copied() {
        copy(group, &b, &mut merged);
        assert!(!differ(group, &b, &merged), "{group}");
    }
    assert_eq!(merged, b);
    assert_eq!(differing(&a, &a), []);
}

#[test]
fn roles_and_windows_merge_apart() {
    let a = item("2027", &[("KZ", Role::Host, None), ("TM", Role::Supporter, None)]);
    let b = item("2030", &[("KZ", Role::Lead, None), ("UZ", Role::Participant, None)]);
    let mut times_of_b = a.clone();
    copy(Group::Deadline, &b, &mut times_of_b);
    assert_eq!(owed(&times_of_b), ["KZ host 2030-12-31", "TM supporter 2030-12-31"]);
    assert!(!differ(Group::Obligations, &a, &times_of_b));
    let mut roles_of_b = a.clone();
    copy(Group::Obligations, &b, &mut roles_of_b);
    assert_eq!(owed(&roles_of_b), ["KZ lead 2027-12-31", "UZ participant 2027-12-31"]);
    assert!(!differ(Group::Deadline, &a, &roles_of_b));
}

#[test]
fn a_role_that_changes_with_the_occurrence_survives_a_longer_recurrence() {
    let turns = [("KZ", Role::Host, Some("2027")), ("KZ", Role::Participant, Some("2029"))];
    let mut rotating = item("2027", &turns);
    let three = ["2027", "2029", "2031"].map(|year| ("KZ", Role::Participant, Some(year)));
    copy(Group::Deadline, &item("2027", &three), &mut rotating);
    assert_eq!(
        owed(&rotating),
        ["KZ host 2027-12-31", "KZ participant 2029-12-31", "KZ host 2031-12-31"]
    );
    assert_eq!(rotating.obligations[2].id, ids::obligation(Uuid::nil(), "KZ", Some("2031")));
    assert!(rotating.obligations[2].sort_key.ends_with("/KZ/2031"));
}

#[test]
fn whoever_comes_to_owe_has_the_deadline_of_the_item() {
    let nobody = item("2027", &[]);
    let mut merged = nobody.clone();
    copy(Group::Obligations, &item("2030", &[("KZ", Role::Host, None)]), &mut merged);
    assert_eq!(owed(&merged), ["KZ host 2027-12-31"]);
    copy(Group::Obligations, &nobody, &mut merged);
    assert_eq!(merged, nobody);
}

#[test]
fn differences_are_told_in_few_words() {
    let a = item("2027", &[("KZ", Role::Host, None)]);
    let b = item("2030", &[("UZ", Role::Host, None)]);
    let told: Vec<String> = Group::ALL.iter().map(|group| describe(*group, &a, &b)).collect();
    assert_eq!(told, ["quote", "en", "2027 → 2030", "note", "− KZ host, + UZ host"]);
}
