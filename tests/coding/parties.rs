//! The party words of a quote against who owes it, by the table of the coding rules.

use std::collections::BTreeSet;

use summit_ledger::seeding::Item;

use super::{assert_none, astana};

/// What the text calls a party that speaks or acts for itself.
const OWN_WORDS: &[(&str, &[&str])] = &[
    ("中方", &["CN"]),
    ("哈方", &["KZ"]),
    ("吉方", &["KG"]),
    ("塔方", &["TJ"]),
    ("土方", &["TM"]),
    ("乌方", &["UZ"]),
    ("各相关方", &["relevant-parties"]),
    ("秘书处参与方", &["secretariat-members"]),
    ("世界贸易组织参与方", &["CN", "KZ", "KG", "TJ"]),
    ("上海合作组织参与方", &["CN", "KZ", "KG", "TJ", "UZ"]),
];

/// Words for all six, where they open the clause.
const ALL_WORDS: &[&str] = &["各方", "六国", "中国—中亚机制成员国元首"];

const SIX: &[&str] = &["CN", "KZ", "KG", "TJ", "TM", "UZ"];

fn owing(item: &Item) -> BTreeSet<&str> {
    item.obligations.iter().map(|one| one.party.as_str()).collect()
}

#[test]
fn a_party_that_the_quote_names_by_its_own_word_owes_it() {
    let mut faults = Vec::new();
    let set = astana();
    // An acknowledgement is owed by nobody, whoever it names.
    for item in set.items.iter().filter(|item| !item.obligations.is_empty()) {
        let quote = item.commitment.quote.as_deref().unwrap();
        for (word, parties) in OWN_WORDS {
            if quote.contains(word) && !parties.iter().all(|party| owing(item).contains(party)) {
                faults.push(format!("{}: {word} in {quote}", item.commitment.code));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn where_all_parties_speak_all_six_owe_it() {
    let mut faults = Vec::new();
    let set = astana();
    for item in set.items.iter().filter(|item| !item.obligations.is_empty()) {
        let quote = item.commitment.quote.as_deref().unwrap();
        if ALL_WORDS.iter().any(|word| quote.starts_with(word))
            && !SIX.iter().all(|party| owing(item).contains(party))
        {
            faults.push(format!("{}: {quote}", item.commitment.code));
        }
    }
    assert_none(&faults);
}

#[test]
fn where_the_central_asian_states_speak_the_five_owe_it() {
    let set = astana();
    for item in set.items.iter().filter(|item| !item.obligations.is_empty()) {
        let quote = item.commitment.quote.as_deref().unwrap();
        if quote.starts_with("中亚国家") || quote.starts_with("中亚五国") {
            assert_eq!(owing(item), SIX[1..].iter().copied().collect(), "{quote}");
        }
    }
}

#[test]
fn a_group_with_stated_members_is_owed_by_each_of_them() {
    let set = astana();
    for item in set.items.iter().filter(|item| item.commitment.party_group.is_some()) {
        let group = item.commitment.party_group.as_deref().unwrap();
        let group = set.parties.iter().find(|party| party.code == group).unwrap();
        let Some(members) = &group.members else { continue };
        assert_eq!(owing(item), members.iter().map(String::as_str).collect());
    }
}

#[test]
fn what_is_placed_in_a_state_is_hosted_by_it() {
    let set = astana();
    for (code, host) in [
        ("AST25-4.3b", "TM"),
        ("AST25-4.8b", "CN"),
        ("AST25-6.12a", "TM"),
        ("AST25-11.3a", "UZ"),
        ("AST25-12.7b", "KG"),
        ("AST25-12.7c", "KG"),
        ("AST25-12.8a", "TM"),
        ("AST25-12.11a", "KZ"),
        ("AST25-16.2a", "CN"),
    ] {
        let item = super::find(&set, code);
        let hosts: Vec<&str> = item
            .obligations
            .iter()
            .filter(|one| one.role == summit_ledger::domain::party::Role::Host)
            .map(|one| one.party.as_str())
            .collect();
        assert_eq!(hosts, [host], "{code}");
    }
}
