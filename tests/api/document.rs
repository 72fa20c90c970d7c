//! The OpenAPI document and the pages that show it.

use std::collections::BTreeSet;

use jsonschema::draft202012;
use serde_json::Value;

use crate::support::http;
use crate::world::{World, reader};

#[actix_web::test]
async fn the_document_is_served_and_stands_in_the_tree_as_it_is() {
    let served = reader().await.get("/openapi.json").await.expect(200);
    assert_eq!(&served.json, http::document());
    assert_eq!(served.json["openapi"], "3.1.0");
    let kept = include_str!("../../openapi.json");
    let fresh = summit_ledger::api::openapi::text().unwrap();
    assert!(kept == fresh, "openapi.json is not fresh: summit-ledger openapi > openapi.json");
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let paths = http::document()["paths"].as_object().unwrap();
    let operations = paths.values().flat_map(|item| item.as_object().unwrap().values());
    let names: Vec<&str> =
        operations.filter_map(|operation| operation["operationId"].as_str()).collect();
    let different: BTreeSet<&str> = names.iter().copied().collect();
    assert!(names.len() > 40, "only {} operations were found", names.len());
    assert_eq!(names.len(), different.len(), "{names:?}");
}

#[test]
fn every_documented_schema_is_one() {
    let document = http::document();
    let mut checked = 0;
    each_schema(document, &mut |schema| {
        draft202012::meta::validate(schema).unwrap_or_else(|error| panic!("{schema}: {error}"));
        checked += 1;
    });
    assert!(checked > 60, "only {checked} schemas were found");
}

/// Every schema of components, parameters and contents.
fn each_schema(value: &Value, check: &mut impl FnMut(&Value)) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                match name.as_str() {
                    "schema" => check(inner),
                    "schemas" => inner.as_object().unwrap().values().for_each(&mut *check),
                    _ => each_schema(inner, check),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each_schema(item, check)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &Value, document: &Value) {
        match value {
            Value::Object(object) => {
                if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                    let target = document.pointer(reference.trim_start_matches('#'));
                    assert!(target.is_some(), "{reference}");
                }
                object.values().for_each(|inner| walk(inner, document));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, document)),
            _ => {}
        }
    }
    walk(http::document(), http::document());
}

#[test]
fn words_of_closed_lists_are_documented_as_they_are_written() {
    let schemas = &http::document()["components"]["schemas"];
    for (name, words) in [
        ("Basis", &["declared", "assessed"][..]),
        ("Role", &["host", "lead", "participant", "supporter"]),
        ("PartyKind", &["state", "secretariat", "group"]),
        ("Op", &["created", "edited", "deleted"]),
    ] {
        assert_eq!(schemas[name]["enum"], serde_json::json!(words), "{name}");
    }
}

#[test]
fn bodies_that_the_service_takes_fit_what_is_documented_of_them() {
    use serde_json::json;
    let item = json!({
        "declaration": "astana-2025", "section": 12, "paragraph": 7,
        "title": {"zh": "新", "en": "New", "ru": "Новое"},
        "strength": "decision", "kind": "policy", "deadline": {"edtf": "2027"},
        "obligations": [{"party": "KG", "role": "participant"}],
    });
    for (schema, body) in [
        ("NewCommitment", item),
        ("CommitmentPatch", json!({"verb": null})),
        ("CommitmentPatch", json!({"title": {"en": "Only one"}, "deadline": {"edtf": "2027"}})),
        (
            "NewUpdate",
            json!({"basis": "declared", "status": "complete", "as_of": "2025-08-01",
            "done_on": "2025-08-01", "narrative": "Held."}),
        ),
        ("NewMilestone", json!({"title": {"en": "A"}, "due": "2027"})),
        ("MilestonePatch", json!({"done_on": "2026-01-01"})),
    ] {
        http::fits(schema, &body).unwrap_or_else(|why| panic!("{schema} {body}: {why}"));
    }
    for (schema, body) in [
        ("NewCommitment", json!({"declaration": "astana-2025"})),
        ("NewUpdate", json!({"basis": "Declared"})),
        ("NewMilestone", json!({"due": "2027"})),
    ] {
        assert!(http::fits(schema, &body).is_err(), "{schema} {body}");
    }
}

#[actix_web::test]
async fn the_pages_need_no_other_host() {
    let reader = reader().await;
    let moved = reader.get("/docs").await;
    assert!((301..=308).contains(&moved.status), "{}", moved.status);
    assert_eq!(moved.header("location"), "/docs/");
    let page = reader.get("/docs/").await.expect(200);
    assert!(page.header("content-type").starts_with("text/html"));
    let initializer = reader.get("/docs/swagger-initializer.js").await.expect(200);
    assert!(initializer.text.contains("/openapi.json"));
    for text in [&page.text, &initializer.text] {
        for other in ["http://", "https://", "src=\"//", "href=\"//"] {
            assert!(!text.contains(other), "{other} in {text}");
        }
    }
    let parts: Vec<&str> =
        page.text.split(['"', '\'']).filter(|part| part.starts_with("./")).collect();
    assert!(parts.len() > 3, "{parts:?}");
    for part in parts {
        reader.get(&format!("/docs/{}", &part[2..])).await.expect(200);
    }
    reader.get("/docs/nothing.js").await.expect(404);
}

#[actix_web::test]
async fn the_pages_are_there_even_where_reading_needs_a_token() {
    let world = World::under(|settings| settings.public_read = false).await;
    for path in ["/docs/", "/openapi.json", "/healthz", "/readyz"] {
        world.anybody.get(path).await.expect(200);
    }
}
