//! The text: every clause whole and at its place, and the rest dimmed.

use std::collections::{BTreeMap, BTreeSet};

use crate::site::{Page, Visitor};
use crate::world::{World, declared, done, updates};

const PAGE: &str = "/declarations/astana-2025";

/// The codes of the clauses of a page, dimmed ones or others.
fn codes(page: &Page, css: &str) -> BTreeSet<String> {
    page.each(css, |clause| clause.attr("data-item").unwrap().to_owned()).into_iter().collect()
}

#[actix_web::test]
async fn the_text_is_whole_and_each_clause_is_its_items_quote() {
    let world = World::whole().await;
    let page = Visitor::new(&world).get(&format!("{PAGE}?lang=ru")).await.expect(200);
    let text = world.anybody.get("/api/v1/declarations/astana-2025/text").await.expect(200);
    let sections = text.json["sections"].as_array().unwrap();
    let paragraphs = || sections.iter().flat_map(|one| one["paragraphs"].as_array().unwrap());
    // What stands in the text beside its own words is in the marks.
    let own = |paragraph: scraper::ElementRef<'_>| -> String {
        let nodes = paragraph.descendants().filter(|node| {
            let class = |node: &scraper::Node| {
                node.as_element().and_then(|one| one.attr("class")).map(str::to_owned)
            };
            node.ancestors().all(|one| class(one.value()).as_deref() != Some("coded"))
        });
        let words = nodes.filter_map(|node| node.value().as_text().map(|text| text.to_string()));
        words.collect()
    };
    let shown = page.each(".paragraph > p[lang=zh]", own);
    let written: Vec<&str> = paragraphs().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(shown.len(), written.len());
    for (shown, written) in shown.iter().zip(written) {
        assert_eq!(shown.trim(), written);
    }
    let quotes: BTreeMap<String, String> = page
        .each("p[lang=zh] .clause", |clause| {
            let words = scraper::Selector::parse(".said-so").unwrap();
            let quote = clause.select(&words).flat_map(|one| one.text()).collect();
            (clause.attr("data-item").unwrap().to_owned(), quote)
        })
        .into_iter()
        .collect();
    let items = paragraphs().flat_map(|one| one["items"].as_array().unwrap());
    let expected: BTreeMap<String, String> = items
        .map(|item| {
            let text = |field: &str| item[field].as_str().unwrap_or_default().to_owned();
            (text("code"), text("quote"))
        })
        .collect();
    assert!(expected.len() > 100, "{}", expected.len());
    assert_eq!(quotes, expected);
    let beside = page.texts(".paragraph > p[lang=ru]");
    assert_eq!(beside.len(), shown.len(), "a translation of each paragraph");
    assert_eq!(codes(&page, "p[lang=ru] .clause").len(), expected.len(), "marks at its end");
}

#[actix_web::test]
async fn what_is_not_looked_for_is_dimmed() {
    let world = World::new().await;
    let tm = world.analyst("TM").await;
    let body = done("2025-08-08", "2025-08-10");
    tm.post(&updates("AST25-6.12a", "TM"), &body).await.expect(201);
    let body = declared("in_progress", "2025-08-10");
    tm.post(&updates("AST25-4.3b", "TM"), &body).await.expect(201);
    let visitor = Visitor::new(&world);
    for filter in [
        "party=TM&status=complete",
        "party=TM&status=complete,in_progress",
        "timeliness=overdue",
        "strength=support",
        "party=KG&timeliness=overdue&strength=support",
    ] {
        let filter = format!("{filter}&as_of=2026-03-01");
        let page = visitor.get(&format!("{PAGE}?{filter}")).await.expect(200);
        let path = format!("/api/v1/commitments?tracked=all&limit=500&{filter}");
        let list = world.anybody.get(&path).await.expect(200);
        let expected: BTreeSet<String> =
            list.items().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect();
        assert!(!expected.is_empty(), "{filter}");
        let dimmed = codes(&page, ".clause.is-dim");
        let all = codes(&page, ".clause");
        assert_eq!(&all - &dimmed, expected, "{filter}");
        assert!(!dimmed.is_empty(), "{filter}");
        let link = page.each(".shown a:first-child", |a| a.attr("href").unwrap().to_owned());
        let list = world.anybody.get(&format!("/api/v1{}&limit=500", link[0])).await.expect(200);
        assert_eq!(list.items().len(), expected.len(), "{}", link[0]);
    }
    let whole = visitor.get(PAGE).await.expect(200);
    assert!(codes(&whole, ".clause.is-dim").is_empty());
}

#[actix_web::test]
async fn an_item_opens_beside_the_text_without_a_script() {
    let world = World::new().await;
    let visitor = Visitor::new(&world);
    let page = visitor.get(&format!("{PAGE}?party=CN&lang=en")).await.expect(200);
    assert!(page.texts("aside h2").is_empty());
    let address = page.each(".clause[data-item='AST25-4.8a']", |clause| {
        clause.attr("href").unwrap().split('#').next().unwrap().to_owned()
    });
    let opened = visitor.get(&address[0]).await.expect(200);
    assert_eq!(opened.texts("aside .kicker .code"), ["AST25-4.8a"]);
    assert_eq!(opened.texts("aside .owing strong").first().map(String::as_str), Some("China"));
    let open = opened.each("aside .button", |a| a.attr("href").unwrap().to_owned());
    assert_eq!(open, ["/commitments/AST25-4.8a"]);
    let close = opened.each("aside .close", |a| a.attr("href").unwrap().to_owned());
    let closed = visitor.get(&close[0]).await.expect(200);
    assert!(closed.texts("aside h2").is_empty());
    assert_eq!(closed.texts(".shown").len(), 1, "the filter stays");
}

#[actix_web::test]
async fn what_there_is_not_is_said_so() {
    let world = World::new().await;
    let visitor = Visitor::new(&world);
    visitor.get("/declarations/nowhere").await.expect(404);
    for fault in ["beside=fr", "status=finished", "timeliness=late", "strength=iron", "x=1"] {
        visitor.get(&format!("{PAGE}?{fault}")).await.expect(400);
    }
    let page = visitor.get(&format!("{PAGE}?item=AST25-99.9z&beside=none")).await.expect(200);
    assert!(page.texts("aside h2").is_empty());
    assert!(page.texts(".translation").is_empty());
    let text = visitor.get("/text?as_of=2026-03-01").await.expect(303);
    assert_eq!(text.location(), "/declarations/astana-2025?as_of=2026-03-01");
}
