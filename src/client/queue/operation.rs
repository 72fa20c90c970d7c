//! An operation that was made here, and what the ledger says came of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::client::failure::Refusal;
use crate::domain::update::NewUpdate;

/// What an update is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub commitment: String,
    pub party: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<String>,
}

/// An update on its way. Its id is made once, and sent with every try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    pub id: Uuid,
    pub target: Target,
    pub body: NewUpdate,
    pub made_at: DateTime<Utc>,
    /// Who made it: under another name its id would be another one.
    pub user: String,
}

/// An edit that was put beside another one, until somebody decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    pub id: Uuid,
    /// The code of the item; empty where the server does not say it again.
    #[serde(default)]
    pub code: String,
    pub group: String,
    #[serde(default)]
    pub theirs: Value,
    #[serde(default)]
    pub yours: Value,
}

/// What came of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub outcome: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Refusal>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Clash>,
    /// The first outcome, of a duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Box<Self>>,
}

impl Outcome {
    /// An outcome without particulars.
    #[must_use]
    pub fn plain(outcome: &str) -> Self {
        let outcome = outcome.to_owned();
        Self { outcome, problem: None, conflicts: Vec::new(), first: None }
    }

    /// One that leaves nothing behind.
    #[must_use]
    pub fn rejected(problem: Refusal) -> Self {
        Self { problem: Some(problem), ..Self::plain("rejected") }
    }

    /// The conflicts that it opened, now or the first time.
    #[must_use]
    pub fn clashes(&self) -> &[Clash] {
        self.first.as_ref().map_or(&self.conflicts, |first| &first.conflicts)
    }

    /// Whether it was settled as its maker wished.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.problem.is_none() && self.clashes().is_empty()
    }
}
