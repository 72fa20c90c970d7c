//! Updates of many obligations at once: looked at, filed, and taken back.

use summit_ledger::domain::user::UserRole;

use crate::item::has_its_words;
use crate::site::{Page, Visitor};
use crate::world::{World, declared, done, updates};

pub type Fields = Vec<(String, String)>;

/// The fields of a form as a browser would send them.
pub fn fields(page: &Page, css: &str) -> Fields {
    let inputs = page.each(&format!("{css} input, {css} textarea"), |field| {
        let name = field.attr("name")?.to_owned();
        let is_box = matches!(field.attr("type"), Some("checkbox" | "radio"));
        if is_box && field.attr("checked").is_none() {
            return None;
        }
        let text: String = field.text().collect();
        Some((name, field.attr("value").map_or(text, str::to_owned)))
    });
    inputs.into_iter().flatten().collect()
}

/// The same with other values.
pub fn with(mut fields: Fields, others: &[(&str, &str)]) -> Fields {
    for (name, value) in others {
        fields.retain(|(other, _)| other != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

pub async fn send(visitor: &Visitor, path: &str, fields: &Fields) -> Page {
    let pairs: Vec<_> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.send(path, &pairs).await
}

/// Chooses every row that the visitor may update, and looks at the form.
pub async fn begin(visitor: &Visitor, list: &str) -> Page {
    let page = visitor.get(list).await.expect(200);
    let mut all = fields(&page, "#chosen");
    for value in page.each("input[name=chosen]", |one| one.attr("value").unwrap().to_owned()) {
        all.push(("chosen".to_owned(), value));
    }
    send(visitor, "/obligations/update", &all).await.expect(200)
}

/// Sends the form that files, and goes to where it leads: what came of it.
pub async fn file(visitor: &Visitor, form: &Fields) -> Page {
    let page = send(visitor, "/obligations/update/file", form).await.expect(303);
    visitor.get(page.location()).await.expect(200)
}

/// Takes back what a page says was filed, and goes to where that leads.
async fn take_back(visitor: &Visitor, filed: &Page) -> Page {
    let form = fields(filed, "main form");
    let page = send(visitor, "/obligations/update/undo", &form).await.expect(303);
    visitor.get(page.location()).await.expect(200)
}

pub const GOOD: &[(&str, &str)] =
    &[("status", "in_progress"), ("as_of", "2025-10-01"), ("narrative", "It has begun.")];

/// Looks at what good fields would do.
async fn preview(visitor: &Visitor, list: &str) -> Page {
    let form = with(fields(&begin(visitor, list).await, ".bulk"), GOOD);
    send(visitor, "/obligations/update", &form).await.expect(200)
}

async fn analyst(world: &World) -> Visitor {
    Visitor::signed_in(world, "aida", UserRole::Analyst, Some("KG")).await
}

/// How many updates there are.
pub async fn count(world: &World) -> usize {
    let feed = world.anybody.get("/api/v1/changes?entity=update&limit=500").await.expect(200);
    feed.items().len()
}

#[actix_web::test]
async fn an_analyst_updates_own_rows_and_takes_it_back() {
    let world = World::new().await;
    let aida = analyst(&world).await;
    let list = aida.get("/obligations").await.expect(200);
    let labels = list.each("input[name=chosen]", |one| one.attr("aria-label").unwrap().to_owned());
    assert!(labels.len() >= 3, "{labels:?}");
    assert!(labels.iter().all(|label| label.contains("Kyrgyzstan")), "{labels:?}");
    let all = aida.get("/obligations?selected=all").await.expect(200);
    assert_eq!(all.texts("input[name=chosen][checked]").len(), labels.len());

    let page = preview(&aida, "/obligations").await;
    assert_eq!(page.texts("tbody .turn").len(), labels.len());
    assert_eq!(page.texts("tbody .turn")[0], "· not reported → becomes ◔ in progress");
    assert_eq!(count(&world).await, 0, "nothing is filed before");
    let form = fields(&page, ".bulk");
    let filed = file(&aida, &form).await;
    assert_eq!(filed.texts("h1"), [format!("{} updates were filed", labels.len())]);
    assert_eq!(count(&world).await, labels.len());

    // Sent again it tells the same, and does nothing.
    let again = file(&aida, &form).await;
    assert_eq!(again.texts("tbody"), filed.texts("tbody"));
    assert_eq!(count(&world).await, labels.len());
    let used = with(form.clone(), &[("narrative", "Something else.")]);
    let looked = send(&aida, "/obligations/update", &used).await.expect(200);
    let used = file(&aida, &fields(&looked, ".bulk")).await;
    assert_eq!(used.texts("h1"), ["Nothing was filed"]);
    assert!(used.texts("main form button").is_empty(), "there is nothing to be taken back");

    let undone = take_back(&aida, &filed).await;
    assert_eq!(undone.texts("h1"), [format!("{} updates were taken back", labels.len())]);
    assert!(undone.texts("tbody .status").iter().all(|status| status.contains("not reported")));
    assert!(undone.texts("main form button").is_empty());
    take_back(&aida, &filed).await;
    assert_eq!(count(&world).await, 2 * labels.len(), "both stay in the history");
}

#[actix_web::test]
async fn what_came_of_it_has_an_address_and_is_told_in_every_language() {
    let world = World::new().await;
    let aida = analyst(&world).await;
    let rows = preview(&aida, "/obligations?q=youth").await;
    let form = fields(&rows, ".bulk");
    let sent = send(&aida, "/obligations/update/file", &form).await.expect(303);
    let filed = aida.get(sent.location()).await.expect(200);
    let languages = filed.each(".languages a", |one| one.attr("href").unwrap().to_owned());
    let told =
        [("zh", "已填报", "已撤回"), ("en", "filed", "taken back"), ("ru", "внесено", "отозвано")];
    for (lang, is_filed, _) in told {
        let address = languages.iter().find(|one| one.ends_with(&format!("lang={lang}")));
        let page = aida.get(address.unwrap()).await.expect(200);
        has_its_words(&page);
        assert!(page.texts(".outcome").iter().all(|one| one == is_filed), "{lang}");
        assert_eq!(page.texts(".outcome").len(), rows.texts("tbody tr").len());
        assert_eq!(page.value("main form input[name=filed]").len(), 32);
    }
    assert_eq!(count(&world).await, rows.texts("tbody tr").len(), "nothing is filed by looking");
    // The same form leads there again, and the list that it came from is not forgotten.
    let again = send(&aida, "/obligations/update/file", &form).await.expect(303);
    assert_eq!(again.location(), sent.location());
    let back = filed.each("main .actions a", |one| one.attr("href").unwrap().to_owned());
    assert_eq!(back, ["/obligations?q=youth"]);

    take_back(&aida, &filed).await;
    for (lang, _, is_taken_back) in told {
        let page = aida.get(&format!("{}?lang={lang}", sent.location())).await.expect(200);
        assert!(page.texts(".outcome").iter().all(|one| one == is_taken_back), "{lang}");
    }
    // It is nobody else's.
    let other = Visitor::signed_in(&world, "bek", UserRole::Analyst, Some("KG")).await;
    other.get(sent.location()).await.expect(404);
    other.post("/obligations/update/undo", &[("filed", "0")]).await.expect(404);
    let nobody = Visitor::new(&world).get(sent.location()).await.expect(303);
    let to_sign_in = "/sign-in?to=%2Fobligations%2Fupdate%2Ffiled%2F";
    assert!(nobody.location().starts_with(to_sign_in));
    let undo = fields(&filed, "main form");
    let page = send(&Visitor::new(&world), "/obligations/update/undo", &undo).await.expect(303);
    assert!(page.location().starts_with(to_sign_in));
    assert!(page.location().ends_with(&filed.value("main form input[name=filed]")));
}

#[actix_web::test]
async fn what_cannot_be_taken_back_is_said_and_stays_listed_as_filed() {
    let world = World::new().await;
    let aida = analyst(&world).await;
    let page = preview(&aida, "/obligations").await;
    let filed = file(&aida, &fields(&page, ".bulk")).await;
    let all = filed.texts(".outcome").len();
    // Now one speaks for another party.
    world.sql("UPDATE users SET party = 'KZ' WHERE name = 'aida'").await;
    let page = take_back(&aida, &filed).await;
    assert_eq!(page.texts("#said").len(), 1);
    assert!(page.texts("#said")[0].starts_with("Not all of it could be taken back."));
    assert_eq!(page.texts("h1"), [format!("{all} updates were filed")]);
    world.sql("UPDATE users SET party = 'KG' WHERE name = 'aida'").await;
    let page = take_back(&aida, &page).await;
    assert_eq!((page.texts("#said"), page.texts("h1").len()), (vec![String::new()], 1));
    assert_eq!(page.texts("h1"), [format!("{all} updates were taken back")]);
}

#[actix_web::test]
async fn whoever_may_not_file_does_not() {
    let world = World::new().await;
    let nobody = Visitor::new(&world);
    nobody.send("/obligations/update", &[]).await.expect(401);
    let editor = Visitor::signed_in(&world, "edil", UserRole::Editor, None).await;
    assert!(editor.get("/obligations").await.texts("#chosen").is_empty());
    let csrf = editor.get("/obligations").await.value("input[name=csrf]");
    editor.send("/obligations/update/file", &[("csrf", &csrf)]).await.expect(403);

    let assessor = Visitor::signed_in(&world, "asa", UserRole::Assessor, None).await;
    let all = begin(&assessor, "/obligations").await;
    let aida = analyst(&world).await;
    aida.send("/obligations/update", &[]).await.expect(403);
    let csrf = aida.get("/obligations").await.value("input[name=csrf]");
    let forged = with(fields(&all, ".bulk"), &[("csrf", &csrf)]);
    let form = with(forged, GOOD);
    let page = send(&aida, "/obligations/update", &form).await.expect(200);
    let left_out = page.texts("section:nth-of-type(2) tbody tr");
    assert!(left_out.len() > 10, "{left_out:?}");
    assert!(left_out.iter().all(|row| row.ends_with("It is owed by another party than yours.")));
    let forged = with(form, &[("looked_at", &page.value("input[name=looked_at]"))]);
    let filed = file(&aida, &forged).await;
    let parties = filed.texts("tbody tr:has(.outcome:not(.not)) td:nth-child(2)");
    assert!(
        !parties.is_empty() && parties.iter().all(|party| party == "Kyrgyzstan"),
        "{parties:?}"
    );
}

#[actix_web::test]
async fn faults_stand_beside_their_fields_in_the_language_and_keep_what_was_typed() {
    let world = World::new().await;
    let mut aida = analyst(&world).await;
    let form = fields(&begin(&aida, "/obligations").await, ".bulk");
    let form = with(
        form,
        &[
            ("status", "complete"),
            ("as_of", "2999-01-01"),
            ("narrative", ""),
            ("evidence-0-url", "ftp://example.org"),
            ("evidence-0-title", "Прото<кол"),
        ],
    );
    for (language, day, link) in [
        ("en", "Say on which day it was completed.", "Give an address such as"),
        ("ru", "Укажите, в какой день выполнено.", "Укажите адрес"),
        ("zh", "请填写完成日期。", "请填写网址"),
    ] {
        let chosen = aida.get(&format!("/obligations?lang={language}")).await.expect(200);
        aida.take_cookies(&chosen);
        for path in ["/obligations/update", "/obligations/update/file"] {
            let page = send(&aida, path, &form).await.expect(422);
            assert_eq!(page.texts("#fault-done_on"), [day], "{language}");
            assert!(page.texts("#fault-evidence-0-url")[0].starts_with(link), "{language}");
            assert_eq!(page.texts("#fault-narrative").len(), 1);
            assert_eq!(page.value("[name=evidence-0-title]"), "Прото<кол");
            assert_eq!(page.value("[name=status][checked]"), "complete");
            let invalid = page.each("[name=done_on]", |one| {
                (one.attr("aria-invalid").is_some(), one.attr("aria-describedby").is_some())
            });
            assert_eq!(invalid, [(true, true)]);
            assert!(!page.text.contains("web-bulk-") && !page.text.contains("web-f"), "{language}");
        }
    }
    let day = with(form, &[("done_on", "2026-01-01"), ("narrative", "x"), ("evidence-0-url", "")]);
    let day = with(day, &[("evidence-0-title", "")]);
    let page = send(&aida, "/obligations/update", &day).await.expect(422);
    assert_eq!(page.texts("#fault-as_of").len(), 1);
    assert_eq!(count(&world).await, 0);
}

#[actix_web::test]
async fn what_changed_meanwhile_is_looked_at_once_more() {
    let world = World::new().await;
    let aida = analyst(&world).await;
    let page = preview(&aida, "/obligations").await;
    let form = fields(&page, ".bulk");
    let changed = with(form.clone(), &[("narrative", "Something else.")]);
    let page = send(&aida, "/obligations/update/file", &changed).await.expect(200);
    assert!(page.texts(".notice-line")[0].starts_with("Nothing was filed yet"), "{}", page.text);

    let other = world.user("bek", UserRole::Analyst, Some("KG")).await;
    let body = declared("stalled", "2025-09-20");
    other.post(&updates("AST25-12.7b", "KG"), &body).await.expect(201);
    let page = send(&aida, "/obligations/update/file", &form).await.expect(409);
    assert_eq!(count(&world).await, 1);
    let row = page.texts("tbody tr:has(.note)");
    assert_eq!(row.len(), 1, "{row:?}");
    assert!(row[0].contains("AST25-12.7b") && row[0].contains("stalled"), "{row:?}");
    let filed = file(&aida, &fields(&page, ".bulk")).await;
    assert!(filed.texts(".outcome.not").is_empty(), "{}", filed.text);
}

#[actix_web::test]
async fn what_is_closed_is_left_out_until_there_is_a_reason() {
    let world = World::new().await;
    let aida = analyst(&world).await;
    let other = world.user("bek", UserRole::Analyst, Some("KG")).await;
    let body = done("2025-08-20", "2025-09-01");
    other.post(&updates("AST25-12.7b", "KG"), &body).await.expect(201);
    let page = preview(&aida, "/obligations").await;
    let left_out = page.texts("section:nth-of-type(2) tbody tr");
    assert_eq!(left_out.len(), 1);
    assert!(left_out[0].contains("AST25-12.7b") && left_out[0].contains("It is closed."));

    let page = begin(&aida, "/obligations").await;
    let form = with(with(fields(&page, ".bulk"), GOOD), &[("reason", "Held again.")]);
    let page = send(&aida, "/obligations/update", &form).await.expect(200);
    assert!(page.texts("section:nth-of-type(2)").is_empty());
    let filed = file(&aida, &fields(&page, ".bulk")).await;
    assert!(filed.texts(".outcome.not").is_empty(), "{}", filed.text);
}

#[actix_web::test]
async fn an_assessment_that_is_outranked_is_foretold() {
    let world = World::new().await;
    let aida = analyst(&world).await;
    let assessor = world.assessor().await;
    let mut body = declared("stalled", "2025-09-20");
    body["basis"] = "assessed".into();
    assessor.post(&updates("AST25-12.7b", "KG"), &body).await.expect(201);
    let page = preview(&aida, "/obligations?q=youth").await;
    let rows = page.texts("tbody tr:has(.note)");
    assert!(rows[0].contains("another statement would go on counting"), "{rows:?}");
    assert_eq!(rows[0].matches("◫ stalled").count(), 2, "{rows:?}");
}

#[actix_web::test]
async fn nothing_chosen_is_no_error() {
    let world = World::new().await;
    let aida = analyst(&world).await;
    let csrf = aida.get("/obligations").await.value("input[name=csrf]");
    let fields = [("csrf", csrf.as_str()), ("back", "https://evil.example/")];
    let page = aida.send("/obligations/update", &fields).await.expect(200);
    assert_eq!(page.texts(".none p"), ["No row was chosen.", "Back to the list"]);
    assert!(!page.text.contains("evil"));
    let page = aida.get("/obligations/update").await.expect(303);
    assert_eq!(page.location(), "/obligations");
}
