//! What was typed is not lost: when another language is chosen, and when the session has ended.

use summit_ledger::actions::create_token::create_token;
use summit_ledger::domain::user::UserRole;

use crate::bulk::{Fields, GOOD, begin, count, fields, file, send, with};
use crate::item::has_its_words;
use crate::site::{Page, Visitor};
use crate::updating::filled;
use crate::world::{World, declared, updates};

const FORM: &str = "/commitments/AST25-12.7b/obligations/KG/update";
const TEXT: &str = "It was put off.\nTwice, \"they\" say & <mean> it.";

async fn kg(world: &World) -> Visitor {
    Visitor::signed_in(world, "aida", UserRole::Analyst, Some("KG")).await
}

/// Chooses a language as a browser does: by a button that sends the form it belongs to.
pub async fn choose(visitor: &Visitor, page: &Page, lang: &str, form: Fields) -> Page {
    let css = format!(".languages button[lang={lang}]");
    let button = page.each(&css, |one| {
        let attr = |name| one.attr(name).unwrap_or_default().to_owned();
        assert!(one.attr("formnovalidate").is_some());
        (attr("form"), attr("formaction"), attr("name"), attr("value"))
    });
    let [(owner, path, name, value)] = &button[..] else { panic!("{button:?}") };
    assert_eq!(page.texts(&format!("form#{owner}")).len(), 1, "the form is there");
    // Enter in a field presses the first button of the form, which chooses no language.
    let first = page.each(&format!("button[form={owner}]"), |one| one.attr("name").is_none());
    assert!(first[0]);
    send(visitor, path, &with(form, &[(name, value)])).await
}

/// A token of somebody who is there already.
async fn another_token(world: &World, name: &str) -> String {
    let made = world.db().write(async |conn| create_token(conn, name, 1).await).await;
    made.expect("a token").secret.expose().to_owned()
}

async fn sign_out(visitor: &Visitor) {
    visitor.post("/sign-out", &[]).await.expect(303);
}

#[actix_web::test]
async fn a_language_is_chosen_amid_a_form_that_has_faults() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let page = aida.get(&format!("{FORM}?as_of=2025-09-10")).await.expect(200);
    let typed = [("as_of", "2999-01-01"), ("status", "stalled"), ("evidence-1-url", "ftp://x")];
    let page = send(&aida, FORM, &filled(&page, &typed)).await.expect(422);
    let faults = page.texts(".fault").len();
    assert!(faults >= 4, "{:?}", page.texts(".fault"));
    let mut told = vec![page.texts("#fault-as_of")];
    for (lang, heading) in [("ru", "Внести сведения"), ("zh", "填报进展"), ("en", "File an update")]
    {
        let page = choose(&aida, &page, lang, filled(&page, &[])).await.expect(200);
        has_its_words(&page);
        assert!(page.texts("#update-title")[0].starts_with(heading));
        assert_eq!(page.texts(".fault").len(), faults, "{lang}");
        assert_eq!(page.value("#as_of"), "2999-01-01");
        assert_eq!(page.value("input[name=status][checked]"), "stalled");
        assert_eq!(page.value("input[name=evidence-0-url]"), "ftp://x");
        told.push(page.texts("#fault-as_of"));
    }
    assert_eq!(told[0], told[3]);
    told.dedup();
    assert_eq!(told.len(), 4, "each in its language: {told:?}");
    // The language stays, and so does what was typed, until it is filed.
    let page = choose(&aida, &page, "ru", filled(&page, &[])).await;
    let right = [("as_of", "2025-09-01"), ("narrative", TEXT), ("evidence-0-url", "")];
    send(&aida, FORM, &filled(&page, &right)).await.expect(303);
    assert_eq!(count(&world).await, 1);
}

#[actix_web::test]
async fn a_language_is_chosen_before_anything_was_sent() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let page = aida.get(&format!("{FORM}?as_of=2025-09-10&next=%2Fmy-return")).await.expect(200);
    let typed = filled(&page, &[("status", "ongoing"), ("narrative", TEXT), ("as_of", "")]);
    let page = choose(&aida, &page, "zh", typed).await.expect(200);
    assert_eq!(page.each("html", |html| html.attr("lang") == Some("zh")), [true]);
    assert!(page.texts(".fault").is_empty(), "nobody has sent it yet");
    assert_eq!(page.each("textarea", |one| one.text().collect::<String>()), [TEXT]);
    assert_eq!(page.value("input[name=next]"), "/my-return");
    assert_eq!(count(&world).await, 0);
}

#[actix_web::test]
async fn what_was_filed_meanwhile_is_told_in_the_language_chosen_too() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let page = aida.get(FORM).await.expect(200);
    let typed = filled(&page, &[("status", "ongoing"), ("narrative", TEXT)]);
    let other = world.analyst("KG").await;
    let body = declared("stalled", "2025-09-01");
    other.post(&updates("AST25-12.7b", "KG"), &body).await.expect(201);
    // To choose a language is no way around what others have filed.
    let early = choose(&aida, &page, "ru", typed.clone()).await.expect(200);
    assert_eq!(early.texts(".meanwhile li").len(), 1);
    let late = send(&aida, FORM, &typed).await.expect(409);
    for page in [early, late] {
        let page = choose(&aida, &page, "zh", filled(&page, &[])).await.expect(200);
        assert!(page.texts(".meanwhile")[0].contains("停滞"), "{}", page.texts(".meanwhile")[0]);
        let page = choose(&aida, &page, "ru", filled(&page, &[])).await.expect(200);
        assert!(page.texts(".meanwhile")[0].contains("приостановлено"));
        assert_eq!(page.each("textarea", |one| one.text().collect::<String>()), [TEXT]);
    }
}

#[actix_web::test]
async fn a_language_is_chosen_amid_an_update_of_many() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let blank = begin(&aida, "/obligations").await;
    let rows = blank.texts("tbody tr").len();
    let typed = with(fields(&blank, ".bulk"), &[("narrative", TEXT)]);
    let page = choose(&aida, &blank, "ru", typed).await.expect(200);
    assert_eq!(page.texts("h1"), ["Внести сведения по нескольким обязательствам"]);
    assert!(page.texts(".fault").is_empty(), "nobody has sent it yet");
    assert_eq!(page.each("textarea", |one| one.text().collect::<String>()), [TEXT]);
    assert_eq!(page.texts("tbody tr").len(), rows);

    let faulty = send(&aida, "/obligations/update", &fields(&page, ".bulk")).await.expect(422);
    let page = choose(&aida, &faulty, "zh", fields(&faulty, ".bulk")).await.expect(422);
    assert_eq!(page.texts(".fault").len(), faulty.texts(".fault").len());
    assert_eq!(page.texts(".notice-line"), ["尚未填报，有几项需要更正。"]);

    let form = with(fields(&page, ".bulk"), GOOD);
    let preview = send(&aida, "/obligations/update", &form).await.expect(200);
    let page = choose(&aida, &preview, "en", fields(&preview, ".bulk")).await.expect(200);
    assert_eq!(page.texts(".turn")[0], "· not reported → becomes ◔ in progress");
    assert_eq!(count(&world).await, 0, "nothing was filed");
    send(&aida, "/obligations/update/file", &fields(&page, ".bulk")).await.expect(303);
    assert_eq!(count(&world).await, rows);
}

#[actix_web::test]
async fn an_update_outlives_the_session_in_which_it_was_typed() {
    for world in [World::new().await, World::under(|s| s.public_read = false).await] {
        let mut aida = kg(&world).await;
        let page = aida.get(&format!("{FORM}?next=%2Fmy-return")).await.expect(200);
        let typed = filled(&page, &[("status", "ongoing"), ("narrative", TEXT)]);
        let csrf = page.value("input[name=csrf]");
        sign_out(&aida).await;

        let page = send(&aida, FORM, &typed).await.expect(401);
        assert_eq!(page.header("Cache-Control"), "no-store");
        assert!(page.texts(".fault")[0].starts_with("Your session has ended."));
        let page = choose(&aida, &page, "ru", fields(&page, "#sign-in")).await.expect(200);
        assert!(page.texts(".fault")[0].starts_with("Ваш сеанс завершился."));
        let wrong = with(fields(&page, "#sign-in"), &[("token", "sl_x")]);
        let page = send(&aida, "/sign-in", &wrong).await.expect(401);

        let token = another_token(&world, "aida").await;
        let right = with(fields(&page, "#sign-in"), &[("token", &token)]);
        let page = send(&aida, "/sign-in", &right).await.expect(200);
        assert_eq!(page.header("Cache-Control"), "no-store");
        aida.take_cookies(&page);
        assert!(!page.text.contains(&token) && !page.text.contains(&csrf));
        assert_eq!(page.each("#resume", |form| form.attr("action").unwrap().to_owned()), [FORM]);
        let page = send(&aida, FORM, &fields(&page, "#resume")).await.expect(200);
        assert_eq!(page.each("textarea", |one| one.text().collect::<String>()), [TEXT]);
        assert_eq!(page.value("input[name=status][checked]"), "ongoing");
        assert_eq!(page.value("input[name=next]"), "/my-return");
        assert_eq!(page.texts(".notice-line").len(), 1);
        let told = aida.get("/commitments/AST25-12.7b").await.expect(200);
        assert!(told.texts(".said-entry").is_empty(), "nothing was filed by itself");

        let filed = send(&aida, FORM, &filled(&page, &[])).await.expect(303);
        assert_eq!(filed.location(), "/my-return?said=filed");
        let told = aida.get("/commitments/AST25-12.7b").await.expect(200);
        assert_eq!(told.texts(".said-entry").len(), 1);
    }
}

#[actix_web::test]
async fn an_update_of_many_outlives_the_session_too() {
    let world = World::new().await;
    let mut aida = kg(&world).await;
    let form = with(fields(&begin(&aida, "/obligations").await, ".bulk"), GOOD);
    let preview = send(&aida, "/obligations/update", &form).await.expect(200);
    let rows = preview.texts("tbody tr").len();
    sign_out(&aida).await;
    // Filing leads back to the look at it.
    let form = fields(&preview, ".bulk");
    let page = send(&aida, "/obligations/update/file", &form).await.expect(401);
    let token = another_token(&world, "aida").await;
    let right = with(fields(&page, "#sign-in"), &[("token", &token)]);
    let page = send(&aida, "/sign-in", &right).await.expect(200);
    aida.take_cookies(&page);
    let action = page.each("#resume", |form| form.attr("action").unwrap().to_owned());
    assert_eq!(action, ["/obligations/update"]);
    let page = send(&aida, "/obligations/update", &fields(&page, "#resume")).await.expect(200);
    assert_eq!((page.texts("tbody tr").len(), count(&world).await), (rows, 0));
    send(&aida, "/obligations/update/file", &fields(&page, ".bulk")).await.expect(303);
    assert_eq!(count(&world).await, rows);
}

#[actix_web::test]
async fn whoever_has_signed_in_on_another_page_is_shown_the_form_again() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let page = aida.get(FORM).await.expect(200);
    let typed = filled(&page, &[("status", "ongoing"), ("narrative", TEXT), ("csrf", "old")]);
    let page = send(&aida, FORM, &typed).await.expect(403);
    assert_eq!(page.each("textarea", |one| one.text().collect::<String>()), [TEXT]);
    assert_eq!(page.texts(".notice-line").len(), 1);
    assert_eq!(count(&world).await, 0);
    send(&aida, FORM, &filled(&page, &[])).await.expect(303);

    let form = with(fields(&begin(&aida, "/obligations").await, ".bulk"), GOOD);
    let old = with(form.clone(), &[("csrf", "old")]);
    let preview = send(&aida, "/obligations/update", &form).await.expect(200);
    for path in ["/obligations/update", "/obligations/update/file"] {
        let page = send(&aida, path, &old).await.expect(403);
        assert_eq!(page.texts(".notice-line").len(), 1);
        let but_proof = |page: &Page| with(fields(page, ".bulk"), &[("csrf", "")]);
        assert_eq!(but_proof(&page), but_proof(&preview));
    }
    assert_eq!(count(&world).await, 1, "nothing further");
    // The sign-in of a form that is still open elsewhere leads on as well.
    let nobody = Visitor::new(&world);
    let page = send(&nobody, FORM, &typed).await.expect(401);
    let page = send(&aida, "/sign-in", &fields(&page, "#sign-in")).await.expect(200);
    assert_eq!(page.value("#resume input[name=narrative]"), TEXT);
}

#[actix_web::test]
async fn what_somebody_typed_who_may_not_file_it_is_kept_for_somebody_who_may() {
    for (world, signed_out) in
        [(World::new().await, 401), (World::under(|s| s.public_read = false).await, 303)]
    {
        let aida = kg(&world).await;
        let page = aida.get(&format!("{FORM}?next=%2Fmy-return")).await.expect(200);
        let evidence =
            [("evidence-0-url", "https://example.org/x"), ("evidence-0-title", "Протокол")];
        let typed = filled(&page, &[("status", "ongoing"), ("narrative", TEXT)]);
        let typed = with(typed, &evidence);
        sign_out(&aida).await;
        // The session has ended, and the one who signs in is of another party.
        let mut bek = Visitor::signed_in(&world, "bek", UserRole::Analyst, Some("KZ")).await;
        let token = another_token(&world, "bek").await;
        let page = send(&aida, FORM, &typed).await.expect(401);
        let right = with(fields(&page, "#sign-in"), &[("token", &token)]);
        let resumed = send(&aida, "/sign-in", &right).await.expect(200);
        bek.take_cookies(&resumed);
        let mut page = send(&bek, FORM, &fields(&resumed, "#resume")).await.expect(403);
        for (lang, heading, status, day) in [
            ("ru", "Это действие вам недоступно", "выполняется постоянно", " г."),
            ("zh", "您无权执行此操作", "持续进行", "年"),
            ("en", "You may not do this", "ongoing", " 20"),
        ] {
            page = choose(&bek, &page, lang, fields(&page, "#barred")).await.expect(403);
            has_its_words(&page);
            assert_eq!(page.texts("h1"), [heading]);
            assert_eq!(page.header("Cache-Control"), "no-store");
            let told = page.texts("#barred dd");
            assert!(told[0].contains(status), "{lang}: {told:?}");
            assert!(told[1].contains(day), "{lang}: {told:?}");
            assert_eq!(told[3], "Протокол · https://example.org/x · en", "{lang}");
            let narrative = page.each("#barred dd", |one| one.text().collect::<String>());
            assert_eq!(narrative[2], TEXT, "to the letter");
            let copied =
                page.each("#barred [data-copy]", |one| one.attr("data-copy").unwrap().to_owned());
            assert!(copied[0].contains(TEXT), "{copied:?}");
            if lang != "en" {
                page.has_no_english(".notice-line");
            }
        }
        let action = page.each("#barred", |form| form.attr("action").unwrap().to_owned());
        assert_eq!(action, [FORM]);

        let other = with(fields(&page, "#barred"), &[("again", "other")]);
        let old = with(other.clone(), &[("csrf", "old")]);
        send(&bek, FORM, &old).await.expect(403);
        bek.get("/settings").await.expect(200);
        let page = send(&bek, FORM, &other).await.expect(401);
        assert!(page.header("Set-Cookie").contains("Max-Age=0"));
        assert!(page.texts(".fault")[0].starts_with("You are signed out."));
        bek.get("/settings").await.expect(signed_out);
        let page = choose(&bek, &page, "ru", fields(&page, "#sign-in")).await.expect(200);
        assert!(page.texts(".fault")[0].starts_with("Вы вышли."), "{:?}", page.texts(".fault"));

        let token = another_token(&world, "aida").await;
        let right = with(fields(&page, "#sign-in"), &[("token", &token)]);
        let page = send(&aida, "/sign-in", &right).await.expect(200);
        let mut aida = aida.clone();
        aida.take_cookies(&page);
        let page = send(&aida, FORM, &fields(&page, "#resume")).await.expect(200);
        assert_eq!(page.each("textarea", |one| one.text().collect::<String>()), [TEXT]);
        assert_eq!(page.value("input[name=next]"), "/my-return");
        send(&aida, FORM, &filled(&page, &[])).await.expect(303);
        let told = aida.get("/commitments/AST25-12.7b").await.expect(200);
        assert_eq!(told.texts(".said-entry").len(), 1, "filed once, and by nobody else");
    }
}

#[actix_web::test]
async fn an_update_of_many_is_kept_for_somebody_who_may_file_it_too() {
    let world = World::new().await;
    let aida = kg(&world).await;
    let form = with(fields(&begin(&aida, "/obligations").await, ".bulk"), GOOD);
    let preview = send(&aida, "/obligations/update", &form).await.expect(200);
    let rows = preview.texts("tbody tr").len();
    let vera = Visitor::signed_in(&world, "vera", UserRole::Viewer, None).await;
    let mut page = preview;
    for path in ["/obligations/update", "/obligations/update/file"] {
        let css = if page.texts("#barred").is_empty() { ".bulk" } else { "#barred" };
        let typed = with(fields(&page, css), &[("again", "typed")]);
        page = send(&vera, path, &typed).await.expect(403);
        let action = page.each("#barred", |form| form.attr("action").unwrap().to_owned());
        assert_eq!(action, ["/obligations/update"], "it is looked at before it is filed");
        assert!(page.texts("#barred p.soft")[0].starts_with(&rows.to_string()));
    }
    let other = with(fields(&page, "#barred"), &[("again", "other")]);
    let page = send(&vera, "/obligations/update", &other).await.expect(401);
    let token = another_token(&world, "aida").await;
    let right = with(fields(&page, "#sign-in"), &[("token", &token)]);
    let page = send(&Visitor::new(&world), "/sign-in", &right).await.expect(200);
    let mut aida = Visitor::new(&world);
    aida.take_cookies(&page);
    let page = send(&aida, "/obligations/update", &fields(&page, "#resume")).await.expect(200);
    assert_eq!((page.texts("tbody tr").len(), count(&world).await), (rows, 0));
    file(&aida, &fields(&page, ".bulk")).await;
    assert_eq!(count(&world).await, rows);
    // Where nothing was typed there is nothing to be kept.
    let vera = Visitor::signed_in(&world, "vlad", UserRole::Viewer, None).await;
    let page = vera.send("/obligations/update", &[("status", "ongoing")]).await.expect(403);
    assert!(page.texts("#barred").is_empty());
}

#[actix_web::test]
async fn a_sign_in_carries_nothing_to_other_forms() {
    let world = World::new().await;
    let nobody = Visitor::new(&world);
    let _ = kg(&world).await;
    let token = another_token(&world, "aida").await;
    for to in ["/settings", "/sign-out", "//evil.example/commitments/x/update"] {
        let fields = [("token", token.as_str()), ("to", to), ("typed.do", "token")];
        let page = nobody.send("/sign-in", &fields).await.expect(303);
        assert!(page.location().starts_with("/sign-in/kept?to="), "{}", page.location());
    }
    // From another site's page nothing is taken at all.
    let call = nobody.call(reqwest::Method::POST, FORM).header("Sec-Fetch-Site", "cross-site");
    let call = call.header("Content-Type", "application/x-www-form-urlencoded").body("narrative=x");
    let page = Page::of(call).await.expect(403);
    assert!(page.each("input[name^=typed]", |_| ()).is_empty());
    // A browser that keeps no cookie is told so, and loses nothing.
    let page = nobody.send(FORM, &[("narrative", "x"), ("again", "resumed")]).await.expect(401);
    assert!(page.texts(".fault")[0].contains("kept no cookie"), "{:?}", page.texts(".fault"));
    assert_eq!(page.value("input[name='typed.narrative']"), "x");
}
