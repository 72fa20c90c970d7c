//! Holds what readers of a feed got against what was committed.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

/// A change as a reader gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub entity_id: Uuid,
    pub version: i64,
    pub body: Value,
}

/// What is wrong with what the readers got.
#[derive(Debug, Default)]
pub struct Verdict {
    /// How many changes every reader got.
    pub read: usize,
    /// Committed, and not read.
    pub lost: Vec<Entry>,
    /// Read more than once.
    pub doubled: Vec<Entry>,
    /// Read, and never committed.
    pub invented: Vec<Entry>,
    /// Read before an earlier version of the same entity.
    pub disordered: Vec<Entry>,
}

impl Verdict {
    #[track_caller]
    pub fn assert_good(&self) {
        let Self { read: _, lost, doubled, invented, disordered } = self;
        let faults = [lost, doubled, invented, disordered];
        assert!(faults.iter().all(|entries| entries.is_empty()), "{self:#?}");
    }

    /// Holds what one reader got against what was committed.
    pub fn add(&mut self, committed: &[Entry], read: &[Entry]) {
        let mut times: BTreeMap<(Uuid, i64), u32> = BTreeMap::new();
        let mut latest: BTreeMap<Uuid, i64> = BTreeMap::new();
        let known: BTreeMap<(Uuid, i64), &Value> =
            committed.iter().map(|entry| ((entry.entity_id, entry.version), &entry.body)).collect();
        for entry in read {
            let count = times.entry((entry.entity_id, entry.version)).or_default();
            *count += 1;
            if *count > 1 {
                self.doubled.push(entry.clone());
            }
            if known.get(&(entry.entity_id, entry.version)) != Some(&&entry.body) {
                self.invented.push(entry.clone());
            }
            let before = latest.insert(entry.entity_id, entry.version);
            if before.is_some_and(|before| before > entry.version) {
                self.disordered.push(entry.clone());
            }
        }
        let is_lost = |entry: &&Entry| !times.contains_key(&(entry.entity_id, entry.version));
        self.lost.extend(committed.iter().filter(is_lost).cloned());
        self.read = read.len();
    }
}
