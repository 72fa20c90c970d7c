//! The same operation again: done once, and answered alike for ever.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    FESTIVAL, changes, commitment, festival, one, operation, outcomes, patch, push, update,
};
use crate::world::{World, declared, item, with};

/// An operation of every kind that leaves something behind, and one that opens a conflict.
fn day() -> Vec<Value> {
    vec![
        operation("a", "create_commitment", Value::Null, commitment()),
        patch("b", 1, json!({"title": {"en": "First"}})),
        patch("c", 1, json!({"title": {"en": "Second"}, "note": "Both."})),
        patch("d", 1, json!({"verb": "will"})),
    ]
}

#[actix_web::test]
async fn a_push_sent_again_does_nothing_also_after_a_restart() {
    let mut world = World::new().await;
    let editor = world.editor().await;
    let first = outcomes(&editor, &day()).await;
    let kinds: Vec<_> = first.iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["applied", "applied", "conflict", "merged"]);
    let (before, then) = (changes(&world.anybody).await, festival(&world.anybody).await);
    let url = world.restart().await;
    let (editor, anybody) = (editor.at(&url), world.anybody.at(&url));
    // The clock and the name of the client may have been set right meanwhile.
    let again: Vec<Value> = day()
        .into_iter()
        .map(|operation| with(operation, json!({"made_at": "2020-01-01T00:00:00Z"})))
        .collect();
    let body = json!({"node": "the same laptop", "operations": again});
    let answer = editor.post("/api/v1/sync/push", &body).await.expect(200);
    for (again, first) in answer.json["outcomes"].as_array().unwrap().iter().zip(&first) {
        assert_eq!(again["outcome"], "duplicate");
        assert_eq!(&again["first"], first);
        assert_eq!((&again["id"], &again["kind"]), (&first["id"], &first["kind"]));
    }
    assert_eq!(changes(&anybody).await, before);
    assert_eq!(festival(&anybody).await, then);
}

#[actix_web::test]
async fn an_id_means_one_operation_of_one_user() {
    let world = World::new().await;
    let editor = world.editor().await;
    let edit = patch("one", 1, json!({"note": "a", "verb": "will"}));
    // The order of fields means nothing, and a null is the same as nothing.
    let mut turned = patch("one", 1, json!({"verb": "will", "note": "a"}));
    turned["target"] = json!({"commitment": FESTIVAL});
    let done = outcomes(
        &editor,
        &[edit.clone(), turned, patch("one", 1, json!({"note": "b", "verb": "will"}))],
    )
    .await;
    let kinds: Vec<_> = done.iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["applied", "duplicate", "rejected"]);
    let reused = "urn:summit-ledger:problem:operation-reused";
    assert_eq!(done[2]["problem"]["type"], reused);
    for other in [
        with(edit.clone(), json!({"base_version": 2})),
        with(edit.clone(), json!({"target": {"commitment": "AST25-12.7c"}})),
        with(edit.clone(), json!({"kind": "delete_commitment", "body": null})),
    ] {
        assert_eq!(one(&editor, other).await["problem"]["type"], reused);
    }
    // Idempotency-Keys are the same thing, either way round.
    let call = editor.call(Method::PATCH, &item(FESTIVAL)).header("If-Match", "*");
    let call = call.header("Idempotency-Key", "one").json(&json!({"note": "a"}));
    call.send().await.problem(422, "operation-reused", &[]);
    let call = editor.call(Method::POST, "/api/v1/commitments");
    let call = call.header("Idempotency-Key", "made").json(&commitment());
    let made = call.send().await.expect(201);
    let create = operation("made", "create_commitment", Value::Null, commitment());
    assert_eq!(one(&editor, create).await["problem"]["type"], reused);
    let note = operation(
        "noted",
        "patch_commitment",
        json!({"commitment": {"operation": "made"}}),
        json!({"note": "Made by key."}),
    );
    let outcome = one(&editor, with(note, json!({"base_version": 1}))).await;
    assert_eq!((&outcome["outcome"], &outcome["code"]), (&json!("applied"), &made.json["code"]));
    // Another user's ids are another's.
    let kg = world.analyst("KG").await;
    let outcome = one(&kg, update("one", declared("in_progress", "2025-08-01"))).await;
    assert_eq!(outcome["outcome"], "applied");
    let stranger = operation(
        "x",
        "file_update",
        json!({"commitment": {"operation": "made"}, "party": "KG"}),
        declared("in_progress", "2025-08-01"),
    );
    let outcome = one(&kg, stranger).await;
    let pointer = &outcome["problem"]["errors"][0]["pointer"];
    assert_eq!(pointer, "/operations/0/target/commitment/operation");
}

#[actix_web::test]
async fn what_was_rejected_may_be_sent_again() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let before = changes(&world.anybody).await;
    let bad = with(declared("complete", "2025-08-01"), json!({"narrative": "Held."}));
    let outcome = one(&kg, update("one", bad.clone())).await;
    assert_eq!(outcome["outcome"], "rejected");
    assert_eq!(changes(&world.anybody).await, before);
    let good = with(bad, json!({"done_on": "2025-08-01"}));
    assert_eq!(one(&kg, update("one", good)).await["outcome"], "applied");
    assert_eq!(changes(&world.anybody).await, before + 1);
}

#[actix_web::test]
async fn twins_at_once_have_one_effect() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let before = changes(&world.anybody).await;
    let all: Vec<Value> =
        (0..3).map(|i| update(&format!("{i}"), declared("in_progress", "2025-08-01"))).collect();
    let twins = futures_util::future::join_all((0..6).map(|_| push(&kg, &all))).await;
    let mut applied = vec![0; all.len()];
    for answer in twins {
        for (i, outcome) in
            answer.expect(200).json["outcomes"].as_array().unwrap().iter().enumerate()
        {
            match outcome["outcome"].as_str().unwrap() {
                "applied" => applied[i] += 1,
                other => assert_eq!(other, "duplicate", "{outcome}"),
            }
        }
    }
    assert_eq!(applied, [1, 1, 1]);
    assert_eq!(changes(&world.anybody).await, before + all.len());
}

/// Two clients that edit each other's items cannot lock each other out.
#[actix_web::test]
async fn pushes_that_cross_each_other_both_come_in() {
    let world = World::new().await;
    let editor = world.editor().await;
    let other = world.user("other", summit_ledger::domain::user::UserRole::Editor, None).await;
    let codes = ["AST25-4.3a", "AST25-4.3b", "AST25-4.8a", "AST25-4.8b"];
    let edits = |field: &str, codes: Vec<&str>| -> Vec<Value> {
        let edit = |code: &&str| super::patch_of(code, code, 1, json!({field: "edited"}));
        codes.iter().map(edit).collect()
    };
    let (one, two) =
        (edits("note", codes.to_vec()), edits("verb", codes.into_iter().rev().collect()));
    let (one, two) = tokio::join!(outcomes(&editor, &one), outcomes(&other, &two));
    for outcome in one.iter().chain(&two) {
        assert!(["applied", "merged"].contains(&outcome["outcome"].as_str().unwrap()), "{outcome}");
    }
    for code in codes {
        let there = world.anybody.get(&item(code)).await.expect(200).json;
        assert_eq!((&there["note"], &there["verb"]), (&json!("edited"), &json!("edited")));
        assert_eq!(there["version"], 3);
    }
}

/// What is no fault of an operation rejects none: what was done is done, and the push is sent again.
#[actix_web::test]
async fn a_failure_of_ours_rejects_nothing() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let all = [
        update("1", declared("in_progress", "2025-08-01")),
        update("2", with(declared("stalled", "2025-08-02"), json!({"narrative": "full"}))),
        update("3", declared("substantial", "2025-08-03")),
    ];
    for (message, status, slug) in [
        ("could not extend file \"base/1\": No space left on device", 507, "out-of-space"),
        ("terminating connection due to administrator command", 503, "unavailable"),
    ] {
        let failing = format!(
            "CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
                $f$ BEGIN RAISE EXCEPTION '{message}'; END $f$;
            DROP TRIGGER IF EXISTS fail ON updates;
            CREATE TRIGGER fail BEFORE INSERT ON updates FOR EACH ROW
                WHEN (NEW.narrative = 'full') EXECUTE FUNCTION fail();"
        );
        world.sql(&failing).await;
        push(&kg, &all).await.problem(status, slug, &[]);
    }
    let filed = || async {
        let history = world.anybody.get(&format!("{}/history", item(FESTIVAL))).await.expect(200);
        history.items().iter().filter(|one| one["entity"] == "update").count()
    };
    assert_eq!(filed().await, 1);
    world.sql("DROP TRIGGER fail ON updates; DROP FUNCTION fail()").await;
    let done = outcomes(&kg, &all).await;
    let kinds: Vec<_> = done.iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["duplicate", "applied", "applied"]);
    assert_eq!(filed().await, 3);
}
