//! A copy of a ledger, made from its snapshot and kept up by its feed.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::Value;
use sha2::{Digest, Sha256};
use summit_ledger::sync::envelope::hex;

use super::caller::Caller;

/// Every record in its last version, by entity and id.
#[derive(Debug, Clone)]
pub struct Replica {
    pub records: BTreeMap<(String, String), Record>,
    cursor: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub version: i64,
    pub body: Value,
}

impl Replica {
    pub async fn take(caller: &Caller) -> Self {
        let response = caller.request(Method::GET, "/api/v1/snapshot").send().await;
        let text = response.expect("an answer").text().await.expect("a whole answer");
        let mut lines = text.lines().map(|line| serde_json::from_str(line).expect("JSON"));
        let begin: Value = lines.next().expect("a first line");
        let cursor = text_of(&begin["snapshot"]["cursor"]);
        let mut replica = Self { records: BTreeMap::new(), cursor };
        let mut end = None;
        for line in lines {
            assert_eq!(end, None, "nothing comes after the end");
            if line["end"].is_object() {
                end = line["end"]["records"].as_u64();
            } else {
                let id = text_of(&line["id"]);
                let before = replica.put(&line, id);
                assert_eq!(before, None, "each record once");
            }
        }
        assert_eq!(end, Some(replica.records.len() as u64), "the snapshot is whole");
        replica
    }

    /// Reads the feed to its end.
    pub async fn pull(&mut self, caller: &Caller) {
        loop {
            let path = format!("/api/v1/changes?limit=500&since={}", self.cursor);
            let page = caller.get(&path).await.expect(200);
            self.cursor = text_of(&page["next"]);
            let changes = page["items"].as_array().expect("a list");
            if changes.is_empty() {
                return;
            }
            for change in changes {
                let before = self.put(change, text_of(&change["entity_id"]));
                let before = before.map_or(0, |record| record.version);
                assert_eq!(change["version"], before + 1, "each version once, in order: {change}");
            }
        }
    }

    /// Takes a record over; gives what was there.
    fn put(&mut self, from: &Value, id: String) -> Option<Record> {
        let version = from["version"].as_i64().expect("a number");
        let body = from["body"].clone();
        self.records.insert((text_of(&from["entity"]), id), Record { version, body })
    }

    /// A hash over all records.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for ((entity, id), Record { version, body }) in &self.records {
            hash.update(format!("{entity} {id} {version} {body}\n"));
        }
        hex(&hash.finalize())
    }

    /// All records of an entity, in the order of their ids.
    pub fn all<'a>(&'a self, entity: &'a str) -> impl Iterator<Item = &'a Record> {
        self.records.iter().filter(move |((of, _), _)| of == entity).map(|(_, record)| record)
    }
}

pub fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
