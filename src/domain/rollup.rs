//! The rollup: what a commitment's obligations together say of the commitment.

use super::party::Role;
use super::status::Status;
use super::timeliness::Timeliness;

/// Whose progress a supporter follows.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Follows {
    /// The code of the least advanced host or lead.
    pub party: String,
    /// That party's status.
    pub status: Status,
}

/// The obligations that decide for the commitment: those of its hosts and leads; if it has none,
/// those of its participants; never those of its supporters.
fn deciding<T>(items: impl IntoIterator<Item = (Role, T)>) -> Vec<T> {
    let (mut leading, mut participating) = (Vec::new(), Vec::new());
    for (role, item) in items {
        match role {
            Role::Host | Role::Lead => leading.push(item),
            Role::Participant => participating.push(item),
            Role::Supporter => {}
        }
    }
    if leading.is_empty() { participating } else { leading }
}

/// The status of a commitment, over its hosts and leads, else its participants.
///
/// Superseded obligations are left out. All alike give that status; otherwise any stalled or
/// abandoned one gives `stalled`, and anything else `in_progress`. All superseded give
/// `superseded`. None where nobody must deliver.
#[must_use]
pub fn rollup(obligations: impl IntoIterator<Item = (Role, Status)>) -> Option<Status> {
    let all = deciding(obligations);
    let mut present = all.iter().copied().filter(|status| *status != Status::Superseded);
    let Some(first) = present.next() else {
        return all.first().copied();
    };
    let (mut alike, mut stuck) = (true, is_stuck(first));
    for status in present {
        alike &= status == first;
        stuck |= is_stuck(status);
    }
    Some(if alike {
        first
    } else if stuck {
        Status::Stalled
    } else {
        Status::InProgress
    })
}

/// Whether the status says that nothing moves although something is still open.
const fn is_stuck(status: Status) -> bool {
    match status {
        Status::Stalled | Status::Abandoned => true,
        Status::NotReported
        | Status::NotStarted
        | Status::InProgress
        | Status::Substantial
        | Status::Complete
        | Status::Ongoing
        | Status::Superseded => false,
    }
}

/// The timeliness of a commitment: the most pressing of its hosts and leads, else its
/// participants. None where nobody must deliver.
#[must_use]
pub fn item_timeliness(
    obligations: impl IntoIterator<Item = (Role, Timeliness)>,
) -> Option<Timeliness> {
    deciding(obligations).into_iter().min_by_key(|t| urgency(*t))
}

/// The place in the order of urgency, the most pressing first.
const fn urgency(timeliness: Timeliness) -> u8 {
    match timeliness {
        Timeliness::Overdue => 0,
        Timeliness::InWindow => 1,
        Timeliness::Upcoming => 2,
        Timeliness::DoneLate => 3,
        Timeliness::DoneOnTime => 4,
        Timeliness::Undated => 5,
        Timeliness::NotDue => 6,
        // Only supporters follow, and they do not decide.
        Timeliness::Follows => 7,
    }
}

/// What a supporter of this commitment follows: the least advanced host or lead, of equal ones
/// the first in the order given. None where there is neither.
#[must_use]
pub fn follows<'a>(
    obligations: impl IntoIterator<Item = (Role, &'a str, Status)>,
) -> Option<Follows> {
    obligations
        .into_iter()
        .filter(|(role, _, _)| role.leads())
        .min_by_key(|(_, _, status)| status.advancement())
        .map(|(_, party, status)| Follows { party: party.to_owned(), status })
}

#[cfg(test)]
mod tests;
