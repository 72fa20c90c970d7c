//! One item: its shape, its ETag, and what it was on another day or as known before.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, declared, done, item, owed, reader, updates};

/// The names of an object's fields.
fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

const ITEM: &[&str] = &[
    "code",
    "declaration",
    "section",
    "paragraph",
    "quote",
    "quote_start",
    "verb",
    "strength",
    "kind",
    "tracked",
    "title",
    "deadline",
    "obligations",
    "status",
    "timeliness",
    "version",
];

const OBLIGATION: &[&str] = &[
    "party",
    "role",
    "occurrence",
    "status",
    "basis",
    "as_of",
    "done_on",
    "declared",
    "assessed",
    "contested",
    "reassess",
    "follows",
    "timeliness",
    "days_overdue",
];

#[actix_web::test]
async fn an_item_has_every_field_that_is_promised() {
    let item = reader().await.get("/api/v1/commitments/AST25-4.3b").await.expect(200);
    let there = keys(&item.json);
    assert!(ITEM.iter().all(|key| there.contains(key)), "{there:?}");
    let deadline = keys(&item.json["deadline"]);
    assert_eq!(deadline, BTreeSet::from(["edtf", "opens_on", "due_on", "urgency", "recurrence"]));
    for one in item.json["obligations"].as_array().unwrap() {
        let there = keys(one);
        assert!(OBLIGATION.iter().all(|key| there.contains(key)), "{there:?}");
    }
    assert_eq!(keys(&item.json["title"]), BTreeSet::from(["zh", "en", "ru"]));
    for (field, value) in [
        ("declaration", json!("astana-2025")),
        ("section", json!(4)),
        ("paragraph", json!(3)),
        ("quote", json!("欢迎2025年在阿什哈巴德举行国际和平与信任论坛")),
        ("quote_start", json!(46)),
        ("strength", json!("support")),
        ("kind", json!("event")),
        ("tracked", json!(true)),
        ("version", json!(1)),
    ] {
        assert_eq!(item.json[field], value, "{field}");
    }
}

#[actix_web::test]
async fn offsets_count_characters_of_the_paragraph() {
    let reader = reader().await;
    let text = reader.get("/api/v1/declarations/astana-2025/text").await.expect(200);
    let mut seen = 0;
    for section in text.json["sections"].as_array().unwrap() {
        for paragraph in section["paragraphs"].as_array().unwrap() {
            let characters: Vec<char> = paragraph["text"].as_str().unwrap().chars().collect();
            let mut last = 0;
            for item in paragraph["items"].as_array().unwrap() {
                let start = usize::try_from(item["quote_start"].as_u64().unwrap()).unwrap();
                let quote: Vec<char> = item["quote"].as_str().unwrap().chars().collect();
                assert_eq!(characters[start..start + quote.len()], quote, "{}", item["code"]);
                assert!(start >= last, "{} stands before the one before it", item["code"]);
                last = start;
                seen += 1;
            }
            for span in paragraph["uncoded"].as_array().unwrap() {
                let start = usize::try_from(span["start"].as_u64().unwrap()).unwrap();
                let words: Vec<char> = span["text"].as_str().unwrap().chars().collect();
                assert_eq!(characters[start..start + words.len()], words, "{span}");
            }
        }
    }
    let listed = reader.get("/api/v1/commitments?tracked=all&limit=500").await.expect(200);
    assert_eq!(seen, listed.items().len());
}

#[actix_web::test]
async fn a_silent_supporter_follows_the_host() {
    let item = reader().await.get("/api/v1/commitments/AST25-4.3b?as_of=2026-01-15").await;
    let supporter = owed(&item, "KZ", None);
    assert_eq!(supporter["follows"], json!({"party": "TM", "status": "not_reported"}));
    assert_eq!(supporter["timeliness"], "follows");
    assert_eq!(supporter["status"], "not_reported");
    assert_eq!(supporter["days_overdue"], Value::Null);
    let host = owed(&item, "TM", None);
    assert_eq!(host["follows"], Value::Null);
    assert_eq!(host["timeliness"], "overdue");
    assert_eq!(host["days_overdue"], 15);
    assert_eq!(item.json["timeliness"], "overdue");
}

#[actix_web::test]
async fn a_supporter_that_has_spoken_follows_no_longer() {
    let world = World::new().await;
    let kz = world.analyst("KZ").await;
    kz.post(&updates("AST25-4.3b", "KZ"), &declared("complete", "2025-12-20")).await.expect(422);
    kz.post(&updates("AST25-4.3b", "KZ"), &done("2025-12-12", "2025-12-20")).await.expect(201);
    let item = world.anybody.get(&item("AST25-4.3b")).await.expect(200);
    let spoken = owed(&item, "KZ", None);
    assert_eq!(spoken["follows"], Value::Null);
    assert_eq!(spoken["status"], "complete");
    // It still counts for nothing: the item is as its host left it.
    assert_eq!(spoken["timeliness"], "follows");
    assert_eq!(item.json["status"], "not_reported");
    assert_eq!(owed(&item, "UZ", None)["follows"]["party"], "TM");
}

#[actix_web::test]
async fn an_item_without_a_date_has_no_deadline() {
    let reader = reader().await;
    let item = reader.get("/api/v1/commitments/AST25-4.2a").await.expect(200);
    assert_eq!(item.json["deadline"], Value::Null);
    assert_eq!(owed(&item, "KZ", None)["timeliness"], "undated");
    let context = reader.get("/api/v1/commitments/AST25-4.3a").await.expect(200);
    assert_eq!(context.json["obligations"], json!([]));
    assert_eq!(context.json["status"], Value::Null);
    assert_eq!(context.json["tracked"], json!(false));
}

#[actix_web::test]
async fn a_recurring_item_has_one_obligation_a_party_and_occurrence() {
    let item = reader().await.get("/api/v1/commitments/AST25-15.1a").await.expect(200);
    assert_eq!(item.json["obligations"].as_array().unwrap().len(), 24);
    for (occurrence, due_on) in
        [("2027", "2028-12-31"), ("2029", "2030-12-31"), ("2033", "2034-12-31")]
    {
        assert_eq!(owed(&item, "KG", Some(occurrence))["due_on"], due_on);
    }
}

#[actix_web::test]
async fn what_the_caller_has_already_is_not_sent_again() {
    let reader = reader().await;
    for path in [
        "/api/v1/commitments/AST25-4.3b",
        "/api/v1/commitments?limit=2",
        "/api/v1/obligations?limit=2",
        "/api/v1/declarations/astana-2025",
        "/api/v1/declarations/astana-2025/text",
        "/api/v1/parties",
        "/api/v1/reports/progress",
        "/api/v1/changes?limit=1",
    ] {
        let first = reader.get(path).await.expect(200);
        for known in [
            first.etag().to_owned(),
            format!("W/{}", first.etag()),
            format!("\"other\", {}", first.etag()),
            "*".to_owned(),
        ] {
            let call = reader.call(Method::GET, path).header("If-None-Match", &known);
            let again = call.send().await.expect(304);
            assert_eq!(again.etag(), first.etag(), "{path}");
            assert!(again.bytes.is_empty(), "{path}");
        }
        let other = reader.call(Method::GET, path).header("If-None-Match", "\"other\"");
        other.send().await.expect(200);
    }
}

#[actix_web::test]
async fn an_etag_holds_the_version_and_a_hash_of_what_is_shown() {
    let reader = reader().await;
    let today = reader.get("/api/v1/commitments/AST25-4.3b?as_of=2026-01-15").await.expect(200);
    let later = reader.get("/api/v1/commitments/AST25-4.3b?as_of=2026-01-16").await.expect(200);
    for answer in [&today, &later] {
        assert!(answer.etag().starts_with("\"1.") && answer.etag().len() == 20);
    }
    assert_ne!(today.etag(), later.etag());
    let again = reader.get("/api/v1/commitments/AST25-4.3b?as_of=2026-01-15").await;
    assert_eq!(today.etag(), again.etag());
}

#[actix_web::test]
async fn head_gives_the_headers_of_get() {
    let reader = reader().await;
    for path in ["/api/v1/commitments/AST25-4.3b", "/api/v1/obligations", "/healthz"] {
        let get = reader.get(path).await.expect(200);
        let head = reader.call(Method::HEAD, path).send().await.expect(200);
        assert_eq!(head.etag(), get.etag(), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert!(head.bytes.is_empty(), "{path}");
    }
    reader.call(Method::HEAD, "/api/v1/commitments/AST25-99.9a").send().await.expect(404);
}

#[actix_web::test]
async fn a_day_before_the_first_word_knows_nothing_of_it() {
    let world = World::new().await;
    let tm = world.analyst("TM").await;
    tm.post(&updates("AST25-4.3b", "TM"), &declared("in_progress", "2025-06-01")).await.expect(201);
    tm.post(&updates("AST25-4.3b", "TM"), &done("2025-12-12", "2025-12-20")).await.expect(201);
    for (day, status, timeliness) in [
        ("2025-05-31", "not_reported", "in_window"),
        ("2025-06-01", "in_progress", "in_window"),
        ("2025-12-19", "in_progress", "in_window"),
        ("2025-12-20", "complete", "done_on_time"),
        ("2026-03-01", "complete", "done_on_time"),
    ] {
        let path = format!("{}?as_of={day}", item("AST25-4.3b"));
        let item = world.anybody.get(&path).await.expect(200);
        let host = owed(&item, "TM", None);
        assert_eq!((&host["status"], &host["timeliness"]), (&json!(status), &json!(timeliness)));
        assert_eq!(item.json["status"], status, "{day}");
    }
}

#[actix_web::test]
async fn what_was_known_before_is_shown_as_it_was() {
    let world = World::new().await;
    let path = item("AST25-4.3b");
    let before = world.anybody.get(&path).await.expect(200);
    let at = world.anybody.get("/api/v1/reports/progress").await.expect(200);
    let at = at.json["known_at"].as_str().unwrap().to_owned();
    let tm = world.analyst("TM").await;
    tm.post(&updates("AST25-4.3b", "TM"), &done("2025-12-12", "2025-12-20")).await.expect(201);
    let editor = world.editor().await;
    editor.patch(&path, before.etag(), &json!({"deadline": {"edtf": "2027"}})).await.expect(200);
    let edited = world.anybody.get(&path).await.expect(200);
    assert_eq!(edited.json["deadline"]["due_on"], "2027-12-31");

    let known = format!("{path}?known_at={at}");
    assert_eq!(world.anybody.get(&known).await.expect(200).json, before.json);
    editor.delete(&path, "*").await.expect(204);
    assert_eq!(world.anybody.get(&known).await.expect(200).json, before.json);
    world.anybody.get(&path).await.problem(404, "not-found", &[]);
    world.anybody.get(&format!("{path}?known_at=2020-01-01T00:00:00Z")).await.expect(404);
}

#[actix_web::test]
async fn a_moment_that_cannot_be_is_refused() {
    let reader = reader().await;
    for (query, name) in [
        ("as_of=2026-02-30", "as_of"),
        ("as_of=yesterday", "as_of"),
        ("known_at=2026-01-15", "known_at"),
        ("known_at=2999-01-01T00:00:00Z", "known_at"),
        ("as_of=", "as_of"),
        ("party=KZ", "party"),
    ] {
        let path = format!("/api/v1/commitments/AST25-4.3b?{query}");
        reader.get(&path).await.problem(400, "bad-query", &[name]);
    }
}
