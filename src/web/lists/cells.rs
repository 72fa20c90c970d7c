//! What some cells of the lists hold.

use chrono::NaiveDate;

use super::names::Names;
use crate::domain::commitment::Urgency;
use crate::reading::views::{DeadlineView, Item};

/// Whether the text says "as soon as possible" in place of a day.
pub(super) fn is_pressing(deadline: Option<&DeadlineView>) -> bool {
    deadline.is_some_and(|deadline| deadline.urgency == Some(Urgency::Asap))
}

/// The last day of an item's window.
pub(super) fn due_on(item: &Item) -> Option<NaiveDate> {
    item.deadline.as_ref()?.due_on
}

/// How long the oldest of an item's overdue obligations has been so.
pub(super) fn days_overdue(item: &Item) -> Option<i64> {
    item.obligations.iter().filter_map(|one| one.days_overdue).max()
}

/// Who must deliver, in the order of the item.
pub(super) fn owing(item: &Item, names: &Names) -> String {
    let mut parties: Vec<&str> = Vec::new();
    for one in item.obligations.iter().filter(|one| one.role.delivers()) {
        if !parties.contains(&one.party.as_str()) {
            parties.push(&one.party);
        }
    }
    let parties = parties.into_iter().map(|party| names.party(party));
    parties.collect::<Vec<_>>().join(names.language.marks().list)
}
