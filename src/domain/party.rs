//! Who owes: parties, groups, and the role in which each owes.

use super::terms::terms;

terms! {
    /// What kind of party this is.
    PartyKind {
        State = "state",
        Secretariat = "secretariat",
        /// A named group of states, whose members may be unstated.
        Group = "group",
    }
}

terms! {
    /// The role in which a party owes.
    Role {
        /// Holds the event or houses the institution.
        Host = "host",
        /// Does or initiated what the item is about, with no place named.
        Lead = "lead",
        /// Acts together with the others.
        Participant = "participant",
        /// Owes support to another party's act, and follows it.
        Supporter = "supporter",
    }
}

impl Role {
    /// Whether the role must deliver. Only these can be overdue and are counted in totals.
    #[must_use]
    pub const fn delivers(self) -> bool {
        match self {
            Self::Host | Self::Lead | Self::Participant => true,
            Self::Supporter => false,
        }
    }

    /// Whether the role is one whose progress the others follow.
    #[must_use]
    pub const fn leads(self) -> bool {
        match self {
            Self::Host | Self::Lead => true,
            Self::Participant | Self::Supporter => false,
        }
    }
}
