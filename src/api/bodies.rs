//! The bodies by which editors state commitments and milestones, as the OpenAPI document shows them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::push_edits::EditKind;
use crate::domain::commitment::{Kind, Strength, Urgency};
use crate::domain::party::Role;
use crate::language::Language;
use crate::reading::views::TextsView;
use crate::records::commitment::{RecurrenceRule, Reference, Related};
use crate::records::conflict::Resolution;

/// A new commitment. `tracked` follows from `strength`; windows and occurrences from `deadline`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewCommitment {
    /// The declaration's slug.
    pub declaration: String,
    pub section: i32,
    pub paragraph: i32,
    /// In every language that the declaration lists.
    pub title: TextsView,
    pub strength: Strength,
    pub kind: Kind,
    pub deadline: Option<DeadlineBody>,
    #[serde(flatten)]
    pub stated: CommitmentFields,
}

/// A merge patch of a commitment: what is absent stays, null removes, lists are replaced whole.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommitmentPatch {
    /// Merged by language.
    #[schema(required = false)]
    pub title: BTreeMap<String, Option<String>>,
    #[schema(required = false)]
    pub strength: Strength,
    #[schema(required = false)]
    pub kind: Kind,
    /// Merged field by field, as a new commitment has it: `edtf`, `urgency`, `recurrence`.
    #[schema(value_type = Option<Object>)]
    pub deadline: Option<DeadlineBody>,
    #[serde(flatten)]
    pub stated: CommitmentFields,
}

/// What an editor may state of a commitment, or leave out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommitmentFields {
    /// To the letter as the paragraph has it.
    pub quote: Option<String>,
    /// Offset of the quote in its paragraph, in characters from 0.
    pub quote_start: Option<i32>,
    pub verb: Option<String>,
    /// The group by whose name the text called the parties.
    pub group: Option<String>,
    pub topics: Option<Vec<String>>,
    /// Sustainable Development Goals, 1 to 17.
    pub sdgs: Option<Vec<i16>>,
    pub refs: Option<Vec<Reference>>,
    pub related: Option<Vec<Related>>,
    pub note: Option<String>,
    /// Why a clause with a date in it has no deadline.
    pub no_deadline: Option<String>,
    /// Who owes it; nobody owes an acknowledgement.
    pub obligations: Option<Vec<OwesBody>>,
}

/// A deadline as an editor states it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeadlineBody {
    /// EDTF, level 1: `2027`, `2025-08`, `2025/2026`.
    pub edtf: Option<String>,
    pub urgency: Option<Urgency>,
    pub recurrence: Option<RecurrenceRule>,
}

/// Who owes, and in which role.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OwesBody {
    /// The code of a party or group.
    pub party: String,
    pub role: Role,
}

/// A new milestone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewMilestone {
    /// In every language that the declaration lists.
    pub title: TextsView,
    /// EDTF, level 1.
    pub due: String,
    pub done_on: Option<NaiveDate>,
    /// The party or group that it is a step of.
    pub party: Option<String>,
}

/// A merge patch of a milestone: what is absent stays, null removes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MilestonePatch {
    /// Merged by language.
    #[schema(required = false)]
    pub title: BTreeMap<String, Option<String>>,
    /// EDTF, level 1.
    #[schema(required = false)]
    pub due: String,
    pub done_on: Option<NaiveDate>,
    /// The party or group that it is a step of.
    pub party: Option<String>,
}

/// What a resolver decides about a conflict.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResolveConflict {
    pub keep: Resolution,
    /// The fields of the conflict's group, if `value` is kept, and only then.
    #[schema(value_type = Option<Object>)]
    pub value: Option<Value>,
    /// The version of the item (or milestone) that the resolver looked at; needed if its group was
    /// edited after the conflict was opened.
    pub version: Option<i64>,
}

/// Edits that were made offline, at most 500.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Push {
    /// What the client calls itself, in 1 to 100 characters; it is recorded, and decides nothing.
    pub node: String,
    pub operations: Vec<PushOperation>,
}

/// One edit that was made offline.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PushOperation {
    /// An id of the client's own choice, 1 to 255 visible ASCII characters; one thing with the
    /// Idempotency-Key. Sent again with the same content, it does nothing.
    pub id: String,
    pub kind: EditKind,
    /// What it is about; a new commitment has none.
    pub target: Option<PushTarget>,
    /// The version that the edit was made on; patches and deletions have one, and only they.
    pub base_version: Option<i64>,
    /// The body of the call of the API that does the same; a deletion has none.
    #[schema(value_type = Option<Object>)]
    pub body: Option<Value>,
    /// When it was made, by the client's clock; it is recorded, and decides nothing.
    pub made_at: DateTime<Utc>,
}

/// What an operation is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PushTarget {
    /// The code of the item.
    pub commitment: Option<PushName>,
    /// Of an update: the code of the party that owes.
    pub party: Option<String>,
    /// Of an update: which occurrence it is about.
    pub occurrence: Option<String>,
    /// The id of the milestone.
    pub milestone: Option<PushName>,
    pub conflict: Option<Uuid>,
}

/// A name; or the id of the caller's own operation that made it, while it has no name yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
pub enum PushName {
    Name(String),
    MadeBy { operation: String },
}

/// A report to keep: what `GET /api/v1/reports/progress` takes as parameters.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewReport {
    /// The declaration's slug; may be absent while there is only one.
    pub declaration: Option<String>,
    /// Codes of parties or groups; all if absent.
    pub party: Option<Vec<String>>,
    /// Numbers of sections; all if absent.
    pub section: Option<Vec<i32>>,
    /// Today in the ledger's time zone if absent.
    pub as_of: Option<NaiveDate>,
    /// Now if absent.
    pub known_at: Option<DateTime<Utc>>,
    pub compare_to: Option<NaiveDate>,
    /// The language of its sentences: English if absent.
    pub lang: Option<Language>,
}
