//! The change feed: every change once, in order, whole, and nothing that is secret.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use summit_ledger::sync::envelope::hex;

use crate::support::http::Client;
use crate::world::{World, declared, item, updates};

pub const FEED: &str = "/api/v1/changes";

/// Every change, page by page, and the cursor at the end.
pub async fn walk(client: &Client, limit: usize) -> (Vec<Value>, String) {
    walk_by(client, &format!("limit={limit}")).await
}

/// Every change that a query finds, and the cursor at the end.
pub async fn walk_by(client: &Client, query: &str) -> (Vec<Value>, String) {
    let (mut found, mut path) = (Vec::new(), format!("{FEED}?{query}"));
    loop {
        let page = client.get(&path).await.expect(200);
        let next = page.json["next"].as_str().expect("always a cursor").to_owned();
        found.extend(page.items().iter().cloned());
        if page.json["more"] == false {
            return (found, next);
        }
        let query = query.split('&').filter(|pair| !pair.starts_with("since="));
        path = format!("{FEED}?{}&since={next}", query.collect::<Vec<_>>().join("&"));
    }
}

/// Leaves a change of a made-up party for the feed.
pub fn leave(at: &str, body: &str) -> String {
    format!(
        "INSERT INTO outbox (change_id, entity, entity_id, version, op, at, actor, body)
        VALUES (gen_random_uuid(), 'party', gen_random_uuid(), 1, 'created', {at}, 'x', '{body}')"
    )
}

#[actix_web::test]
async fn it_gives_every_change_once_in_order_and_whole() {
    let world = World::new().await;
    let (kg, editor) = (world.analyst("KG").await, world.editor().await);
    kg.post(&updates("AST25-12.7b", "KG"), &declared("ongoing", "2025-08-01")).await.expect(201);
    editor.patch(&item("AST25-12.7b"), "*", &json!({"kind": "policy"})).await.expect(200);
    editor.delete(&item("AST25-12.7c"), "*").await.expect(204);
    let (small, _) = walk(&world.anybody, 7).await;
    let (large, end) = walk(&world.anybody, 500).await;
    assert_eq!(small, large);
    for (seq, change) in (1..).zip(&large) {
        assert_eq!(change["seq"], seq);
        assert!(change["body"].is_object(), "{change}");
        assert_eq!(change["node"], "summit-ledger");
    }
    let last: Vec<_> = large.iter().rev().take(3).collect();
    let what = |change: &Value| {
        format!("{} {} {} {}", change["entity"], change["op"], change["version"], change["actor"])
            .replace('"', "")
    };
    assert_eq!(what(last[0]), "commitment deleted 2 editor");
    assert_eq!(what(last[1]), "commitment edited 2 editor");
    assert_eq!(what(last[2]), "update created 1 analyst-KG");
    assert_eq!(last[2]["body"]["narrative"], "As reported.");
    assert_eq!(last[1]["body"]["kind"], "policy");

    // At its end the page is empty, and the cursor stays until there is more.
    let empty = world.anybody.get(&format!("{FEED}?since={end}")).await.expect(200);
    assert_eq!((empty.items().len(), empty.json["next"].as_str()), (0, Some(end.as_str())));
    assert_eq!(empty.json["more"], false);
    kg.post(&updates("AST25-12.7b", "KG"), &declared("ongoing", "2025-08-02")).await.expect(201);
    let more = world.anybody.get(&format!("{FEED}?since={end}")).await.expect(200);
    assert_eq!(more.items().len(), 1);
    assert_eq!(more.items()[0]["seq"], large.len() + 1);
}

#[actix_web::test]
async fn its_chain_can_be_proved_from_what_it_gives() {
    let world = World::new().await;
    // Times without microseconds are rare, and are the ones that come out shorter by default.
    for at in ["2026-01-15 09:30:00", "2026-01-15 09:30:00.5", "2026-01-15 09:30:00.123"] {
        let body = json!({ "at": at }).to_string();
        world.sql(&leave(&format!("'{at}Z'"), &body)).await;
    }
    let (changes, _) = walk(&world.anybody, 500).await;
    assert_eq!(changes[changes.len() - 3]["at"], "2026-01-15T09:30:00.000000Z");
    let (bare, _) = walk_by(&world.anybody, "limit=500&bodies=false").await;
    let mut chain = [0u8; 32];
    for (change, bare) in changes.iter().zip(&bare) {
        let body = serde_json_canonicalizer::to_vec(&change["body"]).unwrap();
        assert_eq!(change["body_sha256"], hex(&Sha256::digest(body)));
        assert_eq!(bare["body"], Value::Null);
        // Envelopes are proof enough without any body.
        let mut envelope = bare.clone();
        let fields = envelope.as_object_mut().unwrap();
        fields.remove("body");
        fields.remove("chain");
        let mut hash = Sha256::new();
        hash.update(chain);
        hash.update(serde_json_canonicalizer::to_vec(&envelope).unwrap());
        chain = hash.finalize().into();
        assert_eq!(change["chain"], hex(&chain), "{}", change["seq"]);
    }
    assert_eq!(bare.len(), changes.len());
    let report = world.anybody.get("/api/v1/reports/progress").await.expect(200);
    assert_eq!(report.json["chain"], hex(&chain));
    assert_eq!(report.json["seq"], changes.len());
    let head = world.anybody.get(&format!("{FEED}/head")).await.expect(200);
    assert_eq!(head.json["chain"], hex(&chain));
    assert_eq!(head.json["seq"], changes.len());
    assert_eq!(head.json["node"], "summit-ledger");
    assert_eq!(head.json["sealed_at"], report.json["known_at"]);
}

#[actix_web::test]
async fn its_head_is_where_reading_by_head_begins() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let (_, end) = walk(&world.anybody, 500).await;
    let head = world.anybody.get(&format!("{FEED}/head")).await.expect(200);
    assert_eq!(head.json["cursor"], end);
    let empty = world.anybody.get(&format!("{FEED}?since=head")).await.expect(200);
    assert_eq!((empty.items().len(), &empty.json["next"]), (0, &head.json["cursor"]));
    // What has committed is in it, also before anybody has sealed.
    world.sql(&leave("now()", "{}")).await;
    let moved = world.anybody.get(&format!("{FEED}/head")).await.expect(200);
    assert_eq!(moved.json["seq"], head.json["seq"].as_i64().unwrap() + 1);
    assert_eq!(moved.json["epoch"], head.json["epoch"]);
    kg.post(&updates("AST25-12.7b", "KG"), &declared("ongoing", "2025-08-01")).await.expect(201);
    let since = moved.json["cursor"].as_str().unwrap();
    let page = world.anybody.get(&format!("{FEED}?since={since}")).await.expect(200);
    assert_eq!(page.each("/entity"), ["update"]);
    world.anybody.get(&format!("{FEED}/head?since=x")).await.problem(400, "bad-query", &["since"]);
}

#[actix_web::test]
async fn it_never_carries_users_or_tokens() {
    let world = World::new().await;
    world.editor().await;
    world.analyst("KG").await;
    let (changes, _) = walk(&world.anybody, 500).await;
    let mut entities: BTreeMap<String, usize> = BTreeMap::new();
    for change in &changes {
        *entities.entry(change["entity"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let known: Vec<_> = entities.keys().map(String::as_str).collect();
    assert_eq!(known, ["commitment", "declaration", "obligation", "party"]);
    let text = json!(changes).to_string();
    for secret in ["sl_", "token", "hash", "analyst-KG"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[actix_web::test]
async fn a_cursor_of_another_history_is_refused() {
    let world = World::new().await;
    let (_, end) = walk(&world.anybody, 500).await;
    let bytes = URL_SAFE_NO_PAD.decode(&end).unwrap();
    let changed = |place: usize, to: u8| {
        let mut bytes = bytes.clone();
        bytes[place] = to;
        URL_SAFE_NO_PAD.encode(bytes)
    };
    // Epoch, seq, chain: 16, 8 and 8 bytes.
    for (cursor, slug) in [
        (changed(0, bytes[0] ^ 1), "cursor-forked"),
        (changed(31, bytes[31] ^ 1), "cursor-forked"),
        (changed(20, 1), "cursor-ahead"),
    ] {
        let answer = world.anybody.get(&format!("{FEED}?since={cursor}")).await;
        answer.problem(410, slug, &[]);
    }
    let everything = format!("{FEED}?since={end}&entity=update&party=KG&bodies=false");
    world.anybody.get(&everything).await.expect(200);
    for nonsense in ["x", "Head", "AAAA", &end[1..], "%00"] {
        let answer = world.anybody.get(&format!("{FEED}?since={nonsense}")).await;
        answer.problem(400, "bad-query", &["since"]);
    }
    // A restored backup or a clone begins a new epoch.
    world.sql("UPDATE node SET epoch = gen_random_uuid()").await;
    let answer = world.anybody.get(&format!("{FEED}?since={end}")).await;
    answer.problem(410, "cursor-forked", &[]);
    world.anybody.get(FEED).await.expect(200);
}

#[actix_web::test]
async fn a_write_left_open_is_not_in_it_and_holds_nothing_up() {
    use diesel_async::SimpleAsyncConnection;

    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let (before, end) = walk(&world.anybody, 500).await;
    let mut open = world.service.schema.owner().await;
    let write = format!("BEGIN; {}", leave("now()", "{}"));
    open.batch_execute(&write).await.unwrap();
    kg.post(&updates("AST25-12.7b", "KG"), &declared("ongoing", "2025-08-01")).await.expect(201);
    let page = world.anybody.get(&format!("{FEED}?since={end}")).await.expect(200);
    assert_eq!(page.each("/actor"), ["analyst-KG"]);
    let next = page.json["next"].as_str().unwrap();
    open.batch_execute("COMMIT").await.unwrap();
    let late = world.anybody.get(&format!("{FEED}?since={next}")).await.expect(200);
    assert_eq!(late.each("/actor"), ["x"]);
    assert_eq!(late.items()[0]["seq"], before.len() + 2);
}

#[actix_web::test]
async fn it_pages_by_its_own_parameters_and_asks_for_no_more() {
    let world = World::new().await;
    for (query, name) in [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("cursor=x", "cursor"),
        ("since=", "since"),
        ("wait=61", "wait"),
        ("wait=-1", "wait"),
        ("wait=soon", "wait"),
        ("entity=token", "entity"),
        ("bodies=no", "bodies"),
    ] {
        let answer = world.anybody.get(&format!("{FEED}?{query}")).await;
        answer.problem(400, "bad-query", &[name]);
    }
    let page = world.anybody.call(Method::GET, &format!("{FEED}?limit=2")).send().await.expect(200);
    let next = page.json["next"].as_str().unwrap();
    let link = format!("<{FEED}?limit=2&since={next}>; rel=\"next\"");
    assert_eq!(page.header("link"), link);
}
