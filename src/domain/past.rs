//! The past: in which states an obligation was, and a commitment with it, on which days.

use chrono::NaiveDate;

use super::fold::{State, UpdateFact, fold, spoken_days};
use super::party::Role;
use super::rollup::rollup;
use super::status::Status;

/// A state in which an obligation was on days before the last that was spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastState {
    /// The first day of it; none if it was so since ever.
    pub from: Option<NaiveDate>,
    /// The day from which it was so no more.
    pub until: NaiveDate,
    /// The state, without its first and last day: those are about all updates.
    pub state: State,
}

/// The states of an obligation before its present one, in the order of their days and without a
/// gap. The order of `updates` does not matter.
///
/// For every day before [`State::last_day`] the fold as of that day is the one state whose days
/// it is among.
#[must_use]
pub fn past_states(updates: &[UpdateFact]) -> Vec<PastState> {
    let mut from = None;
    let mut past = Vec::new();
    for until in spoken_days(updates) {
        let state = from.map_or_else(State::default, |day| fold(updates, Some(day)));
        let state = State { first_day: None, last_day: None, ..state };
        past.push(PastState { from, until, state });
        from = Some(until);
    }
    past
}

/// What an obligation's statuses were: those of its past, each with the day until which it held,
/// in order, and the present one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub role: Role,
    pub past: Vec<(NaiveDate, Status)>,
    pub present: Status,
}

impl Course {
    /// The status on the days that end before `until`, between two of which nothing changed.
    fn before(&self, until: NaiveDate) -> Status {
        let held = self.past.iter().find(|(end, _)| *end >= until);
        held.map_or(self.present, |(_, status)| *status)
    }

    /// The day from which the present status holds; none if it was never another.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.past.last().map(|(until, _)| *until)
    }
}

/// A status that a commitment had on days before the last that was spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastRollup {
    /// The first day of it; none if it was so since ever.
    pub from: Option<NaiveDate>,
    /// The day from which it was so no more, or the present one holds.
    pub until: NaiveDate,
    pub status: Status,
}

/// A commitment's own statuses before the present one, in the order of their days. None where
/// nobody must deliver.
#[must_use]
pub fn past_rollups(obligations: &[Course]) -> Vec<PastRollup> {
    let ends = obligations.iter().flat_map(|one| one.past.iter().map(|(until, _)| *until));
    let mut ends: Vec<NaiveDate> = ends.collect();
    ends.sort_unstable();
    ends.dedup();
    let mut from = None;
    let mut past: Vec<PastRollup> = Vec::new();
    for until in ends {
        let status = rollup(obligations.iter().map(|one| (one.role, one.before(until))));
        match (status, past.last_mut()) {
            (Some(status), Some(last)) if last.status == status => last.until = until,
            (Some(status), _) => past.push(PastRollup { from, until, status }),
            (None, _) => {}
        }
        from = Some(until);
    }
    past
}

#[cfg(test)]
mod tests;
