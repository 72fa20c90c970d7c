//! The queue: operations that were made here and are not answered yet, or not to our liking.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::failure::{ClientError, Refusal};
use super::folder::{Folder, Lock};
use super::journal::{Journal, Lines};
use crate::domain::update::NewUpdate;

/// What an update is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub commitment: String,
    pub party: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<String>,
}

/// An update on its way. Its id is made once, and sent with every try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    pub id: Uuid,
    pub target: Target,
    pub body: NewUpdate,
    pub made_at: DateTime<Utc>,
    /// Who made it: under another name its id would be another one.
    pub user: String,
}

/// An edit that was put beside another one, until somebody decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    pub id: Uuid,
    /// The code of the item; empty where the server does not say it again.
    #[serde(default)]
    pub code: String,
    pub group: String,
    #[serde(default)]
    pub theirs: Value,
    #[serde(default)]
    pub yours: Value,
}

/// What came of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub outcome: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Refusal>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Clash>,
    /// The first outcome, of a duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Box<Self>>,
}

/// What the journal says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Entry {
    Queued(Operation),
    /// It is about to be sent by itself, with its id as the Idempotency-Key.
    Sent(Uuid),
    /// It did not leave.
    Kept(Uuid),
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

/// What is not settled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unsettled {
    /// In the order in which they were made.
    pub waiting: Vec<Waiting>,
    pub clashes: Vec<Clash>,
    /// How many lines of the journal cannot be read: nobody knows what they said.
    pub harmed: usize,
}

/// The queue while nobody else may write to it.
#[derive(Debug)]
pub struct Queue {
    journal: Journal,
    _lock: Lock,
}

impl Outcome {
    /// An outcome without particulars.
    #[must_use]
    pub fn plain(outcome: &str) -> Self {
        let outcome = outcome.to_owned();
        Self { outcome, problem: None, conflicts: Vec::new(), first: None }
    }

    /// One that leaves nothing behind.
    #[must_use]
    pub fn rejected(problem: Refusal) -> Self {
        Self { problem: Some(problem), ..Self::plain("rejected") }
    }

    /// The conflicts that it opened, now or the first time.
    #[must_use]
    pub fn clashes(&self) -> &[Clash] {
        self.first.as_ref().map_or(&self.conflicts, |first| &first.conflicts)
    }

    /// Whether it was settled as its maker wished.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.problem.is_none() && self.clashes().is_empty()
    }
}

impl Unsettled {
    /// What stands in the folder now. No lock is needed: the journal only grows, or is replaced.
    ///
    /// # Errors
    /// If there is a journal, and it cannot be read.
    pub fn read(folder: &Folder) -> Result<Self, ClientError> {
        Ok(Self::of(folder.queue().read()?))
    }

    fn of(read: Lines<Entry>) -> Self {
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
    fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
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

impl Queue {
    /// Opens the queue of a folder for writing.
    ///
    /// # Errors
    /// If somebody else has it open, and does not let go.
    pub fn open(folder: &Folder) -> Result<Self, ClientError> {
        Ok(Self { _lock: folder.lock("queue")?, journal: folder.queue() })
    }

    /// What is not settled.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn unsettled(&self) -> Result<Unsettled, ClientError> {
        Ok(Unsettled::of(self.journal.read()?))
    }

    /// Adds an operation; it is on the disk when this comes back.
    ///
    /// # Errors
    /// If it could not be written.
    pub fn add(&self, operation: Operation) -> Result<(), ClientError> {
        self.journal.append(&[Entry::Queued(operation)])
    }

    /// Notes that an operation is about to be sent by itself.
    ///
    /// # Errors
    /// If it could not be written: then nothing is to be sent.
    pub fn sent(&self, id: Uuid) -> Result<(), ClientError> {
        self.journal.append(&[Entry::Sent(id)])
    }

    /// Notes that an operation did not leave after all.
    ///
    /// # Errors
    /// If it could not be written.
    pub fn kept(&self, id: Uuid) -> Result<(), ClientError> {
        self.journal.append(&[Entry::Kept(id)])
    }

    /// Notes answers; only then do their operations leave the queue.
    ///
    /// # Errors
    /// If they could not be written: they are asked for again then.
    pub fn answered(&self, answers: Vec<(Uuid, Outcome)>) -> Result<(), ClientError> {
        let entries = answers.into_iter().map(|(id, outcome)| Entry::Answered(id, outcome));
        self.journal.append(&entries.collect::<Vec<_>>())
    }

    /// Takes an operation out for good.
    ///
    /// # Errors
    /// If it is not there.
    pub fn drop(&self, id: Uuid) -> Result<(), ClientError> {
        self.change(id, Entry::Dropped(id))
    }

    /// Lets a rejected operation be sent again.
    ///
    /// # Errors
    /// If it is not there.
    pub fn retry(&self, id: Uuid) -> Result<(), ClientError> {
        self.change(id, Entry::Retried(id))
    }

    /// Forgets a conflict that was decided.
    ///
    /// # Errors
    /// If it could not be written.
    pub fn resolved(&self, conflict: Uuid) -> Result<(), ClientError> {
        self.journal.append(&[Entry::Resolved(conflict)])
    }

    /// Writes the journal anew, without what is settled; lines that cannot be read are put aside.
    ///
    /// # Errors
    /// If it could not be written; the old one stands then.
    pub fn compact(&self) -> Result<(), ClientError> {
        let read = self.journal.read()?;
        let harmed = read.harmed.clone();
        self.journal.replace(&Unsettled::of(read).entries(), &harmed)
    }

    fn change(&self, id: Uuid, entry: Entry) -> Result<(), ClientError> {
        if self.unsettled()?.waiting.iter().all(|one| one.operation.id != id) {
            let id = id.to_string();
            return Err(ClientError::other("command-error-not-queued", [("id", id)]));
        }
        self.journal.append(&[entry])
    }
}

#[cfg(test)]
mod tests;
