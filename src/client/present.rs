//! The copy as it stands with what was filed from here since it was pulled.

use std::collections::BTreeMap;

use super::copy::{Copy, Records};
use super::failure::ClientError;
use super::folder::Folder;
use super::queue::{Filed, Operation, Unsettled};
use crate::records::update::Update;

/// A copy, and what was added to it. It is for reading alone: the next pull brings the ledger's own
/// records.
#[derive(Debug)]
pub struct Present {
    pub copy: Copy,
    /// How many updates were added.
    pub added: usize,
}

impl Present {
    /// What stands in the folder now; none without a copy.
    ///
    /// # Errors
    /// If the copy or the queue cannot be read.
    pub fn read(folder: &Folder) -> Result<Option<Self>, ClientError> {
        // The queue first: what a pull takes out of it meanwhile stands in the copy already.
        let filed = Unsettled::read(folder)?.filed;
        Ok(Copy::read(&folder.copy())?.map(|copy| Self::of(copy, &filed)))
    }

    fn of(mut copy: Copy, filed: &[Filed]) -> Self {
        let updates = updates(&copy.records, filed);
        let before = copy.records.updates.len();
        for update in updates {
            // The ledger's own record goes before ours.
            copy.records.updates.entry(update.id).or_insert(update);
        }
        let added = copy.records.updates.len() - before;
        Self { copy, added }
    }
}

/// What was filed, as updates of the obligations that the copy has.
fn updates(records: &Records, filed: &[Filed]) -> Vec<Update> {
    let mut wanted: BTreeMap<(&str, &str, Option<&str>), Vec<&Filed>> = BTreeMap::new();
    for one in filed {
        let target = &one.operation.target;
        let about = (&*target.commitment, &*target.party, target.occurrence.as_deref());
        wanted.entry(about).or_default().push(one);
    }
    let mut updates = Vec::new();
    if wanted.is_empty() {
        return updates;
    }
    for owed in records.obligations.values().filter(|one| one.dropped_at.is_none()) {
        let Some(item) = records.commitments.get(&owed.commitment_id) else { continue };
        let about = (&*item.code, &*owed.party, owed.occurrence.as_deref());
        for one in wanted.get(&about).into_iter().flatten() {
            let Operation { id, user, body, .. } = &one.operation;
            // The operation's id is the update's: it was filed under it.
            updates.push(Update::filed(body, *id, (owed, &item.code), user, one.at));
        }
    }
    updates
}
