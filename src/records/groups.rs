//! Field groups of an item: what is compared, kept and merged as one.
//!
//! Two sides may edit one item. What they edited is told apart by group, never by single field:
//! a deadline and its window, or a quote and its offset, only make sense together.

mod describe;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::commitment::Commitment;
use super::obligation::Obligation;
use super::{ids, keys};
use crate::domain::occurrence::Window;
use crate::domain::party::Role;
use crate::domain::terms::{Term, terms};

pub use describe::describe;

terms! {
    /// A group of an item's fields.
    Group {
        /// Section, paragraph, quote and verb.
        Text = "text",
        Titles = "titles",
        /// The deadline, and with it the occurrences and windows of the obligations.
        Deadline = "deadline",
        /// Strength, kind, topics, goals, references, ties, notes, the name of the group.
        Coding = "coding",
        /// Who owes, and in which role.
        Obligations = "obligations",
    }
}

impl Group {
    /// The fields of the group that an editor states, as bodies name them; all others follow from
    /// these, or are the seeds' alone.
    #[must_use]
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["quote", "quote_start", "verb"],
            Self::Titles => &["title"],
            Self::Deadline => &["deadline", "no_deadline"],
            Self::Coding => {
                &["strength", "kind", "topics", "sdgs", "refs", "related", "note", "group"]
            }
            Self::Obligations => &["obligations"],
        }
    }
}

/// An item whole: the commitment and its standing obligations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub commitment: Commitment,
    pub obligations: Vec<Obligation>,
}

/// The groups in which two states of an item differ.
#[must_use]
pub fn differing(a: &Item, b: &Item) -> Vec<Group> {
    Group::ALL.iter().copied().filter(|group| differ(*group, a, b)).collect()
}

/// Whether two states of an item differ in `group`. Ids, keys and versions belong to none.
#[must_use]
pub fn differ(group: Group, a: &Item, b: &Item) -> bool {
    let (x, y) = (&a.commitment, &b.commitment);
    match group {
        Group::Text => {
            (x.section, x.paragraph, &x.quote, x.quote_start, &x.verb)
                != (y.section, y.paragraph, &y.quote, y.quote_start, &y.verb)
        }
        Group::Titles => x.title != y.title,
        Group::Deadline => {
            (&x.edtf, x.opens_on, x.due_on, x.urgency, &x.recurrence, &x.no_deadline)
                != (&y.edtf, y.opens_on, y.due_on, y.urgency, &y.recurrence, &y.no_deadline)
                || windows_differ(a, b)
        }
        Group::Coding => {
            (x.strength, x.kind, x.tracked, &x.topics, &x.sdgs, &x.refs)
                != (y.strength, y.kind, y.tracked, &y.topics, &y.sdgs, &y.refs)
                || (&x.related, &x.note, &x.party_group) != (&y.related, &y.note, &y.party_group)
        }
        Group::Obligations => roles(a) != roles(b),
    }
}

/// Gives `into` the `group` as `from` has it.
///
/// Roles and windows stand in different groups but in one record, so each of these two groups
/// makes the obligations anew, from the one side's roles and the other side's windows.
pub fn copy(group: Group, from: &Item, into: &mut Item) {
    let (x, y) = (&from.commitment, &mut into.commitment);
    match group {
        Group::Text => {
            (y.section, y.paragraph, y.quote_start) = (x.section, x.paragraph, x.quote_start);
            y.quote.clone_from(&x.quote);
            y.verb.clone_from(&x.verb);
        }
        Group::Titles => y.title.clone_from(&x.title),
        Group::Deadline => {
            (y.opens_on, y.due_on, y.urgency) = (x.opens_on, x.due_on, x.urgency);
            y.edtf.clone_from(&x.edtf);
            y.recurrence.clone_from(&x.recurrence);
            y.no_deadline.clone_from(&x.no_deadline);
            into.obligations = product(into, from);
        }
        Group::Coding => {
            (y.strength, y.kind, y.tracked) = (x.strength, x.kind, x.tracked);
            y.topics.clone_from(&x.topics);
            y.sdgs.clone_from(&x.sdgs);
            y.refs.clone_from(&x.refs);
            y.related.clone_from(&x.related);
            y.note.clone_from(&x.note);
            y.party_group.clone_from(&x.party_group);
        }
        Group::Obligations => into.obligations = product(from, into),
    }
}

/// Who owes in which roles.
fn roles(item: &Item) -> BTreeSet<(&str, Role)> {
    item.obligations.iter().map(|o| (o.party.as_str(), o.role)).collect()
}

/// Whether a party that owes on both sides has different windows there.
fn windows_differ(a: &Item, b: &Item) -> bool {
    let (a, b) = (windows(a), windows(b));
    a.iter().any(|(party, windows)| b.get(party).is_some_and(|others| others != windows))
}

fn windows(item: &Item) -> BTreeMap<&str, BTreeSet<Window>> {
    let mut windows: BTreeMap<&str, BTreeSet<Window>> = BTreeMap::new();
    for obligation in &item.obligations {
        windows.entry(&obligation.party).or_default().insert(window(obligation));
    }
    windows
}

fn window(obligation: &Obligation) -> Window {
    Window {
        occurrence: obligation.occurrence.clone(),
        opens_on: obligation.opens_on,
        due_on: obligation.due_on,
    }
}

/// Obligations of `roles`' parties in their roles, with the windows that `times` has.
fn product(roles: &Item, times: &Item) -> Vec<Obligation> {
    let windows = windows(times);
    let item = &times.commitment;
    let whole = Window { occurrence: None, opens_on: item.opens_on, due_on: item.due_on };
    let usual =
        windows.values().next().cloned().unwrap_or_else(|| std::iter::once(whole).collect());
    let mut first_of_party: BTreeMap<&str, &Obligation> = BTreeMap::new();
    let mut of_occurrence = BTreeMap::new();
    for o in &roles.obligations {
        first_of_party.entry(&o.party).or_insert(o);
        of_occurrence.insert((o.party.as_str(), o.occurrence.as_deref()), o);
    }
    let mut product = Vec::new();
    for (party, first) in first_of_party {
        for window in windows.get(party).unwrap_or(&usual) {
            let occurrence = window.occurrence.as_deref();
            let of_role = of_occurrence.get(&(party, occurrence)).unwrap_or(&first);
            product.push(Obligation {
                id: ids::obligation(first.commitment_id, party, occurrence),
                occurrence: window.occurrence.clone(),
                opens_on: window.opens_on,
                due_on: window.due_on,
                sort_key: keys::other_occurrence(&first.sort_key, occurrence),
                ..(*of_role).clone()
            });
        }
    }
    product.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
    product
}

#[cfg(test)]
mod tests;
