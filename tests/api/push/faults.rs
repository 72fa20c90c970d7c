//! What is wrong with a push, or with one operation of it.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    FESTIVAL, changes, commitment, deletion, one, operation, outcomes, patch, push, update,
};
use crate::world::{World, declared, with};

const PUSH: &str = "/api/v1/sync/push";

#[actix_web::test]
async fn only_what_is_no_push_at_all_is_refused_whole() {
    let world = World::under(|settings| settings.body_limit = 1_000_000).await;
    let editor = world.editor().await;
    let none = json!({"node": "laptop", "operations": []});
    assert_eq!(editor.post(PUSH, &none).await.expect(200).json, json!({"outcomes": []}));
    for (fields, pointers) in [
        (json!({"node": null}), &["/node"][..]),
        (json!({"node": " "}), &["/node"]),
        (json!({"node": "n".repeat(101)}), &["/node"]),
        (json!({"node": "a\u{0}b"}), &["/node"]),
        (json!({"node": 7, "operations": {}}), &["/node", "/operations"]),
        (json!({"operations": null}), &["/operations"]),
        (json!({"operations": vec![1; 501]}), &["/operations"]),
        (json!({"since": "x"}), &["/since"]),
    ] {
        let answer = editor.post(PUSH, &with(none.clone(), fields)).await;
        answer.problem(422, "invalid", pointers);
    }
    for (body, status, slug) in [
        ("{", 400, "bad-json"),
        ("[]", 400, "bad-json"),
        (&"x".repeat(1_000_001), 413, "too-large"),
    ] {
        let call = editor.call(Method::POST, PUSH).text("application/json", body.to_owned());
        call.send().await.problem(status, slug, &[]);
    }
    let call = editor.call(Method::POST, PUSH).text("text/plain", "{}");
    call.send().await.problem(415, "unsupported-media-type", &[]);
    let most = vec![json!(1); 500];
    assert_eq!(outcomes(&editor, &most).await.len(), 500);
}

#[actix_web::test]
async fn every_bad_field_of_an_operation_is_named_and_holds_up_nobody() {
    let world = World::new().await;
    let editor = world.editor().await;
    let before = changes(&world.anybody).await;
    let good = patch("good", 1, json!({"note": "x"}));
    let create = operation("c", "create_commitment", Value::Null, commitment());
    let update = update("u", declared("in_progress", "2025-08-01"));
    let cases: Vec<(Value, &[&str])> = vec![
        (json!(7), &[""]),
        (json!({}), &["/id", "/kind", "/made_at"]),
        (with(good.clone(), json!({"id": ""})), &["/id"]),
        (with(good.clone(), json!({"id": "a b"})), &["/id"]),
        (with(good.clone(), json!({"id": "é"})), &["/id"]),
        (with(good.clone(), json!({"id": "i".repeat(256)})), &["/id"]),
        (with(good.clone(), json!({"id": 1, "kind": "patch"})), &["/id", "/kind"]),
        (with(good.clone(), json!({"made_at": "yesterday"})), &["/made_at"]),
        (with(good.clone(), json!({"made_at": "-4800-01-01T00:00:00Z"})), &["/made_at"]),
        (with(good.clone(), json!({"made_at": null, "x": 1})), &["/made_at", "/x"]),
        (with(good.clone(), json!({"base_version": null})), &["/base_version"]),
        (with(good.clone(), json!({"base_version": "1"})), &["/base_version"]),
        (with(good.clone(), json!({"base_version": 0})), &["/base_version"]),
        (with(good.clone(), json!({"base_version": 2})), &["/base_version"]),
        (with(good.clone(), json!({"target": null})), &["/target"]),
        (with(good.clone(), json!({"target": {}})), &["/target/commitment"]),
        (with(good.clone(), json!({"target": {"commitment": "a\u{0}"}})), &["/target/commitment"]),
        (
            with(good.clone(), json!({"target": {"commitment": {"code": "x"}}})),
            &["/target/commitment/code", "/target/commitment/operation"],
        ),
        (
            with(good.clone(), json!({"target": {"commitment": {"operation": "none"}}})),
            &["/target/commitment/operation"],
        ),
        (
            with(good.clone(), json!({"target": {"commitment": FESTIVAL, "party": "KG"}})),
            &["/target/party"],
        ),
        (with(good.clone(), json!({"body": null})), &["/body"]),
        (with(good.clone(), json!({"body": []})), &["/body"]),
        (
            with(good.clone(), json!({"body": {"strength": "weak", "code": "x"}})),
            &["/body/code", "/body/strength"],
        ),
        (
            with(
                good.clone(),
                json!({"body": {"title": {"ru": null}, "strength": "acknowledgement"}}),
            ),
            &["/body/obligations", "/body/title/ru"],
        ),
        (
            with(good.clone(), json!({"body": {"quote": "not there", "quote_start": 0}})),
            &["/body/quote"],
        ),
        (with(deletion("d", 1), json!({"body": {}})), &["/body"]),
        (with(create.clone(), json!({"base_version": 1})), &["/base_version"]),
        (with(create.clone(), json!({"target": {"commitment": "x"}})), &["/target/commitment"]),
        (
            with(create.clone(), json!({"body": {"kind": "x", "title": {}}})),
            &[
                "/body/declaration",
                "/body/kind",
                "/body/paragraph",
                "/body/section",
                "/body/strength",
            ],
        ),
        (
            with(create, json!({"body": with(commitment(), json!({"paragraph": 99}))})),
            &["/body/paragraph"],
        ),
        (
            operation(
                "m",
                "create_milestone",
                json!({"commitment": FESTIVAL}),
                json!({"due": "x"}),
            ),
            &["/body/due", "/body/title"],
        ),
        (
            with(
                operation(
                    "m",
                    "patch_milestone",
                    json!({"commitment": FESTIVAL, "milestone": "x"}),
                    json!({}),
                ),
                json!({"base_version": 1}),
            ),
            &["/target/milestone"],
        ),
        (
            operation(
                "r",
                "resolve_conflict",
                json!({"conflict": "x"}),
                json!({"keep": "both", "v": 1}),
            ),
            &["/body/keep", "/body/v", "/target/conflict"],
        ),
    ];
    let (operations, wanted): (Vec<Value>, Vec<_>) = cases.into_iter().unzip();
    for (i, (outcome, wanted)) in
        outcomes(&editor, &operations).await.iter().zip(wanted).enumerate()
    {
        assert_eq!(outcome["outcome"], "rejected", "{outcome}");
        let problem = &outcome["problem"];
        assert_eq!(problem["type"], "urn:summit-ledger:problem:invalid", "{outcome}");
        let errors = problem["errors"].as_array().unwrap();
        let mut got: Vec<_> = errors.iter().map(|e| e["pointer"].as_str().unwrap()).collect();
        got.sort_unstable();
        let wanted: Vec<_> = wanted.iter().map(|at| format!("/operations/{i}{at}")).collect();
        assert_eq!(got, wanted, "{}", operations[i]);
    }
    let kg = world.analyst("KG").await;
    let bad = with(update, json!({"target": {"commitment": FESTIVAL}, "body": {"seen": "x"}}));
    let outcome = one(&kg, bad).await;
    let errors = outcome["problem"]["errors"].as_array().unwrap();
    assert!(errors.iter().any(|e| e["pointer"] == "/operations/0/target/party"), "{outcome}");
    assert!(errors.iter().any(|e| e["pointer"] == "/operations/0/body/narrative"), "{outcome}");
    assert_eq!(changes(&world.anybody).await, before, "nothing was written");

    // Between bad ones, a good one comes in.
    let done = outcomes(&editor, &[json!(null), good, json!({"id": "x"})]).await;
    let kinds: Vec<_> = done.iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["rejected", "applied", "rejected"]);
    assert_eq!((&done[0]["id"], &done[2]["id"]), (&Value::Null, &json!("x")));
}

#[actix_web::test]
async fn what_is_not_there_is_said_as_elsewhere() {
    let world = World::new().await;
    let editor = world.editor().await;
    let kg = world.analyst("KG").await;
    let id = "0197c0de-0000-7000-8000-000000000001";
    let gone = json!({"commitment": "AST25-99.1a"});
    for edit in [
        with(
            operation("1", "patch_commitment", gone.clone(), json!({})),
            json!({"base_version": 1}),
        ),
        with(
            operation(
                "2",
                "patch_milestone",
                json!({"commitment": FESTIVAL, "milestone": id}),
                json!({}),
            ),
            json!({"base_version": 1}),
        ),
        operation("3", "resolve_conflict", json!({"conflict": id}), json!({"keep": "theirs"})),
    ] {
        let outcome = one(&editor, edit).await;
        assert_eq!(outcome["problem"]["type"], "urn:summit-ledger:problem:not-found", "{outcome}");
    }
    for target in [
        json!({"commitment": "AST25-99.1a", "party": "KG"}),
        json!({"commitment": FESTIVAL, "party": "KG", "occurrence": "2027"}),
    ] {
        let edit = operation("4", "file_update", target, declared("in_progress", "2025-08-01"));
        assert_eq!(one(&kg, edit).await["problem"]["status"], 404);
    }
    let answer = push(&editor, &[patch("5", 7, json!({"note": "x"}))]).await.expect(200);
    let message = &answer.json["outcomes"][0]["problem"]["errors"][0]["message"];
    assert_eq!(message, "must be from 1 to 1, the version that AST25-12.7b is at now");
}
