//! Blanked bodies over HTTP: what the feed says of them, and all that stays as it was.

use serde_json::{Value, json};
use summit_ledger::domain::user::UserRole;

use crate::world::{World, declared, item, updates};

const FEED: &str = "/api/v1/changes";

#[actix_web::test]
async fn a_redacted_body_is_blank_in_the_feed_and_says_so() {
    let world = World::new().await;
    let admin = world.user("admin", UserRole::Admin, None).await;
    world.anybody.get(FEED).await.expect(200);
    let path = format!("{FEED}/2/redact");
    let cause = json!({"cause": "Names a private person."});
    let first = admin.post(&path, &cause).await.expect(200);
    assert_eq!((&first.json["seq"], &first.json["actor"]), (&json!(2), &json!("admin")));
    let again = admin.post(&path, &json!({"cause": "another"})).await.expect(200);
    assert_eq!(again.json, first.json);
    // From the beginning, too: one redaction expires no cursor.
    let page = world.anybody.get(&format!("{FEED}?limit=3")).await.expect(200);
    assert_eq!(page.each("/blanked"), ["null", "redacted", "null"]);
    assert!(page.items()[1]["body"].is_null() && page.items()[2]["body"].is_object());
    let lean = world.anybody.get(&format!("{FEED}?limit=3&bodies=false")).await.expect(200);
    assert_eq!(lean.each("/blanked"), page.each("/blanked"));

    admin.post(&path, &json!({})).await.problem(422, "invalid", &["/cause"]);
    admin.post(&path, &json!({"cause": " "})).await.problem(422, "invalid", &["/cause"]);
    for seq in ["999999", "0", "-1", "x", "99999999999999999999"] {
        let answer = admin.post(&format!("{FEED}/{seq}/redact"), &cause).await;
        answer.problem(404, "not-found", &[]);
    }
}

#[actix_web::test]
async fn histories_lists_and_reports_are_the_same_after_everything_was_pruned() {
    let world = World::new().await;
    let (kg, editor) = (world.analyst("KG").await, world.editor().await);
    let mut body = declared("ongoing", "2025-08-01");
    body["evidence"] = json!([{"url": "https://example.org/a", "title": "Отчёт", "lang": "ru"},
            {"url": "https://example.org/b", "title": "B", "lang": "en"}]);
    kg.post(&updates("AST25-12.7b", "KG"), &body).await.expect(201);
    editor.patch(&item("AST25-12.7b"), "*", &json!({"kind": "policy"})).await.expect(200);
    let report = world.anybody.get("/api/v1/reports/progress?as_of=2026-01-15").await.expect(200);
    let known_at = report.json["known_at"].as_str().unwrap();
    kg.post(&updates("AST25-12.7b", "KG"), &declared("ongoing", "2025-09-01")).await.expect(201);
    let paths = [
        format!("{}/history", item("AST25-12.7b")),
        format!("/api/v1/reports/progress?as_of=2026-01-15&known_at={known_at}"),
        format!("/api/v1/obligations?as_of=2026-01-15&known_at={known_at}"),
        format!("/api/v1/commitments?as_of=2026-01-15&known_at={known_at}"),
        "/api/v1/reports/progress?as_of=2026-01-15".to_owned(),
    ];
    let mut before = Vec::new();
    for path in &paths {
        before.push(world.anybody.get(path).await.expect(200).text);
    }
    // The history has each update whole, as the feed has it.
    let feed = world.anybody.get(&format!("{FEED}?limit=500")).await.expect(200);
    let history: Value = serde_json::from_str(&before[0]).unwrap();
    let of = |all: &[Value], place: &str| -> Vec<Value> {
        let is_update = |one: &&Value| one["entity"] == "update";
        all.iter().filter(is_update).map(|one| one[place].clone()).collect()
    };
    let mut told = of(history["items"].as_array().unwrap(), "record");
    told.reverse();
    assert_eq!(told, of(feed.items(), "body"));
    assert_eq!(told.len(), 2);

    let head = feed.items().len();
    world.sql(&format!("UPDATE node SET pruned_to = {head}; SELECT blank_bodies(1, {head})")).await;
    for (path, before) in paths.iter().zip(&before) {
        assert_eq!(world.anybody.get(path).await.expect(200).text, *before, "{path}");
    }
    let answer = world.anybody.get(FEED).await.problem(410, "cursor-expired", &[]);
    assert_eq!(answer.json["snapshot"], "/api/v1/snapshot");
    let lean = world.anybody.get(&format!("{FEED}?bodies=false&limit=2")).await.expect(200);
    assert_eq!(lean.each("/blanked"), ["pruned", "pruned"]);
    let end = feed.json["next"].as_str().unwrap();
    world.anybody.get(&format!("{FEED}?since={end}")).await.expect(200);
}
