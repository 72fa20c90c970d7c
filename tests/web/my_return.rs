//! A party's return: what waits, in which order, and one form after another.

use summit_ledger::domain::user::UserRole;

use crate::item::has_its_words;
use crate::site::{Page, Visitor};
use crate::updating::{filled, send};
use crate::world::{World, assessed, declared, updates};

/// The codes of a section's rows.
fn codes(page: &Page, section: &str) -> Vec<String> {
    page.texts(&format!("section[aria-labelledby={section}] .code"))
}

#[actix_web::test]
async fn an_analyst_sees_what_waits_under_its_first_reason() {
    let world = World::new().await;
    let kg = Visitor::signed_in(&world, "aida", UserRole::Analyst, Some("KG")).await;
    let (party, assessor) = (world.analyst("KG").await, world.assessor().await);
    let to = updates("AST25-12.7c", "KG");
    party.post(&to, &declared("in_progress", "2026-10-01")).await.expect(201);
    assessor.post(&to, &assessed("stalled", "2026-10-02")).await.expect(201);
    for lang in ["en", "ru", "zh"] {
        has_its_words(&kg.get(&format!("/my-return?as_of=2026-10-15&lang={lang}")).await);
    }
    let page = kg.get("/my-return?as_of=2026-10-15&lang=en").await.expect(200);
    assert_eq!(codes(&page, "overdue"), ["AST25-12.7b"]);
    assert_eq!(codes(&page, "due"), ["AST25-15.1b"]);
    assert_eq!(codes(&page, "differing"), ["AST25-12.7c"]);
    let unreported = codes(&page, "unreported");
    assert!(unreported.starts_with(&["AST25-15.1a".to_owned()]), "{unreported:?}");
    assert!(!unreported.contains(&"AST25-12.7b".to_owned()), "it stands above");
    let rows = page.texts(".return li").len();
    let total = page.texts("#progress")[0].clone();
    assert!(total.starts_with("1 of ") && total.ends_with(" reported"), "{total}");
    let waiting = page.texts(".progress").join(" ");
    assert!(waiting.contains(&format!("{rows} obligations wait for you.")), "{waiting}");
    assert_eq!(page.texts("[data-update]").len(), rows, "each with its form");
}

#[actix_web::test]
async fn filing_leads_from_one_obligation_to_the_next() {
    let world = World::new().await;
    let kg = Visitor::signed_in(&world, "aida", UserRole::Analyst, Some("KG")).await;
    let page = kg.get("/my-return").await.expect(200);
    let codes = page.texts(".return .code");
    let mut to = page.each("[data-begin]", |one| one.attr("href").unwrap().to_owned()).remove(0);
    for (place, code) in codes.iter().take(3).enumerate() {
        let page = kg.get(&to).await.expect(200);
        assert_eq!(page.texts(".kicker"), [code.as_str()]);
        assert_eq!(page.texts("#said p").len(), usize::from(place > 0));
        let action = page.each(".update-form", |one| one.attr("action").unwrap().to_owned());
        let typed = filled(&page, &[("status", "in_progress"), ("narrative", "It goes on.")]);
        let filed = send(&kg, &action[0], &typed).await.expect(303);
        let next = kg.get(filed.location()).await.expect(303);
        next.location().clone_into(&mut to);
    }
    let page = kg.get("/my-return?lang=en").await.expect(200);
    assert!(page.texts("#progress")[0].starts_with("3 of "), "{:?}", page.texts("#progress"));
    // An obligation that no longer waits leads back to the return.
    let page = kg.get("/my-return/next?then=01980000-0000-7000-8000-000000000001").await;
    assert_eq!(page.expect(303).location(), "/my-return");
}

#[actix_web::test]
async fn who_speaks_for_no_party_chooses_whose_return_to_read() {
    let world = World::new().await;
    let assessor = Visitor::signed_in(&world, "bek", UserRole::Assessor, None).await;
    let page = assessor.get("/my-return?lang=en").await.expect(200);
    assert!(page.texts(".lead")[0].starts_with("A return is what a party has to report on"));
    let parties = page.each(".choose-party option", |one| one.attr("value").unwrap().to_owned());
    assert_eq!(parties[..3], ["CN", "KZ", "KG"]);
    assert!(page.texts(".return").is_empty());
    let page = assessor.get("/my-return?party=KG").await.expect(200);
    assert_eq!(codes(&page, "overdue"), ["AST25-12.7b"]);
    let next = page.each("[data-begin]", |one| one.attr("href").unwrap().to_owned()).remove(0);
    assert!(next.contains("my-return%2Fnext%3Fparty%3DKG%26then%3D"), "{next}");
    assessor.get("/my-return?party=XX").await.expect(404);
    // Others read, and file nothing.
    let page = Visitor::new(&world).get("/my-return?party=KG").await.expect(200);
    assert!(page.texts("[data-update]").is_empty());
    assert_eq!(codes(&page, "overdue"), ["AST25-12.7b"]);
    // An analyst's own party counts, whatever the address says.
    let kz = Visitor::signed_in(&world, "kz", UserRole::Analyst, Some("KZ")).await;
    let page = kz.get("/my-return?party=KG").await.expect(200);
    assert!(codes(&page, "overdue").is_empty());
}

#[actix_web::test]
async fn a_party_that_owes_nothing_is_told_so() {
    let world = World::new().await;
    world.sql("UPDATE obligations SET dropped_at = now() WHERE party = 'KG'").await;
    let kg = Visitor::signed_in(&world, "aida", UserRole::Analyst, Some("KG")).await;
    let page = kg.get("/my-return?lang=en").await.expect(200);
    assert_eq!(page.texts(".none"), ["Nothing has to be delivered here."]);
}
