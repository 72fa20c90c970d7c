//! The record of an obligation: its own fields, without the state that its updates give it.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::party::Role;
use crate::schema::obligations;

/// What one party owes under one commitment, in one role.
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
#[diesel(table_name = obligations, treat_none_as_null = true)]
pub struct Obligation {
    pub id: Uuid,
    pub commitment_id: Uuid,
    /// The slug of the declaration.
    pub declaration: String,
    /// The code of the party or group that owes.
    pub party: String,
    pub role: Role,
    /// Which one of a recurring commitment; none for the only one.
    pub occurrence: Option<String>,
    pub opens_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub sort_key: String,
    pub version: i64,
    /// When an edit of the commitment dropped it.
    pub dropped_at: Option<DateTime<Utc>>,
}
