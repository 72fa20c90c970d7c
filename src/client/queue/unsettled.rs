//! What the journal of the queue adds up to: what waits, what was filed, what is in conflict.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::operation::{Clash, Operation, Outcome, Target};
use crate::client::failure::{ClientError, Refusal};
use crate::client::folder::Folder;
use crate::client::journal::Lines;
use crate::domain::update::NewUpdate;

/// What the journal says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Entry {
    Queued(Operation),
    /// It is about to be sent by itself, with its id as the Idempotency-Key.
    Sent(Uuid),
    /// It did not leave.
    Kept(Uuid),
    /// It was taken: one line, so that it leaves the queue and is known as filed at once.
    Filed(Filed),
    Answered(Uuid, Outcome),
    /// It is to be tried again.
    Retried(Uuid),
    Dropped(Uuid),
    Resolved(Uuid),
}

/// An operation, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub operation: Operation,
    /// It was sent by itself, and nobody knows whether it arrived: it is to be sent so again.
    pub is_sent: bool,
    /// Why the ledger would not have it.
    pub refusal: Option<Refusal>,
}

/// An operation that the ledger has taken, while the copy does not know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    pub operation: Operation,
    /// When the answer came.
    pub at: DateTime<Utc>,
}

/// What is not settled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unsettled {
    /// In the order in which they were made.
    pub waiting: Vec<Waiting>,
    /// What the copy has still to be told of, in the order in which it was filed.
    pub filed: Vec<Filed>,
    pub clashes: Vec<Clash>,
    /// How many lines of the journal cannot be read: nobody knows what they said.
    pub harmed: usize,
}

impl Unsettled {
    /// What stands in the folder now. No lock is needed: the journal only grows, or is replaced.
    ///
    /// # Errors
    /// If there is a journal, and it cannot be read.
    pub fn read(folder: &Folder) -> Result<Self, ClientError> {
        Ok(Self::of(folder.queue().read()?))
    }

    pub(super) fn of(read: Lines<Entry>) -> Self {
        let mut all = Self { harmed: read.harmed.len(), ..Self::default() };
        for entry in read.entries {
            all.take(entry);
        }
        all
    }

    fn take(&mut self, entry: Entry) {
        match entry {
            Entry::Queued(operation) => {
                self.waiting.push(Waiting { operation, is_sent: false, refusal: None });
            }
            Entry::Sent(id) => self.with(id, |one| one.is_sent = true),
            Entry::Kept(id) => self.with(id, |one| one.is_sent = false),
            Entry::Retried(id) => self.with(id, |one| one.refusal = None),
            Entry::Filed(filed) => {
                self.forget(filed.operation.id);
                self.filed.push(filed);
            }
            Entry::Answered(id, outcome) if outcome.problem.is_some() => {
                self.with(id, |one| {
                    one.refusal = outcome.problem;
                    one.is_sent = false;
                });
            }
            Entry::Answered(id, outcome) => {
                self.forget(id);
                self.clashes.extend_from_slice(outcome.clashes());
            }
            Entry::Dropped(id) => self.drop(id),
            Entry::Resolved(id) => self.clashes.retain(|one| one.id != id),
        }
    }

    fn with(&mut self, id: Uuid, change: impl FnOnce(&mut Waiting)) {
        if let Some(one) = self.waiting.iter_mut().find(|one| one.operation.id == id) {
            change(one);
        }
    }

    /// Forgets an operation that never was. What was written upon it here is then written upon what
    /// it was written upon itself; but for what may have arrived, which is sent again as it was.
    fn drop(&mut self, id: Uuid) {
        let Some(at) = self.waiting.iter().position(|one| one.operation.id == id) else { return };
        let NewUpdate { seen, corrects, .. } = self.waiting.remove(at).operation.body;
        for one in self.waiting.iter_mut().filter(|one| !one.is_sent) {
            let body = &mut one.operation.body;
            if body.seen == Some(id) {
                body.seen = seen;
            }
            if body.corrects == Some(id) {
                body.corrects = corrects;
            }
        }
    }

    fn forget(&mut self, id: Uuid) {
        self.waiting.retain(|one| one.operation.id != id);
    }

    /// What says the same as the whole journal, in as few entries as may be.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.filed.iter().cloned().map(Entry::Filed).collect();
        for Waiting { operation, is_sent, refusal } in &self.waiting {
            let id = operation.id;
            entries.push(Entry::Queued(operation.clone()));
            entries.extend(is_sent.then_some(Entry::Sent(id)));
            let refusal = refusal.clone().map(Outcome::rejected);
            entries.extend(refusal.map(|outcome| Entry::Answered(id, outcome)));
        }
        if !self.clashes.is_empty() {
            let conflicts = self.clashes.clone();
            let outcome = Outcome { conflicts, ..Outcome::plain("conflict") };
            entries.push(Entry::Answered(Uuid::nil(), outcome));
        }
        entries
    }

    /// What waits for an answer about this obligation.
    pub fn about(&self, target: &Target) -> impl Iterator<Item = &Waiting> {
        self.waiting.iter().filter(move |one| one.operation.target == *target)
    }
}
