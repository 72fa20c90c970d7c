//! The queue: operations that were made here and are not answered yet, or not to our liking.

mod operation;
mod unsettled;

use chrono::Utc;
use uuid::Uuid;

pub use self::operation::{Clash, Operation, Outcome, Target};
use self::unsettled::Entry;
pub use self::unsettled::{Filed, Unsettled, Waiting};
use super::failure::ClientError;
use super::folder::{Folder, Lock};
use super::journal::Journal;

/// The queue while nobody else may write to it.
#[derive(Debug)]
pub struct Queue {
    folder: Folder,
    journal: Journal,
    _lock: Lock,
}

impl Queue {
    /// Opens the queue of a folder for writing.
    ///
    /// # Errors
    /// If somebody else has it open, and does not let go.
    pub fn open(folder: &Folder) -> Result<Self, ClientError> {
        Ok(Self::locked(folder, folder.lock("queue")?))
    }

    /// The same, if nobody else has it open.
    ///
    /// # Errors
    /// If the folder cannot be used.
    pub fn try_open(folder: &Folder) -> Result<Option<Self>, ClientError> {
        Ok(folder.try_lock("queue")?.map(|lock| Self::locked(folder, lock)))
    }

    fn locked(folder: &Folder, lock: Lock) -> Self {
        Self { folder: folder.clone(), journal: folder.queue(), _lock: lock }
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
    pub fn answered(&self, answers: &[(Operation, Outcome)]) -> Result<(), ClientError> {
        let at = Utc::now();
        let entry = |(operation, outcome): &(Operation, Outcome)| {
            if outcome.is_well() {
                return Entry::Filed(Filed { operation: operation.clone(), at });
            }
            Entry::Answered(operation.id, outcome.clone())
        };
        self.journal.append(&answers.iter().map(entry).collect::<Vec<_>>())
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
        self.rewrite(|_| true)
    }

    /// Forgets that these were filed: the copy has them now.
    ///
    /// # Errors
    /// If the journal could not be written; the old one stands then.
    pub fn copied(&self, ids: &[Uuid]) -> Result<(), ClientError> {
        self.rewrite(|one| !ids.contains(&one.operation.id))
    }

    fn rewrite(&self, is_filed: impl Fn(&Filed) -> bool) -> Result<(), ClientError> {
        let read = self.journal.read()?;
        let harmed = read.harmed.clone();
        let mut unsettled = Unsettled::of(read);
        // Without a copy there is nothing that would have to be told of them.
        let is_copied = self.folder.is_copied();
        unsettled.filed.retain(|one| is_copied && is_filed(one));
        self.journal.replace(&unsettled.entries(), &harmed)
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
