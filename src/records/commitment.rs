//! The record of a commitment: its own fields, without what is derived from its obligations.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::texts::{Json, Texts};
use crate::domain::commitment::{Kind, Strength, Urgency};
use crate::schema::commitments;

/// One undertaking coded from a clause.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    Queryable,
    QueryableByName,
    Selectable,
    Insertable,
    AsChangeset,
)]
#[diesel(table_name = commitments, treat_none_as_null = true)]
pub struct Commitment {
    pub id: Uuid,
    /// The slug of its declaration.
    pub declaration: String,
    /// As `AST25-12.7b`; never changed.
    pub code: String,
    pub section: i32,
    pub paragraph: i32,
    pub sort_key: String,
    /// An exact substring of the paragraph; an item made by an editor may have none.
    pub quote: Option<String>,
    /// Offset of the quote in the paragraph, in characters from 0.
    pub quote_start: Option<i32>,
    pub verb: Option<String>,
    pub strength: Strength,
    pub kind: Kind,
    pub tracked: bool,
    pub title: Texts,
    /// The deadline as it was written (EDTF), with the first and last day that it allows.
    pub edtf: Option<String>,
    pub opens_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub urgency: Option<Urgency>,
    pub recurrence: Option<Json<RecurrenceRule>>,
    pub party_group: Option<String>,
    pub topics: Vec<String>,
    /// The Sustainable Development Goals that it serves, 1 to 17.
    pub sdgs: Vec<i16>,
    pub refs: Json<Vec<Reference>>,
    pub related: Json<Vec<Related>>,
    pub note: Option<String>,
    pub no_deadline: Option<String>,
    pub version: i64,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// How a deadline comes round again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecurrenceRule {
    /// RFC 5545 RRULE, as `FREQ=YEARLY;INTERVAL=2`.
    pub rule: String,
    /// The horizon (EDTF) up to which occurrences are made.
    pub until: String,
}

/// An instrument, meeting, body or initiative that the clause names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reference {
    pub kind: String,
    /// Number, where the text gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Date (EDTF), where the text gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Name by language.
    #[serde(flatten)]
    pub name: std::collections::BTreeMap<String, String>,
}

/// A tie to another item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// The other item's code.
    pub item: String,
    /// `depends_on`, `follows_up`, `repeats` or `part_of`.
    pub how: String,
}
