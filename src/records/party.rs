//! The record of a party.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::texts::Texts;
use crate::domain::party::PartyKind;
use crate::schema::parties;

/// A state, the secretariat, or a named group.
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
#[diesel(table_name = parties, treat_none_as_null = true)]
pub struct Party {
    pub id: Uuid,
    /// As `KZ` or `relevant-parties`; never changed.
    pub code: String,
    pub kind: PartyKind,
    pub name: Texts,
    /// The protocol order in which parties stand.
    pub position: i32,
    /// A group's members by code; none if the text leaves them unstated.
    pub members: Option<Vec<String>>,
    pub version: i64,
}
