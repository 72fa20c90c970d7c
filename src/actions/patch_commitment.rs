//! Edit a commitment: its own fields, and who owes it.

use super::create_commitment::refused;
use super::draft::{Draft, Place};
use super::standing;
use crate::db::connect::Failure;
use crate::db::{Conn, changes, clock, commitments, declarations, obligations, parties};
use crate::domain::fault::Fault;
use crate::domain::user::Caller;
use crate::error::Problem;
use crate::records::change::{Change, Op};
use crate::records::commitment::Commitment;
use crate::records::obligation::Obligation;
use crate::records::party::Party;

/// An item as it stands, locked, with its obligations, dropped ones too.
#[derive(Debug)]
pub struct Locked {
    pub item: Commitment,
    pub obligations: Vec<Obligation>,
}

/// Whether the caller may edit commitments and milestones at all.
///
/// # Errors
/// [`Problem`] of kind `Forbidden`.
pub fn may_edit(caller: &Caller) -> Result<(), Problem> {
    if caller.role.edits() {
        return Ok(());
    }
    let detail = format!("The role {} edits nothing; editors and admins do.", caller.role);
    Err(Problem::forbidden(detail))
}

/// Locks a standing item for an edit.
///
/// # Errors
/// Not found, also if it was deleted.
pub async fn lock(conn: &mut Conn, code: &str) -> Result<Locked, Failure> {
    let locked = lock_any(conn, code).await?;
    if locked.item.deleted_at.is_some() {
        return Err(unknown(code).into());
    }
    Ok(locked)
}

/// Locks an item, standing or deleted.
///
/// # Errors
/// Not found.
pub(super) async fn lock_any(conn: &mut Conn, code: &str) -> Result<Locked, Failure> {
    let item = commitments::lock(conn, code).await?.ok_or_else(|| unknown(code))?;
    let obligations = obligations::lock_of_commitment(conn, item.id).await?;
    Ok(Locked { item, obligations })
}

fn unknown(code: &str) -> Problem {
    Problem::not_found(format!("There is no commitment {code}."))
}

/// What every draft of a declaration's items is held against.
#[derive(Debug)]
pub(super) struct Rules {
    languages: Vec<String>,
    parties: Vec<Party>,
}

impl Rules {
    /// Reads the rules of a declaration.
    ///
    /// # Errors
    /// If the database does not answer.
    pub(super) async fn read(conn: &mut Conn, declaration: &str) -> Result<Self, Failure> {
        let declaration = declarations::find(conn, declaration).await?;
        let languages = declaration.map(|found| found.languages).unwrap_or_default();
        Ok(Self { languages, parties: parties::list(conn).await? })
    }

    /// Every fault of a draft, but for its quote's.
    pub(super) fn faults(&self, draft: &Draft) -> Vec<Fault> {
        draft.faults(&self.languages, &self.parties)
    }
}

/// Writes the draft over the item; one that was deleted is there again. An edit that changes
/// nothing leaves nothing behind.
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
    let rules = Rules::read(conn, &item.declaration).await?;
    let faults = rules.faults(draft);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    let at = clock::now(conn).await?;
    let mut next = Commitment { deleted_at: None, ..item.clone() };
    draft.write_to(&mut next);
    let owed = draft.changed_obligations(&next, present, &rules.parties, at);
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
    standing::roll_up(conn, &[next.id]).await?;
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
