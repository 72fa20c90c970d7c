//! The feed narrowed to entities, declarations and parties.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::feed::{FEED, walk, walk_by};
use crate::world::{World, assessed, declared, item, updates};

const FESTIVAL: &str = "AST25-12.7b";

/// A ledger in which something of every kind has happened.
async fn busy() -> World {
    let world = World::new().await;
    let (kg, kz) = (world.analyst("KG").await, world.analyst("KZ").await);
    let (assessor, editor) = (world.assessor().await, world.editor().await);
    kg.post(&updates(FESTIVAL, "KG"), &declared("ongoing", "2025-08-01")).await.expect(201);
    kz.post(&updates(FESTIVAL, "KZ"), &declared("ongoing", "2025-08-02")).await.expect(201);
    let said = assessed("stalled", "2025-08-03");
    assessor.post(&updates(FESTIVAL, "KG"), &said).await.expect(201);
    editor.patch(&item(FESTIVAL), "*", &json!({"kind": "policy"})).await.expect(200);
    editor.delete(&item("AST25-12.7c"), "*").await.expect(204);
    let milestones = format!("{}/milestones", item("AST25-4.3b"));
    for party in [json!("TM"), Value::Null] {
        let milestone = json!({"title": {"zh": "一", "en": "One", "ru": "Один"}, "due": "2026", "party": party});
        editor.post(&milestones, &milestone).await.expect(201);
    }
    world
}

type Wanted<'a> = Box<dyn Fn(&Value) -> bool + 'a>;

/// The commitments that a party owes under, by the feed's own account.
fn owed_by(changes: &[Value], party: &str) -> BTreeSet<String> {
    let owed = changes.iter().filter(|c| c["entity"] == "obligation");
    let owed = owed.filter(|c| c["body"]["party"] == party);
    owed.map(|c| c["body"]["commitment_id"].as_str().unwrap().to_owned()).collect()
}

fn is_of(change: &Value, party: &str, owed: &BTreeSet<String>) -> bool {
    match change["entity"].as_str().unwrap() {
        "party" => change["body"]["code"] == party,
        "commitment" => owed.contains(change["entity_id"].as_str().unwrap()),
        "declaration" => false,
        _ => change["body"]["party"] == party,
    }
}

#[actix_web::test]
async fn it_gives_what_was_asked_for_and_nothing_else() {
    let world = busy().await;
    let (all, end) = walk(&world.anybody, 500).await;
    let owed = owed_by(&all, "KG");
    let of_tm = owed_by(&all, "TM");
    assert!(!owed.is_empty() && owed != of_tm);
    let kg = |c: &Value| is_of(c, "KG", &owed);
    let tm = |c: &Value| is_of(c, "TM", &of_tm);
    let entity = |c: &Value, name: &str| c["entity"] == name;
    let cases: Vec<(&str, Wanted<'_>)> = vec![
        ("entity=update", Box::new(|c| entity(c, "update"))),
        ("entity=milestone,party", Box::new(|c| entity(c, "milestone") || entity(c, "party"))),
        ("entity=conflict", Box::new(|_| false)),
        ("declaration=astana-2025", Box::new(|c| !entity(c, "party"))),
        ("declaration=elsewhere", Box::new(|_| false)),
        ("party=KG", Box::new(kg)),
        ("party=KG,TM", Box::new(|c| kg(c) || tm(c))),
        ("party=TM&entity=milestone", Box::new(|c| tm(c) && entity(c, "milestone"))),
        (
            "party=KG&entity=update,commitment&declaration=astana-2025",
            Box::new(|c| kg(c) && (entity(c, "update") || entity(c, "commitment"))),
        ),
    ];
    for (query, wanted) in cases {
        let wanted: Vec<_> = all.iter().filter(|change| wanted(change)).cloned().collect();
        for limit in [3, 500] {
            let (found, next) = walk_by(&world.anybody, &format!("{query}&limit={limit}")).await;
            assert_eq!(found, wanted, "{query}");
            // The cursor has moved past what was not wanted too.
            let place = if wanted.len() == limit { &next } else { &end };
            assert_eq!(&next, place, "{query}");
        }
        let (bare, _) = walk_by(&world.anybody, &format!("{query}&bodies=false")).await;
        let seqs = |changes: &[Value]| -> Vec<_> {
            changes.iter().map(|c| c["seq"].as_i64().unwrap()).collect()
        };
        assert_eq!(seqs(&bare), seqs(&wanted), "{query}");
        assert!(bare.iter().all(|change| change["body"].is_null()));
    }
}

#[actix_web::test]
async fn a_page_looks_at_a_bounded_stretch_and_says_that_there_is_more() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    kg.post(&updates(FESTIVAL, "KG"), &declared("ongoing", "2025-08-01")).await.expect(201);
    let (before, _) = walk(&world.anybody, 500).await;
    world
        .sql(
            "INSERT INTO feed (seq, change_id, entity, entity_id, version, op, at, actor, node,
                body_hash, chain, sealed_at)
            SELECT last + i, gen_random_uuid(), 'party', gen_random_uuid(), 1, 'created', now(),
                'x', 'x', sha256(''), sha256(i::text::bytea), now()
            FROM (SELECT max(seq) AS last FROM feed) f, generate_series(1, 50000) i;
            INSERT INTO feed_bodies SELECT seq, NULL FROM feed WHERE actor = 'x'",
        )
        .await;
    kg.post(&updates(FESTIVAL, "KG"), &declared("ongoing", "2025-08-02")).await.expect(201);
    let end = before.len() + 50_001;
    let mut path = format!("{FEED}?entity=update");
    let mut pages = Vec::new();
    loop {
        let page = world.anybody.get(&path).await.expect(200);
        let seqs: Vec<_> = page.items().iter().map(|c| c["seq"].as_u64().unwrap()).collect();
        pages.push(seqs);
        if page.json["more"] == false {
            break;
        }
        path = format!("{FEED}?entity=update&since={}", page.json["next"].as_str().unwrap());
    }
    let place = |seq: usize| u64::try_from(seq).unwrap();
    assert_eq!(pages, [vec![place(before.len())], vec![], vec![place(end)]]);
}
