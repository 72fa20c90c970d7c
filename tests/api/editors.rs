//! Editors: the items that they add, and every way in which one is wrong.

use serde_json::{Value, json};

use crate::support::http::Client;
use crate::world::{World, item, owed, with};

const LIST: &str = "/api/v1/commitments";
pub const FESTIVAL: &str = "AST25-12.7b";

/// A ledger and an editor of it.
pub async fn editor() -> (World, Client) {
    let world = World::new().await;
    let editor = world.editor().await;
    (world, editor)
}

/// A new item that is right as it is.
fn new() -> Value {
    json!({
        "declaration": "astana-2025", "section": 12, "paragraph": 7,
        "title": {"zh": "新", "en": "New", "ru": "Новое"},
        "strength": "decision", "kind": "event",
        "deadline": {"edtf": "2027-03"},
        "obligations": [
            {"party": "KG", "role": "host"},
            {"party": "KZ", "role": "supporter"},
        ],
    })
}

#[actix_web::test]
async fn a_new_item_gets_the_next_letter_of_its_paragraph() {
    let (world, editor) = editor().await;
    let made = editor.post(LIST, &new()).await.expect(201);
    assert_eq!(made.json["code"], "AST25-12.7d");
    assert_eq!(made.header("location"), "/api/v1/commitments/AST25-12.7d");
    assert!(made.etag().starts_with("\"1."));
    let shown = world.anybody.get(made.header("location")).await.expect(200);
    assert_eq!(shown.json, made.json);
    assert_eq!(shown.etag(), made.etag());
    assert_eq!(made.json["quote"], Value::Null);
    let deadline = json!({"edtf": "2027-03", "opens_on": "2027-03-01", "due_on": "2027-03-31",
        "urgency": null, "recurrence": null});
    assert_eq!(made.json["deadline"], deadline);
    assert_eq!(owed(&made, "KZ", None)["follows"]["party"], "KG");
    // A letter lasts, though its item be deleted.
    editor.delete(made.header("location"), "*").await.expect(204);
    let next = editor.post(LIST, &new()).await.expect(201);
    assert_eq!(next.json["code"], "AST25-12.7e");
    let other = with(new(), json!({"paragraph": 1}));
    let first = editor.post(LIST, &other).await.expect(201);
    assert_eq!(first.json["code"], "AST25-12.1a", "it is not seeded in this test");
}

#[actix_web::test]
async fn a_quote_must_stand_where_its_offset_says() {
    let (world, editor) = editor().await;
    let text = world.anybody.get("/api/v1/declarations/astana-2025/text").await.expect(200);
    let paragraph = text.json["sections"].as_array().unwrap().iter();
    let paragraph = paragraph.flat_map(|one| one["paragraphs"].as_array().unwrap());
    let paragraph = paragraph.filter(|one| one["text"].as_str().unwrap().contains("比什凯克+25"));
    let words: Vec<char> =
        paragraph.clone().next().unwrap()["text"].as_str().unwrap().chars().collect();
    let quote: String = words[5..12].iter().collect();
    for (start, fits) in [(5, true), (4, false), (6, false), (100_000, false), (0, false)] {
        let body = with(new(), json!({"quote": quote, "quote_start": start}));
        let answer = editor.post(LIST, &body).await;
        if fits {
            let made = answer.expect(201);
            assert_eq!(made.json["quote"], quote);
            assert_eq!(made.json["quote_start"], start);
        } else {
            answer.problem(422, "invalid", &["/quote"]);
        }
    }
    for half in [json!({"quote": quote}), json!({"quote_start": 5})] {
        editor.post(LIST, &with(new(), half)).await.problem(422, "invalid", &["/quote_start"]);
    }
}

#[actix_web::test]
async fn every_fault_of_a_new_item_is_named_by_its_place() {
    let (_world, editor) = editor().await;
    for (fields, pointers) in [
        (json!({"declaration": null}), &["/declaration"][..]),
        (json!({"declaration": "xian-2023"}), &["/declaration"]),
        (json!({"section": 99}), &["/paragraph"]),
        (json!({"paragraph": 99}), &["/paragraph"]),
        (json!({"section": "12"}), &["/section"]),
        (json!({"paragraph": -1}), &["/paragraph"]),
        (json!({"title": null}), &["/title"]),
        (json!({"title": {}}), &["/title/en", "/title/ru", "/title/zh"]),
        (json!({"title": {"en": "New", "zh": "新"}}), &["/title/ru"]),
        (json!({"title": {"en": " ", "zh": "新", "ru": "Н"}}), &["/title/en"]),
        (json!({"strength": "weak"}), &["/strength"]),
        (json!({"kind": null}), &["/kind"]),
        (json!({"deadline": {"edtf": "soon"}}), &["/deadline/edtf"]),
        (json!({"deadline": {"due_on": "2027-01-01"}}), &["/deadline/due_on"]),
        (json!({"deadline": {"urgency": "now"}}), &["/deadline/urgency"]),
        (
            json!({"deadline": {"recurrence": {"rule": "FREQ=YEARLY", "until": "2030"}}}),
            &["/deadline/recurrence"],
        ),
        (
            json!({"deadline": {"edtf": "2027", "recurrence": {"rule": "OFTEN", "until": "2030"}}}),
            &["/deadline/recurrence/rule"],
        ),
        (
            json!({"deadline": {"edtf": "2027",
                "recurrence": {"rule": "FREQ=YEARLY", "until": "never"}}}),
            &["/deadline/recurrence/until"],
        ),
        (json!({"obligations": []}), &["/obligations"]),
        (json!({"obligations": null}), &["/obligations"]),
        (json!({"obligations": [{"party": "XX", "role": "host"}]}), &["/obligations/0/party"]),
        (
            json!({"obligations": [{"party": "KG", "role": "boss"}, {"role": "host"}, 3]}),
            &["/obligations/0/role", "/obligations/1/party", "/obligations/2"],
        ),
        (json!({"obligations": [{"party": "KG", "role": "supporter"}]}), &["/obligations"]),
        (
            json!({"obligations": [
                {"party": "KG", "role": "host"}, {"party": "KG", "role": "lead"}]}),
            &["/obligations/1/party"],
        ),
        (json!({"strength": "acknowledgement"}), &["/obligations"]),
        (json!({"group": "nobody"}), &["/group"]),
        (json!({"sdgs": [0, 18]}), &["/sdgs"]),
        (json!({"topics": "peace"}), &["/topics"]),
        (json!({"code": "AST25-12.7z"}), &["/code"]),
        (json!({"tracked": false}), &["/tracked"]),
        (json!({"note": " "}), &["/note"]),
    ] {
        let body = with(new(), json!({}));
        let body = replaced(body, &fields);
        let answer = editor.post(LIST, &body).await;
        assert_eq!(answer.status, 422, "{fields}: {}", answer.text);
        assert_eq!(answer.pointers(), pointers, "{fields}: {}", answer.text);
    }
    let all = json!({"declaration": 1, "section": 1.5, "title": {"en": 1}, "what": 2});
    let pointers =
        ["/declaration", "/kind", "/paragraph", "/section", "/strength", "/title/en", "/what"];
    editor.post(LIST, &all).await.problem(422, "invalid", &pointers);
}

/// The body with other fields, nulls too.
fn replaced(mut body: Value, fields: &Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

#[actix_web::test]
async fn an_acknowledgement_is_owed_by_nobody() {
    let (_world, editor) = editor().await;
    let body = with(new(), json!({"strength": "acknowledgement", "obligations": []}));
    let made = editor.post(LIST, &body).await.expect(201);
    assert_eq!(made.json["obligations"], json!([]));
    assert_eq!((&made.json["status"], &made.json["tracked"]), (&Value::Null, &json!(false)));
}

#[actix_web::test]
async fn a_recurring_deadline_makes_occurrences() {
    let (_world, editor) = editor().await;
    let deadline = json!({"edtf": "2027", "recurrence": {"rule": "FREQ=YEARLY", "until": "2030"}});
    let made = editor.post(LIST, &with(new(), json!({"deadline": deadline}))).await.expect(201);
    for key in ["2027", "2028", "2029", "2030"] {
        let one = owed(&made, "KG", Some(key));
        assert_eq!(one["due_on"], format!("{key}-12-31"));
        owed(&made, "KZ", Some(key));
    }
    assert_eq!(made.json["obligations"].as_array().unwrap().len(), 8);
    // A nearer horizon drops the occurrences beyond it.
    let patch = json!({"deadline": {"recurrence": {"until": "2028"}}});
    let code = made.json["code"].as_str().unwrap();
    let nearer = editor.patch(&item(code), made.etag(), &patch).await.expect(200);
    assert_eq!(nearer.json["obligations"].as_array().unwrap().len(), 4);
    assert_eq!(nearer.json["deadline"]["recurrence"]["rule"], "FREQ=YEARLY");
}

#[actix_web::test]
async fn editors_who_add_to_one_paragraph_at_once_get_letters_of_their_own() {
    let (_world, editor) = editor().await;
    let body = new();
    let path = item(FESTIVAL).replace("/AST25-12.7b", "");
    let all = futures_util::future::join_all((0..6).map(|_| editor.post(&path, &body))).await;
    let mut codes: Vec<_> = all.iter().filter(|one| one.status == 201).collect();
    codes.sort_by_key(|one| one.json["code"].to_string());
    codes.dedup_by_key(|one| one.json["code"].to_string());
    let refused = all.iter().filter(|one| one.status == 409).count();
    assert_eq!(codes.len() + refused, 6);
    assert!(!codes.is_empty());
}
