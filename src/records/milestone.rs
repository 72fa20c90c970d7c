//! The record of a milestone: a step on the way, which decides no status.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::texts::Texts;
use crate::schema::milestones;

/// A step on the way to a commitment.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    Queryable,
    Selectable,
    Insertable,
    AsChangeset,
)]
#[diesel(table_name = milestones, treat_none_as_null = true)]
pub struct Milestone {
    pub id: Uuid,
    pub commitment_id: Uuid,
    /// The slug of the declaration.
    pub declaration: String,
    pub title: Texts,
    /// EDTF.
    pub due: String,
    /// The last day that `due` allows.
    pub due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    pub party: Option<String>,
    pub version: i64,
}
