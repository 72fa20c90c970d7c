//! The course of things: in which states an obligation was on which days, and a commitment with it.

use chrono::NaiveDate;

use super::fold::{State, UpdateFact, fold, spoken_days};
use super::party::Role;
use super::rollup::rollup;
use super::status::Status;

/// What was so on some days, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell<T> {
    /// The first day of it; none if it was so since ever.
    pub from: Option<NaiveDate>,
    /// The day from which it was so no more; none if it is so at present.
    pub until: Option<NaiveDate>,
    pub what: T,
}

impl<T> Spell<T> {
    /// The days of it with something else.
    pub fn map<U>(&self, other: impl FnOnce(&T) -> U) -> Spell<U> {
        Spell { from: self.from, until: self.until, what: other(&self.what) }
    }
}

/// The states of an obligation, the present one last, in the order of their days and without a
/// gap. The order of `updates` does not matter.
///
/// The fold as of any day is the one state whose days it is among; but these have no first and no
/// last day of their own, which are about all updates.
#[must_use]
pub fn states(updates: &[UpdateFact]) -> Vec<Spell<State>> {
    let mut from = None;
    let mut states = Vec::new();
    let ends = spoken_days(updates).into_iter().map(Some);
    for until in ends.chain([None]) {
        let state = from.map_or_else(State::default, |day| fold(updates, Some(day)));
        let what = State { first_day: None, last_day: None, ..state };
        states.push(Spell { from, until, what });
        from = until;
    }
    states
}

/// The statuses of an obligation in a role, in the order of their days and without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub role: Role,
    pub statuses: Vec<Spell<Status>>,
}

impl Course {
    /// The status on the last day before `until`; none is the present one.
    fn before(&self, until: Option<NaiveDate>) -> Option<Status> {
        let end = |until: Option<NaiveDate>| until.unwrap_or(NaiveDate::MAX);
        let held = self.statuses.iter().find(|spell| end(spell.until) >= end(until));
        held.map(|spell| spell.what)
    }
}

/// A commitment's own statuses, the present one last, in the order of their days. None where
/// nobody must deliver.
#[must_use]
pub fn statuses(owed: &[Course]) -> Vec<Spell<Status>> {
    let ends = owed.iter().flat_map(|one| one.statuses.iter().filter_map(|spell| spell.until));
    let mut ends: Vec<NaiveDate> = ends.collect();
    ends.sort_unstable();
    ends.dedup();
    let mut from = None;
    let mut statuses: Vec<Spell<Status>> = Vec::new();
    for until in ends.into_iter().map(Some).chain([None]) {
        let each = owed.iter().filter_map(|one| Some((one.role, one.before(until)?)));
        match (rollup(each), statuses.last_mut()) {
            (Some(status), Some(last)) if last.what == status => last.until = until,
            (Some(what), _) => statuses.push(Spell { from, until, what }),
            (None, _) => {}
        }
        from = until;
    }
    statuses
}

#[cfg(test)]
mod tests;
