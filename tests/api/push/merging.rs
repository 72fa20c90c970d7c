//! Merging: what others changed and what an offline edit changed, group by group, in either order.

use serde_json::{Value, json};

use super::{FESTIVAL, changes, festival, one, operation, outcomes, patch};
use crate::support::http::Client;
use crate::world::{World, item};

/// An edit of each group of the festival: the group, a patch, another patch of the same group.
fn edits() -> Vec<(&'static str, Value, Value)> {
    vec![
        ("text", json!({"verb": "to hold"}), json!({"quote": null, "quote_start": null})),
        ("titles", json!({"title": {"en": "One"}}), json!({"title": {"ru": "Два"}})),
        (
            "deadline",
            json!({"deadline": {"edtf": "2026"}}),
            json!({"deadline": {"urgency": "asap"}}),
        ),
        ("coding", json!({"kind": "policy"}), json!({"note": "Hard to say.", "sdgs": [4]})),
        (
            "obligations",
            json!({"obligations": [{"party": "KG", "role": "host"}]}),
            json!({"obligations": [{"party": "KG", "role": "lead"}, {"party": "CN", "role": "participant"}]}),
        ),
    ]
}

/// What an editor states of an item: all that merging is about.
fn stated(item: &Value) -> Value {
    let mut stated = serde_json::Map::new();
    for field in [
        "quote",
        "quote_start",
        "verb",
        "title",
        "strength",
        "kind",
        "topics",
        "sdgs",
        "refs",
        "related",
        "note",
        "group",
        "no_deadline",
        "deadline",
    ] {
        stated.insert(field.to_owned(), item[field].clone());
    }
    let owed = item["obligations"].as_array().unwrap().iter();
    let owed = owed.map(|one| json!([one["party"], one["role"], one["due_on"]])).collect();
    stated.insert("obligations".to_owned(), owed);
    Value::Object(stated)
}

/// The festival is as it was seeded, under another item's code: several are made for one test.
async fn copies(editor: &Client, count: usize) -> Vec<String> {
    let of = festival(editor).await;
    let mut body = json!({
        "declaration": "astana-2025", "section": 12, "paragraph": 7, "title": of["title"],
        "strength": of["strength"], "kind": of["kind"], "quote": of["quote"],
        "quote_start": of["quote_start"], "verb": of["verb"], "deadline": {"edtf": "2025-08"},
    });
    let owed = of["obligations"].as_array().unwrap().iter();
    body["obligations"] =
        owed.map(|one| json!({"party": one["party"], "role": one["role"]})).collect();
    let all: Vec<Value> = (0..count)
        .map(|i| operation(&format!("copy-{i}"), "create_commitment", Value::Null, body.clone()))
        .collect();
    let made = outcomes(editor, &all).await;
    made.iter().map(|one| one["code"].as_str().expect("made").to_owned()).collect()
}

#[actix_web::test]
async fn edits_of_different_groups_come_out_alike_in_either_order() {
    let world = World::new().await;
    let editor = world.editor().await;
    let edits = edits();
    let pairs: Vec<_> = (0..edits.len())
        .flat_map(|i| (0..edits.len()).map(move |j| (i, j)))
        .filter(|(i, j)| i < j)
        .collect();
    let codes = copies(&editor, pairs.len() * 2).await;
    let mut all = Vec::new();
    for (n, (i, j)) in pairs.iter().enumerate() {
        let (one, other) = (&edits[*i], &edits[*j]);
        for (code, order) in [(&codes[2 * n], [one, other]), (&codes[2 * n + 1], [other, one])] {
            for (place, (group, patch, _)) in order.into_iter().enumerate() {
                let id = format!("{code} {place}");
                all.push((
                    place,
                    *group,
                    super::patch_of(code, &id.replace(' ', "/"), 1, patch.clone()),
                ));
            }
        }
    }
    let operations: Vec<Value> = all.iter().map(|(_, _, operation)| operation.clone()).collect();
    for ((place, group, _), outcome) in all.iter().zip(outcomes(&editor, &operations).await) {
        if *place == 0 {
            assert_eq!((&outcome["outcome"], &outcome["version"]), (&json!("applied"), &json!(2)));
        } else {
            assert_eq!(outcome["outcome"], "merged", "{outcome}");
            assert_eq!(outcome["groups"], json!([group]));
            assert_eq!(outcome["version"], 3);
        }
    }
    for (n, (i, j)) in pairs.iter().enumerate() {
        let one = world.anybody.get(&item(&codes[2 * n])).await.expect(200).json;
        let other = world.anybody.get(&item(&codes[2 * n + 1])).await.expect(200).json;
        assert_eq!(stated(&one), stated(&other), "{} and {}", edits[*i].0, edits[*j].0);
        assert_eq!(one["conflicts"], 0);
    }
}

#[actix_web::test]
async fn edits_of_one_group_keep_both_values_in_either_order() {
    let world = World::new().await;
    let editor = world.editor().await;
    let edits = edits();
    let codes = copies(&editor, edits.len() * 2).await;
    for (n, (group, one, other)) in edits.iter().enumerate() {
        let mut held = Vec::new();
        for (code, [first, second]) in
            [(&codes[2 * n], [one, other]), (&codes[2 * n + 1], [other, one])]
        {
            let patches = [
                super::patch_of(code, &format!("{code}/1"), 1, first.clone()),
                super::patch_of(code, &format!("{code}/2"), 1, second.clone()),
                // Alike, it is no conflict.
                super::patch_of(code, &format!("{code}/3"), 1, first.clone()),
            ];
            let done = outcomes(&editor, &patches).await;
            assert_eq!(done[0]["outcome"], "applied", "{}", done[0]);
            assert_eq!(done[1]["outcome"], "conflict", "{}", done[1]);
            assert_eq!((&done[1]["version"], &done[1]["groups"]), (&json!(2), &json!([])));
            let conflict = &done[1]["conflicts"][0];
            assert_eq!(conflict["group"], *group);
            let same = (&done[2]["outcome"], &done[2]["groups"], &done[2]["version"]);
            assert_eq!(same, (&json!("merged"), &json!([]), &json!(2)));
            let there = world.anybody.get(&item(code)).await.expect(200).json;
            assert_eq!((&there["version"], &there["conflicts"]), (&json!(2), &json!(1)));
            held.push((
                conflict["base"].clone(),
                conflict["theirs"].clone(),
                conflict["yours"].clone(),
            ));
        }
        assert_eq!(held[0].0, held[1].0, "the base of {group}");
        assert_eq!((&held[0].1, &held[0].2), (&held[1].2, &held[1].1), "both values of {group}");
    }
}

#[actix_web::test]
async fn what_clashes_is_kept_and_the_rest_goes_in() {
    let world = World::new().await;
    let editor = world.editor().await;
    let other = world.user("other", summit_ledger::domain::user::UserRole::Editor, None).await;
    let committed = [
        patch("1", 1, json!({"title": {"en": "Theirs"}})),
        patch("2", 2, json!({"deadline": {"edtf": "2026"}})),
        patch("3", 3, json!({"note": "Later."})),
    ];
    for outcome in outcomes(&other, &committed).await {
        assert_eq!(outcome["outcome"], "applied");
    }
    let then = festival(&world.anybody).await;
    let edit = json!({"title": {"en": "Yours"}, "deadline": {"edtf": "2027"}, "verb": "to hold"});
    let outcome = one(&editor, patch("mine", 1, edit)).await;
    assert_eq!((&outcome["outcome"], &outcome["version"]), (&json!("conflict"), &json!(5)));
    assert_eq!(outcome["groups"], json!(["text"]));
    let conflicts = outcome["conflicts"].as_array().unwrap();
    let groups: Vec<_> = conflicts.iter().map(|one| one["group"].as_str().unwrap()).collect();
    assert_eq!(groups, ["titles", "deadline"]);
    assert_eq!(conflicts[0]["theirs"]["title"]["en"], "Theirs");
    assert_eq!(conflicts[0]["yours"]["title"]["en"], "Yours");
    assert_eq!(conflicts[1]["base"]["deadline"]["edtf"], "2025-08");
    assert_eq!(conflicts[1]["yours"]["deadline"]["edtf"], "2027");
    assert_eq!(conflicts[1]["yours"]["no_deadline"], Value::Null);
    let now = festival(&world.anybody).await;
    assert_eq!(now["verb"], "to hold");
    assert_eq!((&now["title"], &now["deadline"]), (&then["title"], &then["deadline"]));
    assert_eq!(now["conflicts"], 2);
    // Who committed what stands is told by the group, not by the last edit of the item.
    let list = world.anybody.get("/api/v1/conflicts").await.expect(200);
    let of = |group: &str| list.items().iter().find(|one| one["group"] == group).unwrap().clone();
    assert_eq!(
        (&of("titles")["theirs_version"], &of("titles")["theirs_by"]),
        (&json!(2), &json!("other"))
    );
    assert_eq!(of("deadline")["theirs_version"], 3);
    assert_eq!(
        (&of("titles")["yours_by"], &of("titles")["base_version"]),
        (&json!("editor"), &json!(1))
    );
}

#[actix_web::test]
async fn a_change_taken_back_is_no_change_and_an_edit_of_nothing_leaves_nothing() {
    let world = World::new().await;
    let editor = world.editor().await;
    let title = festival(&world.anybody).await["title"]["en"].clone();
    outcomes(
        &editor,
        &[
            patch("1", 1, json!({"title": {"en": "Once"}})),
            patch("2", 2, json!({"title": {"en": title}})),
        ],
    )
    .await;
    let before = changes(&world.anybody).await;
    for (id, base, body, outcome) in [
        ("3", 3, json!({}), "applied"),
        ("4", 3, json!({"title": {"en": title}}), "applied"),
        ("5", 1, json!({}), "merged"),
        ("6", 2, json!({"title": {"en": title}}), "merged"),
    ] {
        let done = one(&editor, patch(id, base, body)).await;
        assert_eq!((&done["outcome"], &done["version"]), (&json!(outcome), &json!(3)), "{done}");
    }
    assert_eq!(changes(&world.anybody).await, before);
    let done = one(&editor, patch("7", 1, json!({"title": {"en": "Mine"}}))).await;
    assert_eq!((&done["outcome"], &done["groups"]), (&json!("merged"), &json!(["titles"])));
    // Their order among themselves means nothing of those who owe.
    let owed = festival(&world.anybody).await["obligations"].clone();
    let mut owed: Vec<Value> = owed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!({"party": one["party"], "role": one["role"]}))
        .collect();
    owed.reverse();
    let done = one(&editor, patch("8", 1, json!({"obligations": owed}))).await;
    assert_eq!((&done["outcome"], &done["groups"]), (&json!("merged"), &json!([])), "{done}");
}

#[actix_web::test]
async fn what_is_good_by_itself_and_not_together_is_a_conflict_whole() {
    let world = World::new().await;
    let editor = world.editor().await;
    // Somebody owes a decision, and nobody an acknowledgement. Beside another edit of its strength's
    // group, taking away who owes would leave a decision that nobody owes.
    let strip = json!({"strength": "acknowledgement", "obligations": [], "verb": "to note"});
    let done =
        outcomes(&editor, &[patch("1", 1, json!({"note": "Hard to say."})), patch("2", 1, strip)])
            .await;
    assert_eq!(done[0]["outcome"], "applied", "{}", done[0]);
    assert_eq!(done[1]["outcome"], "conflict", "{}", done[1]);
    let conflicts = done[1]["conflicts"].as_array().unwrap();
    let groups: Vec<_> = conflicts.iter().map(|one| one["group"].as_str().unwrap()).collect();
    assert_eq!(groups, ["text", "coding", "obligations"]);
    assert_eq!((&done[1]["groups"], &done[1]["version"]), (&json!([]), &json!(2)));
    assert_eq!(conflicts[0]["yours"]["verb"], "to note");
    assert_eq!(conflicts[2]["yours"]["obligations"], json!([]));
    for (conflict, is_base) in conflicts.iter().zip([true, false, true]) {
        assert_eq!(conflict["theirs"] == conflict["base"], is_base, "{conflict}");
    }
    let now = festival(&world.anybody).await;
    assert_eq!((&now["version"], &now["note"]), (&json!(2), &json!("Hard to say.")));
    assert!(now["obligations"].as_array().unwrap().len() > 1);
    // What is bad by itself is rejected, on whatever it was made.
    let bad =
        json!({"strength": "acknowledgement", "obligations": [{"party": "KG", "role": "host"}]});
    let outcome = one(&editor, patch("5", 1, bad)).await;
    assert_eq!(outcome["outcome"], "rejected", "{outcome}");
    let misquote = json!({"quote": "never said", "quote_start": 3});
    let outcome = one(&editor, patch("6", 1, misquote)).await;
    assert_eq!(outcome["problem"]["errors"][0]["pointer"], "/operations/0/body/quote", "{outcome}");
}

/// Seeds count as anybody's edit: what they changed of an item shows by its version.
#[actix_web::test]
async fn an_edit_merges_with_what_was_edited_over_the_api() {
    let world = World::new().await;
    let editor = world.editor().await;
    let etag = world.anybody.get(&item(FESTIVAL)).await.expect(200).etag().to_owned();
    let body = json!({"obligations": [{"party": "KG", "role": "host"}]});
    editor.patch(&item(FESTIVAL), &etag, &body).await.expect(200);
    let done = outcomes(&editor, &[
        patch("1", 1, json!({"deadline": {"edtf": "2027"}})),
        patch("2", 1, json!({"obligations": [{"party": "KG", "role": "host"}, {"party": "CN", "role": "host"}]})),
    ])
    .await;
    assert_eq!(done[0]["outcome"], "merged", "{}", done[0]);
    assert_eq!(done[1]["outcome"], "conflict", "{}", done[1]);
    let now = festival(&world.anybody).await;
    let owed = now["obligations"].as_array().unwrap();
    assert_eq!(owed.len(), 1);
    assert_eq!(owed[0]["due_on"], "2027-12-31");
}
