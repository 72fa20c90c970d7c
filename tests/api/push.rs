//! Push: every kind of operation, every outcome, and what is no push at all.

mod deletions;
mod faults;
mod merging;
mod retries;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::http::{Answer, Client};
use crate::world::{World, declared, item, with};

pub const FESTIVAL: &str = "AST25-12.7b";

/// Pushes operations from a laptop.
pub async fn push(client: &Client, operations: &[Value]) -> Answer {
    let body = json!({"node": "laptop", "operations": operations});
    client.post("/api/v1/sync/push", &body).await
}

/// Pushes operations; gives their outcomes.
pub async fn outcomes(client: &Client, operations: &[Value]) -> Vec<Value> {
    let answer = push(client, operations).await.expect(200);
    answer.json["outcomes"].as_array().expect("outcomes").clone()
}

/// Pushes one operation; gives its outcome.
pub async fn one(client: &Client, operation: Value) -> Value {
    let mut all = outcomes(client, &[operation]).await;
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// An operation that is right as it is.
pub fn operation(id: &str, kind: &str, target: Value, body: Value) -> Value {
    let mut operation = json!({"id": id, "kind": kind, "made_at": "2026-01-10T08:00:00+05:00"});
    operation["target"] = target;
    operation["body"] = body;
    operation
}

/// A patch of the festival, made on a version of it.
pub fn patch(id: &str, base_version: i64, body: Value) -> Value {
    patch_of(FESTIVAL, id, base_version, body)
}

pub fn patch_of(code: &str, id: &str, base_version: i64, body: Value) -> Value {
    let patch = operation(id, "patch_commitment", json!({"commitment": code}), body);
    with(patch, json!({"base_version": base_version}))
}

pub fn deletion(id: &str, base_version: i64) -> Value {
    let target = json!({"commitment": FESTIVAL});
    let deletion = operation(id, "delete_commitment", target, Value::Null);
    with(deletion, json!({"base_version": base_version, "body": null}))
}

/// An update of Kyrgyzstan about the festival.
pub fn update(id: &str, body: Value) -> Value {
    operation(id, "file_update", json!({"commitment": FESTIVAL, "party": "KG"}), body)
}

pub fn commitment() -> Value {
    json!({
        "declaration": "astana-2025", "section": 12, "paragraph": 7, "kind": "policy",
        "title": {"zh": "新", "en": "New", "ru": "Новое"}, "strength": "decision",
        "obligations": [{"party": "KG", "role": "participant"}],
    })
}

/// Makes a conflict about an item of version 1; gives its id.
pub async fn conflicting(editor: &Client, code: &str) -> String {
    let titled = |id: &str, title: &str| patch_of(code, id, 1, json!({"title": {"en": title}}));
    let all = outcomes(editor, &[titled("one", "One"), titled("other", "Other")]).await;
    assert_eq!(all[1]["outcome"], "conflict", "{all:?}");
    all[1]["conflicts"][0]["id"].as_str().expect("an id").to_owned()
}

/// The item as it is now.
pub async fn festival(client: &Client) -> Value {
    client.get(&item(FESTIVAL)).await.expect(200).json
}

/// How many changes the feed has.
pub async fn changes(client: &Client) -> usize {
    let page = client.get("/api/v1/changes?limit=500").await.expect(200);
    assert!(page.items().len() < 500);
    page.items().len()
}

#[actix_web::test]
async fn a_day_offline_comes_in_with_one_push() {
    let world = World::new().await;
    let editor = world.editor().await;
    let made = json!({"operation": "a"});
    let milestone = json!({"title": {"zh": "一", "en": "A", "ru": "А"}, "due": "2027"});
    let done = outcomes(
        &editor,
        &[
            operation("a", "create_commitment", Value::Null, commitment()),
            operation("b", "create_milestone", json!({"commitment": made}), milestone),
            with(
                operation(
                    "c",
                    "patch_milestone",
                    json!({"commitment": made, "milestone": {"operation": "b"}}),
                    json!({"done_on": "2026-01-01"}),
                ),
                json!({"base_version": 1}),
            ),
            with(
                operation(
                    "d",
                    "patch_commitment",
                    json!({"commitment": made}),
                    json!({"note": "Made on a train.", "deadline": {"edtf": "2027"}}),
                ),
                json!({"base_version": 1}),
            ),
            deletion("e", 1),
        ],
    )
    .await;
    let outcome = |i: usize| (&done[i]["id"], &done[i]["kind"], &done[i]["outcome"]);
    for (i, (id, kind)) in [
        ("a", "create_commitment"),
        ("b", "create_milestone"),
        ("c", "patch_milestone"),
        ("d", "patch_commitment"),
        ("e", "delete_commitment"),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(outcome(i), (&json!(id), &json!(kind), &json!("applied")), "{}", done[i]);
    }
    let code = done[0]["code"].as_str().unwrap();
    assert_eq!(done[0]["location"], item(code));
    assert_eq!(done[0]["version"], 1);
    let there = world.anybody.get(&item(code)).await.expect(200).json;
    assert_eq!((&there["version"], &there["note"]), (&json!(2), &json!("Made on a train.")));
    assert_eq!(done[3]["version"], 2);
    let steps = world.anybody.get(&format!("{}/milestones", item(code))).await.expect(200);
    assert_eq!(steps.items()[0]["done_on"], "2026-01-01");
    assert_eq!(steps.items()[0]["id"], done[1]["milestone"]);
    assert_eq!(
        done[1]["location"],
        format!("{}/milestones/{}", item(code), done[1]["milestone"].as_str().unwrap())
    );
    assert_eq!((&done[1]["version"], &done[2]["version"]), (&json!(1), &json!(2)));
    world.anybody.get(&item(FESTIVAL)).await.expect(404);
    assert_eq!(done[4]["version"], 2);
}

#[actix_web::test]
async fn updates_name_each_other_before_they_are_sent() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let (first, second) =
        ("8f0e1c9a-7f8a-4b7e-9c8e-0c5d1d0f3a11", "0197c0de-0000-7000-8000-000000000001");
    let done = outcomes(
        &kg,
        &[
            update("1", with(declared("in_progress", "2025-08-01"), json!({"id": first}))),
            update(
                "2",
                with(
                    declared("stalled", "2025-08-01"),
                    json!({"id": second, "corrects": first, "seen": first}),
                ),
            ),
            update("3", declared("substantial", "2025-08-02")),
        ],
    )
    .await;
    for (outcome, id) in done.iter().zip([Some(first), Some(second), None]) {
        assert_eq!(outcome["outcome"], "applied", "{outcome}");
        assert_eq!((&outcome["code"], &outcome["version"]), (&json!(FESTIVAL), &json!(1)));
        if let Some(id) = id {
            assert_eq!(outcome["update"], id);
            assert_eq!(outcome["location"], format!("{}/history#{id}", item(FESTIVAL)));
        }
    }
    let history = world.anybody.get(&format!("{}/history", item(FESTIVAL))).await.expect(200);
    let stalled = history.items().iter().find(|one| one["record"]["id"] == second).unwrap();
    assert_eq!(stalled["record"]["corrects"], first);
    // An id that is something else's already is refused: an update's, an item's, or one that can
    // be foretold.
    let feed = world.anybody.get("/api/v1/changes?limit=500").await.expect(200);
    let of = |entity: &str| {
        let found = feed.items().iter().find(|one| one["entity"] == entity).unwrap();
        found["entity_id"].as_str().unwrap().to_owned()
    };
    let foretold = of("obligation");
    for id in [first, second, &foretold, "00000000-0000-0000-0000-000000000000"] {
        let body = with(declared("ongoing", "2025-08-03"), json!({"id": id}));
        let outcome = one(&kg, update("4", body.clone())).await;
        assert_eq!(outcome["outcome"], "rejected");
        assert_eq!(outcome["problem"]["errors"][0]["pointer"], "/operations/0/body/id", "{id}");
        let path = format!("{}/obligations/KG/updates", item(FESTIVAL));
        kg.post(&path, &body).await.expect(422);
    }
    let editor = world.editor().await;
    let made = one(&editor, operation("a", "create_commitment", Value::Null, commitment())).await;
    assert_eq!(made["outcome"], "applied");
    let feed = world.anybody.get("/api/v1/changes?limit=500").await.expect(200);
    let new = feed.items().iter().rfind(|one| one["entity"] == "commitment").unwrap();
    let body = with(declared("ongoing", "2025-08-03"), json!({"id": new["entity_id"]}));
    let outcome = one(&kg, update("4", body)).await;
    assert_eq!(outcome["problem"]["errors"][0]["pointer"], "/operations/0/body/id");
}

#[actix_web::test]
async fn an_update_of_one_occurrence_and_one_on_a_deleted_item_are_kept() {
    let world = World::new().await;
    let editor = world.editor().await;
    let kg = world.analyst("KG").await;
    let target = json!({"commitment": "AST25-15.1a", "party": "KG", "occurrence": "2027"});
    let body = declared("in_progress", "2025-08-01");
    let outcome = one(&kg, operation("1", "file_update", target, body.clone())).await;
    assert_eq!(outcome["outcome"], "applied", "{outcome}");
    let outcome = one(&editor, deletion("1", 1)).await;
    assert_eq!(outcome["outcome"], "applied");
    let outcome = one(&kg, update("2", body)).await;
    assert_eq!(outcome["outcome"], "applied", "{outcome}");
    let history = world.anybody.get(&format!("{}/history", item(FESTIVAL))).await.expect(200);
    assert_eq!(history.items()[0]["entity"], "update");
}

#[actix_web::test]
async fn rights_are_those_of_each_operation() {
    let world = World::new().await;
    let kz = world.analyst("KZ").await;
    let before = changes(&world.anybody).await;
    let target = json!({"commitment": FESTIVAL, "party": "KZ"});
    let all = [
        update("1", declared("in_progress", "2025-08-01")),
        patch("2", 1, json!({"note": "x"})),
        deletion("3", 1),
        operation("4", "create_commitment", Value::Null, commitment()),
        operation("5", "create_milestone", json!({"commitment": FESTIVAL}), json!({})),
        operation(
            "6",
            "resolve_conflict",
            json!({"conflict": "0197c0de-0000-7000-8000-000000000001"}),
            json!({"keep": "yours"}),
        ),
        operation("7", "file_update", target, declared("in_progress", "2025-08-01")),
    ];
    let done = outcomes(&kz, &all).await;
    for outcome in &done[..6] {
        assert_eq!(outcome["outcome"], "rejected", "{outcome}");
        assert_eq!(outcome["problem"]["type"], "urn:summit-ledger:problem:forbidden");
    }
    // It owes under this item, and the bad company is no hindrance.
    assert_eq!(done[6]["outcome"], "applied", "{}", done[6]);
    assert_eq!(changes(&world.anybody).await, before + 1);
    let editor = world.editor().await;
    let outcome = one(&editor, all[0].clone()).await;
    assert_eq!(outcome["problem"]["status"], 403);
    let assessor = world.assessor().await;
    let outcome = one(&assessor, all[0].clone()).await;
    assert_eq!(outcome["problem"]["status"], 403, "an assessor declares nothing");
    let viewer = world.user("v", summit_ledger::domain::user::UserRole::Viewer, None).await;
    assert_eq!(one(&viewer, all[1].clone()).await["problem"]["status"], 403);
    push(&world.anybody, &all).await.problem(401, "unauthenticated", &[]);
    let admin = world.user("admin", summit_ledger::domain::user::UserRole::Admin, None).await;
    assert_eq!(one(&admin, all[1].clone()).await["outcome"], "applied");
}

/// What a client says of itself and of its clock is written down, and is all the same otherwise.
#[actix_web::test]
async fn node_and_clock_are_recorded_and_decide_nothing() {
    let world = World::new().await;
    let editor = world.editor().await;
    for (id, made_at, note) in [
        ("1", "1970-01-01T00:00:00Z", "a"),
        ("2", "9999-12-31T23:59:59.999Z", "b"),
        ("3", "0000-01-01T00:00:00Z", "c"),
    ] {
        let edit = with(
            patch(id, id.parse().unwrap(), json!({"note": note})),
            json!({"made_at": made_at}),
        );
        let outcome = one(&editor, edit).await;
        assert_eq!(outcome["outcome"], "applied", "{outcome}");
    }
    let call = editor.call(Method::POST, "/api/v1/sync/push");
    let body =
        json!({"node": "n".repeat(100), "operations": [patch("4", 1, json!({"note": "d"}))]});
    let answer = call.json(&body).send().await.expect(200);
    let conflict = &answer.json["outcomes"][0]["conflicts"][0]["id"];
    let path = format!("/api/v1/conflicts/{}", conflict.as_str().unwrap());
    let conflict = world.anybody.get(&path).await.expect(200).json;
    assert_eq!(conflict["made_at"], "2026-01-10T03:00:00Z");
    assert_eq!(conflict["node"], "n".repeat(100));
    assert_eq!(conflict["operation"], "4");
}
