//! Whether an obligation is in time as of a day: derived from deadline, status and day, never kept.

use chrono::NaiveDate;

use super::party::Role;
use super::status::Status;
use super::terms::terms;

terms! {
    /// How an obligation stands against its deadline, as of a day.
    Timeliness {
        /// There is no deadline.
        Undated = "undated",
        /// Never due: nothing is to be done, or it was given up or replaced.
        NotDue = "not_due",
        /// The window has not opened yet.
        Upcoming = "upcoming",
        /// The window is open, and the due day not over.
        InWindow = "in_window",
        /// The due day is over, and it is not complete.
        Overdue = "overdue",
        /// Complete, on or before the due day.
        DoneOnTime = "done_on_time",
        /// Complete, after the due day.
        DoneLate = "done_late",
        /// A supporter's: it follows the hosts and leads.
        Follows = "follows",
    }
}

/// What timeliness is derived from: one obligation, with the status that it has as of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Whether something is to be done; see [`super::commitment::Strength::tracked`].
    pub tracked: bool,
    /// The role in which the party owes.
    pub role: Role,
    /// The status as of the day that is asked about.
    pub status: Status,
    /// The first day of the window; none where it has no beginning.
    pub opens_on: Option<NaiveDate>,
    /// The last day of the window; none where there is no deadline.
    pub due_on: Option<NaiveDate>,
    /// The day of completion, which a `complete` status has.
    pub done_on: Option<NaiveDate>,
}

impl Due {
    /// The timeliness as of `day`. The first rule that fits counts:
    ///
    /// 1. untracked, abandoned or superseded: `not_due`
    /// 2. a supporter's: `follows`
    /// 3. without a due day: `undated`
    /// 4. complete: `done_on_time` or `done_late`, by `done_on` alone; without one it is late,
    ///    since nothing shows that it was in time
    /// 5. after the due day: `overdue`, whatever the status
    /// 6. before the window opens: `upcoming`; otherwise `in_window`
    #[must_use]
    pub fn timeliness(&self, day: NaiveDate) -> Timeliness {
        if !self.tracked || matches!(self.status, Status::Abandoned | Status::Superseded) {
            return Timeliness::NotDue;
        }
        if !self.role.delivers() {
            return Timeliness::Follows;
        }
        let Some(due_on) = self.due_on else {
            return Timeliness::Undated;
        };
        if self.status == Status::Complete {
            return if self.done_on.is_some_and(|done_on| done_on <= due_on) {
                Timeliness::DoneOnTime
            } else {
                Timeliness::DoneLate
            };
        }
        if day > due_on {
            Timeliness::Overdue
        } else if self.opens_on.is_some_and(|opens_on| opens_on > day) {
            Timeliness::Upcoming
        } else {
            Timeliness::InWindow
        }
    }

    /// Days since the due day, from 1; none unless it is overdue as of `day`.
    #[must_use]
    pub fn days_overdue(&self, day: NaiveDate) -> Option<i64> {
        match self.timeliness(day) {
            Timeliness::Overdue => {
                self.due_on.map(|due_on| day.signed_duration_since(due_on).num_days())
            }
            Timeliness::Undated
            | Timeliness::NotDue
            | Timeliness::Upcoming
            | Timeliness::InWindow
            | Timeliness::DoneOnTime
            | Timeliness::DoneLate
            | Timeliness::Follows => None,
        }
    }
}

#[cfg(test)]
mod tests;
