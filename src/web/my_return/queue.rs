//! What a party has to report on, and why, in the order in which it is done.

use chrono::{Days, NaiveDate};

use super::MOST;
use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::filter::{Filter, Moment};
use crate::db::moment::{Listing, Sort};
use crate::db::obligations::{self, Coverage, ObligationRow};
use crate::domain::party::Role;
use crate::domain::status::Status;
use crate::domain::timeliness::Timeliness;
use crate::error::Problem;
use crate::records::party::Party;

/// How many days ahead something is prepared for.
const DAYS_AHEAD: u64 = 90;

/// Why an obligation is in the return. One that is there for several reasons stands under the
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Overdue,
    DueSoon,
    Differing,
    Unreported,
}

/// The return of a party as it is read.
pub(super) struct Found {
    pub party: Party,
    pub coverage: Coverage,
    pub queue: Vec<Batch>,
}

/// What is in the return for one reason.
pub(super) struct Batch {
    pub reason: Reason,
    pub rows: Vec<ObligationRow>,
    /// Whether there is more of it than was read.
    pub is_cut: bool,
}

impl Reason {
    pub(super) const fn heading(self) -> &'static str {
        match self {
            Self::Overdue => "web-return-overdue",
            Self::DueSoon => "web-return-due",
            Self::Differing => "web-return-differing",
            Self::Unreported => "web-return-unreported",
        }
    }

    /// The list that has all of them, or all that could be.
    pub(super) fn list(self, party: &str, day: NaiveDate) -> String {
        let list = format!("/obligations?party={party}&sort=due_on");
        match self {
            Self::Overdue => format!("{list}&timeliness=overdue"),
            Self::DueSoon => {
                let before = day.checked_add_days(Days::new(DAYS_AHEAD + 1)).unwrap_or(day);
                format!("{list}&timeliness=in_window,upcoming&due_before={before}")
            }
            Self::Differing => list,
            Self::Unreported => {
                format!("{list}&status=not_reported&role=host,lead,participant")
            }
        }
    }
}

/// Reads the return of a party as of a day.
pub(super) async fn find(
    conn: &mut Conn,
    parties: &[Party],
    code: &str,
    day: NaiveDate,
) -> Result<Found, Failure> {
    let party = parties.iter().find(|party| party.code == code);
    let party =
        party.ok_or_else(|| Problem::not_found(format!("There is no party {code}.")))?.clone();
    let moment = Moment::live(day);
    let own =
        Filter { parties: vec![party.code.clone()], tracked: Some(true), ..Filter::default() };
    let mut queue: Vec<Batch> = Vec::new();
    for (reason, filter, sort) in reasons(&own, day) {
        // More than are shown, as some may stand under an earlier reason.
        let limit = i64::try_from(MOST * 2).unwrap_or(i64::MAX);
        let listing = Listing { filter: &filter, moment, sort, after: None, limit };
        let mut rows = obligations::list(conn, &listing).await?;
        let is_cut = rows.len() >= MOST * 2;
        let is_above = |row: &ObligationRow| {
            queue.iter().any(|batch| batch.rows.iter().any(|other| other.id == row.id))
        };
        rows.retain(|row| !is_above(row));
        queue.push(Batch { reason, rows, is_cut });
    }
    let coverage = obligations::coverage(conn, &own.parties, day).await?;
    Ok(Found { party, coverage, queue })
}

/// The reasons in their order, each with what is looked for.
fn reasons(own: &Filter, day: NaiveDate) -> [(Reason, Filter, Sort); 4] {
    let after = day.checked_add_days(Days::new(DAYS_AHEAD + 1));
    let overdue = Filter { timeliness: vec![Timeliness::Overdue], ..own.clone() };
    let soon = Filter {
        timeliness: vec![Timeliness::InWindow, Timeliness::Upcoming],
        due_before: after,
        ..own.clone()
    };
    let differing = Filter { differing: true, ..own.clone() };
    let unreported = Filter {
        statuses: vec![Status::NotReported],
        roles: vec![Role::Host, Role::Lead, Role::Participant],
        // What is overdue stands above.
        timeliness: vec![Timeliness::Undated, Timeliness::InWindow, Timeliness::Upcoming],
        ..own.clone()
    };
    [
        (Reason::Overdue, overdue, Sort::Due),
        (Reason::DueSoon, soon, Sort::Due),
        (Reason::Differing, differing, Sort::Code),
        (Reason::Unreported, unreported, Sort::Due),
    ]
}
