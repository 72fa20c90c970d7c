//! What was acknowledged, against what is there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::caller::Caller;

/// The list of acknowledged operations, each under a mark of its own: a text that it wrote.
#[derive(Debug, Clone, Default)]
pub struct Account {
    acknowledged: BTreeSet<String>,
    /// Given up before an answer came: done once, or not at all.
    perhaps: BTreeSet<String>,
}

impl Account {
    pub fn acknowledge(&mut self, mark: &str) {
        assert!(self.acknowledged.insert(mark.to_owned()), "{mark} is no mark of its own");
    }

    pub fn give_up(&mut self, mark: &str) {
        self.perhaps.insert(mark.to_owned());
    }

    pub fn len(&self) -> usize {
        self.acknowledged.len()
    }

    /// None lost, none doubled, and nothing there that nobody asked for.
    #[track_caller]
    pub fn compare(&self, there: impl IntoIterator<Item = String>) {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for mark in there {
            *times.entry(mark).or_default() += 1;
        }
        self.compare_counts(&times);
    }

    /// The same, where it is known how often each was done.
    #[track_caller]
    pub fn compare_counts(&self, times: &BTreeMap<String, usize>) {
        for mark in &self.acknowledged {
            assert!(times.contains_key(mark), "{mark} was acknowledged, and is lost");
        }
        for (mark, count) in times {
            assert_eq!(*count, 1, "{mark} was done {count} times");
            let is_known = self.acknowledged.contains(mark) || self.perhaps.contains(mark);
            assert!(is_known, "{mark} was refused, and is there");
        }
    }
}

/// The feed whole, from its beginning. No seq is left out.
pub async fn feed(caller: &Caller) -> Vec<Value> {
    let mut all = Vec::new();
    let mut since = String::new();
    loop {
        let mut page = caller.get(&format!("/api/v1/changes?limit=500{since}")).await.expect(200);
        let Value::Array(items) = page["items"].take() else { panic!("{page}") };
        if items.is_empty() {
            return all;
        }
        all.extend(items);
        assert_eq!(all.last().expect("a change")["seq"], all.len(), "no seq is left out");
        since = format!("&since={}", page["next"].as_str().expect("a cursor"));
    }
}

/// What was said in the updates of the feed.
pub fn narratives(changes: &[Value]) -> impl Iterator<Item = String> {
    let updates = changes.iter().filter(|change| change["entity"] == "update");
    updates.map(|change| change["body"]["narrative"].as_str().expect("a text").to_owned())
}

/// How often each value came newly into a record of the feed.
pub fn written(changes: &[Value]) -> BTreeMap<String, usize> {
    let mut last: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut times = BTreeMap::new();
    for change in changes.iter().filter(|change| change["entity"] != "conflict") {
        let body = &change["body"];
        let values = [&body["title"]["en"], &body["edtf"], &body["note"], &body["narrative"]];
        let values: BTreeSet<String> =
            values.into_iter().filter_map(|value| Some(value.as_str()?.to_owned())).collect();
        let before =
            last.insert(change["entity_id"].to_string(), values.clone()).unwrap_or_default();
        for value in values.difference(&before) {
            *times.entry(value.clone()).or_default() += 1;
        }
    }
    times
}
