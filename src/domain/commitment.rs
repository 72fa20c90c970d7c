//! What was undertaken: the closed lists that a commitment is coded by.

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
}
