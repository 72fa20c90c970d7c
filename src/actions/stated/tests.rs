//! Bodies of editors: merged as RFC 7396 has it, and every fault named at once.

use super::*;

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

/// The examples of RFC 7396, appendix A, that are about objects.
#[test]
fn merges_as_the_rfc_shows() {
    for (original, patch, result) in [
        (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
        (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
        (json!({"a": "b"}), json!({"a": null}), json!({})),
        (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
        (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
        (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
        (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
    ] {
        let mut merged = object(original);
        merge(&mut merged, &object(patch));
        assert_eq!(Value::Object(merged), result);
    }
}

#[test]
fn names_every_bad_field_at_once() {
    let body = object(json!({
        "declaration": "x", "section": -1, "paragraph": 1, "title": {"en": " "},
        "strength": "weak", "kind": "event", "deadline": {"edtf": "soon"}, "status": "complete",
        "obligations": [{"party": "KG"}, 7],
    }));
    let problem = new_commitment(&body).expect_err("is full of faults");
    let mut pointers: Vec<_> = problem.errors.iter().map(|f| f.pointer.as_str()).collect();
    pointers.sort_unstable();
    assert_eq!(
        pointers,
        [
            "/deadline/edtf",
            "/obligations/0/role",
            "/obligations/1",
            "/section",
            "/status",
            "/strength",
            "/title/en",
        ]
    );
}
