//! How far an obligation has come, and on whose word.

use super::terms::terms;

terms! {
    /// The state of an obligation, as the fold of its updates gives it.
    Status {
        /// Nobody has said anything; never shown as failure.
        NotReported = "not_reported",
        NotStarted = "not_started",
        InProgress = "in_progress",
        Substantial = "substantial",
        /// Done, on a day (`done_on`). Closed.
        Complete = "complete",
        /// Kept up, with no end.
        Ongoing = "ongoing",
        Stalled = "stalled",
        /// Given up. Closed.
        Abandoned = "abandoned",
        /// Replaced by another undertaking. Closed.
        Superseded = "superseded",
    }
}

terms! {
    /// What an update may say: every [`Status`] but `not_reported`, and `withdrawn`.
    UpdateStatus {
        NotStarted = "not_started",
        InProgress = "in_progress",
        Substantial = "substantial",
        Complete = "complete",
        Ongoing = "ongoing",
        Stalled = "stalled",
        Abandoned = "abandoned",
        Superseded = "superseded",
        /// Takes back the update that this one corrects.
        Withdrawn = "withdrawn",
    }
}

terms! {
    /// On whose word an update stands.
    Basis {
        /// The party that owes says so.
        Declared = "declared",
        /// An assessor says so.
        Assessed = "assessed",
    }
}

impl Status {
    /// Whether nothing more is expected of the obligation.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        match self {
            Self::Complete | Self::Abandoned | Self::Superseded => true,
            Self::NotReported
            | Self::NotStarted
            | Self::InProgress
            | Self::Substantial
            | Self::Ongoing
            | Self::Stalled => false,
        }
    }

    /// The place on the scale from given up (0) to replaced by something else (8). Where two
    /// statements disagree, the one of the lower place counts meanwhile.
    #[must_use]
    pub const fn advancement(self) -> u8 {
        match self {
            Self::Abandoned => 0,
            Self::NotReported => 1,
            Self::NotStarted => 2,
            Self::Stalled => 3,
            Self::InProgress => 4,
            Self::Substantial => 5,
            Self::Ongoing => 6,
            Self::Complete => 7,
            Self::Superseded => 8,
        }
    }
}

impl UpdateStatus {
    /// The status that is claimed; none for `withdrawn`.
    #[must_use]
    pub const fn status(self) -> Option<Status> {
        match self {
            Self::NotStarted => Some(Status::NotStarted),
            Self::InProgress => Some(Status::InProgress),
            Self::Substantial => Some(Status::Substantial),
            Self::Complete => Some(Status::Complete),
            Self::Ongoing => Some(Status::Ongoing),
            Self::Stalled => Some(Status::Stalled),
            Self::Abandoned => Some(Status::Abandoned),
            Self::Superseded => Some(Status::Superseded),
            Self::Withdrawn => None,
        }
    }
}
