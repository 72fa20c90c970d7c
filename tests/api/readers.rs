//! Registered readers over HTTP: their marks, their lag, and whose they are.

use reqwest::Method;
use serde_json::{Value, json};
use summit_ledger::domain::user::UserRole;

use crate::support::http::{Answer, Client};
use crate::world::{World, declared, updates};

const FEED: &str = "/api/v1/changes";
const READERS: &str = "/api/v1/readers";

async fn put(client: &Client, name: &str, body: &Value) -> Answer {
    client.call(Method::PUT, &format!("{READERS}/{name}")).json(body).send().await
}

async fn drop(client: &Client, name: &str) -> Answer {
    client.call(Method::DELETE, &format!("{READERS}/{name}")).send().await
}

/// The cursor after the first `count` changes.
async fn after(client: &Client, count: usize) -> Value {
    let page = client.get(&format!("{FEED}?limit={count}")).await.expect(200);
    json!({"cursor": page.json["next"]})
}

#[actix_web::test]
async fn a_reader_registers_and_acknowledges_and_its_lag_shows() {
    let world = World::new().await;
    let viewer = world.user("viewer", UserRole::Viewer, None).await;
    let head = world.anybody.get(&format!("{FEED}?limit=500")).await.expect(200).items().len();
    let (three, five) = (after(&viewer, 3).await, after(&viewer, 5).await);
    let made = put(&viewer, "dash", &three).await.expect(201);
    assert_eq!((&made.json["seq"], &made.json["user"]), (&json!(3), &json!("viewer")));
    assert_eq!(made.json["lag_changes"], head - 3);
    assert!(made.json["lag_seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(put(&viewer, "dash", &five).await.expect(200).json["seq"], 5);
    assert_eq!(put(&viewer, "dash", &three).await.expect(200).json["seq"], 5, "a late retry");
    put(&viewer, "dash", &after(&viewer, 500).await).await.expect(200);
    let list = viewer.get(READERS).await.expect(200);
    let lag = |list: &Answer| [list.each("/lag_changes"), list.each("/is_on_history")].concat();
    assert_eq!(list.items()[0]["lag_seconds"], 0.0);
    assert_eq!(lag(&list), ["0", "true"]);
    // A change that was just written counts.
    let kg = world.analyst("KG").await;
    kg.post(&updates("AST25-12.7b", "KG"), &declared("ongoing", "2025-08-01")).await.expect(201);
    assert_eq!(lag(&viewer.get(READERS).await), ["1", "true"]);
    world.sql("SELECT begin_epoch('asked')").await;
    assert_eq!(lag(&viewer.get(READERS).await), ["1", "true"]);
    world.anybody.get(READERS).await.problem(401, "unauthenticated", &[]);
}

#[actix_web::test]
async fn only_its_owner_and_admins_move_or_drop_it() {
    let world = World::new().await;
    let owner = world.user("owner", UserRole::Viewer, None).await;
    let other = world.editor().await;
    let admin = world.user("admin", UserRole::Admin, None).await;
    let (three, five) = (after(&owner, 3).await, after(&owner, 5).await);
    put(&owner, "dash", &three).await.expect(201);
    put(&other, "dash", &five).await.problem(403, "forbidden", &[]);
    drop(&other, "dash").await.problem(403, "forbidden", &[]);
    assert_eq!(owner.get(READERS).await.each("/seq"), ["3"]);
    let moved = put(&admin, "dash", &five).await.expect(200);
    assert_eq!((&moved.json["seq"], &moved.json["user"]), (&json!(5), &json!("owner")));
    drop(&owner, "dash").await.expect(204);
    drop(&owner, "dash").await.problem(404, "not-found", &[]);
    put(&owner, "dash", &three).await.expect(201);
    drop(&admin, "dash").await.expect(204);
}

#[actix_web::test]
async fn what_cannot_be_acknowledged_changes_nothing() {
    let world = World::new().await;
    let viewer = world.user("viewer", UserRole::Viewer, None).await;
    let three = after(&viewer, 3).await;
    for body in [json!({}), json!({"cursor": "x"}), json!({"cursor": 3}), json!({"cursor": null})] {
        put(&viewer, "dash", &body).await.problem(422, "invalid", &["/cursor"]);
    }
    let more = json!({"cursor": three["cursor"], "seq": 9});
    put(&viewer, "dash", &more).await.problem(422, "invalid", &["/seq"]);
    for name in ["a%20b", ".x", &"x".repeat(65)] {
        put(&viewer, name, &three).await.problem(422, "invalid", &["/name"]);
    }
    let other = World::new().await;
    let strange = after(&other.anybody, 3).await;
    put(&viewer, "dash", &strange).await.problem(410, "cursor-forked", &[]);
    world.sql("UPDATE node SET pruned_to = 4; SELECT blank_bodies(1, 4)").await;
    put(&viewer, "dash", &three).await.problem(410, "cursor-expired", &[]);
    assert_eq!(viewer.get(READERS).await.expect(200).items().len(), 0);
}
