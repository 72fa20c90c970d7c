//! The API, on real Postgres: a schema and a service for each test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

#[actix_web::test]
async fn smoke() {
    let service = support::Service::start().await;
    for path in [
        "/healthz",
        "/readyz",
        "/api/v1/declarations",
        "/api/v1/obligations?timeliness=overdue",
        "/api/v1/commitments?q=abc&rollup=complete&status=ongoing&as_of=2025-01-01",
        "/api/v1/changes",
        "/api/v1/commitments?known_at=2020-01-01T00:00:00Z&rollup=complete&status=ongoing&timeliness=overdue,in_window",
        "/api/v1/obligations?known_at=2020-01-01T00:00:00Z&rollup=complete&status=ongoing&timeliness=overdue&sort=-changed_at&q=x",
        "/openapi.json",
        "/api/v1/obligations?rollup=complete&sort=-due_on",
    ] {
        let r = reqwest::get(format!("{}{path}", service.url)).await.unwrap();
        println!(
            "{path} {} {}",
            r.status(),
            r.text().await.unwrap().chars().take(300).collect::<String>()
        );
    }
}
