//! A snapshot: every record as it stood at one place of the feed, a line each.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::db::change_filter::ChangeFilter;
use crate::db::connect::Db;
use crate::db::snapshot::{Standing, standing};
use crate::db::updates;
use crate::error::Problem;
use crate::records::change::Entity;
use crate::records::update::Update;

/// What is referred to stands before what refers to it.
pub const ORDER: [Entity; 7] = [
    Entity::Declaration,
    Entity::Party,
    Entity::Commitment,
    Entity::Obligation,
    Entity::Milestone,
    Entity::Update,
    Entity::Conflict,
];

/// How many records are read at a time. A declaration brings its whole text with it.
const fn batch_size(entity: Entity) -> i64 {
    match entity {
        Entity::Declaration => 20,
        _ => 1000,
    }
}

/// How long a text is handed on at once, in bytes.
const CHUNK: usize = 64 << 10;

/// One record of a snapshot.
#[derive(Debug, Serialize, ToSchema)]
pub struct SnapshotRecord {
    pub entity: Entity,
    pub id: Uuid,
    pub version: i64,
    /// The record, whole, in RFC 8785 form: the text of its change in the feed.
    #[schema(value_type = Object)]
    pub body: Box<RawValue>,
}

/// Records of one entity, read and not yet written out.
#[derive(Debug)]
pub struct Batch {
    entity: Entity,
    standing: Vec<Standing>,
    /// Those whose bodies the feed has no longer.
    updates: Vec<Update>,
    /// Where the next one begins; none after the last.
    pub next: Option<i64>,
}

impl Batch {
    /// Reads the batch after the change `after` of what stood at `head`.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn read(
        db: &Db,
        entity: Entity,
        (after, head): (i64, i64),
        filter: &ChangeFilter,
    ) -> Result<Self, Problem> {
        let limit = batch_size(entity);
        db.read(async |conn| {
            let standing = standing(conn, entity, (after, head), filter, limit).await?;
            let is_missing = |record: &&Standing| record.text.is_none() && record.kept.is_none();
            let missing: Vec<Uuid> =
                standing.iter().filter(is_missing).map(|record| record.entity_id).collect();
            let updates = match missing.as_slice() {
                [] => Vec::new(),
                missing => updates::find(conn, missing).await?,
            };
            let is_full = i64::try_from(standing.len()) == Ok(limit);
            let next = standing.last().filter(|_| is_full).map(|last| last.seq);
            Ok(Self { entity, standing, updates, next })
        })
        .await
    }

    /// How many records it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.standing.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.standing.is_empty()
    }

    /// The lines, in pieces to be handed on one by one. It is work: for a thread that may block.
    ///
    /// # Errors
    /// If a record is missing, which the rules in the database do not let happen.
    pub fn lines(self) -> Result<Vec<String>, Problem> {
        let mut updates: HashMap<Uuid, Update> =
            self.updates.into_iter().map(|update| (update.id, update)).collect();
        let mut chunks = vec![String::new()];
        for Standing { entity_id: id, version, text, kept, .. } in self.standing {
            // Where the feed's own text is gone it is made anew: jsonb keeps neither the order of
            // the names nor the spaces.
            let body = match (text, kept, updates.remove(&id)) {
                (Some(text), ..) => Ok(text),
                (None, Some(kept), _) => serde_json_canonicalizer::to_string(&kept),
                (None, None, Some(update)) => serde_json_canonicalizer::to_string(&update),
                (None, None, None) => return Err(Problem::internal(format!("no record {id}"))),
            };
            let body = body.and_then(RawValue::from_string).map_err(Problem::internal)?;
            let record = SnapshotRecord { entity: self.entity, id, version, body };
            if chunks.last().is_none_or(|chunk| chunk.len() >= CHUNK) {
                chunks.push(String::with_capacity(CHUNK + CHUNK / 8));
            }
            if let Some(chunk) = chunks.last_mut() {
                *chunk += &line(&record)?;
            }
        }
        Ok(chunks)
    }
}

/// A value as a line of NDJSON.
///
/// # Errors
/// The serializer's.
pub fn line<T: Serialize>(value: &T) -> Result<String, Problem> {
    Ok(serde_json::to_string(value).map_err(Problem::internal)? + "\n")
}
