//! The record of an obligation: its own fields, without the state that its updates give it.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::commitment::Commitment;
use super::party::Party;
use super::{ids, keys};
use crate::domain::occurrence::Window;
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

impl Obligation {
    /// What `party` owes under `commitment` in `window`, as new.
    #[must_use]
    pub fn new(commitment: &Commitment, party: &Party, role: Role, window: &Window) -> Self {
        let Window { occurrence, opens_on, due_on } = window.clone();
        let key = occurrence.as_deref();
        Self {
            id: ids::obligation(commitment.id, &party.code, key),
            commitment_id: commitment.id,
            declaration: commitment.declaration.clone(),
            party: party.code.clone(),
            role,
            opens_on,
            due_on,
            sort_key: keys::obligation(&commitment.sort_key, party.position, &party.code, key),
            version: 1,
            dropped_at: None,
            occurrence,
        }
    }
}
