//! What a webhook is told of, filter by filter.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{HOOKS, caught_up, hook, path, viewer, world};
use crate::ledger::value;
use crate::support::http::Client;
use crate::world::{World, assessed, declared, item, updates};

/// Due in August 2025; the host is KG, the supporters all others.
const FESTIVAL: &str = "AST25-12.7b";
/// Due in 2027, of the same.
const SUMMIT: &str = "AST25-12.7c";

/// One change of each sort.
async fn changes(world: &World, editor: &Client) {
    let (kg, assessor) = (world.analyst("KG").await, world.assessor().await);
    let filed = kg.post(&updates(FESTIVAL, "KG"), &declared("in_progress", "2025-08-01")).await;
    filed.expect(201);
    let filed = assessor.post(&updates(FESTIVAL, "CN"), &assessed("stalled", "2025-08-01")).await;
    filed.expect(201);
    editor.patch(&item(SUMMIT), "*", &json!({"verb": null})).await.expect(200);
    for (code, party) in [(SUMMIT, "KZ"), (FESTIVAL, "relevant-parties")] {
        let step =
            json!({"title": {"zh": "一", "en": "A", "ru": "А"}, "due": "2027", "party": party});
        editor.post(&format!("{}/milestones", item(code)), &step).await.expect(201);
    }
    editor.delete(&item(SUMMIT), "*").await.expect(204);
    let owes = ["CN", "KZ", "TJ", "TM"].map(|party| json!({"party": party, "role": "supporter"}));
    let owes: Vec<Value> =
        owes.into_iter().chain([json!({"party": "KG", "role": "host"})]).collect();
    editor.patch(&item(FESTIVAL), "*", &json!({"obligations": owes})).await.expect(200);
}

const ALL: &[&str] = &[
    "update KG",
    "update CN",
    "edited c",
    "step KZ",
    "step group",
    "deleted c",
    "edited b",
    "drop UZ",
];

/// What is told under each filter.
fn matrix() -> Vec<(Value, &'static [&'static str])> {
    let of_kg = &["update KG", "edited c", "step KZ", "step group", "deleted c", "edited b"][..];
    vec![
        (json!({}), ALL),
        (json!({"entity": ["update"]}), &["update KG", "update CN"]),
        (json!({"entity": ["milestone", "obligation"]}), &["step KZ", "step group", "drop UZ"]),
        (json!({"op": ["deleted"]}), &["deleted c", "drop UZ"]),
        (json!({"op": ["created"], "entity": ["commitment"]}), &[]),
        (json!({"declaration": ["other", "astana-2025"]}), ALL),
        (json!({"declaration": ["other"]}), &[]),
        (json!({"section": [1, 12]}), ALL),
        (json!({"section": [1, 2]}), &[]),
        (json!({"kind": ["event"], "strength": ["support"], "tracked": true}), ALL),
        (json!({"kind": ["policy", "position"]}), &[]),
        (json!({"strength": ["decision"]}), &[]),
        (json!({"tracked": false}), &[]),
        (json!({"party": ["KG"]}), of_kg),
        (json!({"party": ["KG"], "role": ["host"]}), of_kg),
        (json!({"party": ["KG"], "role": ["supporter"]}), &[]),
        // What was dropped owes nothing any more, but is told of when it is.
        (json!({"party": ["UZ"]}), &["edited c", "step KZ", "deleted c", "drop UZ"]),
        (json!({"party": ["relevant-parties"]}), &["step group"]),
        (json!({"party": ["relevant-parties"], "due_before": "2028-01-01"}), &[]),
        (json!({"party": ["KZ"], "role": ["host", "lead"]}), &[]),
        (
            json!({"role": ["supporter"]}),
            &["update CN", "edited c", "step KZ", "step group", "deleted c", "edited b", "drop UZ"],
        ),
        (json!({"status": ["stalled"]}), &["update CN", "step group", "edited b"]),
        (json!({"status": ["in_progress"]}), &["update KG", "step group", "edited b"]),
        // Both are true of the item, but not in one obligation.
        (json!({"status": ["in_progress"], "party": ["CN"]}), &[]),
        (json!({"status": ["not_reported"], "entity": ["obligation", "update"]}), &["drop UZ"]),
        (
            json!({"due_before": "2025-09-01"}),
            &["update KG", "update CN", "step group", "edited b", "drop UZ"],
        ),
        (json!({"due_before": "2025-08-31"}), &[]),
        (json!({"due_after": "2025-08-31"}), &["edited c", "step KZ", "deleted c"]),
        (
            json!({"due_after": "2025-08-30", "due_before": "2026-01-01", "role": ["host"]}),
            &["update KG", "step group", "edited b"],
        ),
    ]
}

/// What a change is called here.
fn name(change: &Value) -> &'static str {
    let body = &change["body"];
    match (change["entity"].as_str().unwrap(), change["op"].as_str().unwrap()) {
        ("update", _) if body["party"] == "KG" => "update KG",
        ("update", _) => "update CN",
        ("milestone", _) if body["party"] == "KZ" => "step KZ",
        ("milestone", _) => "step group",
        ("commitment", "deleted") => "deleted c",
        ("commitment", _) if body["code"] == SUMMIT => "edited c",
        ("commitment", _) => "edited b",
        ("obligation", "deleted") if body["party"] == "UZ" => "drop UZ",
        other => panic!("{other:?}: {change}"),
    }
}

#[actix_web::test]
async fn a_filter_lets_through_what_it_says() {
    let world = world().await;
    let (viewer, editor) = (viewer(&world).await, world.editor().await);
    let mut hooks = Vec::new();
    for (i, (filter, _)) in matrix().into_iter().enumerate() {
        let owner = if i % 2 == 0 { &viewer } else { &editor };
        hooks.push(hook(owner, "http://127.0.0.1:9/", filter).await);
    }
    // All of them meet the ledger as it is in the end.
    world.sql("UPDATE webhooks SET state = 'paused'").await;
    let since = hooks[0].json["cursor"].as_str().unwrap().to_owned();
    changes(&world, &editor).await;
    let feed = viewer.get(&format!("/api/v1/changes?since={since}")).await.expect(200);
    let seen: Vec<_> = feed.items().iter().map(name).collect();
    assert_eq!(seen, ALL);
    world.sql("UPDATE webhooks SET state = 'active'").await;
    caught_up(&world).await;
    let mut owner = world.service.schema.owner().await;
    for (hook, (filter, wanted)) in hooks.iter().zip(matrix()) {
        let query = format!(
            "SELECT coalesce(jsonb_agg(seq), '[]') FROM deliveries WHERE webhook = '{}'",
            hook.json["id"].as_str().unwrap()
        );
        let told = value(&mut owner, &query).await;
        let told = told.as_array().unwrap();
        let names: BTreeSet<_> =
            feed.items().iter().filter(|change| told.contains(&change["seq"])).map(name).collect();
        assert_eq!(names, wanted.iter().copied().collect(), "{filter}");
        assert_eq!(names.len(), told.len(), "{filter}");
    }
}

/// An edited filter is for what comes; `withdrawn` is a word of updates.
#[actix_web::test]
async fn a_filter_may_be_edited() {
    let world = world().await;
    let (viewer, kg) = (viewer(&world).await, world.analyst("KG").await);
    let made = hook(&viewer, "http://127.0.0.1:9/", json!({"status": ["withdrawn"]})).await;
    let filed = kg.post(&updates(FESTIVAL, "KG"), &declared("ongoing", "2025-08-01")).await;
    let filed = filed.expect(201);
    caught_up(&world).await;
    let mut taken_back = declared("withdrawn", "2025-08-01");
    taken_back["corrects"] = filed.json["update"].clone();
    kg.post(&updates(FESTIVAL, "KG"), &taken_back).await.expect(201);
    caught_up(&world).await;
    let log = format!("{}/deliveries", path(&made));
    assert_eq!(viewer.get(&log).await.expect(200).items().len(), 1);
    let patch = json!({"filter": {"status": ["complete"]}});
    viewer.patch(&path(&made), "*", &patch).await.expect(200);
    kg.post(&updates(FESTIVAL, "KG"), &declared("ongoing", "2025-08-02")).await.expect(201);
    caught_up(&world).await;
    assert_eq!(viewer.get(&log).await.expect(200).items().len(), 1);
    assert_eq!(viewer.get(HOOKS).await.expect(200).items().len(), 1);
}
