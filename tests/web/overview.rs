//! The overview: its numbers are the report's, and each leads to the list that it counts.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ledger::Sketch;
use crate::site::{Page, Visitor};
use crate::support::Service;
use crate::support::http::Client;
use crate::world::{World, assessed, declared, done, updates};

/// A few items of which something was said.
async fn spoken_of() -> World {
    let world = World::new().await;
    let (tm, cn) = (world.analyst("TM").await, world.analyst("CN").await);
    let file = async |who: &Client, code: &str, party: &str, body: &Value| {
        who.post(&updates(code, party), body).await.expect(201);
    };
    file(&tm, "AST25-4.3b", "TM", &declared("in_progress", "2025-09-10")).await;
    file(&tm, "AST25-4.3b", "TM", &declared("stalled", "2026-02-20")).await;
    file(&tm, "AST25-6.12a", "TM", &done("2025-08-08", "2025-08-10")).await;
    file(&cn, "AST25-4.8a", "CN", &declared("substantial", "2025-10-01")).await;
    let assessor = world.assessor().await;
    file(&assessor, "AST25-4.8b", "CN", &assessed("in_progress", "2025-11-02")).await;
    file(&assessor, "AST25-4.8b", "CN", &assessed("stalled", "2025-11-02")).await;
    world
}

/// The numbers of a page with the lists that they lead to.
fn counts(page: &Page) -> Vec<(String, String)> {
    let link = |element: scraper::ElementRef<'_>| {
        let text: String = element.text().collect();
        (element.attr("href").unwrap_or_default().to_owned(), text.trim().to_owned())
    };
    page.each(".cards a, .covered a, td a", link)
}

/// The last number of a text.
fn number(text: &str) -> Option<usize> {
    let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    text[start..].parse().ok()
}

#[actix_web::test]
async fn each_number_leads_to_the_list_that_it_counts() {
    let world = spoken_of().await;
    let visitor = Visitor::new(&world);
    let page = visitor.get("/?as_of=2026-03-01&compare_to=2025-09-15").await.expect(200);
    let lists: BTreeMap<String, String> = counts(&page)
        .into_iter()
        .filter(|(address, _)| address.starts_with("/obligations?"))
        .collect();
    assert!(lists.len() > 40, "{}", lists.len());
    for (address, text) in lists {
        let path = address.replace("&compare_to=2025-09-15", "");
        let list = world.anybody.get(&format!("/api/v1{path}&limit=500")).await.expect(200);
        assert_eq!(Some(list.items().len()), number(&text), "{text}: {address}");
    }
}

#[actix_web::test]
async fn it_says_what_the_report_says() {
    let world = spoken_of().await;
    let page = Visitor::new(&world).get("/?as_of=2026-03-01").await.expect(200);
    let report = world.anybody.get("/api/v1/reports/progress?as_of=2026-03-01").await.expect(200);
    let report = &report.json;
    let figures: Vec<usize> =
        page.texts(".figure strong").iter().filter_map(|text| number(text)).collect();
    let size = |list: &str| report[list].as_array().unwrap().len();
    let total = |field: &str| usize::try_from(report["totals"][field].as_u64().unwrap()).unwrap();
    let silent = report["totals"]["by_status"]["not_reported"].as_u64().unwrap();
    let silent = usize::try_from(silent).unwrap();
    let expected = [size("overdue"), size("due_next"), silent, total("contested"), 0];
    assert_eq!(figures, expected);
    assert!(expected[0] > 1 && expected[3] == 1, "{expected:?}");
    let parties: Vec<&str> = report["parties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|party| party["name"]["en"].as_str().unwrap())
        .collect();
    assert_eq!(page.texts(".parties tbody th"), parties, "in protocol order");
    let late: Vec<&str> = report["overdue"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["commitment"].as_str().unwrap())
        .collect();
    let shown = page.texts("section[aria-labelledby=overdue] .lines .code");
    assert_eq!(shown, late[..late.len().min(8)], "the oldest first");
}

#[actix_web::test]
async fn the_trend_is_what_reports_of_each_month_would_say() {
    let world = spoken_of().await;
    let page = Visitor::new(&world).get("/?as_of=2026-03-01").await.expect(200);
    let table = "section[aria-labelledby=trend] table";
    let statuses: Vec<String> =
        page.texts(&format!("{table} thead th")).into_iter().skip(1).collect();
    let days = page.each(&format!("{table} tbody th a"), |link| {
        link.attr("href").unwrap().replace("/?as_of=", "")
    });
    assert_eq!(days.len(), 10, "{days:?}");
    assert_eq!(days.first().map(String::as_str), Some("2025-06-30"));
    assert_eq!(days.last().map(String::as_str), Some("2026-03-01"));
    let cells = page.texts(&format!("{table} tbody td"));
    for (day, row) in days.iter().zip(cells.chunks(statuses.len())) {
        let path = format!("/api/v1/reports/progress?as_of={day}");
        let report = world.anybody.get(&path).await.expect(200);
        for (status, count) in statuses.iter().zip(row) {
            let expected = &report.json["totals"]["by_status"][status.replace(' ', "_")];
            assert_eq!(*expected, number(count).unwrap(), "{day} {status}");
        }
    }
}

#[actix_web::test]
async fn the_overdue_are_aged_whole() {
    let world = spoken_of().await;
    let page = Visitor::new(&world).get("/?as_of=2027-03-01").await.expect(200);
    let report = world.anybody.get("/api/v1/reports/progress?as_of=2027-03-01").await.expect(200);
    let days = report.json["overdue"].as_array().unwrap();
    let counts: usize = page.texts(".ages td.number").iter().filter_map(|text| number(text)).sum();
    assert_eq!(counts, days.len());
}

#[actix_web::test]
async fn what_has_moved_stands_beside_the_numbers() {
    let world = spoken_of().await;
    let page =
        Visitor::new(&world).get("/?as_of=2026-03-01&compare_to=2025-07-01").await.expect(200);
    assert_eq!(page.texts("h2#moved"), ["What has moved since 1 July 2025"]);
    let moved = page.texts(".rows .code");
    assert_eq!(moved, ["AST25-4.3b", "AST25-4.8a", "AST25-4.8b", "AST25-6.12a"]);
    let overdue = page.texts(".figure.is-alert .change");
    assert_eq!(overdue.len(), 1, "{}", page.text);
    let refused = Visitor::new(&world).get("/?as_of=2026-03-01&compare_to=2026-03-01").await;
    refused.expect(400);
}

#[actix_web::test]
async fn it_is_whole_in_each_language() {
    let world = spoken_of().await;
    let visitor = Visitor::new(&world);
    for language in ["en", "ru", "zh"] {
        for path in ["/", "/declarations/astana-2025?item=AST25-4.8b&party=CN", "/activity"] {
            let separator = if path.contains('?') { '&' } else { '?' };
            let page = visitor.get(&format!("{path}{separator}lang={language}")).await.expect(200);
            assert_eq!(page.each("html", |html| html.attr("lang") == Some(language)), [true]);
            let said = page.texts("body").concat();
            assert!(!said.contains("web-") && !said.contains("report-"), "{said}");
        }
    }
}

#[actix_web::test]
async fn before_the_adoption_nothing_is_counted() {
    let world = World::new().await;
    let page = Visitor::new(&world).get("/?as_of=2025-01-01").await.expect(200);
    assert!(page.texts(".figure").is_empty());
    assert_eq!(page.texts("main .lead").len(), 1, "{}", page.text);
}

#[actix_web::test]
async fn a_ledger_without_a_declaration_says_so() {
    let service = Service::start().await;
    let anybody = Client::new(&service.url);
    let world = World { service, anybody };
    let visitor = Visitor::new(&world);
    let page = visitor.get("/").await.expect(200);
    assert_eq!(page.texts("main .lead"), ["There is no declaration in this ledger yet."]);
    visitor.get("/text").await.expect(404);
    let page = visitor.get("/activity").await.expect(200);
    assert_eq!(page.texts("#feed .none").len(), 1);
}

#[actix_web::test]
async fn of_several_declarations_one_is_shown() {
    let world = World::new().await;
    Sketch::new("lake", "LAKE").seed(world.db()).await;
    let visitor = Visitor::new(&world);
    let page = visitor.get("/?declaration=astana-2025").await.expect(200);
    assert_eq!(page.texts(".switcher a").len(), 2);
    assert_eq!(page.texts(".switcher [aria-current]"), page.texts("h1"));
    let other = visitor.get("/?declaration=lake").await.expect(200);
    assert_ne!(other.texts("h1"), page.texts("h1"));
    let text = visitor.get("/text?declaration=lake").await.expect(303);
    assert_eq!(text.location(), "/declarations/lake?declaration=lake");
    visitor.get("/?declaration=nowhere").await.expect(400);
}
