//! Conflicts in lists, and counted beside their items.

use serde_json::{Value, json};

use super::{CONFLICTS, resolve, titles};
use crate::push::{FESTIVAL, outcomes, patch_of};
use crate::world::{World, item};

#[actix_web::test]
async fn the_list_is_narrowed_and_paged() {
    let world = World::new().await;
    let editor = world.editor().await;
    let mut ids = Vec::new();
    for code in ["AST25-4.3a", "AST25-4.3b", "AST25-4.8a"] {
        let titled = |id: &str, title: &str| {
            patch_of(code, &format!("{code}/{id}"), 1, json!({"title": {"en": title}}))
        };
        let done = outcomes(&editor, &[titled("1", "1"), titled("2", "2"), titled("3", "3")]).await;
        ids.extend(done[1..].iter().map(|one| one["conflicts"][0]["id"].clone()));
    }
    ids.reverse();
    let all = world.anybody.get(CONFLICTS).await.expect(200);
    let there: Vec<Value> = all.items().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(there, ids, "the latest first");
    resolve(&editor, &ids[0], json!({"keep": "theirs"})).await.expect(200);
    let owes = who_owes(&world, "AST25-4.3b").await;
    world.another_declaration().await;
    for (query, count) in [
        ("", 5),
        ("state=open", 5),
        ("state=resolved", 1),
        ("state=all", 6),
        ("state=all&item=AST25-4.8a", 2),
        ("item=AST25-4.8a", 1),
        ("item=AST25-4.8a,AST25-4.3b", 3),
        ("item=AST25-12.7b", 0),
        ("declaration=astana-2025", 5),
        ("declaration=bishkek-2027", 0),
        ("party=relevant-parties", 0),
        (&format!("party={owes}&item=AST25-4.3b"), 2),
    ] {
        let list = world.anybody.get(&format!("{CONFLICTS}?{query}")).await.expect(200);
        assert_eq!(list.items().len(), count, "{query}");
    }
    for (query, name) in [("declaration=other", "declaration"), ("party=KX", "party")] {
        let list = world.anybody.get(&format!("{CONFLICTS}?{query}")).await;
        list.problem(400, "bad-query", &[name]);
    }
    let (mut paged, mut next) = (Vec::new(), format!("{CONFLICTS}?state=all&limit=4"));
    loop {
        let page = world.anybody.get(&next).await.expect(200);
        paged.extend(page.items().iter().map(|one| one["id"].clone()));
        let Some(cursor) = page.json["next"].as_str() else { break };
        next = format!("{CONFLICTS}?state=all&limit=4&cursor={cursor}");
        let other = format!("{CONFLICTS}?state=open&limit=4&cursor={cursor}");
        world.anybody.get(&other).await.problem(400, "bad-cursor", &[]);
    }
    assert_eq!(paged, ids);
    let bad = world.anybody.get(&format!("{CONFLICTS}?state=closed&sort=x")).await;
    bad.problem(400, "bad-query", &["sort", "state"]);
    for id in ["x", "0197c0de-0000-7000-8000-000000000001"] {
        world.anybody.get(&format!("{CONFLICTS}/{id}")).await.problem(404, "not-found", &[]);
        let at = format!("{CONFLICTS}/{id}/resolve");
        editor.post(&at, &json!({"keep": "theirs"})).await.problem(404, "not-found", &[]);
    }
}

/// Somebody who owes under an item.
async fn who_owes(world: &World, code: &str) -> String {
    let there = world.anybody.get(&item(code)).await.expect(200).json;
    there["obligations"][0]["party"].as_str().unwrap().to_owned()
}

/// How many conflicts were open is told as it was known, also after they are resolved.
#[actix_web::test]
async fn open_conflicts_are_counted_as_known_then() {
    let world = World::new().await;
    let editor = world.editor().await;
    let known = |at: &str| format!("{}?known_at={at}", item(FESTIVAL)).replace('+', "%2B");
    let sealed_at = async || {
        world.anybody.get("/api/v1/changes?limit=1").await.expect(200);
        let report = world.anybody.get("/api/v1/reports/progress").await.expect(200);
        report.json["known_at"].as_str().unwrap().to_owned()
    };
    let before = sealed_at().await;
    let id = titles(&editor).await;
    let open = sealed_at().await;
    resolve(&editor, &id, json!({"keep": "theirs"})).await.expect(200);
    let after = sealed_at().await;
    for (at, count) in [(before, 0), (open, 1), (after, 0)] {
        let shown = world.anybody.get(&known(&at)).await.expect(200);
        assert_eq!(shown.json["conflicts"], count, "{at}");
    }
}
