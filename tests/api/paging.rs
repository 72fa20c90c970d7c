//! Pages: a walk through a list gives every item once, and a cursor keeps what was asked.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::lists::all;
use crate::world::{World, declared, done, item, reader, updates};

/// Walks by `next`, holding the Link header against it.
async fn walk(path: &str, limit: usize) -> Vec<Value> {
    let reader = reader().await;
    let first = format!("{path}&limit={limit}");
    let (mut found, mut path) = (Vec::new(), first.clone());
    loop {
        let page = reader.get(&path).await.expect(200);
        found.extend(page.items().iter().cloned());
        let Some(next) = page.json["next"].as_str() else {
            assert_eq!(page.header("link"), "");
            return found;
        };
        assert_eq!(page.items().len(), limit);
        let link = page.header("link");
        let linked = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\""));
        assert_eq!(linked.unwrap(), format!("{first}&cursor={next}"));
        linked.unwrap().clone_into(&mut path);
    }
}

#[actix_web::test]
async fn a_walk_gives_every_item_once_in_order() {
    for (path, limit) in [
        ("/api/v1/commitments?tracked=all&as_of=2026-01-15", 7),
        ("/api/v1/commitments?sort=due_on&as_of=2026-01-15&section=11,12", 3),
        ("/api/v1/commitments?sort=-due_on&as_of=2026-01-15&section=11,12", 3),
        ("/api/v1/obligations?sort=code&as_of=2026-01-15&section=4", 1),
        ("/api/v1/obligations?sort=due_on&as_of=2026-01-15&section=4,15", 5),
        ("/api/v1/obligations?sort=-due_on&as_of=2026-01-15&section=4,15", 5),
        ("/api/v1/obligations?timeliness=overdue&as_of=2026-01-15", 1),
    ] {
        let whole = all(&reader().await, path).await;
        let walked = walk(path, limit).await;
        assert!(whole.len() > limit, "{path}");
        assert_eq!(walked, whole, "{path}");
    }
}

#[actix_web::test]
async fn a_walk_by_the_last_word_gives_every_obligation_once() {
    let world = World::new().await;
    let assessor = world.assessor().await;
    for party in ["CN", "KZ", "KG", "TJ", "TM", "UZ"] {
        let body = json!({"basis": "assessed", "status": "ongoing", "as_of": "2025-07-01",
            "narrative": "Seen."});
        assessor.post(&updates("AST25-4.3b", party), &body).await.expect(201);
    }
    let path = "/api/v1/obligations?sort=-changed_at";
    let whole = world.anybody.get(path).await.expect(200).each("/party");
    assert_eq!(whole, ["UZ", "TM", "TJ", "KG", "KZ", "CN"]);
    let (mut walked, mut path) = (Vec::new(), format!("{path}&limit=1"));
    loop {
        let page = world.anybody.get(&path).await.expect(200);
        walked.extend(page.each("/party"));
        let Some(next) = page.json["next"].as_str() else { break };
        path = format!("/api/v1/obligations?sort=-changed_at&limit=1&cursor={next}");
    }
    assert_eq!(walked, whole);
}

#[actix_web::test]
async fn the_last_page_may_be_full() {
    let reader = reader().await;
    let path = "/api/v1/obligations?timeliness=overdue&as_of=2026-01-15";
    let page = reader.get(&format!("{path}&limit=6")).await.expect(200);
    assert_eq!((page.items().len(), &page.json["next"]), (6, &Value::Null));
    let page = reader.get(&format!("{path}&limit=5")).await.expect(200);
    assert!(page.json["next"].is_string());
}

#[actix_web::test]
async fn a_cursor_keeps_the_day_that_was_asked() {
    let reader = reader().await;
    let path = "/api/v1/obligations?timeliness=overdue&limit=1";
    let first = reader.get(&format!("{path}&as_of=2026-01-15")).await.expect(200);
    let next = first.json["next"].as_str().unwrap();
    let days = first.items()[0]["days_overdue"].as_i64().unwrap();
    let said = reader.get(&format!("{path}&as_of=2026-01-15&cursor={next}")).await.expect(200);
    let unsaid = reader.get(&format!("{path}&cursor={next}")).await.expect(200);
    assert_eq!(said.json, unsaid.json);
    assert_eq!(days, 137);
    assert_eq!(unsaid.items()[0]["days_overdue"], 15);
    let other = reader.get(&format!("{path}&as_of=2026-01-16&cursor={next}")).await;
    other.problem(400, "bad-cursor", &[]);
}

#[actix_web::test]
async fn a_cursor_keeps_what_was_known() {
    let world = World::new().await;
    let report = world.anybody.get("/api/v1/reports/progress").await.expect(200);
    let at = report.json["known_at"].as_str().unwrap();
    let path = "/api/v1/obligations?section=4&status=not_reported&limit=1";
    let first = world.anybody.get(&format!("{path}&known_at={at}")).await.expect(200);
    let mut next = first.json["next"].as_str().unwrap().to_owned();
    let tm = world.analyst("TM").await;
    tm.post(&updates("AST25-4.3b", "TM"), &done("2025-12-12", "2025-12-20")).await.expect(201);
    world.editor().await.delete(&item("AST25-4.8b"), "*").await.expect(204);
    let mut walked = first.each("/id");
    loop {
        let page = world.anybody.get(&format!("{path}&cursor={next}")).await.expect(200);
        walked.extend(page.each("/id"));
        let Some(more) = page.json["next"].as_str() else { break };
        more.clone_into(&mut next);
    }
    // 4.3b by six, 4.8a and 4.8b by five each: as it was, whatever was done since.
    assert_eq!(walked.len(), 16);
    let other = format!("{path}&known_at=2020-01-01T00:00:00Z&cursor={next}");
    world.anybody.get(&other).await.problem(400, "bad-cursor", &[]);
}

#[actix_web::test]
async fn a_cursor_belongs_to_its_filters_and_its_list() {
    let reader = reader().await;
    let path = "/api/v1/obligations?section=4&party=CN,KZ&limit=2";
    let first = reader.get(path).await.expect(200);
    let next = first.json["next"].as_str().unwrap();
    // In another order, or with pages of another length, it is the same question.
    for same in [
        format!("/api/v1/obligations?party=CN,KZ&cursor={next}&section=4&limit=2"),
        format!("/api/v1/obligations?section=4&party=CN,KZ&limit=100&cursor={next}"),
        // Neither the language nor the form of the page chooses rows.
        format!("/api/v1/obligations?section=4&party=CN,KZ&lang=ru&cursor={next}"),
        format!("/api/v1/obligations?section=4&party=CN,KZ&format=json&lang=zh&cursor={next}"),
    ] {
        let page = reader.get(&same).await.expect(200);
        assert_ne!(page.items()[0]["id"], first.items()[0]["id"]);
    }
    for other in [
        format!("/api/v1/obligations?section=4&party=CN&limit=2&cursor={next}"),
        format!("/api/v1/obligations?section=4&limit=2&cursor={next}"),
        format!("/api/v1/obligations?section=4&party=CN,KZ&tracked=all&cursor={next}"),
        format!("/api/v1/obligations?section=4&party=CN,KZ&sort=due_on&cursor={next}"),
        format!("/api/v1/commitments?section=4&party=CN,KZ&limit=2&cursor={next}"),
        "/api/v1/obligations?cursor=x".to_owned(),
        "/api/v1/commitments/AST25-4.3b/history?cursor=bm8".to_owned(),
        format!("/api/v1/commitments/AST25-4.3b/history?cursor={next}"),
    ] {
        reader.get(&other).await.problem(400, "bad-cursor", &[]);
    }
}

#[actix_web::test]
async fn a_cursor_that_was_tampered_with_breaks_nothing() {
    let reader = reader().await;
    for (path, key) in [
        ("/api/v1/obligations?sort=due_on&limit=1", "soon"),
        ("/api/v1/obligations?sort=due_on&limit=1", "99999-99-99"),
        ("/api/v1/obligations?sort=code&limit=1", "\0"),
        ("/api/v1/commitments?sort=-due_on&limit=1", ""),
        ("/api/v1/commitments/AST25-4.3b/history?limit=1", "x"),
    ] {
        let first = reader.get(path).await.expect(200);
        let next = URL_SAFE_NO_PAD.decode(first.json["next"].as_str().unwrap()).unwrap();
        let mut place: Value = serde_json::from_slice(&next).unwrap();
        place["after"]["key"] = json!(key);
        place["after"]["sort_key"] = json!(key);
        let cursor = URL_SAFE_NO_PAD.encode(place.to_string());
        let answer = reader.get(&format!("{path}&cursor={cursor}")).await;
        assert_eq!(answer.status, 400, "{path} after {key:?}: {}", answer.text);
    }
}

#[actix_web::test]
async fn a_page_has_at_most_what_was_asked_and_fifty_otherwise() {
    let reader = reader().await;
    for (query, length) in [("", 50), ("&limit=1", 1), ("&limit=500", 500)] {
        let path = format!("/api/v1/obligations?tracked=all{query}");
        assert_eq!(reader.get(&path).await.expect(200).items().len(), length);
    }
}

#[actix_web::test]
async fn a_history_is_walked_too() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    for day in ["2025-07-01", "2025-07-02", "2025-07-03"] {
        kg.post(&updates("AST25-12.7b", "KG"), &declared("in_progress", day)).await.expect(201);
    }
    let path = format!("{}/history", item("AST25-12.7b"));
    let whole = world.anybody.get(&path).await.expect(200);
    assert!(whole.items().is_sorted_by_key(|one| -one["seq"].as_i64().unwrap()));
    let (mut walked, mut at) = (Vec::new(), format!("{path}?limit=2"));
    loop {
        let page = world.anybody.get(&at).await.expect(200);
        walked.extend(page.items().iter().cloned());
        let Some(next) = page.json["next"].as_str() else { break };
        at = format!("{path}?limit=2&cursor={next}");
    }
    assert_eq!(walked, whole.items());
}
