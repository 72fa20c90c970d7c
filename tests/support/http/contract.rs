//! What the OpenAPI document promises of an answer: its status, media type and body.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Value, json};
use summit_ledger::api::openapi;

use super::Answer;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(openapi::document()).expect("the document is JSON"));

static VALIDATORS: LazyLock<Mutex<BTreeMap<String, Arc<Validator>>>> =
    LazyLock::new(Mutex::default);

pub fn document() -> &'static Value {
    &DOCUMENT
}

/// Holds an answer against the document; stops the test if it does not keep what is promised.
pub fn check(method: &Method, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap_or_default();
    if path.starts_with("/docs") || path == "/openapi.json" {
        return;
    }
    let what = format!("{} gave {}", answer.asked, answer.status);
    let documented = if *method == Method::HEAD { &Method::GET } else { method };
    let name = documented.as_str().to_lowercase();
    let operation = operations(path).and_then(|operations| operations.get(&name));
    let Some(operation) = operation else {
        // Of what is not documented, only a refusal can come.
        assert!((400..500).contains(&answer.status), "{what}, undocumented");
        return problem(&what, answer);
    };
    let responses = &operation["responses"];
    let range = format!("{}XX", answer.status / 100);
    let response = responses.get(answer.status.to_string()).or_else(|| responses.get(&range));
    let response = response.unwrap_or_else(|| panic!("{what}, which is not documented"));
    if answer.status >= 400 && *method != Method::HEAD {
        problem(&what, answer);
    }
    let Some(content) = response["content"].as_object() else {
        assert!(answer.bytes.is_empty(), "{what} with a body, and none is documented");
        return;
    };
    let media_type = answer.header("content-type");
    let promised = content.get(media_type);
    let promised = promised.unwrap_or_else(|| panic!("{what} as {media_type:?}: {content:?}"));
    let is_read = !answer.header("content-encoding").is_empty() || *method == Method::HEAD;
    if is_read {
        return;
    }
    match media_type {
        "application/x-ndjson" => lines(&what, &promised["schema"], answer),
        _ => body(&what, &promised["schema"], answer),
    }
}

/// The operations of the documented path that this one is.
fn operations(path: &str) -> Option<&'static Value> {
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let fits = |template: &str| {
        let (mut own, mut given) = (template.split('/'), path.split('/'));
        own.by_ref().zip(given.by_ref()).all(|(own, given)| own.starts_with('{') || own == given)
            && template.split('/').count() == path.split('/').count()
    };
    // A literal segment counts before a parameter, as in the routes.
    let mut found: Vec<_> = paths.iter().filter(|(template, _)| fits(template)).collect();
    found.sort_by_key(|(template, _)| template.matches('{').count());
    found.first().map(|(_, operations)| *operations)
}

/// RFC 9457: members, media type and the status said twice alike.
fn problem(what: &str, answer: &Answer) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
    body(what, &json!({"$ref": "#/components/schemas/Problem"}), answer);
    assert_eq!(answer.json["status"], answer.status, "{what}");
    let slug = answer.json["type"].as_str().and_then(|t| t.strip_prefix("urn:summit-ledger:"));
    assert!(slug.is_some(), "{what} of type {}", answer.json["type"]);
    for member in ["title", "detail"] {
        assert!(!answer.json[member].as_str().unwrap_or_default().is_empty(), "{what}: {member}");
    }
}

fn body(what: &str, schema: &Value, answer: &Answer) {
    if let Err(why) = fits(schema, &answer.json) {
        panic!("{what}: {why}\n{}", answer.text);
    }
}

/// Every tenth line of NDJSON, and the first and the last, which are of their own kinds.
fn lines(what: &str, schema: &Value, answer: &Answer) {
    let last = answer.text.lines().count().saturating_sub(1);
    for (place, line) in answer.text.lines().enumerate() {
        let value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{what}: {e}: {line}"));
        if place % 10 == 0 || place == last {
            fits(schema, &value).unwrap_or_else(|why| panic!("{what}: {why}\n{line}"));
        }
    }
}

pub fn fits_named(name: &str, value: &Value) -> Result<(), String> {
    fits(&json!({"$ref": format!("#/components/schemas/{name}")}), value)
}

/// Whether a value is what a schema says, and has no field that the schema does not name.
fn fits(schema: &Value, value: &Value) -> Result<(), String> {
    let value = &sample(value);
    let validator = {
        let mut all = VALIDATORS.lock().expect("no test panics with it");
        all.entry(schema.to_string()).or_insert_with(|| Arc::new(compile(schema))).clone()
    };
    let wrong: Vec<String> =
        validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    let mut unnamed = Vec::new();
    find_unnamed(&[schema], value, "", &mut unnamed);
    if wrong.is_empty() && unnamed.is_empty() {
        return Ok(());
    }
    Err(format!("{} undocumented: {}", wrong.join("; "), unnamed.join(", ")))
}

/// Of a long page every tenth item: they are all of one schema, and a debug build is slow.
fn sample(value: &Value) -> Value {
    match value["items"].as_array() {
        Some(items) if items.len() > 50 => {
            let mut page = value.clone();
            page["items"] = items.iter().step_by(10).cloned().collect();
            page
        }
        _ => value.clone(),
    }
}

fn compile(schema: &Value) -> Validator {
    let mut whole = schema.clone();
    whole["components"] = DOCUMENT["components"].clone();
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(&whole).unwrap_or_else(|error| panic!("{schema} is no schema: {error}"))
}

/// Fields that none of these schemas, which together describe the value, speaks of.
fn find_unnamed(schemas: &[&Value], value: &Value, at: &str, unnamed: &mut Vec<String>) {
    // The empty schema stands for anything.
    if schemas.iter().any(|schema| schema.as_object().is_some_and(serde_json::Map::is_empty)) {
        return;
    }
    let mut parts = Vec::new();
    for schema in schemas {
        spread(schema, &mut parts);
    }
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                let at = format!("{at}/{name}");
                let named: Vec<&Value> =
                    parts.iter().filter_map(|part| part["properties"].get(name)).collect();
                let is_free = parts.iter().any(|part| {
                    part["additionalProperties"].is_object() || part["properties"].is_null()
                });
                match (named.as_slice(), is_free) {
                    ([], false) => unnamed.push(at),
                    ([], true) => {}
                    (named, _) => find_unnamed(named, inner, &at, unnamed),
                }
            }
        }
        Value::Array(items) => {
            let of: Vec<&Value> = parts.iter().filter_map(|part| part.get("items")).collect();
            for (i, item) in items.iter().enumerate() {
                find_unnamed(&of, item, &format!("{at}/{i}"), unnamed);
            }
        }
        _ => {}
    }
}

/// The schemas that one consists of, references followed. Which of several alternatives holds is
/// left to the validator.
fn spread<'a>(schema: &'a Value, parts: &mut Vec<&'a Value>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = DOCUMENT.pointer(reference.trim_start_matches('#'));
        spread(target.unwrap_or_else(|| panic!("{reference} leads nowhere")), parts);
    }
    for list in ["allOf", "oneOf", "anyOf"] {
        for part in schema[list].as_array().into_iter().flatten() {
            spread(part, parts);
        }
    }
    let is_null = schema["type"] == "null";
    let says_something = ["properties", "items", "additionalProperties", "type"]
        .iter()
        .any(|keyword| schema.get(keyword).is_some());
    if says_something && !is_null {
        parts.push(schema);
    }
}
