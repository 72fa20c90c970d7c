//! The settings: what their forms refuse is told in the reader's language, beside the form.

use summit_ledger::domain::user::UserRole;
use summit_ledger::language::Language;

use crate::bulk::{Fields, fields, send, with};
use crate::item::has_its_words;
use crate::kept::choose;
use crate::site::{Page, Visitor};
use crate::world::World;

/// Sends one of the forms of the settings in a language.
async fn act(visitor: &Visitor, lang: &str, fields: &[(&str, &str)]) -> Page {
    visitor.post(&format!("/settings?lang={lang}"), fields).await
}

async fn admin(world: &World) -> Visitor {
    Visitor::signed_in(world, "admin", UserRole::Admin, None).await
}

fn said(lang: &str, key: &str) -> String {
    lang.parse::<Language>().unwrap().texts().text(key)
}

/// Each bad form in each language: the status, and the text by its key, at the form's own place.
async fn refused(visitor: &Visitor, place: &str, cases: &[(u16, &str, &[(&str, &str)])]) {
    for (status, key, fields) in cases {
        for lang in ["ru", "zh", "en"] {
            let page = act(visitor, lang, fields).await.expect(*status);
            has_its_words(&page);
            let fault = page.texts(&format!("{place}.fault[role=alert]"));
            assert_eq!(fault.len(), 1, "{key} {lang}: {fault:?}");
            assert!(fault[0].ends_with(&said(lang, key)), "{key} {lang}: {fault:?}");
            if lang != "en" {
                page.has_no_english("main .fault");
            }
        }
    }
}

#[actix_web::test]
async fn what_no_user_can_be_is_told_beside_the_form() {
    let world = World::new().await;
    let admin = admin(&world).await;
    let long = "x".repeat(65);
    refused(
        &admin,
        "#user ",
        &[
            (422, "web-fault-name", &[("do", "user"), ("role", "viewer"), ("name", "no spaces")]),
            (422, "web-fault-name", &[("do", "user"), ("role", "viewer"), ("name", "")]),
            (422, "web-fault-name", &[("do", "user"), ("role", "viewer"), ("name", &long)]),
            (422, "web-fault-role", &[("do", "user"), ("role", "king"), ("name", "a")]),
            (422, "web-fault-party-missing", &[("do", "user"), ("role", "analyst"), ("name", "a")]),
            (
                422,
                "web-fault-party-extra",
                &[("do", "user"), ("role", "viewer"), ("name", "a"), ("party", "KG")],
            ),
            (
                422,
                "web-fault-party",
                &[("do", "user"), ("role", "analyst"), ("name", "a"), ("party", "XX")],
            ),
            (422, "web-fault-characters", &[("do", "user"), ("role", "viewer"), ("name", "a\0b")]),
        ],
    )
    .await;
    for lang in ["ru", "zh"] {
        let taken = [("do", "user"), ("role", "viewer"), ("name", "admin")];
        let page = act(&admin, lang, &taken).await.expect(409);
        assert!(page.texts("#user .fault")[0].contains("admin"));
        page.has_no_english("main .fault");
        assert_eq!(page.value("#user input[name=name]"), "admin", "what was typed stays");
    }
}

#[actix_web::test]
async fn an_address_that_cannot_be_called_is_told_beside_the_form() {
    let world = World::new().await;
    let admin = admin(&world).await;
    let long = format!("https://example.org/{}", "x".repeat(2_000));
    let cases = [
        ("", "web-fault-webhook-url"),
        ("example.org/hook", "web-fault-webhook-url"),
        ("https://", "web-fault-webhook-url"),
        ("https://example.org:0/", "web-fault-webhook-url"),
        ("ftp://example.org", "web-fault-webhook-scheme"),
        ("https://me:it@example.org", "web-fault-webhook-user"),
        ("https://example.org/#there", "web-fault-webhook-fragment"),
        ("http://10.1.2.3/", "web-fault-webhook-private"),
        (long.as_str(), "web-fault-too-long"),
    ];
    for (url, key) in cases {
        let fields = [("do", "webhook"), ("url", url), ("description", "For us.")];
        refused(&admin, "#webhook ", &[(422, key, &fields)]).await;
    }
    let page = act(&admin, "ru", &[("do", "webhook"), ("url", "x"), ("description", "Y")]).await;
    assert_eq!(page.value("#webhook input[name=description]"), "Y", "what was typed stays");
    for n in 0..20 {
        let url = format!("https://example.org/{n}");
        act(&admin, "en", &[("do", "webhook"), ("url", &url)]).await.expect(200);
    }
    let one_more = [("do", "webhook"), ("url", "https://example.org/")];
    refused(&admin, "#webhook ", &[(409, "web-fault-webhooks-many", &one_more)]).await;
}

#[actix_web::test]
async fn what_is_not_there_or_not_allowed_is_told_on_the_page() {
    let world = World::new().await;
    let admin = admin(&world).await;
    let nothing = "01980000-0000-7000-8000-000000000001";
    refused(
        &admin,
        "main > ",
        &[
            (404, "web-fault-gone", &[("do", "revoke"), ("token", nothing)]),
            (404, "web-fault-gone", &[("do", "revoke"), ("token", "x")]),
            (404, "web-fault-gone", &[("do", "delete-webhook"), ("webhook", nothing)]),
            (404, "web-fault-gone", &[("do", "link"), ("name", "nobody")]),
            (422, "web-fault-form", &[("do", "nothing")]),
            (422, "web-fault-characters", &[("do", "link"), ("name", "a\0")]),
        ],
    )
    .await;
    let viewer = Visitor::signed_in(&world, "viewer", UserRole::Viewer, None).await;
    let link = [("do", "link"), ("name", "admin")];
    refused(&viewer, "main > ", &[(403, "web-fault-admins-only", &link)]).await;
    // Whoever has no session, or another one.
    let nobody = Visitor::new(&world);
    let page = nobody.send("/settings?lang=ru", &[("do", "token")]).await.expect(401);
    page.has_no_english("main");
    let other = [("do", "user"), ("role", "viewer"), ("name", "new"), ("csrf", "old")];
    let page = admin.send("/settings?lang=zh", &other).await.expect(403);
    assert_eq!(page.texts("#user .fault").len(), 1);
    page.has_no_english("main .fault");
    assert_eq!(page.value("#user input[name=name]"), "new");
    let users = admin.get("/settings").await.texts("#users tbody th");
    assert_eq!(users, ["admin", "viewer"], "nobody was made");
}

#[actix_web::test]
async fn a_language_is_chosen_amid_a_bad_form() {
    let world = World::new().await;
    let admin = admin(&world).await;
    let bad = [("do", "user"), ("role", "editor"), ("name", "no spaces")];
    let page = act(&admin, "en", &bad).await.expect(422);
    let ru = page.each(".languages button[lang=ru]", |button| {
        let attr = |name| button.attr(name).unwrap().to_owned();
        (attr("form"), attr("formaction"), attr("name"), attr("value"))
    });
    let (form, path, name, value) = &ru[0];
    assert_eq!(form, "user");
    let mut fields = bad.to_vec();
    fields.push((name, value));
    let page = admin.post(path, &fields).await.expect(200);
    assert_eq!(page.value("#user input[name=name]"), "no spaces");
    assert_eq!(page.value("#user option[selected]"), "editor");
    assert!(page.texts(".fault").is_empty());
    assert_eq!(page.texts("h1"), ["Настройки"]);
}

/// The forms of the settings that make something with a secret, as a browser sends them: where
/// each stands, what is typed in it, and what counts what it has made.
const SECRETS: [(&str, &[(&str, &str)], &str); 4] = [
    ("#tokens > form", &[], "#tokens tbody tr"),
    ("#webhook", &[("url", "https://example.org/hook")], "#webhooks tbody tr"),
    ("#user", &[("name", "nurlan"), ("role", "viewer"), ("party", "")], "#users tbody tr"),
    ("#users tbody form", &[], "#users tbody tr"),
];

/// The first such form of the page.
fn filled(page: &Page, css: &str, typed: &[(&str, &str)]) -> Fields {
    let mut seen = Vec::new();
    let first = fields(page, css).into_iter().take_while(|(name, _)| {
        let is_new = !seen.contains(name);
        seen.push(name.clone());
        is_new
    });
    with(first.collect(), typed)
}

#[actix_web::test]
async fn what_is_shown_once_is_shown_in_the_language_chosen_too() {
    let world = World::new().await;
    let admin = admin(&world).await;
    for (form, typed, made) in SECRETS {
        let page = admin.get("/settings?lang=en").await.expect(200);
        let page = send(&admin, "/settings", &filled(&page, form, typed)).await.expect(200);
        let [secret] = &page.texts(".once .secret")[..] else { panic!("{form}: {}", page.text) };
        let (count, mut told) = (page.texts(made).len(), page.texts(".once strong"));
        let mut page = choose(&admin, &page, "ru", fields(&page, "#once")).await.expect(200);
        for lang in ["zh", "en", "ru"] {
            page = choose(&admin, &page, lang, fields(&page, "#once")).await.expect(200);
            has_its_words(&page);
            assert_eq!(page.texts(".once .secret"), [secret.as_str()], "{form} {lang}");
            assert_eq!(page.header("Cache-Control"), "no-store");
            assert_eq!(page.texts(made).len(), count, "{form}: another one was made");
            // It stands in no address that a log, a proxy or the browser's history would keep.
            let addresses = page.each("[href], [action], [formaction]", |one| {
                let all = ["href", "action", "formaction"].map(|name| one.attr(name));
                all.into_iter().flatten().collect::<String>()
            });
            assert!(addresses.iter().all(|one| !one.contains(secret.as_str())), "{form}");
            told.extend(page.texts(".once strong"));
        }
        assert_eq!(told[0], told[2], "{form}");
        told.dedup();
        assert_eq!(told.len(), 4, "{form}, each in its language: {told:?}");
    }
}

#[actix_web::test]
async fn a_secret_is_made_once_however_often_its_page_is_loaded() {
    let world = World::new().await;
    let admin = admin(&world).await;
    for (form, typed, made) in SECRETS {
        let page = admin.get("/settings").await.expect(200);
        let sent = filled(&page, form, typed);
        let page = send(&admin, "/settings", &sent).await.expect(200);
        let count = page.texts(made).len();
        let again = send(&admin, "/settings", &sent).await.expect(303);
        let again = admin.get(again.location()).await.expect(200);
        assert!(again.texts("#said")[0].starts_with("That was made already"), "{form}");
        assert!(again.texts(".once").is_empty());
        assert_eq!(again.texts(made).len(), count, "{form}");
        // From the page that came of it another one can be made.
        let next = filled(&page, form, typed);
        let page = send(&admin, "/settings", &with(next, &[("name", "admin")])).await;
        assert!([200, 409].contains(&page.status), "{form}: {}", page.status);
    }
    // Without the id that would tell it from another one, nothing is made.
    let csrf = admin.get("/settings").await.value("input[name=csrf]");
    admin.send("/settings", &[("csrf", &csrf), ("do", "token")]).await.expect(422);
}

#[actix_web::test]
async fn nobody_is_shown_a_secret_by_a_form_of_another_session() {
    let world = World::new().await;
    let admin = admin(&world).await;
    let forged = [("again", "once"), ("what", "token"), ("secret", "sl_x")];
    let page = admin.send("/settings", &forged).await.expect(403);
    assert!(page.texts(".once").is_empty() && !page.text.contains("sl_x"));
    let unknown = [("again", "once"), ("what", "password"), ("secret", "sl_x")];
    let page = admin.post("/settings", &unknown).await.expect(200);
    assert!(page.texts(".once").is_empty() && !page.text.contains("sl_x"));
}

#[actix_web::test]
async fn sessions_are_called_as_people_know_their_browsers() {
    let world = World::new().await;
    let admin = admin(&world).await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";
    for (user_agent, told) in [
        (firefox, ["Firefox (Linux)", "Firefox（Linux）", "Firefox (Linux)"]),
        ("curl/8.5.0 <b>", ["curl", "curl", "curl"]),
        ("", ["An unknown browser", "未知浏览器", "Неизвестный браузер"]),
    ] {
        world.sql(&format!("UPDATE sessions SET browser = '{user_agent}'")).await;
        for (lang, told) in ["en", "zh", "ru"].into_iter().zip(told) {
            let page = admin.get(&format!("/settings?lang={lang}")).await.expect(200);
            let css = "section[aria-labelledby=sessions-title] tbody th span[title]";
            assert_eq!(page.texts(css), [told], "{lang}");
            let title = page.each(css, |one| one.attr("title").unwrap().to_owned());
            assert_eq!(title, [user_agent], "as it calls itself, to the letter");
        }
    }
}

#[actix_web::test]
async fn why_a_webhook_has_ended_is_told_in_the_readers_language() {
    let world = World::new().await;
    let admin = admin(&world).await;
    let hook = [("do", "webhook"), ("url", "https://example.org/hook")];
    act(&admin, "en", &hook).await.expect(200);
    let gone = "UPDATE webhooks SET state = 'disabled', reason = 'The receiver answered 410 Gone.'";
    world.sql(gone).await;
    for lang in ["ru", "zh", "en"] {
        let page = admin.get(&format!("/settings?lang={lang}")).await.expect(200);
        let state = page.texts("#webhooks tbody td small").join(" ");
        assert_eq!(state, said(lang, "web-settings-webhook-gone"));
    }
    world.sql("UPDATE webhooks SET reason = 'It was turned off by hand.'").await;
    let page = admin.get("/settings?lang=ru").await.expect(200);
    assert_eq!(page.texts("#webhooks tbody td small"), ["It was turned off by hand."]);
}
