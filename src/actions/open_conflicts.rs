//! Open conflicts: keep both edits, and tell of them in the feed.

use serde_json::Value;
use uuid::Uuid;

use super::push_edits::Pushed;
use crate::db::connect::Failure;
use crate::db::versions::Author;
use crate::db::{Conn, changes, clock, conflicts};
use crate::records::change::{Change, Entity};
use crate::records::commitment::Commitment;
use crate::records::conflict::{Conflict, ConflictGroup};
use crate::records::ids;
use crate::records::texts::Json;

/// Two edits of one group that cannot both stand.
#[derive(Debug)]
pub(super) struct Clash {
    pub group: ConflictGroup,
    pub base: Value,
    /// None where it was deleted.
    pub theirs: Option<Value>,
    pub yours: Option<Value>,
    /// The version that brought theirs, and who wrote it.
    pub theirs_version: i64,
    pub author: Author,
}

/// Opens a conflict for each clash in an item. The caller holds its lock.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn open_conflicts(
    conn: &mut Conn,
    pushed: Pushed<'_>,
    item: &Commitment,
    base_version: i64,
    clashes: Vec<Clash>,
) -> Result<Vec<Conflict>, Failure> {
    open(conn, pushed, item, (Entity::Commitment, item.id), base_version, clashes).await
}

/// Opens a conflict for each clash in a milestone of the item. The caller holds its lock.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn open_conflict_of_milestone(
    conn: &mut Conn,
    pushed: Pushed<'_>,
    item: &Commitment,
    milestone: Uuid,
    base_version: i64,
    clash: Clash,
) -> Result<Vec<Conflict>, Failure> {
    open(conn, pushed, item, (Entity::Milestone, milestone), base_version, vec![clash]).await
}

async fn open(
    conn: &mut Conn,
    pushed: Pushed<'_>,
    item: &Commitment,
    (entity, entity_id): (Entity, Uuid),
    base_version: i64,
    clashes: Vec<Clash>,
) -> Result<Vec<Conflict>, Failure> {
    if clashes.is_empty() {
        return Ok(Vec::new());
    }
    let at = clock::now(conn).await?;
    let record = |clash: Clash| Conflict {
        id: ids::new(),
        entity,
        entity_id,
        commitment_id: item.id,
        declaration: item.declaration.clone(),
        code: item.code.clone(),
        group: clash.group,
        base_version,
        base: Json(clash.base),
        theirs: clash.theirs.map(Json),
        yours: clash.yours.map(Json),
        theirs_version: clash.theirs_version,
        theirs_by: clash.author.by,
        theirs_at: clash.author.at,
        yours_by: pushed.caller.name.clone(),
        yours_at: at,
        made_at: pushed.said.made_at,
        node: pushed.said.node.clone(),
        operation: pushed.operation.to_owned(),
        version: 1,
        resolution: None,
        value: None,
        resolved_by: None,
        resolved_at: None,
    };
    let opened: Vec<Conflict> = clashes.into_iter().map(record).collect();
    conflicts::create(conn, &opened).await?;
    let all: Vec<Change> =
        opened.iter().map(|conflict| Change::created(conflict.clone().into())).collect();
    changes::append(conn, &all, &pushed.caller.name, at).await?;
    Ok(opened)
}
