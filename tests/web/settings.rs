//! The settings: what their forms refuse is told in the reader's language, beside the form.

use summit_ledger::domain::user::UserRole;
use summit_ledger::language::Language;

use crate::item::has_its_words;
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
