//! What a new update is written upon: what counts of the copy and of what waits in the queue.

use chrono::NaiveDate;
use uuid::Uuid;

use super::copy::Copy;
use super::queue::{Operation, Target, Unsettled};
use crate::domain::fold::{UpdateFact, fold};
use crate::domain::status::{Basis, Status, UpdateStatus};
use crate::domain::terms::Term;
use crate::reading::views::ObligationView;
use crate::records::update::Update;

/// How an obligation stands for whoever writes about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Upon {
    /// The update that counts.
    pub update: Option<Uuid>,
    pub basis: Option<Basis>,
    pub status: Option<UpdateStatus>,
}

impl Upon {
    /// As the ledger says.
    #[must_use]
    pub fn of(owed: &ObligationView) -> Self {
        let status = said(owed.status);
        Self { update: owed.update, basis: owed.basis, status }
    }

    /// As it will stand on `day` once what `user` has queued about it is filed: what was said last
    /// here, unless it is about an earlier day than what counts, or takes something back.
    #[must_use]
    pub fn queued(copy: &Copy, owed: &ObligationView, mine: &[Operation], day: NaiveDate) -> Self {
        let Some(last) = mine.last() else { return Self::of(owed) };
        let filed = copy.records.updates.values().filter(|one| one.obligation_id == owed.id);
        let facts: Vec<UpdateFact> =
            filed.map(Update::fact).chain(mine.iter().map(|one| one.body.fact(one.id))).collect();
        let state = fold(&facts, Some(day));
        let says = last.body.status.status();
        if says.is_some() && state.as_of.is_none_or(|counts| last.body.as_of >= counts) {
            let (basis, status) = (Some(last.body.basis), Some(last.body.status));
            return Self { update: Some(last.id), basis, status };
        }
        let status = said(state.status);
        Self { update: state.update, basis: state.basis, status }
    }
}

/// What a user has queued about an obligation and may still send, in the order in which it was made.
#[must_use]
pub fn queued_by(unsettled: &Unsettled, target: &Target, user: &str) -> Vec<Operation> {
    let mine = unsettled.about(target).filter(|one| one.refusal.is_none());
    mine.map(|one| &one.operation).filter(|one| one.user == user).cloned().collect()
}

/// What an update would have said for this; nothing, where nobody has said anything.
fn said(status: Status) -> Option<UpdateStatus> {
    UpdateStatus::parse(status.as_str()).ok()
}
