//! Milestones: added, patched and listed under their item.

use serde_json::{Value, json};

use crate::world::{World, item, with};

const FESTIVAL: &str = "AST25-12.7b";

fn path() -> String {
    format!("{}/milestones", item(FESTIVAL))
}

fn new() -> Value {
    json!({"title": {"zh": "一步", "en": "A step", "ru": "Шаг"}, "due": "2025-07", "party": "KG"})
}

#[actix_web::test]
async fn milestones_are_added_shown_and_listed_earliest_first() {
    let world = World::new().await;
    let editor = world.editor().await;
    assert_eq!(world.anybody.get(&path()).await.expect(200).items().len(), 0);
    let later = editor.post(&path(), &new()).await.expect(201);
    let body = with(new(), json!({"due": "2025-06-15", "party": null, "done_on": "2025-06-10"}));
    let sooner = editor.post(&path(), &body).await.expect(201);
    assert_eq!(sooner.json["party"], Value::Null);
    assert_eq!(later.json["due_on"], "2025-07-31");
    let list = world.anybody.get(&path()).await.expect(200);
    assert_eq!(list.items(), [sooner.json.clone(), later.json.clone()]);
    let shown = world.anybody.get(later.header("location")).await.expect(200);
    assert_eq!(shown.json, later.json);
    assert_eq!(shown.etag(), later.etag());
    let history = world.anybody.get(&format!("{}/history", item(FESTIVAL))).await.expect(200);
    assert_eq!(history.items()[0]["entity"], "milestone");
    // They inform, and decide no status.
    let of = world.anybody.get(&item(FESTIVAL)).await.expect(200);
    assert_eq!((&of.json["status"], &of.json["version"]), (&json!("not_reported"), &json!(1)));
}

#[actix_web::test]
async fn a_milestone_is_patched_on_its_version() {
    let world = World::new().await;
    let editor = world.editor().await;
    let made = editor.post(&path(), &new()).await.expect(201);
    let at = made.header("location").to_owned();
    let patch = json!({"done_on": "2025-07-20", "title": {"en": "Another"}, "party": null});
    let second = editor.patch(&at, made.etag(), &patch).await.expect(200);
    assert_eq!(second.json["done_on"], "2025-07-20");
    assert_eq!(second.json["title"]["en"], "Another");
    assert_eq!(second.json["title"]["ru"], "Шаг");
    assert_eq!(second.json["party"], Value::Null);
    assert_eq!(second.json["version"], 2);
    let stale = editor.patch(&at, made.etag(), &json!({"due": "2026"})).await;
    let stale = stale.problem(412, "stale-version", &[]);
    assert_eq!(stale.json["current"], second.json);
    let same = editor.patch(&at, second.etag(), &json!({"party": null})).await.expect(200);
    assert_eq!(same.etag(), second.etag());
    let unsaid = editor.call(reqwest::Method::PATCH, &at).json(&json!({})).send().await;
    unsaid.problem(428, "precondition-required", &[]);
}

#[actix_web::test]
async fn what_is_wrong_with_a_milestone_is_named() {
    let world = World::new().await;
    let editor = world.editor().await;
    for (fields, pointers) in [
        (json!({"due": null}), &["/due"][..]),
        (json!({"due": "soon"}), &["/due"]),
        (json!({"title": {"en": "A"}}), &["/title/ru", "/title/zh"]),
        (json!({"party": "XX"}), &["/party"]),
        (json!({"done_on": "x", "status": "complete"}), &["/done_on", "/status"]),
    ] {
        let answer = editor.post(&path(), &with(new(), fields)).await;
        answer.problem(422, "invalid", pointers);
    }
    let made = editor.post(&path(), &new()).await.expect(201);
    let at = made.header("location").to_owned();
    let answer = editor.patch(&at, "*", &json!({"due": null, "title": {"ru": null}})).await;
    answer.problem(422, "invalid", &["/due"]);
}

#[actix_web::test]
async fn a_milestone_that_is_not_there_is_not_found() {
    let world = World::new().await;
    let editor = world.editor().await;
    let made = editor.post(&path(), &new()).await.expect(201);
    let id = made.json["id"].as_str().unwrap();
    for at in [
        format!("{}/x", path()),
        format!("{}/00000000-0000-7000-8000-000000000000", path()),
        format!("{}/milestones/{id}", item("AST25-4.3b")),
        format!("{}/milestones/{id}", item("AST25-99.1a")),
    ] {
        world.anybody.get(&at).await.problem(404, "not-found", &[]);
        editor.patch(&at, "*", &json!({})).await.problem(404, "not-found", &[]);
    }
    let nowhere = format!("{}/milestones", item("AST25-99.1a"));
    world.anybody.get(&nowhere).await.problem(404, "not-found", &[]);
    editor.post(&nowhere, &new()).await.problem(404, "not-found", &[]);
}
