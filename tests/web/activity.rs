//! The activity: the feed in words, newest first, page by page.

use crate::site::{Page, Visitor};
use crate::world::{World, assessed, declared, updates};

/// The places in the feed of the changes that a page shows.
fn seqs(page: &Page) -> Vec<i64> {
    page.each(".entries li", |row| row.attr("id").unwrap()[1..].parse().unwrap())
}

async fn spoken_of() -> World {
    let world = World::new().await;
    let body = declared("in_progress", "2025-09-10");
    world.analyst("TM").await.post(&updates("AST25-4.3b", "TM"), &body).await.expect(201);
    let body = assessed("stalled", "2025-11-02");
    world.assessor().await.post(&updates("AST25-4.8b", "CN"), &body).await.expect(201);
    world
}

#[actix_web::test]
async fn it_tells_who_did_what_to_which_item() {
    let world = spoken_of().await;
    let page = Visitor::new(&world).get("/activity?entity=update&lang=en").await.expect(200);
    let sentences = page.texts(".entries li div > p:first-child");
    assert_eq!(sentences.len(), 2, "{sentences:?}");
    assert!(sentences[0].ends_with("Assessed for China: stalled, as of 2 November 2025"));
    assert!(
        sentences[1].ends_with("Turkmenistan declares: in progress, as of 10 September 2025"),
        "{sentences:?}"
    );
    assert_eq!(page.texts(".entries .by strong"), ["assessor", "analyst-TM"]);
    let items = page.each(".entries a", |a| a.attr("href").unwrap().to_owned());
    assert_eq!(items, ["/commitments/AST25-4.8b", "/commitments/AST25-4.3b"]);
}

#[actix_web::test]
async fn pages_lead_back_to_the_beginning_without_a_gap() {
    let world = spoken_of().await;
    let visitor = Visitor::new(&world);
    let mut address = "/activity?limit=7".to_owned();
    let mut all = Vec::new();
    loop {
        let page = visitor.get(&address).await.expect(200);
        all.extend(seqs(&page));
        let next = page.each("a[rel=next]", |a| a.attr("href").unwrap().to_owned());
        let Some(next) = next.into_iter().next() else { break };
        address = next;
    }
    let head = world.anybody.get("/api/v1/changes/head").await.expect(200);
    let head = head.json["seq"].as_i64().unwrap();
    assert!(head > 20, "{head}");
    assert_eq!(all, (1..=head).rev().collect::<Vec<_>>());
}

#[actix_web::test]
async fn it_is_narrowed_as_the_feed_is() {
    let world = spoken_of().await;
    let visitor = Visitor::new(&world);
    for filter in ["entity=commitment", "party=TM", "party=CN&entity=obligation,update"] {
        let page = visitor.get(&format!("/activity?limit=500&{filter}")).await.expect(200);
        let feed = world.anybody.get(&format!("/api/v1/changes?limit=500&{filter}")).await;
        let mut expected: Vec<i64> =
            feed.expect(200).items().iter().map(|one| one["seq"].as_i64().unwrap()).collect();
        assert!(!expected.is_empty(), "{filter}");
        expected.reverse();
        assert_eq!(seqs(&page), expected, "{filter}");
    }
    visitor.get("/activity?entity=user").await.expect(400);
    visitor.get("/activity?before=0").await.expect(400);
    visitor.get("/activity?before=soon").await.expect(400);
}

#[actix_web::test]
async fn a_script_hears_of_what_comes_after_the_page() {
    let world = spoken_of().await;
    let page = Visitor::new(&world).get("/activity?party=TM").await.expect(200);
    let stream = page.each("#news", |news| news.attr("data-stream").unwrap().to_owned());
    let since = stream[0].replace("/changes/stream?", "/changes?");
    let after = world.anybody.get(&since).await.expect(200);
    assert!(after.items().is_empty(), "what the page shows is not new");
    let body = declared("substantial", "2025-12-01");
    let kg = world.analyst("KG").await;
    kg.post(&updates("AST25-12.7b", "KG"), &body).await.expect(201);
    let tm = world.user("second", summit_ledger::domain::user::UserRole::Analyst, Some("TM")).await;
    tm.post(&updates("AST25-6.12a", "TM"), &body).await.expect(201);
    let after = world.anybody.get(&since).await.expect(200);
    assert_eq!(after.items().len(), 1, "only what fits the page");
}

#[actix_web::test]
async fn a_record_that_was_blanked_is_not_told() {
    let world = spoken_of().await;
    let admin = world.user("admin", summit_ledger::domain::user::UserRole::Admin, None).await;
    let page = Visitor::new(&world).get("/activity?entity=update&lang=en").await.expect(200);
    let seq = seqs(&page)[0];
    let body = serde_json::json!({ "cause": "It named a person." });
    admin.post(&format!("/api/v1/changes/{seq}/redact"), &body).await.expect(200);
    let page = Visitor::new(&world).get("/activity?entity=update&lang=en").await.expect(200);
    let sentences = page.texts(".entries li div > p:first-child");
    assert_eq!(sentences[0], "The record is no longer kept in the feed (update)");
    assert!(!page.texts(".entries").concat().contains("2 November"));
}
