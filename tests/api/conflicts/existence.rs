//! Conflicts between a deletion and an edit, and conflicts about what was deleted meanwhile.

use serde_json::json;

use super::{resolve, titles};
use crate::push::{FESTIVAL, deletion, festival, outcomes, patch};
use crate::world::{World, declared, item, updates};

#[actix_web::test]
async fn a_deletion_that_was_kept_off_may_be_let_through_or_dropped() {
    for (keep, status) in [("yours", 404), ("theirs", 200)] {
        let world = World::new().await;
        let editor = world.editor().await;
        let done =
            outcomes(&editor, &[patch("1", 1, json!({"note": "Kept."})), deletion("2", 1)]).await;
        let id = done[1]["conflicts"][0]["id"].clone();
        let value = json!({"keep": "value", "value": {"note": "x"}});
        if keep == "yours" {
            outcomes(&editor, &[patch("3", 2, json!({"verb": "to hold"}))]).await;
            resolve(&editor, &id, json!({"keep": keep})).await.problem(409, "conflict", &[]);
            resolve(&editor, &id, value).await.problem(422, "invalid", &["/keep"]);
        }
        let version = festival(&world.anybody).await["version"].clone();
        resolve(&editor, &id, json!({"keep": keep, "version": version})).await.expect(200);
        world.anybody.get(&item(FESTIVAL)).await.expect(status);
    }
}

#[actix_web::test]
async fn a_deleted_item_is_brought_back_with_the_edit() {
    let world = World::new().await;
    let editor = world.editor().await;
    let kg = world.analyst("KG").await;
    kg.post(&updates(FESTIVAL, "KG"), &declared("in_progress", "2025-08-01")).await.expect(201);
    let owe = json!({"verb": "to hold", "obligations": [
        {"party": "KG", "role": "host"}, {"party": "CN", "role": "participant"},
    ]});
    let late = patch("late", 1, json!({"note": "Too late."}));
    let done = outcomes(&editor, &[deletion("1", 1), patch("2", 1, owe), late]).await;
    let (id, late) = (done[1]["conflicts"][0]["id"].clone(), done[2]["conflicts"][0]["id"].clone());
    world.anybody.get(&item(FESTIVAL)).await.expect(404);
    resolve(&editor, &id, json!({"keep": "yours"})).await.expect(200);
    let there = festival(&world.anybody).await;
    assert_eq!((&there["version"], &there["verb"]), (&json!(3), &json!("to hold")));
    assert_eq!(there["conflicts"], 1);
    let owed = there["obligations"].as_array().unwrap();
    let parties: Vec<_> = owed.iter().map(|one| one["party"].as_str().unwrap()).collect();
    assert_eq!(parties, ["CN", "KG"]);
    assert_eq!(there["obligations"][1]["status"], "in_progress", "what was said is there again");
    assert_eq!(there["status"], "in_progress");
    // Where the item stands again, the other edit would write over it whole.
    resolve(&editor, &late, json!({"keep": "yours"})).await.problem(409, "conflict", &[]);
    resolve(&editor, &late, json!({"keep": "yours", "version": 3})).await.expect(200);
    let there = festival(&world.anybody).await;
    assert_eq!((&there["note"], &there["version"]), (&json!("Too late."), &json!(4)));
    // Lists and reports of the past and the present have it again too.
    let list = world.anybody.get("/api/v1/commitments?section=12&party=CN").await.expect(200);
    assert!(list.items().iter().any(|one| one["code"] == FESTIVAL));
}

#[actix_web::test]
async fn a_group_of_a_deleted_item_waits_for_the_item() {
    let world = World::new().await;
    let editor = world.editor().await;
    let id = titles(&editor).await;
    outcomes(&editor, &[deletion("gone", 2)]).await;
    let answer = resolve(&editor, &id, json!({"keep": "yours", "version": 3})).await;
    answer.problem(409, "conflict", &[]);
    resolve(&editor, &id, json!({"keep": "theirs"})).await.expect(200);
}
