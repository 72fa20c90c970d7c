//! The snapshot: everything at one cursor, whole, whatever is written meanwhile.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use summit_ledger::sync::envelope::hex;
use tokio::task::JoinSet;

use crate::feed::{walk, walk_by};
use crate::stream::leave_large;
use crate::stream::reader::{rest, stalled, unchunked};
use crate::support::http::{Answer, Client};
use crate::world::{World, declared, item, updates, with};

const SNAPSHOT: &str = "/api/v1/snapshot";
const FESTIVAL: &str = "AST25-12.7b";

/// What a reader holds: each record by entity and id, with its version and body.
type Records = BTreeMap<(String, String), (i64, Value)>;

/// A snapshot as it was read.
struct Taken {
    head: Value,
    /// In their order.
    lines: Vec<Value>,
    records: Records,
}

async fn take(client: &Client, query: &str) -> Taken {
    read(&client.get(&format!("{SNAPSHOT}?{query}")).await.expect(200))
}

#[track_caller]
fn read(answer: &Answer) -> Taken {
    let mut lines: Vec<Value> =
        answer.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(answer.text.ends_with('\n'));
    let end = lines.pop().unwrap();
    let head = lines.remove(0)["snapshot"].clone();
    assert_eq!(end, json!({"end": {"records": lines.len()}}));
    let mut records = Records::new();
    for line in &lines {
        let text = |name: &str| line[name].as_str().unwrap().to_owned();
        let version = line["version"].as_i64().unwrap();
        let before = records.insert((text("entity"), text("id")), (version, line["body"].clone()));
        assert!(before.is_none(), "{line} twice");
    }
    Taken { head, lines, records }
}

/// Applies changes as a reader does: the last version counts.
fn apply(records: &mut Records, changes: &[Value]) {
    for change in changes {
        let text = |name: &str| change[name].as_str().unwrap().to_owned();
        let version = change["version"].as_i64().unwrap();
        let key = (text("entity"), text("entity_id"));
        let before = records.insert(key, (version, change["body"].clone()));
        let before = before.map_or(0, |(version, _)| version);
        assert!(before < version, "version {version} after {before}: {change}");
    }
}

/// A ledger with edits, a deletion, and updates with evidence and without.
async fn busy() -> World {
    let world = World::new().await;
    let (kg, editor) = (world.analyst("KG").await, world.editor().await);
    let evidence = json!([
        {"url": "https://example.org/b", "title": "B", "lang": "en", "sha256": "ab".repeat(32)},
        {"url": "https://example.org/a", "title": "«А»", "lang": "ru", "published_on": "2025-07-01"},
    ]);
    let proven = with(declared("ongoing", "2025-08-01"), json!({ "evidence": evidence }));
    let first = kg.post(&updates(FESTIVAL, "KG"), &proven).await.expect(201);
    let id = &first.json["update"]["id"];
    let fields = json!({"corrects": id, "seen": id, "narrative": "Else.\u{2028}\"Ünd\" 二"});
    let second = with(declared("stalled", "2025-08-02"), fields);
    kg.post(&updates(FESTIVAL, "KG"), &second).await.expect(201);
    editor.patch(&item(FESTIVAL), "*", &json!({"kind": "policy"})).await.expect(200);
    editor.patch(&item(FESTIVAL), "*", &json!({"topics": ["youth"]})).await.expect(200);
    editor.delete(&item("AST25-12.7c"), "*").await.expect(204);
    let milestone =
        json!({"title": {"zh": "一", "en": "One", "ru": "Один"}, "due": "2026", "party": "KG"});
    editor.post(&format!("{}/milestones", item(FESTIVAL)), &milestone).await.expect(201);
    world
}

#[actix_web::test]
async fn it_is_what_the_feed_gives_from_its_beginning_to_the_letter() {
    let world = busy().await;
    let taken = take(&world.anybody, "").await;
    let (changes, end) = walk(&world.anybody, 500).await;
    assert_eq!(taken.head["cursor"], end);
    assert_eq!(taken.head["seq"], changes.len());
    assert_eq!(taken.head, world.anybody.get("/api/v1/changes/head").await.expect(200).json);
    let mut replayed = Records::new();
    apply(&mut replayed, &changes);
    assert_eq!(taken.records, replayed);
    // The text is the one that the feed's hash is of.
    let hashes: BTreeMap<_, _> = changes
        .iter()
        .map(|c| ((c["entity_id"].to_string(), c["version"].to_string()), &c["body_sha256"]))
        .collect();
    for line in &taken.lines {
        let key = (line["id"].to_string(), line["version"].to_string());
        let hash = hex(&Sha256::digest(line["body"].to_string()));
        assert_eq!(*hashes[&key], json!(hash), "{line}");
    }
    let mut kinds: Vec<_> = taken.lines.iter().map(|l| l["entity"].as_str().unwrap()).collect();
    kinds.dedup();
    let order = ["declaration", "party", "commitment", "obligation", "milestone", "update"];
    assert_eq!(kinds, order);
}

#[actix_web::test]
async fn it_needs_no_body_of_the_feed() {
    let world = busy().await;
    let before = take(&world.anybody, "").await;
    world.sql("SELECT blank_bodies(1, 1000000)").await;
    let after = take(&world.anybody, "").await;
    assert_eq!(before.lines, after.lines);
}

#[actix_web::test]
async fn narrowed_it_is_what_the_feed_gives_by_the_same_filter() {
    let world = busy().await;
    let kg = world.analyst("KZ").await;
    for filter in [
        "party=KG",
        "party=KG,KZ&entity=update,obligation",
        "declaration=astana-2025",
        "declaration=elsewhere",
        "entity=party,conflict",
    ] {
        let taken = take(&world.anybody, filter).await;
        let (changes, _) = walk_by(&world.anybody, &format!("{filter}&limit=500")).await;
        let mut replayed = Records::new();
        apply(&mut replayed, &changes);
        assert_eq!(taken.records, replayed, "{filter}");
        kg.post(&updates(FESTIVAL, "KZ"), &declared("ongoing", "2025-08-02")).await.expect(201);
        let cursor = taken.head["cursor"].as_str().unwrap();
        let (rest, _) = walk_by(&world.anybody, &format!("{filter}&since={cursor}")).await;
        let (whole, _) = walk_by(&world.anybody, &format!("{filter}&limit=500")).await;
        let mut followed = taken.records;
        apply(&mut followed, &rest);
        let mut replayed = Records::new();
        apply(&mut replayed, &whole);
        assert_eq!(followed, replayed, "{filter}");
    }
    let bad = world.anybody.get(&format!("{SNAPSHOT}?entity=user&since=x&party=")).await;
    bad.problem(400, "bad-query", &["entity", "party", "since"]);
}

/// Eight who write without a pause until they are told to stop.
fn writers(kg: &Client, editor: &Client, goes_on: &std::rc::Rc<Cell<bool>>) -> JoinSet<usize> {
    let mut writers = JoinSet::new();
    for n in 0..8 {
        let (kg, editor, goes_on) = (kg.clone(), editor.clone(), goes_on.clone());
        writers.spawn_local(async move {
            let mut written = 0;
            while goes_on.get() {
                let title = json!({"zh": "一", "en": format!("{n}/{written}"), "ru": "Один"});
                if n < 4 {
                    let update = declared("ongoing", &format!("2025-08-{:02}", written % 28 + 1));
                    kg.post(&updates(FESTIVAL, "KG"), &update).await.expect(201);
                } else if n < 6 {
                    let milestones = format!("{}/milestones", item(FESTIVAL));
                    editor
                        .post(&milestones, &json!({"title": title, "due": "2026"}))
                        .await
                        .expect(201);
                } else {
                    let patch = json!({"title": title});
                    editor.patch(&item("AST25-4.3b"), "*", &patch).await.expect(200);
                }
                written += 1;
            }
            written
        });
    }
    writers
}

#[actix_web::test]
async fn it_fits_the_feed_after_its_cursor_while_others_write() {
    let world = World::new().await;
    let (kg, editor) = (world.analyst("KG").await, world.editor().await);
    let goes_on = std::rc::Rc::new(Cell::new(true));
    let mut writers = writers(&kg, &editor, &goes_on);
    let mut all = Vec::new();
    let mut seqs = BTreeSet::new();
    while seqs.len() < 15 {
        let taken = take(&world.anybody, "").await;
        seqs.insert(taken.head["seq"].as_i64().unwrap());
        all.push(taken);
    }
    goes_on.set(false);
    while let Some(written) = writers.join_next().await {
        assert!(written.unwrap() > 0);
    }
    let (whole, _) = walk(&world.anybody, 500).await;
    let mut replayed = Records::new();
    apply(&mut replayed, &whole);
    for Taken { head, mut records, .. } in all {
        let seq = usize::try_from(head["seq"].as_u64().unwrap()).unwrap();
        let mut then = Records::new();
        apply(&mut then, &whole[..seq]);
        assert_eq!(records, then, "at {seq}");
        let cursor = head["cursor"].as_str().unwrap();
        let (rest, _) = walk_by(&world.anybody, &format!("limit=500&since={cursor}")).await;
        // This fails if a version that the snapshot has comes again.
        apply(&mut records, &rest);
        assert_eq!(records, replayed, "after {seq}");
    }
}

#[actix_web::test]
async fn a_reader_that_stops_reading_gets_no_last_line() {
    let patience = Duration::from_millis(500);
    let world = World::under(|settings| settings.stream_patience = patience).await;
    leave_large(&world, 80).await;
    let copied = "INSERT INTO versions (entity, entity_id, version, body)
        SELECT entity, entity_id, version, body::jsonb FROM outbox
        UNION SELECT f.entity, f.entity_id, f.version, b.body::jsonb
        FROM feed f JOIN feed_bodies b USING (seq) WHERE f.actor = 'x'
        ON CONFLICT DO NOTHING";
    world.sql(copied).await;
    let began = Instant::now();
    let whole = world.anybody.get(SNAPSHOT).await.expect(200);
    assert!(whole.bytes.len() > 8_000_000);
    // What fills the connection has to be made first.
    let time_to_make = began.elapsed();
    let (socket, first) = stalled(&world.anybody, SNAPSHOT).await;
    tokio::time::sleep(time_to_make + patience * 3).await;
    let text = unchunked(&[first, rest(socket).await].concat());
    assert!(text.len() < whole.bytes.len() - 1_000_000, "{} bytes came", text.len());
    assert!(!String::from_utf8_lossy(&text).contains("\"end\""));
}

#[actix_web::test]
async fn it_needs_a_token_where_reading_does() {
    let world = World::under(|settings| settings.public_read = false).await;
    for path in [SNAPSHOT, "/api/v1/changes/head", "/api/v1/changes/stream"] {
        world.anybody.get(path).await.problem(401, "unauthenticated", &[]);
    }
    take(&world.editor().await, "").await;
}
