//! What was undertaken: the closed lists that a commitment is coded by.

use super::party::Role;
use super::terms::terms;

terms! {
    /// How strongly the operative verb binds.
    Strength {
        Decision = "decision",
        Undertaking = "undertaking",
        Support = "support",
        /// A standing position: kept with its parties, never due.
        Position = "position",
        /// Kept as context; owed by nobody.
        Acknowledgement = "acknowledgement",
    }
}

terms! {
    /// What the undertaking aims at.
    Kind {
        Event = "event",
        Institution = "institution",
        Instrument = "instrument",
        Programme = "programme",
        Policy = "policy",
        Position = "position",
    }
}

terms! {
    /// How pressing the text calls an undertaking that it gives no date.
    Urgency {
        /// "As soon as possible".
        Asap = "asap",
    }
}

impl Strength {
    /// Whether something is to be done, so that totals and overdue lists count it.
    #[must_use]
    pub const fn tracked(self) -> bool {
        match self {
            Self::Decision | Self::Undertaking | Self::Support => true,
            Self::Position | Self::Acknowledgement => false,
        }
    }

    /// Whether somebody owes it.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        match self {
            Self::Decision | Self::Undertaking | Self::Support | Self::Position => true,
            Self::Acknowledgement => false,
        }
    }

    /// What is wrong with an undertaking of this strength being owed in these roles, if anything:
    /// an acknowledgement is owed by nobody and all else by somebody, and a supporter needs
    /// somebody to follow.
    #[must_use]
    pub fn fault_of_roles(self, roles: &[Role]) -> Option<&'static str> {
        let has = |wanted: fn(Role) -> bool| roles.iter().any(|role| wanted(*role));
        match self {
            Self::Acknowledgement if !roles.is_empty() => {
                Some("must be empty: an acknowledgement is owed by nobody")
            }
            Self::Acknowledgement => None,
            _ if roles.is_empty() => Some("must name at least one party that owes it"),
            _ if has(|role| !role.delivers()) && !has(Role::leads) => {
                Some("must have a host or lead for its supporters to follow")
            }
            _ => None,
        }
    }
}
