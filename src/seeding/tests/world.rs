//! A ledger in memory, which plans are carried out on.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::records::groups::Item;
use crate::seeding::SeedSet;
use crate::seeding::plan::{LastSeeded, Ledger, LedgerItem, Plan, plan};

/// The ledger, and what was last seeded.
#[derive(Default)]
pub struct World {
    pub ledger: Ledger,
    pub last: LastSeeded,
    /// The latest version of every record, by its id.
    versions: BTreeMap<Uuid, i64>,
}

impl World {
    /// A ledger that was seeded with `set`.
    pub fn seeded(set: &SeedSet) -> Self {
        let mut world = Self::default();
        world.sync(set);
        world
    }

    /// Syncs, and checks what must hold of every plan.
    pub fn sync(&mut self, set: &SeedSet) -> Plan {
        let plan = self.plan(set);
        assert_eq!(plan.obstacles, [""; 0]);
        self.carry_out(&plan, &set.declaration.declaration.slug);
        plan
    }

    pub fn plan(&self, set: &SeedSet) -> Plan {
        plan(set, &self.last, &self.ledger, DateTime::<Utc>::UNIX_EPOCH)
    }

    fn carry_out(&mut self, plan: &Plan, slug: &str) {
        if let Some(declaration) = &plan.declaration {
            self.ledger.declaration = Some(declaration.clone());
        }
        for party in &plan.parties {
            self.ledger.parties.insert(party.code.clone(), party.clone());
        }
        for commitment in &plan.items {
            let item = self.ledger.items.entry(commitment.code.clone());
            let item = item.or_insert_with(|| LedgerItem {
                commitment: commitment.clone(),
                obligations: Vec::new(),
            });
            item.commitment = commitment.clone();
        }
        for row in &plan.obligations {
            let item = self
                .ledger
                .items
                .values_mut()
                .find(|item| item.commitment.id == row.obligation.commitment_id)
                .unwrap();
            assert_eq!(item.commitment.tracked, row.tracked);
            match item.obligations.iter_mut().find(|have| have.id == row.obligation.id) {
                Some(have) => *have = row.obligation.clone(),
                None => item.obligations.push(row.obligation.clone()),
            }
        }
        for change in &plan.changes {
            let version = self.versions.entry(change.record.entity_id()).or_default();
            *version += 1;
            assert_eq!(*version, change.record.version());
        }
        for row in &plan.seeded {
            self.remember(slug, &row.code, row.body.0.clone());
        }
    }

    fn remember(&mut self, slug: &str, code: &str, body: Value) {
        if code == slug {
            self.last.declaration = Some(serde_json::from_value(body).unwrap());
        } else if body.get("kind").is_some() {
            let party = serde_json::from_value(body).unwrap();
            self.last.parties.insert(code.to_owned(), (slug.to_owned(), party));
        } else {
            self.last.items.insert(code.to_owned(), serde_json::from_value(body).unwrap());
        }
    }

    /// The item as it stands in the ledger.
    pub fn item(&self, code: &str) -> Item {
        self.ledger.items[code].standing()
    }

    /// An editor makes the item so.
    pub fn edit(&mut self, wanted: &Item) {
        let item = self.ledger.items.get_mut(&wanted.commitment.code).unwrap();
        let version = item.commitment.version + 1;
        item.commitment = wanted.commitment.clone();
        item.commitment.version = version;
        self.versions.insert(item.commitment.id, version);
        for have in &mut item.obligations {
            let want = wanted.obligations.iter().find(|o| o.id == have.id);
            let dropped = Some(DateTime::<Utc>::UNIX_EPOCH);
            let (version, drop) = (have.version + 1, dropped.filter(|_| want.is_none()));
            *have = want.unwrap_or(have).clone();
            (have.version, have.dropped_at) = (version, drop);
            self.versions.insert(have.id, version);
        }
        for want in &wanted.obligations {
            if !item.obligations.iter().any(|have| have.id == want.id) {
                self.versions.insert(want.id, want.version);
                item.obligations.push(want.clone());
            }
        }
    }
}
