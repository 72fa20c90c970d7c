//! Edit a commitment: its own fields, and who owes it.

use super::create_commitment::refused;
use super::draft::{Draft, Place};
use super::standing;
use crate::db::connect::Failure;
use crate::db::{Conn, changes, clock, commitments, declarations, obligations, parties};
use crate::domain::user::Caller;
use crate::error::Problem;
use crate::records::change::{Change, Op};
use crate::records::commitment::Commitment;
use crate::records::obligation::Obligation;

/// An item as it stands, locked, with its obligations, dropped ones too.
#[derive(Debug)]
pub struct Locked {
    pub item: Commitment,
    pub obligations: Vec<Obligation>,
}

/// Locks a standing item for an edit.
///
/// # Errors
/// Not found, also if it was deleted.
pub async fn lock(conn: &mut Conn, code: &str) -> Result<Locked, Failure> {
    let item = commitments::lock(conn, code).await?;
    let Some(item) = item.filter(|item| item.deleted_at.is_none()) else {
        return Err(Problem::not_found(format!("There is no commitment {code}.")).into());
    };
    let obligations = obligations::lock_of_commitment(conn, item.id).await?;
    Ok(Locked { item, obligations })
}

/// Writes the draft over the item. An edit that changes nothing leaves nothing behind.
///
/// # Errors
/// Invalid with every fault; nothing is then written.
pub async fn patch_commitment(
    conn: &mut Conn,
    caller: &Caller,
    locked: &Locked,
    draft: &Draft,
) -> Result<Commitment, Failure> {
    let Locked { item, obligations: present } = locked;
    let declaration = declarations::find(conn, &item.declaration).await?;
    let languages = declaration.map(|found| found.languages).unwrap_or_default();
    let known = parties::list(conn).await?;
    let faults = draft.faults(&languages, &known);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    let at = clock::now(conn).await?;
    let mut next = item.clone();
    draft.write_to(&mut next);
    let owed = draft.changed_obligations(&next, present, &known, at);
    if next == *item && owed.is_empty() {
        return Ok(next);
    }
    next.version += 1;
    let place = Place {
        declaration: item.declaration.clone(),
        section: item.section,
        paragraph: item.paragraph,
    };
    commitments::update(conn, &next).await?;
    let rows: Vec<_> = owed.iter().map(|one| (one, next.tracked)).collect();
    obligations::write(conn, &rows).await?;
    commitments::check_quotes(conn).await.map_err(|error| refused(error, &place))?;
    standing::roll_up(conn, next.id).await?;
    let mut all = vec![Change::edited(next.clone().into())];
    all.extend(owed.into_iter().map(|one| Change { op: op_of(&one), record: one.into() }));
    changes::append(conn, &all, &caller.name, at).await?;
    Ok(next)
}

fn op_of(obligation: &Obligation) -> Op {
    match obligation {
        Obligation { dropped_at: Some(_), .. } => Op::Deleted,
        Obligation { version: 1, .. } => Op::Created,
        _ => Op::Edited,
    }
}
