//! A change: what a write leaves for the feed.

use serde::Serialize;
use uuid::Uuid;

use super::commitment::Commitment;
use super::conflict::Conflict;
use super::declaration::DeclarationRecord;
use super::milestone::Milestone;
use super::obligation::Obligation;
use super::party::Party;
use super::update::Update;
use crate::domain::terms::terms;

terms! {
    /// Whose record a change is.
    Entity {
        Declaration = "declaration",
        Party = "party",
        Commitment = "commitment",
        Obligation = "obligation",
        Milestone = "milestone",
        Update = "update",
        /// Two edits that cannot both stand.
        Conflict = "conflict",
    }
}

terms! {
    /// What was done to the record.
    Op {
        Created = "created",
        Edited = "edited",
        Deleted = "deleted",
    }
}

/// A record of any entity, whole.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Record {
    Declaration(DeclarationRecord),
    Party(Party),
    Commitment(Box<Commitment>),
    Obligation(Obligation),
    Milestone(Milestone),
    Update(Update),
    Conflict(Box<Conflict>),
}

impl Record {
    /// Which entity it is a record of.
    #[must_use]
    pub const fn entity(&self) -> Entity {
        match self {
            Self::Declaration(_) => Entity::Declaration,
            Self::Party(_) => Entity::Party,
            Self::Commitment(_) => Entity::Commitment,
            Self::Obligation(_) => Entity::Obligation,
            Self::Milestone(_) => Entity::Milestone,
            Self::Update(_) => Entity::Update,
            Self::Conflict(_) => Entity::Conflict,
        }
    }

    /// The id of the entity.
    #[must_use]
    pub const fn entity_id(&self) -> Uuid {
        match self {
            Self::Declaration(r) => r.declaration.id,
            Self::Party(r) => r.id,
            Self::Commitment(r) => r.id,
            Self::Obligation(r) => r.id,
            Self::Milestone(r) => r.id,
            Self::Update(r) => r.id,
            Self::Conflict(r) => r.id,
        }
    }

    /// The version; an update has only its first.
    #[must_use]
    pub const fn version(&self) -> i64 {
        match self {
            Self::Declaration(r) => r.declaration.version,
            Self::Party(r) => r.version,
            Self::Commitment(r) => r.version,
            Self::Obligation(r) => r.version,
            Self::Milestone(r) => r.version,
            Self::Update(_) => 1,
            Self::Conflict(r) => r.version,
        }
    }

    /// The slug of the declaration that it belongs to; a party belongs to none.
    #[must_use]
    pub fn declaration(&self) -> Option<&str> {
        match self {
            Self::Declaration(r) => Some(&r.declaration.slug),
            Self::Commitment(r) => Some(&r.declaration),
            Self::Obligation(r) => Some(&r.declaration),
            Self::Milestone(r) => Some(&r.declaration),
            Self::Update(r) => Some(&r.declaration),
            Self::Conflict(r) => Some(&r.declaration),
            Self::Party(_) => None,
        }
    }

    /// The code of the one party that it is about, if it is about one.
    #[must_use]
    pub fn party(&self) -> Option<&str> {
        match self {
            Self::Party(r) => Some(&r.code),
            Self::Obligation(r) => Some(&r.party),
            Self::Milestone(r) => r.party.as_deref(),
            Self::Update(r) => Some(&r.party),
            Self::Declaration(_) | Self::Commitment(_) | Self::Conflict(_) => None,
        }
    }
}

/// One write of one record, as it goes to the outbox.
#[derive(Debug, Clone)]
pub struct Change {
    pub op: Op,
    pub record: Record,
}

impl Change {
    #[must_use]
    pub const fn created(record: Record) -> Self {
        Self { op: Op::Created, record }
    }

    #[must_use]
    pub const fn edited(record: Record) -> Self {
        Self { op: Op::Edited, record }
    }

    #[must_use]
    pub const fn deleted(record: Record) -> Self {
        Self { op: Op::Deleted, record }
    }
}

macro_rules! record_from {
    ($($variant:ident($record:ty)),+ $(,)?) => {
        $(impl From<$record> for Record {
            fn from(record: $record) -> Self {
                Self::$variant(record)
            }
        })+
    };
}
record_from! {
    Declaration(DeclarationRecord), Party(Party), Obligation(Obligation), Milestone(Milestone),
    Update(Update),
}

impl From<Commitment> for Record {
    fn from(record: Commitment) -> Self {
        Self::Commitment(Box::new(record))
    }
}

impl From<Conflict> for Record {
    fn from(record: Conflict) -> Self {
        Self::Conflict(Box::new(record))
    }
}
