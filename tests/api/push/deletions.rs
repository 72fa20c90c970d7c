//! What is merged as a whole: a deletion against an edit, and a milestone.

use serde_json::{Value, json};

use super::{FESTIVAL, deletion, festival, one, operation, outcomes, patch};
use crate::world::{World, item, with};

#[actix_web::test]
async fn a_deletion_and_an_edit_clash_either_way_round() {
    let world = World::new().await;
    let editor = world.editor().await;
    let whole = festival(&world.anybody).await;
    // Edited, then deleted as it was before.
    let done =
        outcomes(&editor, &[patch("1", 1, json!({"note": "Kept."})), deletion("2", 1)]).await;
    assert_eq!(done[1]["outcome"], "conflict", "{}", done[1]);
    let conflict = &done[1]["conflicts"][0];
    assert_eq!((&conflict["group"], &conflict["yours"]), (&json!("existence"), &Value::Null));
    assert_eq!(
        (&conflict["base"]["note"], &conflict["theirs"]["note"]),
        (&whole["note"], &json!("Kept."))
    );
    assert_eq!(conflict["base"]["title"], whole["title"]);
    world.anybody.get(&item(FESTIVAL)).await.expect(200);
    // Deleted, then edited as it was before.
    let done = outcomes(
        &editor,
        &[
            deletion("3", 2),
            deletion("4", 1),
            deletion("5", 9),
            patch("6", 2, json!({})),
            patch("7", 2, json!({"verb": "to hold"})),
            patch("8", 3, json!({"verb": "to hold"})),
        ],
    )
    .await;
    let kinds: Vec<_> = done.iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["applied", "applied", "rejected", "merged", "conflict", "conflict"]);
    assert_eq!((&done[0]["version"], &done[1]["version"]), (&json!(3), &json!(3)));
    let conflict = &done[4]["conflicts"][0];
    assert_eq!((&conflict["group"], &conflict["theirs"]), (&json!("existence"), &Value::Null));
    assert_eq!(
        (&conflict["yours"]["verb"], &conflict["yours"]["note"]),
        (&json!("to hold"), &json!("Kept."))
    );
    world.anybody.get(&item(FESTIVAL)).await.expect(404);
    let list = world.anybody.get(&format!("/api/v1/conflicts?item={FESTIVAL}")).await.expect(200);
    let versions: Vec<_> = list.items().iter().map(|one| &one["theirs_version"]).collect();
    assert_eq!(versions, [3, 3, 2]);
}

#[actix_web::test]
async fn a_milestone_is_one_group() {
    let world = World::new().await;
    let editor = world.editor().await;
    let body = json!({"title": {"zh": "一", "en": "A", "ru": "А"}, "due": "2027"});
    let made =
        one(&editor, operation("m", "create_milestone", json!({"commitment": FESTIVAL}), body))
            .await;
    let id = made["milestone"].as_str().unwrap();
    let patch = |key: &str, base: i64, body: Value| {
        let target = json!({"commitment": FESTIVAL, "milestone": id});
        with(operation(key, "patch_milestone", target, body), json!({"base_version": base}))
    };
    let done = outcomes(
        &editor,
        &[
            patch("1", 1, json!({"due": "2028"})),
            patch("2", 1, json!({"due": "2028"})),
            patch("3", 1, json!({"done_on": "2026-01-01"})),
            patch("4", 2, json!({"due": "2027"})),
            patch("5", 1, json!({"done_on": "2026-01-01"})),
            patch("6", 9, json!({})),
            patch("7", 1, json!({"title": {"ru": null}})),
        ],
    )
    .await;
    let kinds: Vec<_> = done.iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["applied", "merged", "conflict", "applied", "merged", "rejected", "rejected"]
    );
    assert_eq!(done[4]["groups"], json!(["milestone"]));
    assert_eq!(done[4]["version"], 4);
    let conflict = &done[2]["conflicts"][0];
    assert_eq!(conflict["group"], "milestone");
    assert_eq!(
        (&conflict["base"]["due"], &conflict["theirs"]["due"]),
        (&json!("2027"), &json!("2028"))
    );
    assert_eq!(conflict["yours"]["done_on"], "2026-01-01");
    // It is the item's, and shows there; that the item is deleted stands in no step's way.
    assert_eq!(festival(&world.anybody).await["conflicts"], 1);
    let done = outcomes(&editor, &[deletion("8", 1), patch("9", 4, json!({"due": "2029"}))]).await;
    assert_eq!(done[1]["outcome"], "applied", "{}", done[1]);
}
