//! Edit a milestone.

use super::create_milestone::{MilestoneDraft, check};
use crate::db::connect::Failure;
use crate::db::{Conn, changes, clock, milestones};
use crate::domain::user::Caller;
use crate::records::change::Change;
use crate::records::commitment::Commitment;
use crate::records::milestone::Milestone;

/// Writes the draft over the milestone. An edit that changes nothing leaves nothing behind.
///
/// # Errors
/// Invalid with every fault; nothing is then written.
pub async fn patch_milestone(
    conn: &mut Conn,
    caller: &Caller,
    item: &Commitment,
    present: &Milestone,
    draft: &MilestoneDraft,
) -> Result<Milestone, Failure> {
    check(conn, item, draft).await?;
    if draft.record(item, present.id, present.version) == *present {
        return Ok(present.clone());
    }
    let record = draft.record(item, present.id, present.version + 1);
    milestones::update(conn, &record).await?;
    let at = clock::now(conn).await?;
    let change = Change::edited(record.clone().into());
    changes::append(conn, &[change], &caller.name, at).await?;
    Ok(record)
}
