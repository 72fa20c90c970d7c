//! Idempotency-Key: a retry is answered as the first try was, and does nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::http::{Answer, Client};
use crate::world::{World, declared, item, updates, with};

const FESTIVAL: &str = "AST25-12.7b";

async fn post(client: &Client, path: &str, key: &str, body: &Value) -> Answer {
    client.call(Method::POST, path).header("Idempotency-Key", key).json(body).send().await
}

/// How many updates there are about the festival.
async fn count(world: &World) -> usize {
    let history = world.anybody.get(&format!("{}/history?limit=500", item(FESTIVAL))).await;
    history.items().iter().filter(|one| one["entity"] == "update").count()
}

#[track_caller]
fn assert_same(first: &Answer, again: &Answer) {
    assert_eq!(again.status, first.status, "{}", again.text);
    assert_eq!(again.text, first.text);
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.etag(), first.etag());
    assert_eq!(first.header("idempotency-replayed"), "");
    assert_eq!(again.header("idempotency-replayed"), "true");
}

#[actix_web::test]
async fn a_retry_gets_the_first_answer_also_after_a_restart() {
    let mut world = World::new().await;
    let kg = world.analyst("KG").await;
    let path = updates(FESTIVAL, "KG");
    let body = declared("in_progress", "2025-08-01");
    let first = post(&kg, &path, "one", &body).await.expect(201);
    // Meanwhile more is said: the first answer stays what it was.
    kg.post(&path, &declared("stalled", "2025-08-02")).await.expect(201);
    assert_same(&first, &post(&kg, &path, "one", &body).await);
    assert_eq!(count(&world).await, 2);
    let url = world.restart().await;
    world.anybody = world.anybody.at(&url);
    assert_same(&first, &post(&kg.at(&url), &path, "one", &body).await);
    assert_eq!(count(&world).await, 2);
}

#[actix_web::test]
async fn items_milestones_and_patches_are_retried_alike() {
    let world = World::new().await;
    let editor = world.editor().await;
    let commitment = json!({
        "declaration": "astana-2025", "section": 12, "paragraph": 7, "kind": "policy",
        "title": {"zh": "新", "en": "New", "ru": "Новое"}, "strength": "decision",
        "obligations": [{"party": "KG", "role": "participant"}],
    });
    let milestone = json!({"title": {"zh": "一", "en": "A", "ru": "А"}, "due": "2027"});
    let milestones = format!("{}/milestones", item(FESTIVAL));
    for (path, body) in [("/api/v1/commitments", commitment), (&milestones, milestone)] {
        let first = post(&editor, path, path, &body).await.expect(201);
        assert_same(&first, &post(&editor, path, path, &body).await);
    }
    assert_eq!(editor.get(&milestones).await.items().len(), 1);
    editor.get("/api/v1/commitments/AST25-12.7e").await.expect(404);
    let before = editor.get(&item(FESTIVAL)).await.expect(200);
    let patch = async || {
        let call = editor.call(Method::PATCH, &item(FESTIVAL)).header("If-Match", before.etag());
        call.header("Idempotency-Key", "p").json(&json!({"kind": "policy"})).send().await
    };
    let first = patch().await.expect(200);
    // Its own edit made its If-Match stale; the retry is answered all the same.
    assert_same(&first, &patch().await);
}

#[actix_web::test]
async fn a_key_that_was_used_for_another_request_is_refused() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let body = declared("in_progress", "2025-08-01");
    post(&kg, &updates(FESTIVAL, "KG"), "one", &body).await.expect(201);
    let other = with(body.clone(), json!({"narrative": "Otherwise."}));
    for (path, body) in [(updates(FESTIVAL, "KG"), &other), (updates("AST25-12.7c", "KG"), &body)] {
        let answer = post(&kg, &path, "one", body).await;
        answer.problem(422, "operation-reused", &[]);
    }
    assert_eq!(count(&world).await, 1);
}

#[actix_web::test]
async fn twins_at_the_same_time_have_one_effect() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let path = updates(FESTIVAL, "KG");
    let body = declared("in_progress", "2025-08-01");
    let twins = (0..6).map(|_| post(&kg, &path, "twin", &body));
    let answers = futures_util::future::join_all(twins).await;
    for answer in &answers {
        assert_eq!(answer.status, 201, "{}", answer.text);
        assert_eq!(answer.text, answers[0].text);
    }
    let replayed = answers.iter().filter(|one| one.header("idempotency-replayed") == "true");
    assert_eq!(replayed.count(), 5);
    assert_eq!(count(&world).await, 1);
}

#[actix_web::test]
async fn a_failure_leaves_the_key_free() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let path = updates(FESTIVAL, "KG");
    let wrong = declared("complete", "2025-08-01");
    post(&kg, &path, "one", &wrong).await.expect(422);
    post(&kg, &path, "one", &with(wrong, json!({"done_on": "2025-08-01"}))).await.expect(201);
    // Neither does one that was refused in the transaction.
    let editor = world.editor().await;
    let milestone = json!({"title": {"zh": "一", "en": "A", "ru": "А"}, "due": "2027"});
    let nowhere = format!("{}/milestones", item("AST25-99.1a"));
    post(&editor, &nowhere, "two", &milestone).await.expect(404);
    let here = format!("{}/milestones", item(FESTIVAL));
    post(&editor, &here, "two", &milestone).await.expect(201);
}

#[actix_web::test]
async fn the_keys_of_two_users_do_not_meet() {
    let world = World::new().await;
    let (kg, kz) = (world.analyst("KG").await, world.analyst("KZ").await);
    let body = declared("in_progress", "2025-08-01");
    post(&kg, &updates(FESTIVAL, "KG"), "one", &body).await.expect(201);
    let other = post(&kz, &updates(FESTIVAL, "KZ"), "one", &body).await.expect(201);
    assert_eq!(other.json["party"], "KZ");
    assert_eq!(other.header("idempotency-replayed"), "");
}

#[actix_web::test]
async fn a_key_has_one_to_255_visible_characters() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let body = declared("in_progress", "2025-08-01");
    let path = updates(FESTIVAL, "KG");
    for key in [String::new(), "k".repeat(256)] {
        post(&kg, &path, &key, &body).await.problem(400, "bad-query", &[]);
    }
    post(&kg, &path, &"k".repeat(255), &body).await.expect(201);
}
