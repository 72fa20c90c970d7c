//! Edits of what is there: by merge patch and deletion, on which version, and what follows.

use serde_json::{Value, json};

use crate::editors::{FESTIVAL, editor};
use crate::support::http::{Answer, Client};
use crate::world::{assessed, declared, done, item, owed, updates};

/// The item as it is now, with its ETag.
async fn now(client: &Client, code: &str) -> Answer {
    client.get(&item(code)).await.expect(200)
}

#[actix_web::test]
async fn a_patch_changes_what_it_names_and_nothing_else() {
    let (_world, editor) = editor().await;
    let before = now(&editor, FESTIVAL).await;
    let patch = json!({"title": {"en": "Another title"}, "verb": null, "kind": "programme"});
    let after = editor.patch(&item(FESTIVAL), before.etag(), &patch).await.expect(200);
    assert_eq!(after.json["title"]["en"], "Another title");
    assert_eq!(after.json["title"]["ru"], before.json["title"]["ru"]);
    assert_eq!(after.json["verb"], Value::Null);
    assert_eq!(after.json["version"], 2);
    let untouched = [
        "quote",
        "quote_start",
        "strength",
        "deadline",
        "topics",
        "refs",
        "note",
        "obligations",
        "status",
        "code",
    ];
    for field in untouched {
        assert_eq!(after.json[field], before.json[field], "{field}");
    }
    assert_eq!(now(&editor, FESTIVAL).await.etag(), after.etag());
}

#[actix_web::test]
async fn a_patch_takes_either_media_type() {
    let (_world, editor) = editor().await;
    for (media_type, title) in [
        ("application/merge-patch+json", "One"),
        ("application/json; charset=utf-8", "Two"),
        ("Application/JSON", "Three"),
    ] {
        let body = json!({"title": {"en": title}}).to_string();
        let call = editor.call(reqwest::Method::PATCH, &item(FESTIVAL)).header("If-Match", "*");
        let answer = call.text(media_type, body).send().await.expect(200);
        assert_eq!(answer.json["title"]["en"], title);
    }
}

#[actix_web::test]
async fn what_a_patch_would_leave_wrong_is_refused() {
    let (_world, editor) = editor().await;
    let before = now(&editor, FESTIVAL).await;
    for (patch, pointers) in [
        (json!({"title": {"ru": null}}), &["/title/ru"][..]),
        (json!({"title": null}), &["/title"]),
        (json!({"strength": null}), &["/strength"]),
        (json!({"quote": null}), &["/quote_start"]),
        (json!({"quote": "吉方"}), &["/quote"]),
        (json!({"quote_start": 0}), &["/quote"]),
        (json!({"obligations": [{"party": "KZ", "role": "supporter"}]}), &["/obligations"]),
        (json!({"deadline": {"edtf": "2025-13"}}), &["/deadline/edtf"]),
        (json!({"section": 4}), &["/section"]),
        (json!({"declaration": "x", "code": "y"}), &["/code", "/declaration"]),
        (json!({"version": 1}), &["/version"]),
    ] {
        let answer = editor.patch(&item(FESTIVAL), before.etag(), &patch).await;
        assert_eq!(answer.status, 422, "{patch}: {}", answer.text);
        assert_eq!(answer.pointers(), pointers, "{patch}: {}", answer.text);
    }
    assert_eq!(now(&editor, FESTIVAL).await.json, before.json);
}

#[actix_web::test]
async fn a_patch_that_changes_nothing_leaves_nothing_behind() {
    let (world, editor) = editor().await;
    let before = now(&editor, FESTIVAL).await;
    let head = world.anybody.get("/api/v1/reports/progress").await.json["seq"].clone();
    let same = json!({"title": {"en": before.json["title"]["en"]}, "kind": before.json["kind"]});
    for patch in [json!({}), same] {
        let answer = editor.patch(&item(FESTIVAL), before.etag(), &patch).await.expect(200);
        assert_eq!(answer.json, before.json);
        assert_eq!(answer.etag(), before.etag());
    }
    assert_eq!(world.anybody.get("/api/v1/reports/progress").await.json["seq"], head);
}

#[actix_web::test]
async fn another_deadline_moves_the_windows_of_who_owes() {
    let (world, editor) = editor().await;
    let patch = json!({"deadline": {"edtf": "2026-02"}});
    let after = editor.patch(&item(FESTIVAL), "*", &patch).await.expect(200);
    for party in ["KG", "KZ"] {
        assert_eq!(owed(&after, party, None)["opens_on"], "2026-02-01", "{party}");
        assert_eq!(owed(&after, party, None)["due_on"], "2026-02-28", "{party}");
    }
    let overdue = "/api/v1/obligations?timeliness=overdue&section=12&as_of=";
    for (day, count) in [("2026-01-15", 0), ("2026-02-28", 0), ("2026-03-01", 1)] {
        let list = world.anybody.get(&format!("{overdue}{day}")).await.expect(200);
        assert_eq!(list.items().len(), count, "{day}");
    }
    let none = editor.patch(&item(FESTIVAL), "*", &json!({"deadline": null})).await.expect(200);
    assert_eq!(none.json["deadline"], Value::Null);
    assert_eq!(owed(&none, "KG", None)["timeliness"], "undated");
    let urgent = json!({"deadline": {"urgency": "asap"}});
    let urgent = editor.patch(&item(FESTIVAL), "*", &urgent).await.expect(200);
    assert_eq!(urgent.json["deadline"]["urgency"], "asap");
    assert_eq!(owed(&urgent, "KG", None)["timeliness"], "undated");
}

#[actix_web::test]
async fn a_party_that_is_dropped_and_owes_again_keeps_its_updates() {
    let (world, editor) = editor().await;
    let kz = world.analyst("KZ").await;
    kz.post(&updates(FESTIVAL, "KZ"), &declared("ongoing", "2025-08-01")).await.expect(201);
    let with_kz = now(&editor, FESTIVAL).await;
    let host = json!({"obligations": [{"party": "KG", "role": "host"}]});
    let without = editor.patch(&item(FESTIVAL), with_kz.etag(), &host).await.expect(200);
    assert_eq!(without.json["obligations"].as_array().unwrap().len(), 1);
    // What was written offline meanwhile is kept.
    kz.post(&updates(FESTIVAL, "KZ"), &declared("stalled", "2025-08-05")).await.expect(201);
    let list = "/api/v1/obligations?section=12&party=KZ&status=stalled,ongoing";
    assert_eq!(world.anybody.get(list).await.items().len(), 0);
    let again = json!({"obligations": [
        {"party": "KG", "role": "host"}, {"party": "KZ", "role": "participant"}]});
    let again = editor.patch(&item(FESTIVAL), without.etag(), &again).await.expect(200);
    let kz = owed(&again, "KZ", None);
    assert_eq!((&kz["status"], &kz["role"]), (&json!("stalled"), &json!("participant")));
    assert_eq!(kz["id"], owed(&with_kz, "KZ", None)["id"]);
    assert_eq!(again.json["version"], 3);
}

#[actix_web::test]
async fn another_strength_takes_an_item_out_of_the_totals() {
    let (world, editor) = editor().await;
    let total = async || {
        let report = world.anybody.get("/api/v1/reports/progress").await.expect(200);
        report.json["totals"]["total"].as_u64().unwrap()
    };
    let before = total().await;
    let after = editor.patch(&item(FESTIVAL), "*", &json!({"strength": "position"})).await;
    assert_eq!(after.expect(200).json["tracked"], false);
    assert_eq!(total().await, before - 1, "the host's; supporters never counted");
    editor.patch(&item(FESTIVAL), "*", &json!({"strength": "support"})).await.expect(200);
    assert_eq!(total().await, before);
}

#[actix_web::test]
async fn an_edit_must_say_which_version_it_was_made_on() {
    let (_world, editor) = editor().await;
    for method in [reqwest::Method::PATCH, reqwest::Method::DELETE] {
        let answer = editor.call(method, &item(FESTIVAL)).json(&json!({})).send().await;
        answer.problem(428, "precondition-required", &[]);
    }
}

#[actix_web::test]
async fn a_stale_edit_is_shown_the_item_as_it_is_now() {
    let (world, editor) = editor().await;
    let first = now(&editor, FESTIVAL).await;
    let second = editor.patch(&item(FESTIVAL), first.etag(), &json!({"kind": "policy"})).await;
    let second = second.expect(200);
    let patch = json!({"kind": "programme"});
    let stale = editor.patch(&item(FESTIVAL), first.etag(), &patch).await;
    let stale = stale.problem(412, "stale-version", &[]);
    assert_eq!(stale.json["current"], second.json);
    let deletion = editor.delete(&item(FESTIVAL), first.etag()).await;
    let deletion = deletion.problem(412, "stale-version", &[]);
    assert_eq!(deletion.json["current"], second.json);
    for etag in ["\"x\"", "\"\"", "nonsense"] {
        editor.patch(&item(FESTIVAL), etag, &patch).await.problem(412, "stale-version", &[]);
    }
    assert_eq!(now(&world.anybody, FESTIVAL).await.json, second.json);
    for etag in ["W/\"2.x\"".to_owned(), second.etag().to_owned(), "*".to_owned()] {
        editor.patch(&item(FESTIVAL), &etag, &json!({})).await.expect(200);
    }
    // Any of several (RFC 9110, 13.1.1).
    let several = format!("\"1.x\", {}", second.etag());
    editor.patch(&item(FESTIVAL), &several, &json!({})).await.expect(200);
}

#[actix_web::test]
async fn neither_midnight_nor_a_party_fails_an_edit() {
    let (world, editor) = editor().await;
    let other_day = editor.get(&format!("{}?as_of=2030-01-01", item(FESTIVAL))).await.expect(200);
    let before = now(&editor, FESTIVAL).await;
    assert_ne!(other_day.etag(), before.etag());
    let kg = world.analyst("KG").await;
    kg.post(&updates(FESTIVAL, "KG"), &declared("ongoing", "2025-08-01")).await.expect(201);
    assert_ne!(now(&editor, FESTIVAL).await.etag(), before.etag(), "it shows something else");
    let patch = json!({"kind": "programme"});
    editor.patch(&item(FESTIVAL), other_day.etag(), &patch).await.expect(200);
    let next = now(&editor, FESTIVAL).await;
    kg.post(&updates(FESTIVAL, "KG"), &declared("stalled", "2025-08-02")).await.expect(201);
    editor.delete(&item(FESTIVAL), next.etag()).await.expect(204);
}

#[actix_web::test]
async fn a_deleted_item_leaves_its_history_and_nothing_else() {
    let (world, editor) = editor().await;
    let before = now(&editor, FESTIVAL).await;
    editor.delete(&item(FESTIVAL), before.etag()).await.expect(204);
    for list in ["/api/v1/commitments?section=12&tracked=all", "/api/v1/obligations?section=12"] {
        let list = world.anybody.get(list).await.expect(200);
        assert!(!list.text.contains(FESTIVAL));
    }
    world.anybody.get(&item(FESTIVAL)).await.problem(404, "not-found", &[]);
    editor.patch(&item(FESTIVAL), "*", &json!({})).await.problem(404, "not-found", &[]);
    editor.delete(&item(FESTIVAL), "*").await.problem(404, "not-found", &[]);
    let milestones = format!("{}/milestones", item(FESTIVAL));
    world.anybody.get(&milestones).await.problem(404, "not-found", &[]);
    let history = world.anybody.get(&format!("{}/history", item(FESTIVAL))).await.expect(200);
    assert_eq!(history.items()[0]["op"], "deleted");
    assert_eq!(history.items()[0]["version"], 2);
    let text = world.anybody.get("/api/v1/declarations/astana-2025/text").await.expect(200);
    assert!(!text.text.contains(FESTIVAL));
}

#[actix_web::test]
async fn a_history_says_who_did_what_and_when_newest_first() {
    let (world, editor) = editor().await;
    let before = now(&editor, FESTIVAL).await;
    let patch = json!({"title": {"en": "Another title"}, "deadline": {"edtf": "2026"}});
    editor.patch(&item(FESTIVAL), before.etag(), &patch).await.expect(200);
    let kg = world.analyst("KG").await;
    kg.post(&updates(FESTIVAL, "KG"), &done("2025-08-20", "2025-08-25")).await.expect(201);
    let assessor = world.assessor().await;
    assessor.post(&updates(FESTIVAL, "KG"), &assessed("ongoing", "2025-08-26")).await.expect(201);
    let history = world.anybody.get(&format!("{}/history?limit=500", item(FESTIVAL))).await;
    let items = history.items();
    assert!(items.is_sorted_by_key(|one| -one["seq"].as_i64().unwrap()));
    let who: Vec<_> = items.iter().map(|one| one["actor"].as_str().unwrap()).collect();
    assert_eq!(who[..2], ["assessor", "analyst-KG"]);
    assert_eq!(who.last(), Some(&"seed"));
    let edit = items.iter().find(|one| one["entity"] == "commitment").unwrap();
    assert_eq!((&edit["actor"], &edit["op"]), (&json!("editor"), &json!("edited")));
    let changed = edit["changed"].as_array().unwrap();
    let fields: Vec<_> = changed.iter().map(|one| one["field"].as_str().unwrap()).collect();
    for field in ["title", "edtf", "opens_on", "due_on"] {
        assert!(fields.contains(&field), "{fields:?}");
    }
    assert_eq!(fields.len(), 4, "{fields:?}");
    let edtf = changed.iter().find(|one| one["field"] == "edtf").unwrap();
    assert_eq!((&edtf["before"], &edtf["after"]), (&json!("2025-08"), &json!("2026")));
    let window = items.iter().find(|one| one["entity"] == "obligation").unwrap();
    assert_eq!((&window["op"], &window["version"]), (&json!("edited"), &json!(2)));
    for one in items {
        let at = chrono::DateTime::parse_from_rfc3339(one["at"].as_str().unwrap());
        assert!(at.is_ok(), "{one}");
    }
    world.anybody.get("/api/v1/commitments/AST25-99.1a/history").await.expect(404);
}
