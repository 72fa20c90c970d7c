//! Add a milestone to a commitment, and what milestones are made from.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::db::connect::Failure;
use crate::db::{Conn, changes, clock, declarations, milestones, parties};
use crate::domain::deadline::Deadline;
use crate::domain::fault::Fault;
use crate::domain::user::Caller;
use crate::error::Problem;
use crate::records::change::Change;
use crate::records::commitment::Commitment;
use crate::records::ids;
use crate::records::milestone::Milestone;
use crate::records::texts::Json;

/// What an editor states of a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MilestoneDraft {
    pub title: BTreeMap<String, String>,
    pub due: Deadline,
    pub done_on: Option<NaiveDate>,
    pub party: Option<String>,
}

impl MilestoneDraft {
    /// The record of it.
    #[must_use]
    pub fn record(&self, item: &Commitment, id: uuid::Uuid, version: i64) -> Milestone {
        Milestone {
            id,
            commitment_id: item.id,
            declaration: item.declaration.clone(),
            title: Json(self.title.clone()),
            due: self.due.edtf().to_owned(),
            due_on: self.due.due_on(),
            done_on: self.done_on,
            party: self.party.clone(),
            version,
        }
    }
}

/// Refuses what does not fit the declaration's languages or the known parties.
pub(super) async fn check(
    conn: &mut Conn,
    item: &Commitment,
    draft: &MilestoneDraft,
) -> Result<(), Failure> {
    let mut faults = Vec::new();
    let declaration = declarations::find(conn, &item.declaration).await?;
    for language in declaration.map(|found| found.languages).unwrap_or_default() {
        if !draft.title.contains_key(&language) {
            let message = "must be given: the declaration's items have titles in this language";
            faults.push(Fault::new(format!("/title/{language}"), message));
        }
    }
    if let Some(code) = &draft.party
        && !parties::list(conn).await?.iter().any(|party| party.code == *code)
    {
        faults.push(Fault::new("/party", "must be the code of a known party or group, or null"));
    }
    if faults.is_empty() { Ok(()) } else { Err(Problem::invalid(faults).into()) }
}

/// Adds the milestone.
///
/// # Errors
/// Invalid with every fault; nothing is then written.
pub async fn create_milestone(
    conn: &mut Conn,
    caller: &Caller,
    item: &Commitment,
    draft: &MilestoneDraft,
) -> Result<Milestone, Failure> {
    check(conn, item, draft).await?;
    let record = draft.record(item, ids::new(), 1);
    milestones::create(conn, &record).await?;
    let at = clock::now(conn).await?;
    let change = Change::created(record.clone().into());
    changes::append(conn, &[change], &caller.name, at).await?;
    Ok(record)
}
