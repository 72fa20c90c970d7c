//! Kept reports: signed, listed, given again to the letter, and checked by another implementation.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use summit_ledger::domain::user::UserRole;
use summit_ledger::reports::signature::{parse_public_key, verify};
use summit_ledger::sync::envelope::hex;

use crate::support::http::Client;
use crate::world::{World, done, updates};

const REPORTS: &str = "/api/v1/reports";

/// What is asked for.
fn asked() -> Value {
    json!({ "as_of": "2026-01-15", "party": ["KG", "CN"], "lang": "zh" })
}

/// Checks a kept report by ed25519-dalek, on bytes that are put together here.
#[track_caller]
fn is_signed(text: &str, public_key: &str) {
    let mut heading: Value = serde_json::from_str(text).unwrap();
    let fields = heading.as_object_mut().unwrap();
    let report = fields.remove("report").unwrap();
    let signature = fields.remove("signature").unwrap();
    let canonical = |value: &Value| serde_json_canonicalizer::to_vec(value).unwrap();
    assert_eq!(heading["report_sha256"], hex(&Sha256::digest(canonical(&report))));
    let signature = STANDARD.decode(signature.as_str().unwrap()).unwrap();
    let key: [u8; 32] = STANDARD.decode(public_key).unwrap().try_into().unwrap();
    let key = VerifyingKey::from_bytes(&key).unwrap();
    let signature = Signature::from_slice(&signature).unwrap();
    key.verify_strict(&canonical(&heading), &signature).unwrap();
}

async fn key(client: &Client) -> String {
    let node = client.get("/api/v1/node").await.expect(200);
    node.json["public_key"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_report_is_kept_with_its_place_and_signed() {
    let world = World::new().await;
    let viewer = world.user("viewer", UserRole::Viewer, None).await;
    let node = world.anybody.get("/api/v1/node").await.expect(200).json;
    let kept = viewer.post(REPORTS, &asked()).await.expect(201);
    let path = kept.header("location").to_owned();
    assert_eq!(path, format!("{REPORTS}/{}", kept.json["id"].as_str().unwrap()));
    let shown = world.anybody.get(&path).await.expect(200);
    let report = &shown.json["report"];
    for (name, value) in [
        ("format", json!("summit-ledger-report-1")),
        ("made_by", json!("viewer")),
        ("declaration", json!("astana-2025")),
        ("node", node["name"].clone()),
        ("epoch", node["epoch"].clone()),
        ("public_key", node["public_key"].clone()),
        ("seq", report["seq"].clone()),
        ("chain", report["chain"].clone()),
    ] {
        assert_eq!(shown.json[name], value, "{name}");
        assert_eq!(kept.json[name], value, "{name}");
    }
    let request = &shown.json["request"];
    assert_eq!(request["as_of"], "2026-01-15");
    assert_eq!(request["party"], json!(["KG", "CN"]));
    assert_eq!(request["lang"], "zh");
    // It is the report that the address of reports gives.
    let query = "as_of=2026-01-15&party=KG,CN&lang=zh";
    let drawn = world.anybody.get(&format!("{REPORTS}/progress?{query}")).await.expect(200);
    assert!(shown.text.contains(&drawn.text), "to the letter");
    is_signed(&shown.text, &key(&world.anybody).await);
}

#[actix_web::test]
async fn a_kept_report_stays_as_it_was_and_altered_it_is_caught() {
    let world = World::new().await;
    let analyst = world.analyst("KG").await;
    let kept = analyst.post(REPORTS, &asked()).await.expect(201);
    let path = kept.header("location").to_owned();
    let before = world.anybody.get(&path).await.expect(200);
    let festival = updates("AST25-12.7b", "KG");
    analyst.post(&festival, &done("2025-08-20", "2025-09-01")).await.expect(201);
    let after = world.anybody.get(&path).await.expect(200);
    assert_eq!(after.text, before.text);
    let public = parse_public_key(&key(&world.anybody).await).unwrap();
    verify(after.text.as_bytes(), &public).unwrap();
    let mut better = after.json.clone();
    better["report"]["totals"]["by_status"]["complete"] = json!(300);
    assert!(verify(better.to_string().as_bytes(), &public).is_err());
    // Somebody else's ledger did not say it.
    let other = World::new().await;
    let public = parse_public_key(&key(&other.anybody).await).unwrap();
    assert!(verify(after.text.as_bytes(), &public).is_err());
}

#[actix_web::test]
async fn the_key_outlives_the_process() {
    let mut world = World::new().await;
    let viewer = world.user("viewer", UserRole::Viewer, None).await;
    let before = key(&world.anybody).await;
    let old = viewer.post(REPORTS, &asked()).await.expect(201);
    let url = world.restart().await;
    let (anybody, viewer) = (world.anybody.at(&url), viewer.at(&url));
    assert_eq!(key(&anybody).await, before);
    let new = viewer.post(REPORTS, &asked()).await.expect(201);
    for kept in [old, new] {
        let shown = anybody.get(kept.header("location")).await.expect(200);
        is_signed(&shown.text, &before);
    }
}

#[actix_web::test]
async fn a_retry_keeps_one_report() {
    let world = World::new().await;
    let viewer = world.user("viewer", UserRole::Viewer, None).await;
    let post = || {
        let call = viewer.call(reqwest::Method::POST, REPORTS);
        call.header("Idempotency-Key", "report-1").json(&asked()).send()
    };
    let first = post().await.expect(201);
    let again = post().await.expect(201);
    assert_eq!(again.text, first.text);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(world.anybody.get(REPORTS).await.expect(200).items().len(), 1);
}

#[actix_web::test]
async fn kept_reports_are_listed_newest_first_page_by_page() {
    let world = World::new().await;
    let viewer = world.user("viewer", UserRole::Viewer, None).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let kept = viewer.post(REPORTS, &asked()).await.expect(201);
        ids.insert(0, kept.json["id"].as_str().unwrap().to_owned());
    }
    let first = world.anybody.get(&format!("{REPORTS}?limit=2")).await.expect(200);
    assert_eq!(first.each("/id"), ids[..2]);
    assert!(first.items().iter().all(|one| one.get("report").is_none()));
    let next = first.json["next"].as_str().unwrap();
    let second = world.anybody.get(&format!("{REPORTS}?limit=2&cursor={next}")).await.expect(200);
    assert_eq!(second.each("/id"), ids[2..]);
    assert_eq!(second.json["next"], Value::Null);
    let ours = format!("{REPORTS}?declaration=astana-2025");
    assert_eq!(world.anybody.get(&ours).await.expect(200).items().len(), 3);
    let others = format!("{REPORTS}?declaration=bishkek-2027");
    world.anybody.get(&others).await.problem(400, "bad-query", &["declaration"]);
    world.another_declaration().await;
    assert!(world.anybody.get(&others).await.expect(200).items().is_empty());
    let broken = world.anybody.get(&format!("{REPORTS}?cursor=x")).await;
    broken.problem(400, "bad-cursor", &[]);
}

#[actix_web::test]
async fn what_cannot_be_kept_is_named_and_changes_nothing() {
    let world = World::new().await;
    let viewer = world.user("viewer", UserRole::Viewer, None).await;
    let bad = json!({
        "as_of": "15.1.2026", "party": "KG", "section": ["one"], "lang": "fr", "format": "pdf",
        "known_at": "2999-01-01T00:00:00Z",
    });
    let places = ["/as_of", "/party", "/section", "/lang", "/format", "/known_at"];
    viewer.post(REPORTS, &bad).await.problem(422, "invalid", &places);
    let strange = json!({ "party": ["XX"], "section": [99] });
    let answer = viewer.post(REPORTS, &strange).await;
    let answer = answer.problem(422, "invalid", &["/party", "/section"]);
    assert!(answer.message("/party").contains("known are"), "{}", answer.text);
    let unknown = json!({ "declaration": "nowhere" });
    viewer.post(REPORTS, &unknown).await.problem(422, "invalid", &["/declaration"]);
    world.anybody.post(REPORTS, &json!({})).await.expect(401);
    assert!(world.anybody.get(REPORTS).await.expect(200).items().is_empty());
    world.anybody.get(&format!("{REPORTS}/nothing")).await.expect(404);
    let id = "01890000-0000-7000-8000-000000000000";
    world.anybody.get(&format!("{REPORTS}/{id}")).await.expect(404);
}
