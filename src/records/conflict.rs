//! The record of a conflict: two edits that cannot both stand, with all that is known of them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::change::Entity;
use super::groups::Group;
use super::texts::Json;
use crate::domain::terms::terms;
use crate::schema::conflicts;

terms! {
    /// What two edits clash in: a group of an item's fields, a milestone, or whether there is an
    /// item at all.
    ConflictGroup {
        Text = "text",
        Titles = "titles",
        Deadline = "deadline",
        Coding = "coding",
        Obligations = "obligations",
        /// A milestone, whole.
        Milestone = "milestone",
        /// One side deleted what the other edited.
        Existence = "existence",
    }
}

impl From<Group> for ConflictGroup {
    fn from(group: Group) -> Self {
        match group {
            Group::Text => Self::Text,
            Group::Titles => Self::Titles,
            Group::Deadline => Self::Deadline,
            Group::Coding => Self::Coding,
            Group::Obligations => Self::Obligations,
        }
    }
}

impl ConflictGroup {
    /// The group of an item's fields that this is, if it is one.
    #[must_use]
    pub const fn of_item(self) -> Option<Group> {
        match self {
            Self::Text => Some(Group::Text),
            Self::Titles => Some(Group::Titles),
            Self::Deadline => Some(Group::Deadline),
            Self::Coding => Some(Group::Coding),
            Self::Obligations => Some(Group::Obligations),
            Self::Milestone | Self::Existence => None,
        }
    }
}

terms! {
    /// What a conflict was resolved to.
    Resolution {
        /// What was committed; the other edit is left out.
        Theirs = "theirs",
        /// What came later; it is written over what was committed.
        Yours = "yours",
        /// Something else.
        Value = "value",
    }
}

/// Two edits of one group, made on one base, that cannot both stand. Only its resolution is ever
/// added to it.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    ToSchema,
    Queryable,
    QueryableByName,
    Selectable,
    Insertable,
)]
#[diesel(table_name = conflicts)]
pub struct Conflict {
    pub id: Uuid,
    /// `commitment` or `milestone`.
    pub entity: Entity,
    pub entity_id: Uuid,
    pub commitment_id: Uuid,
    /// The declaration's slug.
    pub declaration: String,
    /// The code of the item.
    pub code: String,
    pub group: ConflictGroup,
    /// The version that both edits were made on.
    pub base_version: i64,
    /// The fields of the group as they were then.
    #[schema(value_type = Object)]
    pub base: Json<Value>,
    /// As they were committed; null if the item was deleted.
    #[schema(value_type = Option<Object>)]
    pub theirs: Option<Json<Value>>,
    /// As the later edit would have them; null if it was a deletion.
    #[schema(value_type = Option<Object>)]
    pub yours: Option<Json<Value>>,
    /// The version that brought `theirs`.
    pub theirs_version: i64,
    /// The name of its author.
    pub theirs_by: String,
    pub theirs_at: DateTime<Utc>,
    /// The name of the user who pushed the later edit.
    pub yours_by: String,
    /// When it was pushed.
    pub yours_at: DateTime<Utc>,
    /// When it was made, by the client's clock.
    pub made_at: DateTime<Utc>,
    /// What the client calls itself.
    pub node: String,
    /// The id of the client's operation.
    pub operation: String,
    /// 1 while it is open, 2 once it is resolved.
    pub version: i64,
    /// What it was resolved to; null while it is open.
    pub resolution: Option<Resolution>,
    /// The fields that it was resolved to, where they are neither side's.
    #[schema(value_type = Option<Object>)]
    pub value: Option<Json<Value>>,
    /// The name of the user who resolved it.
    pub resolved_by: Option<String>,
    pub resolved_at: Option<DateTime<Utc>>,
}
