//! What a filter can find at all: the rules of timeliness, tried on every kind of obligation.
//!
//! Postgres does not know the rules. It would look at every row for what no row can be, and could
//! use no index for what all rows of a timeliness have in common. Both are told by trying
//! [`Due::timeliness`] itself, so that the queries cannot come to mean something else.

use chrono::{Days, NaiveDate};

use super::filter::Filter;
use crate::domain::party::Role;
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::timeliness::{Due, Timeliness};

/// Where a due day lies, seen from the day that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DueSide {
    Past,
    /// That day or later.
    Ahead,
    Undated,
}

/// One kind of obligation, as far as timeliness tells them apart.
#[derive(Debug, Clone, Copy)]
struct Case {
    tracked: bool,
    role: Role,
    status: Status,
    due: DueSide,
    /// Whether its window opens after the day that is asked about.
    opens_later: bool,
    /// Whether it was done after the due day, if it is done.
    done_late: bool,
}

/// Whose due day a filter's days are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DueOf {
    /// The obligation's, on this day.
    Obligation(NaiveDate),
    /// The commitment's. Its obligations may have later ones on that day, though none of them is
    /// undated if it is not.
    Commitment(NaiveDate),
}

/// What the obligations have in common that a filter can find. A list of all that the filter
/// leaves open is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Possible {
    pub(super) tracked: Option<bool>,
    /// Narrower than the filter's own.
    pub(super) roles: Vec<Role>,
    /// The filter's own, or fewer.
    pub(super) statuses: Vec<Status>,
    pub(super) due: Vec<DueSide>,
    pub(super) opens_later: Option<bool>,
    pub(super) done_late: Option<bool>,
    /// Whether every one of them can be overdue once its due day is past.
    pub(super) is_open: bool,
    /// Whether that is all that the timeliness says, and it needs not be asked itself.
    pub(super) is_all: bool,
}

impl Case {
    fn timeliness(self) -> Timeliness {
        // Any day does: only what is before and what is after matters.
        let day = NaiveDate::default();
        let due_on = match self.due {
            DueSide::Past => Some(day - Days::new(1)),
            DueSide::Ahead => Some(day + Days::new(1)),
            DueSide::Undated => None,
        };
        let done_on = due_on.unwrap_or(day) + Days::new(self.done_late.into());
        let due = Due {
            tracked: self.tracked,
            role: self.role,
            status: self.status,
            opens_on: self.opens_later.then(|| day + Days::new(1)),
            due_on,
            done_on: (self.status == Status::Complete).then_some(done_on),
        };
        due.timeliness(day)
    }

    /// Nothing is done after the day as of which it is said to be done.
    fn can_be(self) -> bool {
        !(self.status == Status::Complete && self.done_late && self.due == DueSide::Ahead)
    }

    const fn is_open(self) -> bool {
        self.tracked && self.role.delivers() && !self.status.is_closed()
    }
}

/// All that a filter asks for, or every term if it asks for none.
fn asked<T: Term>(terms: &[T]) -> &[T] {
    if terms.is_empty() { T::ALL } else { terms }
}

/// The different values of these cases.
fn values<T: PartialEq>(cases: &[Case], of: fn(&Case) -> T) -> Vec<T> {
    let mut values = Vec::new();
    for value in cases.iter().map(of) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// The kinds of obligations that a filter asks for, but for their timeliness.
fn allowed(filter: &Filter, due_of: DueOf) -> Vec<Case> {
    let either = [false, true];
    let strengths = asked(&filter.strengths);
    let tracked: Vec<bool> = either
        .into_iter()
        .filter(|tracked| filter.tracked.is_none_or(|asked| asked == *tracked))
        .filter(|tracked| strengths.iter().any(|one| one.is_owed() && one.tracked() == *tracked))
        .collect();
    let any = Case {
        tracked: true,
        role: Role::Lead,
        status: Status::NotReported,
        due: DueSide::Undated,
        opens_later: false,
        done_late: false,
    };
    let cases = times(&[any], &tracked, |case, tracked| Case { tracked, ..case });
    let cases = times(&cases, asked(&filter.roles), |case, role| Case { role, ..case });
    let cases = times(&cases, asked(&filter.statuses), |case, status| Case { status, ..case });
    let cases = times(&cases, &sides(filter, due_of), |case, due| Case { due, ..case });
    let cases = times(&cases, &either, |case, opens_later| Case { opens_later, ..case });
    times(&cases, &either, |case, done_late| Case { done_late, ..case })
}

/// Each of the cases with each of the values.
fn times<T: Copy>(cases: &[Case], values: &[T], with: fn(Case, T) -> Case) -> Vec<Case> {
    cases.iter().flat_map(|case| values.iter().map(|value| with(*case, *value))).collect()
}

/// Where the due day can lie that a filter asks for.
fn sides(filter: &Filter, due_of: DueOf) -> Vec<DueSide> {
    let Filter { due_before, due_after, .. } = *filter;
    if filter.has_no_due_day() {
        return Vec::new();
    }
    let (day, is_exact) = match due_of {
        DueOf::Obligation(day) => (day, true),
        DueOf::Commitment(day) => (day, false),
    };
    let mut sides = Vec::new();
    if due_after.and_then(|after| after.succ_opt()).is_none_or(|first| first < day) {
        sides.push(DueSide::Past);
    }
    if !is_exact || due_before.is_none_or(|before| before > day) {
        sides.push(DueSide::Ahead);
    }
    if due_before.is_none() && due_after.is_none() {
        sides.push(DueSide::Undated);
    }
    sides
}

impl Possible {
    /// None if nothing can be found.
    pub(super) fn of(filter: &Filter, due_of: DueOf) -> Option<Self> {
        let allowed = allowed(filter, due_of);
        let is_asked = |case: &Case| {
            filter.timeliness.is_empty() || filter.timeliness.contains(&case.timeliness())
        };
        let cases: Vec<Case> =
            allowed.iter().copied().filter(|case| case.can_be() && is_asked(case)).collect();
        if cases.is_empty() {
            return None;
        }
        let tracked = values(&cases, |case| case.tracked);
        let roles = values(&cases, |case| case.role);
        let statuses = values(&cases, |case| case.status);
        let due = values(&cases, |case| case.due);
        let opens_later = values(&cases, |case| case.opens_later);
        let done_late = values(&cases, |case| case.done_late);
        // What each of them is may hold of others too, which are not asked for.
        let is_like_them = |case: &&Case| {
            tracked.contains(&case.tracked)
                && roles.contains(&case.role)
                && statuses.contains(&case.status)
                && due.contains(&case.due)
                && opens_later.contains(&case.opens_later)
                && done_late.contains(&case.done_late)
        };
        let is_all =
            allowed.iter().filter(is_like_them).all(|case| is_asked(case) || !case.can_be());
        let only = |values: &[bool]| if let [one] = values { Some(*one) } else { None };
        Some(Self {
            is_all,
            is_open: cases.iter().all(|case| case.is_open()),
            tracked: only(&tracked),
            opens_later: only(&opens_later),
            done_late: only(&done_late),
            roles: fewer(roles, values(&allowed, |case| case.role).len()),
            statuses: fewer(statuses, Status::ALL.len()),
            due: fewer(due, values(&allowed, |case| case.due).len()),
        })
    }
}

/// These, if they are fewer than there may be.
fn fewer<T>(these: Vec<T>, all: usize) -> Vec<T> {
    if these.len() < all { these } else { Vec::new() }
}

#[cfg(test)]
mod tests;
