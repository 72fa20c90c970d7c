//! Whole lists as CSV over HTTP: every row of the list, however many pages that would be.

use std::collections::BTreeMap;

use summit_ledger::domain::user::UserRole;
use summit_ledger::seeding;

use crate::forms::csv;
use crate::ledger::shipped;
use crate::support::Service;
use crate::support::http::{self, Client};

const LIST: &str = "/api/v1/obligations?as_of=2026-01-15&tracked=all";

async fn service() -> (Service, Client) {
    let service = Service::start().await;
    seeding::sync(&service.db, &shipped(), "seed").await.expect("the seeds fit");
    let client = Client::new(&service.url);
    (service, client)
}

/// What both forms of the list say of a row.
fn key(row: &BTreeMap<String, String>) -> [String; 4] {
    ["commitment", "party", "occurrence", "timeliness"].map(|field| row[field].clone())
}

#[actix_web::test]
async fn a_file_has_every_row_of_the_list_in_its_order() {
    let (service, client) = service().await;
    let token = http::token(&service.db, "aida", UserRole::Analyst, Some("KG")).await;
    let update = serde_json::json!({
        "basis": "declared", "status": "ongoing", "as_of": "2025-09-01", "narrative": "=1+1",
        "evidence": [{"url": "https://example.org/a", "title": "A", "lang": "en"}]
    });
    let path = "/api/v1/commitments/AST25-12.7b/obligations/KG/updates";
    client.with(&token).post(path, &update).await.expect(201);

    for sort in ["", "&sort=due_on", "&timeliness=overdue"] {
        let mut listed = Vec::new();
        let mut next = format!("{LIST}{sort}&limit=500");
        loop {
            let page = client.get(&next).await.expect(200);
            listed.extend(page.items().iter().map(|row| {
                let text = |pointer: &str| {
                    row.pointer(pointer).and_then(|v| v.as_str()).unwrap_or_default().to_owned()
                };
                [text("/commitment/code"), text("/party"), text("/occurrence"), text("/timeliness")]
            }));
            let Some(cursor) = page.json["next"].as_str() else { break };
            next = format!("{LIST}{sort}&limit=500&cursor={cursor}");
        }
        assert!(sort.ends_with("overdue") || listed.len() > 500, "{}", listed.len());
        let file = client.get(&format!("{LIST}{sort}&format=csv&lang=ru")).await.expect(200);
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(
            file.header("content-disposition"),
            "attachment; filename=\"obligations-2026-01-15-ru.csv\""
        );
        let rows = csv(&file.bytes);
        assert_eq!(rows.iter().map(key).collect::<Vec<_>>(), listed, "{sort}");
        let told = rows.iter().find(|row| !row["narrative"].is_empty()).expect("the update");
        let fields = ["narrative", "author", "evidence", "status", "party_name"];
        assert_eq!(
            fields.map(|field| told[field].as_str()),
            ["'=1+1", "aida", "https://example.org/a", "ongoing", "Кыргызстан"]
        );
    }
}

#[actix_web::test]
async fn a_file_is_asked_for_by_accept_as_well_and_has_no_pages() {
    let (_service, client) = service().await;
    let call = client.call(reqwest::Method::GET, "/api/v1/obligations?party=SEC");
    let file = call.header("Accept", "text/csv").send().await.expect(200);
    assert!(file.header("content-type").starts_with("text/csv"));
    let wrong = client.get("/api/v1/obligations?format=csv&limit=5&cursor=x&lang=de").await;
    wrong.problem(400, "bad-query", &["cursor", "lang", "limit"]);
    let wrong = client.get("/api/v1/obligations?format=pdf").await;
    let wrong = wrong.problem(400, "bad-query", &["format"]);
    assert_eq!(wrong.message("format"), "must be one of json, csv, not pdf");
    let none = client.get("/api/v1/obligations?format=csv&q=nothing").await.expect(200);
    assert!(csv(&none.bytes).is_empty());
    let typo = client.get("/api/v1/obligations?format=csv&party=nobody").await;
    typo.problem(400, "bad-query", &["party"]);
}
