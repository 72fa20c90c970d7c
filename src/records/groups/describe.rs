//! What became of a group of fields, in a few words for a report.

use std::collections::BTreeSet;

use super::{Group, Item, roles, windows_differ};
use crate::domain::terms::Term;

/// What became of `group` from `old` to `new`: `2025 → 2026`, `en, ru`, `− KG lead, + KZ lead`.
#[must_use]
pub fn describe(group: Group, old: &Item, new: &Item) -> String {
    let words = match group {
        Group::Text => text(old, new),
        Group::Titles => titles(old, new),
        Group::Deadline => deadline(old, new),
        Group::Coding => coding(old, new),
        Group::Obligations => obligations(old, new),
    };
    words.join(", ")
}

fn text(old: &Item, new: &Item) -> Vec<String> {
    let (x, y) = (&old.commitment, &new.commitment);
    those(&[
        ((&x.quote, x.quote_start) != (&y.quote, y.quote_start), "quote"),
        (x.verb != y.verb, &arrow(x.verb.as_deref(), y.verb.as_deref())),
        ((x.section, x.paragraph) != (y.section, y.paragraph), "place"),
    ])
}

fn titles(old: &Item, new: &Item) -> Vec<String> {
    let (x, y) = (&old.commitment.title, &new.commitment.title);
    let languages: BTreeSet<&String> = x.keys().chain(y.keys()).collect();
    languages.into_iter().filter(|l| x.get(*l) != y.get(*l)).cloned().collect()
}

fn deadline(old: &Item, new: &Item) -> Vec<String> {
    let (x, y) = (&old.commitment, &new.commitment);
    those(&[
        (x.edtf != y.edtf, &arrow(x.edtf.as_deref(), y.edtf.as_deref())),
        (x.urgency != y.urgency, "urgency"),
        (x.recurrence != y.recurrence, "recurrence"),
        (x.no_deadline != y.no_deadline, "no_deadline"),
        (x.edtf == y.edtf && windows_differ(old, new), "windows"),
    ])
}

fn coding(old: &Item, new: &Item) -> Vec<String> {
    let (x, y) = (&old.commitment, &new.commitment);
    those(&[
        (x.strength != y.strength, &arrow(Some(x.strength.as_str()), Some(y.strength.as_str()))),
        (x.kind != y.kind, &arrow(Some(x.kind.as_str()), Some(y.kind.as_str()))),
        (x.topics != y.topics, "topics"),
        (x.sdgs != y.sdgs, "sdgs"),
        (x.refs != y.refs, "refs"),
        (x.related != y.related, "related"),
        (x.note != y.note, "note"),
        (x.party_group != y.party_group, "group"),
    ])
}

fn obligations(old: &Item, new: &Item) -> Vec<String> {
    let (before, after) = (roles(old), roles(new));
    let gone = before.difference(&after).map(|(party, role)| format!("− {party} {role}"));
    let come = after.difference(&before).map(|(party, role)| format!("+ {party} {role}"));
    gone.chain(come).collect()
}

fn those(words: &[(bool, &str)]) -> Vec<String> {
    words.iter().filter(|(differs, _)| *differs).map(|(_, word)| (*word).to_owned()).collect()
}

fn arrow(old: Option<&str>, new: Option<&str>) -> String {
    format!("{} → {}", old.unwrap_or("none"), new.unwrap_or("none"))
}
