//! Merge an offline edit of a milestone with what was committed since.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::create_milestone::check;
use super::merge_commitment::check_base;
use super::open_conflicts::{Clash, open_conflict_of_milestone};
use super::patch_commitment::lock_any;
use super::patch_milestone::patch_milestone;
use super::push_edits::{Effect, Pushed, in_body};
use super::stated;
use crate::db::connect::Failure;
use crate::db::versions;
use crate::db::{Conn, milestones};
use crate::domain::merge::{Groups, merge};
use crate::error::Problem;
use crate::records::conflict::ConflictGroup;
use crate::records::milestone::Milestone;

/// Merges a patch that was made on `base_version` into the milestone as it is now. A milestone is
/// one group: it makes sense as a whole. That its item was deleted stands in no edit's way.
///
/// # Errors
/// Not found, or invalid with every fault; nothing is then written.
pub(super) async fn merge_milestone(
    conn: &mut Conn,
    pushed: Pushed<'_>,
    code: &str,
    id: Uuid,
    base_version: i64,
    patch: &Map<String, Value>,
) -> Result<Effect, Failure> {
    let item = lock_any(conn, code).await?.item;
    let Some(present) = milestones::find(conn, item.id, id).await? else {
        return Err(Problem::not_found(format!("{code} has no milestone {id}.")).into());
    };
    check_base(base_version, present.version, "the milestone")?;
    let Some(base) = versions::find::<Milestone>(conn, id, base_version).await? else {
        let lost = format!("version {base_version} of milestone {id} is lost");
        return Err(Problem::internal(lost).into());
    };
    let yours = stated::milestone(Some(&base), patch).map_err(|e| in_body(e.into()))?;
    if base_version == present.version {
        let edited = patch_milestone(conn, pushed.caller, &item, &present, &yours).await;
        return Ok(Effect::of(&item, edited.map_err(in_body)?.version));
    }
    check(conn, &item, &yours).await.map_err(in_body)?;
    let group = ConflictGroup::Milestone;
    let whole = |value: Value| Groups::from([(group, value)]);
    let unpatched = |record: &Milestone| {
        stated::milestone(Some(record), &Map::new()).map(|draft| stated::of_milestone(&draft))
    };
    let (of_base, theirs) = (unpatched(&base)?, unpatched(&present)?);
    let sides = [of_base, theirs, stated::of_milestone(&yours)].map(whole);
    let mut merged = merge(&sides[0], &sides[1], &sides[2]);
    let mut version = present.version;
    if !merged.taken.is_empty() {
        let edited = patch_milestone(conn, pushed.caller, &item, &present, &yours).await?;
        version = edited.version;
    }
    let mut conflicts = Vec::new();
    if let Some(conflict) = merged.conflicts.remove(&group) {
        let clash = Clash {
            group,
            base: conflict.base.unwrap_or_default(),
            theirs: conflict.theirs,
            yours: conflict.yours,
            theirs_version: present.version,
            author: versions::author(conn, id, present.version).await?,
        };
        conflicts =
            open_conflict_of_milestone(conn, pushed, &item, id, base_version, clash).await?;
    }
    Ok(Effect { merged: Some(merged.taken), conflicts, ..Effect::of(&item, version) })
}
