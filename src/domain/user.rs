//! Who may do what: the roles of users and the one table of their rights.

use super::status::Basis;
use super::terms::terms;

terms! {
    /// What a user may do. Everybody may read.
    UserRole {
        Viewer = "viewer",
        /// Files declared updates on the obligations of one party or group.
        Analyst = "analyst",
        /// Files assessed updates on any obligation.
        Assessor = "assessor",
        /// Edits commitments and milestones.
        Editor = "editor",
        Admin = "admin",
    }
}

impl UserRole {
    /// Whether the role may edit commitments and milestones.
    #[must_use]
    pub const fn edits(self) -> bool {
        match self {
            Self::Editor | Self::Admin => true,
            Self::Viewer | Self::Analyst | Self::Assessor => false,
        }
    }

    /// The one basis on which the role files updates, if it files any.
    ///
    /// An admin files none: whoever keeps the house neither owes nor assesses.
    #[must_use]
    pub const fn files(self) -> Option<Basis> {
        match self {
            Self::Analyst => Some(Basis::Declared),
            Self::Assessor => Some(Basis::Assessed),
            Self::Viewer | Self::Editor | Self::Admin => None,
        }
    }
}

/// What the name of a user, or of a reader of the feed, has to be: the rest of a sentence.
pub const NAME_RULE: &str = "must begin with a Latin letter or digit and go on with at most 63 of \
    A-Z, a-z, 0-9, '.', '_', '@' and '-'";

/// Who calls: a user, known by a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub user_id: uuid::Uuid,
    /// The name that stands beside what the user writes.
    pub name: String,
    pub role: UserRole,
    /// The party or group that an analyst speaks for.
    pub party: Option<String>,
}
