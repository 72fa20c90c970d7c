//! Conflicts: listed, shown, resolved in each way, and told of in the feed.

mod existence;
mod list;

use serde_json::{Value, json};

use crate::push::{FESTIVAL, changes, festival, one, operation, outcomes, patch};
use crate::support::http::{Answer, Client};
use crate::world::{World, item};

const CONFLICTS: &str = "/api/v1/conflicts";

fn path(id: &Value) -> String {
    format!("{CONFLICTS}/{}", id.as_str().expect("an id"))
}

async fn resolve(client: &Client, id: &Value, body: Value) -> Answer {
    client.post(&format!("{}/resolve", path(id)), &body).await
}

/// Two titles of the festival that clash, of version 2 now; gives the conflict's id.
async fn titles(editor: &Client) -> Value {
    clash(editor, json!({"title": {"en": "Theirs"}}), json!({"title": {"en": "Yours"}})).await
}

/// Two edits that clash, both of version 1.
async fn clash(editor: &Client, theirs: Value, yours: Value) -> Value {
    let done = outcomes(editor, &[patch("theirs", 1, theirs), patch("yours", 1, yours)]).await;
    assert_eq!(done[1]["outcome"], "conflict", "{done:?}");
    done[1]["conflicts"][0]["id"].clone()
}

async fn title(client: &Client) -> Value {
    festival(client).await["title"]["en"].clone()
}

#[actix_web::test]
async fn theirs_is_kept_and_nothing_is_written_over_it() {
    let world = World::new().await;
    let editor = world.editor().await;
    let id = titles(&editor).await;
    let open = world.anybody.get(&path(&id)).await.expect(200);
    assert_eq!((&open.json["version"], &open.json["resolution"]), (&json!(1), &Value::Null));
    assert!(open.etag().starts_with("\"1."));
    let other = world.user("judge", summit_ledger::domain::user::UserRole::Admin, None).await;
    let done = resolve(&other, &id, json!({"keep": "theirs"})).await.expect(200);
    assert_eq!(
        (&done.json["resolution"], &done.json["resolved_by"]),
        (&json!("theirs"), &json!("judge"))
    );
    assert_eq!((&done.json["version"], &done.json["value"]), (&json!(2), &Value::Null));
    // Both values, their authors, times and base are as they were, for ever.
    for field in [
        "base",
        "theirs",
        "yours",
        "theirs_by",
        "theirs_at",
        "theirs_version",
        "yours_by",
        "yours_at",
        "base_version",
        "made_at",
        "node",
        "operation",
        "code",
        "group",
    ] {
        assert_eq!(done.json[field], open.json[field], "{field}");
    }
    assert_eq!(world.anybody.get(&path(&id)).await.expect(200).json, done.json);
    let there = festival(&world.anybody).await;
    assert_eq!((&there["version"], &there["title"]["en"]), (&json!(2), &json!("Theirs")));
    assert_eq!(there["conflicts"], 0);
    // Again alike it is the same; otherwise it is too late.
    let again = resolve(&editor, &id, json!({"keep": "theirs"})).await.expect(200);
    assert_eq!(again.json, done.json);
    for body in
        [json!({"keep": "yours"}), json!({"keep": "value", "value": {"title": {"en": "x"}}})]
    {
        let late = resolve(&editor, &id, body).await.problem(409, "conflict", &[]);
        assert_eq!(late.json["current"], done.json);
    }
    assert_eq!(festival(&world.anybody).await["version"], 2);
}

#[actix_web::test]
async fn yours_is_written_as_an_edit_like_any_other() {
    let world = World::new().await;
    let editor = world.editor().await;
    let id = titles(&editor).await;
    outcomes(&editor, &[patch("between", 2, json!({"note": "Of another group."}))]).await;
    let before = changes(&world.anybody).await;
    let done = resolve(&editor, &id, json!({"keep": "yours"})).await.expect(200);
    assert_eq!(done.json["resolution"], "yours");
    let there = festival(&world.anybody).await;
    assert_eq!((&there["version"], &there["title"]["en"]), (&json!(4), &json!("Yours")));
    assert_eq!(there["note"], "Of another group.");
    // The item and the conflict, each whole, in the order in which they were written.
    let feed = world.anybody.get("/api/v1/changes?limit=500").await.expect(200);
    let new = &feed.items()[before..];
    let what: Vec<_> =
        new.iter().map(|one| (&one["entity"], &one["op"], &one["version"])).collect();
    let (commitment, conflict, edited) = (json!("commitment"), json!("conflict"), json!("edited"));
    assert_eq!(what, [(&commitment, &edited, &json!(4)), (&conflict, &edited, &json!(2))]);
    assert_eq!(new[1]["body"], done.json);
    let opened = feed.items().iter().find(|one| one["entity"] == "conflict").unwrap();
    assert_eq!((&opened["op"], &opened["entity_id"]), (&json!("created"), &id));
    assert_eq!(opened["body"]["yours"]["title"]["en"], "Yours");
    let history = world.anybody.get(&format!("{}/history", item(FESTIVAL))).await.expect(200);
    assert_eq!(history.items()[0]["entity"], "conflict");
    let fields: Vec<_> = history.items()[0]["changed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["field"].as_str().unwrap())
        .collect();
    assert!(fields.contains(&"resolution"), "{fields:?}");
}

#[actix_web::test]
async fn another_value_has_the_shape_of_its_group() {
    let world = World::new().await;
    let editor = world.editor().await;
    let id = titles(&editor).await;
    for (body, pointers) in [
        (json!({}), &["/keep"][..]),
        (json!({"keep": "mine"}), &["/keep"]),
        (json!({"keep": "value"}), &["/value"]),
        (json!({"keep": "value", "value": []}), &["/value", "/value"]),
        (json!({"keep": "yours", "value": {}}), &["/value"]),
        (json!({"keep": "theirs", "version": "2", "x": 1}), &["/version", "/x"]),
        (json!({"keep": "value", "value": {"title": {"en": "x"}, "note": "y"}}), &["/value/note"]),
        (json!({"keep": "value", "value": {"title": {"en": " "}}}), &["/value/title/en"]),
        (
            json!({"keep": "value", "value": {"title": {"en": "x"}}}),
            &["/value/title/ru", "/value/title/zh"],
        ),
        (json!({"keep": "value", "value": {}}), &["/value/title"]),
    ] {
        let answer = resolve(&editor, &id, body.clone()).await;
        if body["value"].is_array() {
            answer.expect(422);
        } else {
            answer.problem(422, "invalid", pointers);
        }
    }
    assert_eq!(title(&world.anybody).await, "Theirs");
    let value = json!({"title": {"en": "Both", "ru": "Оба", "zh": "两者"}});
    let body = json!({"keep": "value", "value": value});
    let done = resolve(&editor, &id, body.clone()).await.expect(200);
    assert_eq!((&done.json["resolution"], &done.json["value"]), (&json!("value"), &value));
    assert_eq!(title(&world.anybody).await, "Both");
    assert_eq!(resolve(&editor, &id, body).await.expect(200).json, done.json);
    let other = json!({"keep": "value", "value": {"title": {"en": "x", "ru": "x", "zh": "x"}}});
    resolve(&editor, &id, other).await.problem(409, "conflict", &[]);
}

#[actix_web::test]
async fn nothing_is_overwritten_that_the_resolver_has_not_seen() {
    let world = World::new().await;
    let editor = world.editor().await;
    let id = titles(&editor).await;
    outcomes(&editor, &[patch("later", 2, json!({"title": {"en": "Later"}}))]).await;
    for version in [Value::Null, json!(1), json!(2), json!(4)] {
        let body = json!({"keep": "yours", "version": version});
        let stale = resolve(&editor, &id, body).await.problem(409, "conflict", &[]);
        let current = &stale.json["current"];
        assert_eq!((&current["version"], &current["code"]), (&json!(3), &json!(FESTIVAL)));
        assert_eq!(current["title"]["en"], "Later");
    }
    assert_eq!(title(&world.anybody).await, "Later");
    assert_eq!(world.anybody.get(&path(&id)).await.json["resolution"], Value::Null);
    resolve(&editor, &id, json!({"keep": "yours", "version": 3})).await.expect(200);
    assert_eq!(title(&world.anybody).await, "Yours");
}

#[actix_web::test]
async fn what_overwrites_nothing_needs_no_version() {
    let world = World::new().await;
    let editor = world.editor().await;
    let id = titles(&editor).await;
    // Somebody has written by hand what yours would have been.
    let full = outcomes(&editor, &[patch("later", 2, json!({"title": {"en": "Yours"}}))]).await;
    assert_eq!(full[0]["version"], 3);
    resolve(&editor, &id, json!({"keep": "yours"})).await.expect(200);
    assert_eq!(festival(&world.anybody).await["version"], 3);
}

#[actix_web::test]
async fn a_conflict_about_a_milestone_is_resolved_by_its_version() {
    let world = World::new().await;
    let editor = world.editor().await;
    let body = json!({"title": {"zh": "一", "en": "A", "ru": "А"}, "due": "2027"});
    let target = json!({"commitment": FESTIVAL});
    let made = one(&editor, operation("m", "create_milestone", target, body)).await;
    let id = made["milestone"].clone();
    let patch = |key: &str, base: i64, body: Value| {
        let target = json!({"commitment": FESTIVAL, "milestone": id});
        let mut patch = operation(key, "patch_milestone", target, body);
        patch["base_version"] = json!(base);
        patch
    };
    let done = outcomes(
        &editor,
        &[
            patch("1", 1, json!({"due": "2028"})),
            patch("2", 1, json!({"due": "2029"})),
            patch("3", 1, json!({"due": "2030"})),
            patch("4", 2, json!({"party": "KG"})),
        ],
    )
    .await;
    let (first, second) = (&done[1]["conflicts"][0]["id"], &done[2]["conflicts"][0]["id"]);
    let shown = world.anybody.get(&path(first)).await.expect(200).json;
    assert_eq!((&shown["entity"], &shown["entity_id"]), (&json!("milestone"), &id));
    let stale = resolve(&editor, first, json!({"keep": "yours"})).await;
    let stale = stale.problem(409, "conflict", &[]);
    assert_eq!(
        (&stale.json["current"]["version"], &stale.json["current"]["party"]),
        (&json!(3), &json!("KG"))
    );
    resolve(&editor, first, json!({"keep": "yours", "version": 3})).await.expect(200);
    let at = made["location"].as_str().unwrap();
    let there = world.anybody.get(at).await.expect(200).json;
    assert_eq!((&there["due"], &there["version"]), (&json!("2029"), &json!(4)));
    let bad = json!({"keep": "value", "version": 4, "value": {"due": "soon", "x": 1}});
    let answer = resolve(&editor, second, bad).await;
    answer.problem(422, "invalid", &["/value/due", "/value/title", "/value/x"]);
    let good = json!({"title": {"zh": "一", "en": "B", "ru": "А"}, "due": "2031"});
    let done =
        resolve(&editor, second, json!({"keep": "value", "version": 4, "value": good})).await;
    done.expect(200);
    assert_eq!(world.anybody.get(at).await.expect(200).json["title"]["en"], "B");
}

#[actix_web::test]
async fn a_resolution_can_be_pushed_and_retried() {
    let world = World::new().await;
    let editor = world.editor().await;
    let id = titles(&editor).await;
    let target = json!({"conflict": id});
    let decide = |key: &str, body: Value| operation(key, "resolve_conflict", target.clone(), body);
    let done = outcomes(
        &editor,
        &[
            decide("1", json!({"keep": "yours"})),
            decide("1", json!({"keep": "yours"})),
            decide("2", json!({"keep": "yours"})),
            decide("3", json!({"keep": "theirs"})),
        ],
    )
    .await;
    let kinds: Vec<_> = done.iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["applied", "duplicate", "applied", "rejected"]);
    assert_eq!((&done[0]["version"], &done[0]["code"]), (&json!(3), &json!(FESTIVAL)));
    assert_eq!(done[3]["problem"]["current"]["resolution"], "yours");
    assert_eq!(title(&world.anybody).await, "Yours");
    // With an Idempotency-Key over REST alike.
    let call = || {
        let call = editor.call(reqwest::Method::POST, &format!("{}/resolve", path(&id)));
        call.header("Idempotency-Key", "k").json(&json!({"keep": "yours"})).send()
    };
    let first = call().await.expect(200);
    let again = call().await.expect(200);
    assert_eq!(
        (again.text.as_str(), again.header("idempotency-replayed")),
        (first.text.as_str(), "true")
    );
}

/// Two who decide otherwise at once: one of them is told so.
#[actix_web::test]
async fn of_two_decisions_at_once_one_counts() {
    let world = World::new().await;
    let editor = world.editor().await;
    let id = titles(&editor).await;
    let (yours, theirs) = tokio::join!(
        resolve(&editor, &id, json!({"keep": "yours"})),
        resolve(&editor, &id, json!({"keep": "theirs"})),
    );
    let mut statuses = [yours.status, theirs.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let wanted = if yours.status == 200 { "Yours" } else { "Theirs" };
    assert_eq!(title(&world.anybody).await, wanted);
}

/// A side that is not right any more beside what else was edited is not written.
#[actix_web::test]
async fn yours_is_checked_beside_what_the_item_says_now() {
    let world = World::new().await;
    let editor = world.editor().await;
    let owe = |party: &str| json!({"obligations": [{"party": party, "role": "host"}]});
    let id = clash(&editor, owe("KG"), owe("CN")).await;
    let strip = json!({"strength": "acknowledgement", "obligations": []});
    outcomes(&editor, &[patch("strip", 2, strip)]).await;
    let body = json!({"keep": "yours", "version": 3});
    let answer = resolve(&editor, &id, body).await.problem(422, "invalid", &["/keep"]);
    assert!(answer.message("/keep").contains("/obligations"), "{}", answer.text);
}
