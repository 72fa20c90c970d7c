//! The counts that CODING.md states, made anew from the files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use summit_ledger::domain::commitment::{Kind, Strength};
use summit_ledger::domain::party::Role;
use summit_ledger::domain::terms::Term;
use summit_ledger::seeding::SeedSet;

use super::astana;

const PARTIES: &[&str] =
    &["CN", "KZ", "KG", "TJ", "TM", "UZ", "secretariat-members", "relevant-parties"];

/// A table: a head, and rows that begin with a word and go on with numbers.
fn table(text: &mut String, head: &[&str], rows: &[(String, Vec<usize>)]) {
    let _ = writeln!(text, "| {} |", head.join(" | "));
    let _ = writeln!(text, "|{}", " --- |".repeat(head.len()));
    for (name, numbers) in rows {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "| {name} | {} |", numbers.join(" | "));
    }
    text.push('\n');
}

/// The tables of CODING.md.
fn tables(set: &SeedSet) -> String {
    let mut text = String::new();
    let items: Vec<_> = set.items.iter().map(|item| &item.commitment).collect();
    let row = |name: String, of: Vec<&&summit_ledger::records::commitment::Commitment>| {
        let by_strength = Strength::ALL
            .iter()
            .map(|strength| of.iter().filter(|item| item.strength == *strength).count());
        let tracked = of.iter().filter(|item| item.tracked).count();
        let dated = of.iter().filter(|item| item.edtf.is_some()).count();
        (name, by_strength.chain([of.len(), tracked, dated]).collect())
    };
    let mut rows: Vec<(String, Vec<usize>)> = (0..=16)
        .map(|section| {
            row(section.to_string(), items.iter().filter(|i| i.section == section).collect())
        })
        .collect();
    rows.push(row("all".to_owned(), items.iter().collect()));
    let mut head = vec!["section"];
    head.extend(Strength::ALL.iter().map(|strength| strength.as_str()));
    head.extend(["items", "tracked", "dated"]);
    table(&mut text, &head, &rows);

    let kinds: Vec<_> = Kind::ALL
        .iter()
        .map(|kind| {
            (kind.to_string(), vec![items.iter().filter(|item| item.kind == *kind).count()])
        })
        .collect();
    table(&mut text, &["kind", "items"], &kinds);

    // Once an item and party, however many occurrences there are.
    let mut owed: BTreeMap<(&str, Role), BTreeSet<&str>> = BTreeMap::new();
    for item in &set.items {
        for one in &item.obligations {
            owed.entry((&one.party, one.role)).or_default().insert(&item.commitment.code);
        }
    }
    let rows: Vec<_> = PARTIES
        .iter()
        .map(|party| {
            let of =
                Role::ALL.iter().map(|role| owed.get(&(*party, *role)).map_or(0, BTreeSet::len));
            let of: Vec<usize> = of.collect();
            let all = of.iter().sum();
            ((*party).to_owned(), of.into_iter().chain([all]).collect())
        })
        .collect();
    let mut head = vec!["party"];
    head.extend(Role::ALL.iter().map(|role| role.as_str()));
    head.push("all");
    table(&mut text, &head, &rows);
    text.trim().to_owned()
}

/// To write them anew after an edit of the items, copy what this test prints.
#[test]
fn coding_md_states_the_counts_as_they_are() {
    let page = include_str!("../../seeds/astana-2025/CODING.md");
    let (_, rest) = page.split_once("<!-- counts -->").expect("the mark before the counts");
    let (stated, _) = rest.split_once("<!-- /counts -->").expect("the mark after them");
    let tables = tables(&astana());
    assert_eq!(stated.trim(), tables, "\nThe counts are now:\n\n{tables}\n");
}
