//! Merge an offline edit or deletion of a commitment with what was committed since.

use serde_json::{Map, Value};

use super::delete_commitment::delete_commitment;
use super::draft::Draft;
use super::open_conflicts::{Clash, open_conflicts};
use super::patch_commitment::{Locked, Rules, lock_any, patch_commitment};
use super::push_edits::{Effect, Pushed, in_body};
use super::stated;
use crate::db::connect::Failure;
use crate::db::versions::{self, Author, Written};
use crate::db::{Conn, declarations};
use crate::domain::fault::Fault;
use crate::domain::merge::{Groups, Merged, merge, refuse};
use crate::domain::quote::stands_at;
use crate::error::Problem;
use crate::records::commitment::Commitment;
use crate::records::conflict::ConflictGroup;
use crate::records::groups::{Group, Item};

/// Merges a patch that was made on `base_version` into the item as it is now.
///
/// On the present version it is an edit like any other. On an earlier one, what the patch changed
/// is told apart from what others changed, group by group. If the patch is good by itself and not
/// together with what others changed, no group of it goes in, and each is a conflict.
///
/// # Errors
/// Not found, or invalid with every fault; nothing is then written.
pub(super) async fn merge_commitment(
    conn: &mut Conn,
    pushed: Pushed<'_>,
    code: &str,
    base_version: i64,
    patch: &Map<String, Value>,
) -> Result<Effect, Failure> {
    let locked = lock_any(conn, code).await?;
    let base = base_of(conn, &locked, base_version).await?;
    let of_base = Draft::of(&base.commitment, &base.obligations);
    let yours = stated::patched_commitment(&of_base, patch).map_err(Failure::from);
    let yours = yours.map_err(in_body)?;
    let is_deleted = locked.item.deleted_at.is_some();
    if base_version == locked.item.version && !is_deleted {
        let edited = patch_commitment(conn, pushed.caller, &locked, &yours).await;
        return Ok(Effect::applied(&edited.map_err(in_body)?));
    }
    let rules = Rules::read(conn, &locked.item.declaration).await?;
    let faults = faults(conn, &rules, &base.commitment, &yours).await?;
    if !faults.is_empty() {
        return Err(in_body(Problem::invalid(faults).into()));
    }
    let sides = (stated::by_group(&of_base), stated::by_group(&yours));
    if is_deleted {
        return keep_deleted(conn, pushed, &locked.item, &base, sides).await;
    }
    let (base_groups, yours) = sides;
    let theirs = stated::by_group(&Draft::of(&locked.item, &locked.obligations));
    let mut merged = merge(&base_groups, &theirs, &yours);
    let mut item = locked.item.clone();
    if !merged.taken.is_empty() {
        match good(conn, &rules, &item, &merged).await? {
            Some(draft) => item = patch_commitment(conn, pushed.caller, &locked, &draft).await?,
            None => merged = refuse(&base_groups, &theirs, &yours),
        }
    }
    let clashes = clashes(conn, &locked.item, &base, merged.conflicts).await?;
    let conflicts = open_conflicts(conn, pushed, &item, base_version, clashes).await?;
    let taken = merged.taken.into_iter().map(ConflictGroup::from).collect();
    Ok(Effect { merged: Some(taken), conflicts, ..Effect::applied(&item) })
}

/// Merges the deletion of an item as it was at `base_version`. One that is deleted already stays
/// so; one that was edited since is kept, and the deletion is a conflict.
///
/// # Errors
/// Not found, or invalid; nothing is then written.
pub(super) async fn merge_deletion(
    conn: &mut Conn,
    pushed: Pushed<'_>,
    code: &str,
    base_version: i64,
) -> Result<Effect, Failure> {
    let locked = lock_any(conn, code).await?;
    let base = base_of(conn, &locked, base_version).await?;
    let item = &locked.item;
    if item.deleted_at.is_some() {
        return Ok(Effect::applied(item));
    }
    if base_version == item.version {
        let deleted = delete_commitment(conn, pushed.caller, &locked).await?;
        return Ok(Effect::applied(&deleted));
    }
    let whole =
        |item: &Commitment, obligations: &[_]| all(stated::by_group(&Draft::of(item, obligations)));
    let clash = Clash {
        group: ConflictGroup::Existence,
        base: whole(&base.commitment, &base.obligations),
        theirs: Some(whole(item, &locked.obligations)),
        yours: None,
        theirs_version: item.version,
        author: versions::author(conn, item.id, item.version).await?,
    };
    let conflicts = open_conflicts(conn, pushed, item, base_version, vec![clash]).await?;
    Ok(Effect { merged: Some(Vec::new()), conflicts, ..Effect::applied(item) })
}

/// The item as it was at the version that an edit was made on.
async fn base_of(conn: &mut Conn, locked: &Locked, version: i64) -> Result<Item, Failure> {
    let Locked { item, obligations } = locked;
    check_base(version, item.version, &item.code)?;
    if version == item.version {
        let (commitment, obligations) = (item.clone(), obligations.clone());
        return Ok(Item { commitment, obligations });
    }
    let found = versions::item_at(conn, item.id, version).await?;
    found.ok_or_else(|| {
        let code = &item.code;
        Problem::internal(format!("version {version} of {code} is lost")).into()
    })
}

/// Refuses a version that there never was.
pub(super) fn check_base(version: i64, present: i64, what: &str) -> Result<(), Problem> {
    if (1..=present).contains(&version) {
        return Ok(());
    }
    let message = format!("must be from 1 to {present}, the version that {what} is at now");
    Err(Problem::invalid(vec![Fault::new("/base_version", message)]))
}

/// Every fault of a draft of `item`, its quote among them.
async fn faults(
    conn: &mut Conn,
    rules: &Rules,
    item: &Commitment,
    draft: &Draft,
) -> Result<Vec<Fault>, Failure> {
    let mut faults = rules.faults(draft);
    if let (Some(quote), Some(start)) = (&draft.quote, draft.quote_start) {
        let Commitment { declaration, section, paragraph, .. } = item;
        let text = declarations::paragraph(conn, declaration, *section, *paragraph).await?;
        if !text.is_some_and(|text| stands_at(&text, quote, start)) {
            let message = "must stand in the paragraph, to the letter, at the offset quote_start";
            faults.push(Fault::new("/quote", message));
        }
    }
    Ok(faults)
}

/// The draft of what was merged, if it is as good as each side was by itself.
async fn good(
    conn: &mut Conn,
    rules: &Rules,
    item: &Commitment,
    merged: &Merged<Group, Value>,
) -> Result<Option<Draft>, Failure> {
    let Ok(draft) = stated::whole(stated::together(merged.state.clone())) else {
        return Ok(None);
    };
    let faults = faults(conn, rules, item, &draft).await?;
    Ok(faults.is_empty().then_some(draft))
}

/// The edit of an item that somebody has deleted: it stays deleted, and the edit is kept.
async fn keep_deleted(
    conn: &mut Conn,
    pushed: Pushed<'_>,
    item: &Commitment,
    base: &Item,
    (of_base, yours): (Groups<Group, Value>, Groups<Group, Value>),
) -> Result<Effect, Failure> {
    let mut conflicts = Vec::new();
    if yours != of_base {
        let writes = versions::since(conn, base).await?;
        let deletion =
            writes.iter().rev().take_while(|write| write.item.commitment.deleted_at.is_some());
        let author = match deletion.last() {
            Some(write) => author(write),
            None => versions::author(conn, item.id, item.version).await?,
        };
        let clash = Clash {
            group: ConflictGroup::Existence,
            base: all(of_base),
            theirs: None,
            yours: Some(all(yours)),
            theirs_version: item.version,
            author,
        };
        let version = base.commitment.version;
        conflicts = open_conflicts(conn, pushed, item, version, vec![clash]).await?;
    }
    Ok(Effect { merged: Some(Vec::new()), conflicts, ..Effect::applied(item) })
}

/// The conflicts of a merge, each with who committed the value that stands.
async fn clashes(
    conn: &mut Conn,
    item: &Commitment,
    base: &Item,
    conflicts: std::collections::BTreeMap<Group, crate::domain::merge::Conflict<Value>>,
) -> Result<Vec<Clash>, Failure> {
    if conflicts.is_empty() {
        return Ok(Vec::new());
    }
    let writes = versions::since(conn, base).await?;
    let latest = versions::author(conn, item.id, item.version).await?;
    let clash = |(group, conflict): (Group, crate::domain::merge::Conflict<Value>)| {
        let (version, author) =
            last_change(group, base, &writes).unwrap_or((item.version, latest.clone()));
        Clash {
            group: group.into(),
            base: conflict.base.unwrap_or_default(),
            theirs: conflict.theirs,
            yours: conflict.yours,
            theirs_version: version,
            author,
        }
    };
    Ok(conflicts.into_iter().map(clash).collect())
}

/// The last write that changed a group; none if it is as it was at the base.
fn last_change(group: Group, base: &Item, writes: &[Written]) -> Option<(i64, Author)> {
    let stated = |item: &Item| {
        stated::by_group(&Draft::of(&item.commitment, &item.obligations)).remove(&group)
    };
    let before = std::iter::once(base).chain(writes.iter().map(|write| &write.item));
    let changes =
        before.zip(writes).filter(|(before, write)| stated(before) != stated(&write.item));
    changes.last().map(|(_, write)| (write.item.commitment.version, author(write)))
}

fn author(write: &Written) -> Author {
    Author { by: write.by.clone(), at: write.at }
}

/// All that is stated of an item.
fn all(groups: Groups<Group, Value>) -> Value {
    Value::Object(stated::together(groups))
}
