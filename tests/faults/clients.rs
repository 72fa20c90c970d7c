//! Clients that work offline: each edits its copy of the ledger, and pushes when it may.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use serde_json::{Value, json};

use super::caller::Caller;
use super::replica::{Replica, text_of};

/// How far one client's clock is off at each of its edits, in turns.
pub type Clock = &'static [TimeDelta];

/// An item that is edited, and a party that owes it.
#[derive(Debug, Clone)]
pub struct Item {
    pub id: String,
    pub code: String,
    pub party: String,
}

/// What an edit is about: one of the groups that are merged apart, or something new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    Titles,
    Deadline,
    Coding,
    Update,
    Milestone,
}

impl About {
    pub const ALL: [Self; 5] =
        [Self::Titles, Self::Deadline, Self::Coding, Self::Update, Self::Milestone];
}

/// An edit with a value of its own, which must be found again.
#[derive(Debug, Clone)]
pub struct Edit {
    pub about: About,
    pub code: String,
    pub mark: String,
    pub operation: Value,
}

impl Edit {
    pub fn id(&self) -> &str {
        self.operation["id"].as_str().expect("a text")
    }
}

pub struct Client {
    name: String,
    /// Edits need one role, and updates another.
    editor: Caller,
    assessor: Caller,
    pub replica: Replica,
    queue: Vec<Edit>,
    /// Edits that were answered, with the outcome.
    pub settled: Vec<(Edit, Value)>,
    /// Outcomes of which the answer was lost on its way.
    lost: BTreeMap<String, Value>,
    made: i64,
    /// Numbers its deadlines, so that no two clients choose one day.
    place: i64,
    clock: Clock,
}

impl Client {
    pub fn new(place: i64, callers: [&Caller; 2], replica: Replica, clock: Clock) -> Self {
        let [editor, assessor] = callers.map(Clone::clone);
        let (queue, settled, lost) = (Vec::new(), Vec::new(), BTreeMap::new());
        let name = format!("client-{place}");
        Self { name, editor, assessor, replica, queue, settled, lost, made: 0, place, clock }
    }

    /// Edits an item as its copy has it, unless an edit of the same is still to be pushed.
    pub fn edit(&mut self, item: &Item, about: About) {
        let Item { id, code, party } = item;
        if self.queue.iter().any(|edit| edit.code == *code && edit.about == about) {
            return;
        }
        self.made += 1;
        let operation_id = format!("{}-{}", self.name, self.made);
        let day = DateTime::UNIX_EPOCH + TimeDelta::days(20_820 + 3 * self.made + self.place);
        let mark = match about {
            About::Deadline => day.format("%Y-%m-%d").to_string(),
            _ => format!("said by {operation_id}"),
        };
        let (kind, body) = match about {
            About::Titles => ("patch_commitment", json!({"title": {"en": mark}})),
            About::Deadline => {
                ("patch_commitment", json!({"deadline": {"edtf": mark}, "no_deadline": null}))
            }
            About::Coding => ("patch_commitment", json!({"note": mark})),
            About::Update => (
                "file_update",
                json!({"basis": "assessed", "status": "in_progress", "narrative": mark,
                    "as_of": format!("2026-01-{:02}", 1 + self.made % 28)}),
            ),
            About::Milestone => (
                "create_milestone",
                json!({"title": {"zh": "步", "en": mark, "ru": "Шаг"}, "due": "2027-05"}),
            ),
        };
        let off = self.clock[usize::try_from(self.made).expect("small") % self.clock.len()];
        let made_at = (Utc::now() + off).to_rfc3339();
        let mut operation = json!({
            "id": operation_id, "kind": kind, "made_at": made_at,
            "target": {"commitment": code}, "body": body,
        });
        if kind == "patch_commitment" {
            let record = &self.replica.records[&("commitment".to_owned(), id.clone())];
            operation["base_version"] = json!(record.version);
        }
        if about == About::Update {
            operation["target"]["party"] = json!(party);
        }
        self.queue.push(Edit { about, code: code.clone(), mark, operation });
    }

    pub async fn pull(&mut self) {
        self.replica.pull(&self.editor).await;
    }

    /// Pushes what it has, in some order; with some that were answered before among them. The
    /// answer may get lost: then all is pushed again another time.
    pub async fn push(&mut self, random: &mut StdRng, is_lost: bool) {
        self.queue.shuffle(random);
        let (updates, edits): (Vec<Edit>, Vec<Edit>) =
            self.queue.drain(..).partition(|edit| edit.about == About::Update);
        for (caller, edits) in [(self.assessor.clone(), updates), (self.editor.clone(), edits)] {
            let is_update = |edit: &Edit| edit.about == About::Update;
            let again: Vec<(Edit, Value)> = self
                .settled
                .iter()
                .filter(|(edit, _)| edits.first().is_some_and(|e| is_update(e) == is_update(edit)))
                .cloned()
                .collect();
            let again: Vec<_> = again.choose_multiple(random, 2).cloned().collect();
            let operations: Vec<Value> = edits
                .iter()
                .chain(again.iter().map(|(edit, _)| edit))
                .map(|edit| edit.operation.clone())
                .collect();
            if operations.is_empty() {
                continue;
            }
            let answer = caller.push(&self.name, &operations).await.expect("an answer").expect(200);
            let outcomes = answer["outcomes"].as_array().expect("a list");
            assert_eq!(outcomes.len(), operations.len(), "one outcome each");
            let (own, repeated) = outcomes.split_at(edits.len());
            for ((edit, first), outcome) in again.iter().zip(repeated) {
                assert_eq!(outcome["outcome"], "duplicate", "{edit:?}");
                assert_eq!(outcome["first"], *first, "{edit:?}");
            }
            for (edit, outcome) in edits.into_iter().zip(own) {
                self.take(edit, outcome, is_lost);
            }
        }
    }

    /// Takes note of an outcome, or loses it.
    fn take(&mut self, edit: Edit, outcome: &Value, is_lost: bool) {
        assert_eq!(outcome["id"], edit.id(), "outcomes stand in the operations' order");
        let first = match self.lost.remove(edit.id()) {
            None => outcome.clone(),
            Some(first) => {
                assert_eq!(outcome["outcome"], "duplicate", "{edit:?}");
                assert_eq!(outcome["first"], first, "the first answer again: {edit:?}");
                first
            }
        };
        assert_ne!(first["outcome"], "rejected", "{edit:?}: {first}");
        if is_lost {
            self.lost.insert(edit.id().to_owned(), first);
            self.queue.push(edit);
        } else {
            self.settled.push((edit, first));
        }
    }

    pub fn is_done(&self) -> bool {
        self.queue.is_empty()
    }
}

/// So many items that have whatever is edited, each with a party that owes it.
pub fn items(replica: &Replica, count: usize) -> Vec<Item> {
    let parties: BTreeMap<String, String> = replica
        .all("obligation")
        .filter(|owed| owed.body["occurrence"].is_null())
        .map(|owed| (text_of(&owed.body["commitment_id"]), text_of(&owed.body["party"])))
        .collect();
    let mut items: Vec<Item> = replica
        .all("commitment")
        .filter(|item| item.body["tracked"] == true && item.body["recurrence"].is_null())
        .filter_map(|item| {
            let id = text_of(&item.body["id"]);
            let party = parties.get(&id)?.clone();
            Some(Item { id, code: text_of(&item.body["code"]), party })
        })
        .collect();
    items.truncate(count);
    assert_eq!(items.len(), count, "there are so many");
    items
}

/// One of these.
pub fn any<'a, T>(random: &mut StdRng, all: &'a [T]) -> &'a T {
    &all[random.random_range(0..all.len())]
}
