//! What a webhook is narrowed to: the lists' filters, as far as they ask about what is stored.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::commitment::{Kind, Strength};
use crate::domain::party::Role;
use crate::records::change::{Entity, Op};

/// What a change has to be for a webhook to be told of it. Several values of a field mean *any of*,
/// several fields *all of*; a field that is left out narrows nothing.
///
/// `party`, `role`, `status`, `due_before` and `due_after` must match in one obligation: of an
/// obligation or an update that one, of a commitment or a milestone any that stands. Asked for by
/// `party` alone, a party and a milestone are found by their own too.
///
/// `fan_out.sql` asks by the names of these fields, and takes one that is not there as not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct WebhookFilter {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub entity: Vec<Entity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub op: Vec<Op>,
    /// Slugs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub declaration: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub section: Vec<i32>,
    /// Codes; a member does not stand for its group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub party: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub role: Vec<Role>,
    /// What an update states, `withdrawn` too; of all else, the status of the obligation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub status: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub strength: Vec<Strength>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub kind: Vec<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracked: Option<bool>,
    /// Due before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_before: Option<NaiveDate>,
    /// Due after this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_after: Option<NaiveDate>,
}
