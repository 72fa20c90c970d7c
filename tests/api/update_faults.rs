//! Every way in which an update is wrong, named by its place.

use serde_json::{Value, json};

use crate::updates::{FESTIVAL, file, kg};
use crate::world::{declared, item, owed, with};

#[actix_web::test]
async fn every_fault_is_named_by_its_place() {
    let (_world, kg) = kg().await;
    let good = declared("in_progress", "2025-08-01");
    let link = json!({"url": "https://example.org/a", "title": "A", "lang": "en"});
    let evidence = |fields: Value| json!({"evidence": [with(link.clone(), fields)]});
    for (fields, pointer, message) in [
        (json!({"basis": null}), "/basis", "must be given"),
        (json!({"basis": "hearsay"}), "/basis", "must be one of declared, assessed"),
        (json!({"basis": 7}), "/basis", "must be a text"),
        (json!({"status": null}), "/status", "must be given"),
        (json!({"status": "not_reported"}), "/status", "must be one of not_started, "),
        (json!({"as_of": null}), "/as_of", "must be given"),
        (json!({"as_of": "2025-02-29"}), "/as_of", "must be a day such as 2026-01-15"),
        (json!({"as_of": "2999-01-01"}), "/as_of", "must not be a day to come"),
        (json!({"narrative": null}), "/narrative", "must be given"),
        (json!({"narrative": " "}), "/narrative", "must not be blank"),
        (json!({"narrative": "a\0b"}), "/narrative", "must not contain the character U+0000"),
        (
            json!({"narrative": "长".repeat(10_001)}),
            "/narrative",
            "must have at most 10000 characters",
        ),
        (json!({"done_on": "2025-08-01"}), "/done_on", "must be left out unless the status is"),
        (json!({"status": "complete"}), "/done_on", "must be given when the status is complete"),
        (
            json!({"status": "complete", "done_on": "2025-08-02"}),
            "/done_on",
            "must not be after as_of",
        ),
        (json!({"reason": "a\0"}), "/reason", "must not contain the character U+0000"),
        (json!({"corrects": "x"}), "/corrects", "must be"),
        (
            json!({"corrects": "00000000-0000-7000-8000-000000000000"}),
            "/corrects",
            "must be an earlier update of this obligation, or null",
        ),
        (json!({"status": "withdrawn"}), "/corrects", "must name the update that is taken back"),
        (
            json!({"seen": "00000000-0000-7000-8000-000000000000"}),
            "/seen",
            "must be an earlier update of this obligation, or null",
        ),
        (json!({"evidence": {}}), "/evidence", "must be a list"),
        (json!({"evidence": ["x"]}), "/evidence/0", "must be an object"),
        (evidence(json!({"url": null})), "/evidence/0/url", "must be given"),
        (evidence(json!({"url": "ftp://a"})), "/evidence/0/url", "must be an http or https"),
        (evidence(json!({"title": ""})), "/evidence/0/title", "must not be blank"),
        (evidence(json!({"lang": "english!"})), "/evidence/0/lang", "must be a language tag"),
        (evidence(json!({"published_on": "2025"})), "/evidence/0/published_on", "must be a day"),
        (evidence(json!({"sha256": "ab"})), "/evidence/0/sha256", "must be 64 hexadecimal digits"),
        (evidence(json!({"file": "x"})), "/evidence/0/file", "is not a field that can be set"),
        (json!({"evidence": vec![link.clone(); 51]}), "/evidence", "must have at most 50 links"),
        (json!({"author": "me"}), "/author", "is not a field that can be set here"),
    ] {
        let answer = file(&kg, &with(good.clone(), fields.clone())).await;
        let answer = answer.problem(422, "invalid", &[pointer]);
        assert!(answer.message(pointer).starts_with(message), "{}", answer.text);
    }
}

#[actix_web::test]
async fn all_faults_are_named_at_once_and_nothing_is_written() {
    let (world, kg) = kg().await;
    let of_type = json!({
        "basis": "hearsay", "status": 1, "done_on": "x", "seen": "x", "what": 1,
        "evidence": [{"url": 1}, 2],
    });
    let pointers = [
        "/as_of",
        "/basis",
        "/done_on",
        "/evidence/0/lang",
        "/evidence/0/title",
        "/evidence/0/url",
        "/evidence/1",
        "/narrative",
        "/seen",
        "/status",
        "/what",
    ];
    file(&kg, &of_type).await.problem(422, "invalid", &pointers);
    let of_sense = json!({
        "basis": "declared", "status": "withdrawn", "as_of": "2999-01-01", "narrative": "",
        "done_on": "2025-01-01", "evidence": [{"url": "x", "title": " ", "lang": "?"}],
    });
    let pointers = [
        "/as_of",
        "/corrects",
        "/done_on",
        "/evidence/0/lang",
        "/evidence/0/title",
        "/evidence/0/url",
        "/narrative",
    ];
    file(&kg, &of_sense).await.problem(422, "invalid", &pointers);
    let item = world.anybody.get(&item(FESTIVAL)).await.expect(200);
    assert_eq!(owed(&item, "KG", None)["status"], "not_reported");
}
