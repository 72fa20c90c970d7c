//! Updates: who files what, and what the obligation then is.

use serde_json::{Value, json};

use crate::support::http::{Answer, Client};
use crate::world::{World, assessed, declared, done, item, owed, updates, with};

pub const FESTIVAL: &str = "AST25-12.7b";

/// A ledger, and an analyst of KG.
pub async fn kg() -> (World, Client) {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    (world, kg)
}

pub async fn file(client: &Client, body: &Value) -> Answer {
    client.post(&updates(FESTIVAL, "KG"), body).await
}

/// The id of the update that counts.
fn update(answer: &Answer) -> String {
    answer.json["update"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn an_update_is_answered_with_its_place_and_the_obligation() {
    let (world, kg) = kg().await;
    let answer = file(&kg, &done("2025-08-20", "2025-09-01")).await.expect(201);
    assert_eq!(answer.json["commitment"]["code"], FESTIVAL);
    for (field, value) in [
        ("party", json!("KG")),
        ("status", json!("complete")),
        ("basis", json!("declared")),
        ("as_of", json!("2025-09-01")),
        ("done_on", json!("2025-08-20")),
        ("timeliness", json!("done_on_time")),
        ("days_overdue", Value::Null),
        ("assessed", Value::Null),
        ("contested", json!(false)),
        ("reassess", json!(false)),
    ] {
        assert_eq!(answer.json[field], value, "{field}");
    }
    let said = json!({"status": "complete", "as_of": "2025-09-01", "done_on": "2025-08-20"});
    assert_eq!(answer.json["declared"], said);
    assert!(!answer.etag().is_empty());
    let location = answer.header("location");
    let place = format!("/api/v1/commitments/{FESTIVAL}/history#{}", update(&answer));
    assert_eq!(location, place);
    let history = world.anybody.get(location.split('#').next().unwrap()).await.expect(200);
    assert_eq!(history.items()[0]["record"]["id"], update(&answer));
}

#[actix_web::test]
async fn done_late_is_told_from_done_in_time_by_its_day_alone() {
    let (_world, kg) = kg().await;
    for (done_on, as_of, timeliness) in [
        ("2025-08-31", "2025-12-01", "done_on_time"),
        ("2025-09-01", "2025-12-02", "done_late"),
        ("2025-03-01", "2025-12-03", "done_on_time"),
    ] {
        let answer = file(&kg, &done(done_on, as_of)).await.expect(201);
        assert_eq!(answer.json["timeliness"], timeliness, "{done_on}");
    }
}

#[actix_web::test]
async fn analysts_declare_and_assessors_assess() {
    let (world, kg) = kg().await;
    let assessor = world.assessor().await;
    file(&kg, &assessed("ongoing", "2025-08-01")).await.problem(403, "forbidden", &[]);
    file(&assessor, &declared("ongoing", "2025-08-01")).await.problem(403, "forbidden", &[]);
    file(&kg, &declared("substantial", "2025-08-01")).await.expect(201);
    let both = file(&assessor, &assessed("in_progress", "2025-07-01")).await.expect(201);
    // An assessed status counts before a declared one, however old; a later other word is shown.
    assert_eq!(both.json["status"], "in_progress");
    assert_eq!(both.json["basis"], "assessed");
    assert_eq!(both.json["declared"]["status"], "substantial");
    assert_eq!(both.json["assessed"]["as_of"], "2025-07-01");
    assert_eq!(both.json["reassess"], true);
    let agreed = file(&assessor, &assessed("substantial", "2025-08-02")).await.expect(201);
    assert_eq!(agreed.json["reassess"], false);
}

#[actix_web::test]
async fn two_words_about_one_day_are_contested_and_the_less_advanced_counts() {
    let (_world, kg) = kg().await;
    file(&kg, &declared("substantial", "2025-08-01")).await.expect(201);
    let second = file(&kg, &declared("stalled", "2025-08-01")).await.expect(201);
    assert_eq!(
        (&second.json["status"], &second.json["contested"]),
        (&json!("stalled"), &json!(true))
    );
    let third = file(&kg, &declared("ongoing", "2025-08-02")).await.expect(201);
    assert_eq!(
        (&third.json["status"], &third.json["contested"]),
        (&json!("ongoing"), &json!(false))
    );
}

#[actix_web::test]
async fn an_earlier_word_that_comes_late_changes_nothing_of_today() {
    let (world, kg) = kg().await;
    file(&kg, &declared("substantial", "2025-08-10")).await.expect(201);
    let late = file(&kg, &declared("stalled", "2025-07-01")).await.expect(201);
    assert_eq!(late.json["status"], "substantial");
    let then = world.anybody.get(&format!("{}?as_of=2025-08-01", item(FESTIVAL))).await;
    assert_eq!(owed(&then, "KG", None)["status"], "stalled");
}

#[actix_web::test]
async fn a_correction_takes_the_place_of_what_it_corrects() {
    let (world, kg) = kg().await;
    let first = file(&kg, &declared("abandoned", "2025-08-10")).await.expect(201);
    let body = with(declared("stalled", "2025-08-10"), json!({"corrects": update(&first)}));
    let second = file(&kg, &body).await.expect(201);
    assert_eq!(
        (&second.json["status"], &second.json["contested"]),
        (&json!("stalled"), &json!(false))
    );
    let body = with(declared("withdrawn", "2025-08-11"), json!({"corrects": update(&second)}));
    let third = file(&kg, &body).await.expect(201);
    assert_eq!(third.json["status"], "not_reported");
    // Of another basis, or of another obligation, nothing can be corrected.
    let assessor = world.assessor().await;
    let body = with(assessed("stalled", "2025-08-10"), json!({"corrects": update(&second)}));
    let answer = file(&assessor, &body).await.problem(422, "invalid", &["/corrects"]);
    assert_eq!(
        answer.message("/corrects"),
        "must be an earlier update of the same basis, assessed"
    );
    let body = with(declared("stalled", "2025-08-10"), json!({"corrects": update(&first)}));
    let other = kg.post(&updates("AST25-12.7c", "KG"), &body).await;
    other.problem(422, "invalid", &["/corrects"]);
}

#[actix_web::test]
async fn only_who_had_seen_it_closed_must_give_a_reason() {
    let (_world, kg) = kg().await;
    let closed = file(&kg, &done("2025-08-20", "2025-08-25")).await.expect(201);
    let again = declared("in_progress", "2025-08-30");
    // Written without knowing of it, as offline: the present state refuses nothing.
    file(&kg, &again).await.expect(201);
    let seen = with(again.clone(), json!({"seen": update(&closed)}));
    let answer = file(&kg, &seen).await.problem(422, "invalid", &["/reason"]);
    assert!(answer.message("/reason").starts_with("must say why"));
    let reasoned =
        with(seen, json!({"reason": "It was put off after all.", "as_of": "2025-09-01"}));
    let open = file(&kg, &reasoned).await.expect(201);
    assert_eq!(open.json["status"], "in_progress");
    // The one seen now is open, so no reason is asked for.
    let next = with(declared("ongoing", "2025-09-02"), json!({"seen": update(&open)}));
    file(&kg, &next).await.expect(201);
}

#[actix_web::test]
async fn nobody_files_for_another() {
    let (world, kg) = kg().await;
    let body = declared("in_progress", "2025-08-01");
    let kz = world.analyst("KZ").await;
    file(&kz, &body).await.problem(403, "forbidden", &[]);
    kg.post(&updates(FESTIVAL, "KZ"), &body).await.problem(403, "forbidden", &[]);
    // A supporter's own obligation is its own.
    kz.post(&updates(FESTIVAL, "KZ"), &body).await.expect(201);
}

#[actix_web::test]
async fn an_obligation_that_is_not_there_is_not_found() {
    let (_world, kg) = kg().await;
    let body = declared("in_progress", "2025-08-01");
    for (path, detail) in [
        (updates("AST25-99.1a", "KG"), "There is no commitment AST25-99.1a."),
        (updates("AST25-4.3a", "KG"), "KG owes nothing under AST25-4.3a."),
    ] {
        let answer = kg.post(&path, &body).await.problem(404, "not-found", &[]);
        assert_eq!(answer.json["detail"], detail);
    }
}

#[actix_web::test]
async fn an_occurrence_has_updates_of_its_own() {
    let (world, kg) = kg().await;
    let of = |key: &str| format!("/api/v1/commitments/AST25-15.1a/obligations/KG/{key}/updates");
    let body = declared("in_progress", "2025-08-01");
    let first = kg.post(&of("2029"), &body).await.expect(201);
    assert_eq!(first.json["occurrence"], "2029");
    let item = world.anybody.get(&item("AST25-15.1a")).await.expect(200);
    assert_eq!(owed(&item, "KG", Some("2029"))["status"], "in_progress");
    assert_eq!(owed(&item, "KG", Some("2027"))["status"], "not_reported");
    kg.post(&of("2028"), &body).await.problem(404, "not-found", &[]);
    let answer = kg.post(&updates("AST25-15.1a", "KG"), &body).await;
    let answer = answer.problem(404, "not-found", &[]);
    let detail = answer.json["detail"].as_str().unwrap();
    assert!(detail.contains("2027, 2029, 2031, 2033"), "{detail}");
    let other = "/api/v1/commitments/AST25-12.7b/obligations/KG/2027/updates";
    kg.post(other, &body).await.problem(404, "not-found", &[]);
}

#[actix_web::test]
async fn an_update_on_a_deleted_item_is_kept_and_shown() {
    let (world, kg) = kg().await;
    world.editor().await.delete(&item(FESTIVAL), "*").await.expect(204);
    let body = with(declared("in_progress", "2025-08-01"), json!({"narrative": "From a journey."}));
    file(&kg, &body).await.expect(201);
    world.anybody.get(&item(FESTIVAL)).await.expect(404);
    let history = world.anybody.get(&format!("{}/history", item(FESTIVAL))).await.expect(200);
    assert_eq!(history.items()[0]["record"]["narrative"], "From a journey.");
    assert_eq!(history.items()[1]["op"], "deleted");
}

#[actix_web::test]
async fn evidence_is_kept_whole_and_in_order() {
    let (world, kg) = kg().await;
    let evidence = json!([
        {"url": "https://example.org/ru", "title": "Фестиваль", "lang": "ru",
            "published_on": "2025-08-21", "sha256": "AB".repeat(32)},
        {"url": "http://example.org/zh?q=1&r=节", "title": "艺术节", "lang": "zh-Hans"},
    ]);
    let body = with(done("2025-08-20", "2025-08-25"), json!({"evidence": evidence}));
    file(&kg, &body).await.expect(201);
    let history = world.anybody.get(&format!("{}/history", item(FESTIVAL))).await.expect(200);
    let entry = &history.items()[0];
    assert_eq!(entry["entity"], "update");
    assert_eq!(entry["actor"], "analyst-KG");
    let kept = json!([
        {"url": "https://example.org/ru", "title": "Фестиваль", "lang": "ru",
            "published_on": "2025-08-21", "sha256": "ab".repeat(32)},
        {"url": "http://example.org/zh?q=1&r=节", "title": "艺术节", "lang": "zh-Hans",
            "published_on": null, "sha256": null},
    ]);
    assert_eq!(entry["record"]["evidence"], kept);
    assert_eq!(entry["record"]["author"], "analyst-KG");
}

#[actix_web::test]
async fn an_update_moves_the_item_and_its_supporters() {
    let (world, kg) = kg().await;
    file(&kg, &declared("stalled", "2025-08-01")).await.expect(201);
    let item = world.anybody.get(&item(FESTIVAL)).await.expect(200);
    assert_eq!(item.json["status"], "stalled");
    assert_eq!(owed(&item, "UZ", None)["follows"], json!({"party": "KG", "status": "stalled"}));
    assert_eq!(item.json["version"], 1, "a party's word is no edit of the item");
}

#[actix_web::test]
async fn a_group_speaks_for_itself() {
    let world = World::whole().await;
    let list = world.anybody.get("/api/v1/commitments?party=relevant-parties&limit=1").await;
    let code = list.each("/code").remove(0);
    let group = world.analyst("relevant-parties").await;
    let path = updates(&code, "relevant-parties");
    let answer = group.post(&path, &declared("ongoing", "2025-08-01")).await.expect(201);
    assert_eq!(answer.json["party"], "relevant-parties");
    let assessor = world.assessor().await;
    assessor.post(&path, &assessed("ongoing", "2025-08-01")).await.expect(201);
}
