//! The form to file an update: what it files, what it finds wrong, and what it never loses.

use summit_ledger::domain::user::UserRole;

use crate::item::has_its_words;
use crate::site::{Page, Visitor};
use crate::world::{World, declared, done, item, owed, updates};

const FORM: &str = "/commitments/AST25-12.7b/obligations/KG/update";

/// The fields of the form as a browser sends them, some of them filled in otherwise.
pub fn filled(page: &Page, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let field = |tag: &str, read: fn(scraper::ElementRef<'_>) -> String| {
        page.each(&format!(".update-form {tag}"), |one| {
            (one.attr("name").unwrap_or_default().to_owned(), read(one))
        })
    };
    let value = |one: scraper::ElementRef<'_>| one.attr("value").unwrap_or_default().to_owned();
    let mut all = field("input:not([type=radio])", value);
    all.extend(field("input[type=radio][checked]", value));
    all.extend(field("textarea", |one| one.text().collect()));
    for (name, value) in typed {
        all.retain(|(other, _)| other != name);
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    all
}

pub async fn send(visitor: &Visitor, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    visitor.send(path, &fields).await
}

async fn kg(world: &World) -> Visitor {
    Visitor::signed_in(world, "aida", UserRole::Analyst, Some("KG")).await
}

#[actix_web::test]
async fn an_analyst_files_an_update_with_evidence() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let page = aida.get(&format!("{FORM}?as_of=2025-09-10")).await.expect(200);
    assert_eq!(page.value("#as_of"), "2025-09-10", "the day of the page");
    let typed = filled(
        &page,
        &[
            ("status", "complete"),
            ("done_on", "2025-08-30"),
            ("narrative", "Held in Bishkek.\nSix countries came."),
            ("evidence-1-url", "https://example.org/festival"),
            ("evidence-1-title", "Festival"),
            ("evidence-1-lang", "ky"),
            ("evidence-1-published_on", "2025-08-31"),
        ],
    );
    let filed = send(&aida, FORM, &typed).await.expect(303);
    assert_eq!(filed.location(), "/commitments/AST25-12.7b?said=filed");
    let page = aida.get(filed.location()).await.expect(200);
    assert_eq!(page.texts("#said"), ["The update was filed."]);
    assert!(page.texts("#o-KG")[0].contains("complete done on 30 August 2025 done on time"));
    assert_eq!(page.texts(".links li"), ["Festival 31 August 2025"]);
    let told = world.anybody.get(&item("AST25-12.7b")).await;
    let kg = owed(&told, "KG", None);
    assert_eq!(kg["status"], "complete");
    assert_eq!((&kg["basis"], &kg["done_on"]), (&"declared".into(), &"2025-08-30".into()));
}

#[actix_web::test]
async fn what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let page = aida.get(FORM).await.expect(200);
    let typed = filled(
        &page,
        &[
            ("as_of", "2999-01-01"),
            ("status", "withdrawn"),
            ("narrative", " "),
            ("evidence-2-url", "javascript:alert(1)"),
            ("evidence-2-title", "Minutes \"of\" <the> meeting"),
            ("evidence-2-published_on", "2025-02-30"),
        ],
    );
    let mut seen = Vec::new();
    for lang in ["en", "ru", "zh"] {
        let page = send(&aida, &format!("{FORM}?lang={lang}"), &typed).await.expect(422);
        has_its_words(&page);
        let invalid = page.each("[aria-invalid=true]", |field| {
            let attr = |name| field.attr(name).unwrap_or_default().to_owned();
            (attr("name"), attr("aria-describedby"))
        });
        let names = ["narrative", "evidence-0-url", "evidence-0-published_on"];
        for name in names {
            let fault = format!("fault-{name}");
            assert!(invalid.contains(&(name.to_owned(), fault.clone())), "{invalid:?}");
            assert_eq!(page.texts(&format!("#{fault}")).len(), 1, "{fault}");
        }
        assert_eq!(page.value("#as_of"), "2999-01-01");
        assert_eq!(page.value("input[name=evidence-0-url]"), "javascript:alert(1)");
        assert_eq!(page.value("input[name=evidence-0-title]"), "Minutes \"of\" <the> meeting");
        seen.push(page.texts("#fault-narrative"));
    }
    seen.dedup();
    assert_eq!(seen.len(), 3, "each in its language: {seen:?}");
    // What only the action finds.
    let typed =
        filled(&page, &[("as_of", "2999-01-01"), ("status", "stalled"), ("narrative", "x")]);
    let page = send(&aida, &format!("{FORM}?lang=en"), &typed).await.expect(422);
    assert_eq!(page.texts("#fault-as_of"), ["This day has not come yet."]);
    assert_eq!(page.value("input[name=status][checked]"), "stalled");
    assert_eq!(page.texts("textarea"), ["x"]);
    let told = world.anybody.get(&item("AST25-12.7b")).await;
    assert_eq!(owed(&told, "KG", None)["status"], "not_reported", "nothing was filed");
}

#[actix_web::test]
async fn nobody_files_for_others() {
    let world = World::new().await;
    let stranger = Visitor::new(&world);
    let page = stranger.get(FORM).await.expect(303);
    assert!(page.location().starts_with("/sign-in?to=%2Fcommitments"), "{}", page.location());
    stranger.send(FORM, &[("status", "stalled")]).await.expect(401);
    let kz = Visitor::signed_in(&world, "kz", UserRole::Analyst, Some("KZ")).await;
    let viewer = Visitor::signed_in(&world, "viewer", UserRole::Viewer, None).await;
    let admin = Visitor::signed_in(&world, "admin", UserRole::Admin, None).await;
    for other in [&kz, &viewer, &admin] {
        other.get(FORM).await.expect(403);
        other.send(FORM, &[("status", "stalled")]).await.expect(403);
    }
    // The form of another session is none.
    let aida = kg(&world).await;
    let fields = filled(&aida.get(FORM).await, &[("csrf", "0"), ("narrative", "x")]);
    send(&aida, FORM, &fields).await.expect(403);
    aida.get("/commitments/AST25-12.7b/obligations/KG/2027/update").await.expect(404);
    aida.get("/commitments/AST25-99.1a/obligations/KG/update").await.expect(404);
}

#[actix_web::test]
async fn an_assessor_files_what_is_assessed() {
    let world = World::new().await;
    let assessor = Visitor::signed_in(&world, "bek", UserRole::Assessor, None).await;
    let page = assessor.get(FORM).await.expect(200);
    let typed = filled(&page, &[("status", "stalled"), ("narrative", "Nothing was seen of it.")]);
    send(&assessor, FORM, &typed).await.expect(303);
    let told = world.anybody.get(&item("AST25-12.7b")).await;
    assert_eq!(owed(&told, "KG", None)["basis"], "assessed");
}

#[actix_web::test]
async fn a_form_that_is_sent_twice_files_once() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let page = aida.get(FORM).await.expect(200);
    let typed = filled(&page, &[("status", "stalled"), ("narrative", "Once.")]);
    let (one, two) = tokio::join!(send(&aida, FORM, &typed), send(&aida, FORM, &typed));
    assert_eq!((one.status, two.status), (303, 303), "{}", one.text + &two.text);
    let count = |page: &Page| page.texts(".said-entry").len();
    assert_eq!(count(&aida.get("/commitments/AST25-12.7b").await), 1);
    // With other contents it is another update, once its author has been told.
    let complete = filled(&page, &[("status", "ongoing"), ("narrative", "Once.")]);
    send(&aida, FORM, &complete).await.expect(409);
    let mut other = typed.clone();
    other.retain(|(name, _)| name != "narrative");
    other.push(("narrative".to_owned(), "Twice.".to_owned()));
    let page = send(&aida, FORM, &other).await.expect(409);
    assert_eq!(page.texts("textarea"), ["Twice."]);
    send(&aida, FORM, &filled(&page, &[])).await.expect(303);
    assert_eq!(count(&aida.get("/commitments/AST25-12.7b").await), 2);
}

#[actix_web::test]
async fn a_stale_form_shows_what_changed_meanwhile_and_then_files() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let page = aida.get(FORM).await.expect(200);
    let typed = filled(&page, &[("status", "in_progress"), ("narrative", "My own words.")]);
    let other = world.analyst("KG").await;
    let filed = done("2025-08-30", "2025-09-01");
    other.post(&updates("AST25-12.7b", "KG"), &filed).await.expect(201);
    let page = send(&aida, FORM, &typed).await.expect(409);
    assert!(page.texts(".meanwhile")[0].contains("complete declared As reported."));
    assert_eq!(page.texts("textarea"), ["My own words."]);
    assert_eq!(page.value("input[name=status][checked]"), "in_progress");
    // It was closed meanwhile, and the author has seen that now: a reason is asked for.
    let page = send(&aida, FORM, &filled(&page, &[])).await.expect(422);
    assert_eq!(page.texts("#fault-reason").len(), 1);
    let typed = filled(&page, &[("reason", "It was put off.")]);
    send(&aida, FORM, &typed).await.expect(303);
    let told = world.anybody.get(&item("AST25-12.7b")).await;
    assert_eq!(owed(&told, "KG", None)["status"], "in_progress");
}

#[actix_web::test]
async fn an_earlier_update_of_ones_own_is_corrected_or_taken_back() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let other = world.analyst("KG").await;
    other.post(&updates("AST25-12.7b", "KG"), &declared("stalled", "2025-09-01")).await;
    let page = aida.get(FORM).await.expect(200);
    assert!(page.texts("#corrects").is_empty(), "that of another is not one's own");
    assert!(page.each("[value=withdrawn]", |_| ()).is_empty());
    let typed = filled(
        &page,
        &[
            ("status", "complete"),
            ("done_on", "2025-09-02"),
            ("as_of", "2025-09-02"),
            ("narrative", "Mistaken."),
        ],
    );
    send(&aida, FORM, &typed).await.expect(303);
    let page = aida.get(FORM).await.expect(200);
    let own = page.each("#corrects option", |one| one.attr("value").unwrap().to_owned());
    assert_eq!(own.len(), 2, "none, and the own one");
    let typed =
        filled(&page, &[("status", "withdrawn"), ("narrative", "Not so."), ("reason", "A slip.")]);
    let page = send(&aida, FORM, &typed).await.expect(422);
    assert_eq!(page.texts("#fault-corrects").len(), 1);
    let typed = filled(&page, &[("corrects", own[1].as_str())]);
    send(&aida, FORM, &typed).await.expect(303);
    let told = world.anybody.get(&item("AST25-12.7b")).await;
    assert_eq!(owed(&told, "KG", None)["status"], "stalled");
}

#[actix_web::test]
async fn without_a_script_there_are_rows_for_links_and_more_of_them() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let page = aida.get(FORM).await.expect(200);
    assert_eq!(page.texts(".link-row").len(), 3);
    let link = [("rows", "more"), ("evidence-0-url", "https://example.org/1"), ("narrative", "So")];
    let page = send(&aida, FORM, &filled(&page, &link)).await.expect(200);
    assert_eq!(page.texts(".link-row").len(), 7, "the one filled in, and six");
    assert_eq!(page.value("input[name=evidence-0-url]"), "https://example.org/1");
    assert_eq!(page.texts("textarea"), ["So"]);
    assert!(page.texts(".fault").is_empty());
}

#[actix_web::test]
async fn filing_leads_on_to_a_page_of_ours_alone() {
    let world = World::new().await;
    let aida = kg(&world).await;
    for (next, to) in [
        ("/my-return?as_of=2026-01-01", "/my-return?as_of=2026-01-01&said=filed"),
        ("//example.org/", "/?said=filed"),
    ] {
        let page = aida.get(FORM).await.expect(200);
        let fields = [("status", "stalled"), ("narrative", "x"), ("next", next)];
        let filed = send(&aida, FORM, &filled(&page, &fields)).await.expect(303);
        assert_eq!(filed.location(), to);
    }
}
