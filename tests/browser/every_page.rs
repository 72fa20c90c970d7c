//! Every page in every language: nothing in the console, no text missing, nothing inaccessible.

use serde_json::json;
use summit_ledger::domain::terms::Term;
use summit_ledger::domain::user::UserRole;
use summit_ledger::language::Language;

use crate::browser::{Browser, DESK, Look, PHONE, browse};
use crate::world::World;

/// The pages that there are, with one item of those with many.
pub const PAGES: &[&str] = &[
    "/",
    "/?as_of=2026-01-15&compare_to=2025-08-01",
    "/declarations/astana-2025",
    "/declarations/astana-2025?beside=ru&item=AST25-12.7b&status=complete",
    "/commitments",
    "/commitments?timeliness=overdue&q=festival",
    "/commitments?q=nothing+like+this",
    "/commitments/AST25-12.7b",
    "/commitments/AST25-15.1a",
    "/commitments/AST25-12.7b?update=KG",
    "/obligations?party=KG&status=not_reported",
    "/activity",
    "/my-return?party=KG",
    "/review",
    "/review?state=resolved",
    "/reports",
    "/reports?party=KG&as_of=2026-01-15&compare_to=2025-08-01",
    "/settings",
];

/// Pages for whoever has not signed in.
const OPEN: &[&str] = &["/", "/sign-in", "/commitments/AST25-4.3b", "/reports", "/review"];

pub async fn world() -> World {
    let world = World::whole().await;
    let kg = world.analyst("KG").await;
    let updates = "/api/v1/commitments/AST25-12.7b/obligations/KG/updates";
    let complete = json!({
        "basis": "declared", "status": "complete", "as_of": "2025-09-01", "done_on": "2025-08-20",
        "narrative": "Фестиваль состоялся. 节日已举行。",
        "evidence": [{"url": "https://example.org/festival", "title": "Festival", "lang": "en"}],
    });
    kg.post(updates, &complete).await.expect(201);
    let assessor = world.assessor().await;
    let substantial = json!({
        "basis": "assessed", "status": "substantial", "as_of": "2025-08-30",
        "narrative": "Held without the forum.",
    });
    assessor.post(updates, &substantial).await.expect(201);
    let editor = world.editor().await;
    let operation = |id: &str, note: &str| {
        json!({
            "id": id, "kind": "patch_commitment", "target": {"commitment": "AST25-12.7b"},
            "base_version": 1, "body": {"note": note}, "made_at": "2026-01-10T08:00:00Z",
        })
    };
    let push = json!({
        "node": "a laptop", "operations": [operation("1", "In Osh."), operation("2", "In Bishkek.")],
    });
    editor.post("/api/v1/sync/push", &push).await.expect(200);
    world
}

async fn visit_all(world: &World, look: Look, languages: &[Language]) {
    browse(&world.service.url, look, async |browser: Browser| {
        for language in languages {
            for page in OPEN {
                visit(&browser, page, *language).await;
            }
        }
        browser.sign_in(world, "root", UserRole::Admin, None).await;
        for language in languages {
            for page in PAGES {
                visit(&browser, page, *language).await;
            }
        }
    })
    .await;
}

async fn visit(browser: &Browser, page: &str, language: Language) {
    let sign = if page.contains('?') { '&' } else { '?' };
    browser.go(&format!("{page}{sign}lang={language}")).await;
    let what = format!("{page} in {language}");
    let lang = browser.one("html").await.attr("lang").await.unwrap();
    assert_eq!(lang.as_deref(), Some(language.as_str()), "{what}");
    browser.assert_clean(&what).await;
    browser.assert_accessible(&what).await;
}

#[actix_web::test]
async fn at_a_desk_every_page_is_clean_in_every_language() {
    visit_all(&world().await, DESK, Language::ALL).await;
}

#[actix_web::test]
async fn on_a_phone_in_the_dark_every_page_is_clean() {
    visit_all(&world().await, PHONE, &[Language::Ru]).await;
}
