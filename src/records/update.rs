//! The record of an update, with its evidence: never changed, never deleted.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::obligation::Obligation;
use crate::domain::fold::UpdateFact;
use crate::domain::status::{Basis, UpdateStatus};
use crate::domain::update::{NewEvidence, NewUpdate};

/// One dated statement about an obligation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Update {
    pub id: Uuid,
    pub obligation_id: Uuid,
    /// The slug of the declaration.
    pub declaration: String,
    /// The code of the commitment.
    pub commitment: String,
    /// The code of the party that owes.
    pub party: String,
    pub occurrence: Option<String>,
    pub basis: Basis,
    pub status: UpdateStatus,
    /// The day that the statement is about.
    pub as_of: NaiveDate,
    /// The day of completion; only `complete` has one.
    pub done_on: Option<NaiveDate>,
    pub narrative: String,
    /// Why a closed obligation is spoken of again.
    pub reason: Option<String>,
    /// The earlier update that this one replaces.
    pub corrects: Option<Uuid>,
    /// The update that this one was written upon.
    pub seen: Option<Uuid>,
    pub evidence: Vec<Evidence>,
    /// The name of the user who filed it.
    pub author: String,
    /// When it was filed.
    pub at: DateTime<Utc>,
}

impl Update {
    /// The record of what is filed about an obligation of the commitment with this code.
    #[must_use]
    pub fn filed(
        new: &NewUpdate,
        id: Uuid,
        (obligation, code): (&Obligation, &str),
        author: &str,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            obligation_id: obligation.id,
            declaration: obligation.declaration.clone(),
            commitment: code.to_owned(),
            party: obligation.party.clone(),
            occurrence: obligation.occurrence.clone(),
            basis: new.basis,
            status: new.status,
            as_of: new.as_of,
            done_on: new.done_on,
            narrative: new.narrative.clone(),
            // A blank one says nothing.
            reason: new.reason.clone().filter(|reason| !reason.trim().is_empty()),
            corrects: new.corrects,
            seen: new.seen,
            evidence: new.evidence.iter().map(Evidence::filed).collect(),
            author: author.to_owned(),
            at,
        }
    }

    /// What the fold reads of it.
    #[must_use]
    pub const fn fact(&self) -> UpdateFact {
        let Self { id, basis, status, as_of, done_on, corrects, .. } = *self;
        UpdateFact { id, basis, status, as_of, done_on, corrects }
    }
}

/// A link behind an update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    pub url: String,
    pub title: String,
    /// Language tag (BCP 47).
    pub lang: String,
    pub published_on: Option<NaiveDate>,
    /// SHA-256 of what was found there, in hexadecimal.
    pub sha256: Option<String>,
}

impl Evidence {
    fn filed(new: &NewEvidence) -> Self {
        Self {
            url: new.url.clone(),
            title: new.title.clone(),
            lang: new.lang.clone(),
            published_on: new.published_on,
            sha256: new.sha256.as_deref().map(str::to_lowercase),
        }
    }
}
