//! The fold: the current state of an obligation, computed from all that was said about it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::status::{Basis, Status, UpdateStatus};

/// What the fold reads of one update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpdateFact {
    /// The update's own id.
    pub id: Uuid,
    /// On whose word it stands.
    pub basis: Basis,
    /// What it says.
    pub status: UpdateStatus,
    /// The day that it is about.
    pub as_of: NaiveDate,
    /// The day of completion; only with `complete`.
    pub done_on: Option<NaiveDate>,
    /// The earlier update that it corrects.
    pub corrects: Option<Uuid>,
}

/// What one basis says at present.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
pub struct Statement {
    /// The status that is claimed.
    pub status: Status,
    /// The day that the claim is about.
    pub as_of: NaiveDate,
    /// The day of completion; only with `complete`.
    pub done_on: Option<NaiveDate>,
}

/// The state of an obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// The status that counts.
    pub status: Status,
    /// The basis that counts; none when nobody has said anything.
    pub basis: Option<Basis>,
    /// The day that the counting update is about.
    pub as_of: Option<NaiveDate>,
    /// The day of completion; only with `complete`.
    pub done_on: Option<NaiveDate>,
    /// What the party itself says.
    pub declared: Option<Statement>,
    /// What an assessor says.
    pub assessed: Option<Statement>,
    /// Whether the updates of a basis' latest day differ from one another, in either basis.
    pub contested: bool,
    /// Whether a later declared statement differs from the assessed one that counts.
    pub reassess: bool,
    /// The update that counts; of equal ones the greatest id.
    pub update: Option<Uuid>,
    /// The first day that any update in force is about, also after the day that was asked for.
    pub first_day: Option<NaiveDate>,
    /// The latest day that any update in force is about, also after the day that was asked for.
    /// On that day or later, the state is simply the present one.
    pub last_day: Option<NaiveDate>,
}

impl Default for State {
    /// The state of an obligation that nobody has said anything about.
    fn default() -> Self {
        Self {
            status: Status::NotReported,
            basis: None,
            as_of: None,
            done_on: None,
            declared: None,
            assessed: None,
            contested: false,
            reassess: false,
            update: None,
            first_day: None,
            last_day: None,
        }
    }
}

/// An update that counts for its basis.
#[derive(Clone, Copy)]
struct Counting {
    statement: Statement,
    update: Uuid,
    contested: bool,
}

/// The state of one obligation as of `day`, or at the latest if `day` is none.
///
/// `updates` are those of one obligation that were known; their order does not matter.
///
/// 1. An update that another one corrects leaves the fold, whatever day the correcting one is
///    about: a correction is about what we know, not about a day. A correction that is itself
///    corrected or taken back still corrects: the original does not come back, it is filed anew.
/// 2. `withdrawn` says nothing itself.
/// 3. Of the rest, those about a day after `day` do not count yet.
/// 4. Of each basis the latest day counts. If the updates of that day differ in status or
///    `done_on`, the state is contested and the less advanced counts, of the same status the one
///    done later.
/// 5. Assessed counts before declared, however old. If the declared statement is about a later
///    day and differs, the state shows `reassess`.
#[must_use]
pub fn fold(updates: &[UpdateFact], day: Option<NaiveDate>) -> State {
    let in_force = in_force(updates);
    let first_day = in_force.iter().map(|(update, _)| update.as_of).min();
    let last_day = in_force.iter().map(|(update, _)| update.as_of).max();
    let known: Vec<(&UpdateFact, Status)> = in_force
        .into_iter()
        .filter(|(update, _)| day.is_none_or(|day| update.as_of <= day))
        .collect();

    let declared = counting(&known, Basis::Declared);
    let assessed = counting(&known, Basis::Assessed);
    let (basis, counts) = match (assessed, declared) {
        (Some(assessed), _) => (Basis::Assessed, assessed),
        (None, Some(declared)) => (Basis::Declared, declared),
        (None, None) => {
            return State { first_day, last_day, ..State::default() };
        }
    };
    State {
        status: counts.statement.status,
        basis: Some(basis),
        as_of: Some(counts.statement.as_of),
        done_on: counts.statement.done_on,
        declared: declared.map(|declared| declared.statement),
        assessed: assessed.map(|assessed| assessed.statement),
        contested: [declared, assessed].iter().flatten().any(|counting| counting.contested),
        reassess: match (declared, assessed) {
            (Some(declared), Some(assessed)) => contradicts(declared.statement, assessed.statement),
            (Some(_) | None, None) | (None, Some(_)) => false,
        },
        update: Some(counts.update),
        first_day,
        last_day,
    }
}

/// The updates that no other one corrects and that say something, each with what it says.
fn in_force(updates: &[UpdateFact]) -> Vec<(&UpdateFact, Status)> {
    let corrected: HashSet<Uuid> = updates.iter().filter_map(|u| u.corrects).collect();
    updates
        .iter()
        .filter(|update| !corrected.contains(&update.id))
        .filter_map(|update| Some((update, update.status.status()?)))
        .collect()
}

/// The days that updates in force are about: those on which the state changes.
#[must_use]
pub fn spoken_days(updates: &[UpdateFact]) -> BTreeSet<NaiveDate> {
    in_force(updates).into_iter().map(|(update, _)| update.as_of).collect()
}

/// What counts of one basis.
fn counting(known: &[(&UpdateFact, Status)], basis: Basis) -> Option<Counting> {
    let of_basis = || known.iter().filter(|(update, _)| update.basis == basis);
    let as_of = of_basis().map(|(update, _)| update.as_of).max()?;
    let of_day = || of_basis().filter(|(update, _)| update.as_of == as_of);
    let (update, status) = of_day().min_by_key(|(update, status)| {
        let advancement = status.advancement();
        (advancement, Reverse(update.done_on), Reverse(update.id))
    })?;
    Some(Counting {
        statement: Statement { status: *status, as_of, done_on: update.done_on },
        update: update.id,
        contested: of_day().any(|(other, said)| said != status || other.done_on != update.done_on),
    })
}

/// Whether `declared` is about a later day than `assessed` and says something else.
fn contradicts(declared: Statement, assessed: Statement) -> bool {
    declared.as_of > assessed.as_of
        && (declared.status, declared.done_on) != (assessed.status, assessed.done_on)
}

#[cfg(test)]
pub(super) mod tests;
