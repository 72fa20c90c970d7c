//! Signing in: who gets a session, what it is good for, and when it ends.

use reqwest::Method;
use summit_ledger::actions::create_password_link::create_password_link;
use summit_ledger::domain::user::UserRole;

use crate::site::{Page, Visitor};
use crate::support::http;
use crate::world::World;

/// A user with a password; gives the name.
async fn with_password(world: &World, name: &str, password: &str) {
    http::token(world.db(), name, UserRole::Editor, None).await;
    let make = async |conn: &mut _| create_password_link(conn, name).await;
    let link = world.db().write(make).await.unwrap().path();
    let visitor = Visitor::new(world);
    let fields = [("password", password), ("again", password)];
    visitor.send(&link, &fields).await.expect(303);
    visitor.send(&link, &fields).await.expect(404);
}

#[actix_web::test]
async fn the_cookie_is_for_this_host_alone_and_no_script_sees_it() {
    let world = World::new().await;
    with_password(&world, "aida", "a brown horse").await;
    let visitor = Visitor::new(&world);
    let fields =
        [("name", "aida"), ("password", "a brown horse"), ("to", "/review?as_of=2026-01-01")];
    let page = visitor.send("/sign-in", &fields).await.expect(303);
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-ledger=sl_"), "{cookie}");
    for word in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=1209600"] {
        assert!(cookie.contains(word), "{word} is not in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let mut signed_in = visitor.clone();
    signed_in.take_cookies(&page);
    let on = signed_in.get(page.location()).await.expect(303);
    assert_eq!(on.location(), "/review?as_of=2026-01-01");
    // A browser that kept no cookie is told so, and not led round in circles.
    let page = visitor.get(page.location()).await.expect(200);
    assert!(page.texts(".fault")[0].contains("kept no cookie"), "{:?}", page.texts(".fault"));
}

#[actix_web::test]
async fn nobody_is_led_to_another_site() {
    let world = World::new().await;
    with_password(&world, "aida", "a brown horse").await;
    let visitor = Visitor::new(&world);
    for to in ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"] {
        let fields = [("name", "aida"), ("password", "a brown horse"), ("to", to)];
        let page = visitor.send("/sign-in", &fields).await.expect(303);
        assert_eq!(page.location(), "/sign-in/kept?to=%2F", "{to}");
    }
}

#[actix_web::test]
async fn a_wrong_password_is_told_without_saying_what_is_wrong() {
    let world = World::new().await;
    with_password(&world, "aida", "a brown horse").await;
    let visitor = Visitor::new(&world);
    let mut told = Vec::new();
    for (name, password) in [("aida", "a white horse"), ("nobody", "a brown horse"), ("aida", "")] {
        let page = visitor.send("/sign-in", &[("name", name), ("password", password)]).await;
        let page = page.expect(401);
        assert_eq!(page.header("set-cookie"), "");
        assert_eq!(page.value("input[name=name]"), name, "what was typed is kept");
        told.push(page.texts(".fault"));
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:?}");
    visitor.send("/sign-in", &[("token", "sl_none")]).await.expect(401);
}

#[actix_web::test]
async fn another_language_after_a_wrong_password_keeps_where_to_go() {
    let world = World::new().await;
    let visitor = Visitor::new(&world);
    let to = "/review?as_of=2026-01-01&party=KG";
    let fields = [("name", "aida"), ("password", "a guess"), ("to", to)];
    let refused = visitor.send("/sign-in", &fields).await.expect(401);
    let languages = refused.each(".languages a", |one| one.attr("href").unwrap().to_owned());
    for lang in ["en", "ru", "zh"] {
        let address = languages.iter().find(|one| one.ends_with(&format!("lang={lang}")));
        let page = visitor.get(address.expect("a link")).await.expect(200);
        assert_eq!(page.value("input[name=to]"), to, "{lang}");
    }
}

#[actix_web::test]
async fn guessing_is_slowed_down_and_the_right_password_does_not_help() {
    let world = World::new().await;
    with_password(&world, "aida", "a brown horse").await;
    with_password(&world, "bolat", "a white horse").await;
    let visitor = Visitor::new(&world);
    let sign_in = async |name, password| {
        visitor.send("/sign-in", &[("name", name), ("password", password)]).await
    };
    for _ in 0..10 {
        sign_in("aida", "a guess").await.expect(401);
    }
    let page = sign_in("aida", "a brown horse").await.expect(429);
    assert!(page.texts(".fault")[0].contains("quarter of an hour"));
    sign_in("bolat", "a white horse").await.expect(303);
    world.sql("UPDATE sign_in_attempts SET at = at - interval '16 minutes'").await;
    sign_in("aida", "a brown horse").await.expect(303);
}

#[actix_web::test]
async fn signing_out_ends_this_session_or_all() {
    let world = World::new().await;
    let first = Visitor::signed_in(&world, "vera", UserRole::Viewer, None).await;
    with_password(&world, "nurlan", "a brown horse").await;
    let sign_in = async || {
        let mut visitor = Visitor::new(&world);
        let fields = [("name", "nurlan"), ("password", "a brown horse")];
        let page = visitor.send("/sign-in", &fields).await.expect(303);
        visitor.take_cookies(&page);
        visitor
    };
    let (here, there, elsewhere) = (sign_in().await, sign_in().await, sign_in().await);
    here.post("/sign-out", &[]).await.expect(303);
    here.get("/settings").await.expect(401);
    there.get("/settings").await.expect(200);
    there.post("/sign-out", &[("everywhere", "yes")]).await.expect(303);
    elsewhere.get("/settings").await.expect(401);
    first.get("/settings").await.expect(200);
    // A new password ends what the old one began.
    let visitor = sign_in().await;
    let link = visitor.post("/settings", &[("do", "password")]).await.expect(303);
    let fields = [("password", "a piebald horse"), ("again", "a piebald horse")];
    visitor.post(link.location(), &fields).await.expect(303);
    visitor.get("/settings").await.expect(401);
}

#[actix_web::test]
async fn a_session_expires() {
    let world = World::new().await;
    let visitor = Visitor::signed_in(&world, "vera", UserRole::Viewer, None).await;
    visitor.get("/settings").await.expect(200);
    world.sql("UPDATE sessions SET expires_at = now() - interval '1 second'").await;
    visitor.get("/settings").await.expect(401);
}

#[actix_web::test]
async fn a_form_from_elsewhere_changes_nothing() {
    let world = World::new().await;
    let visitor = Visitor::signed_in(&world, "root", UserRole::Admin, None).await;
    let csrf = visitor.get("/review").await.value("input[name=csrf]");
    let other = Visitor::signed_in(&world, "evil", UserRole::Viewer, None).await;
    let others = other.get("/review").await.value("input[name=csrf]");
    assert_ne!(csrf, others);
    let make = [("do", "user"), ("name", "mallory"), ("role", "admin")];
    visitor.send("/settings", &make).await.expect(403);
    let id = ("operation", "01980000-0000-7000-8000-000000000001");
    let with = |csrf| [("csrf", csrf), id, make[0], make[1], make[2]];
    visitor.send("/settings", &with(others.as_str())).await.expect(403);
    let send = |header: &'static str, value: String| {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(with(csrf.as_str()))
            .finish();
        let call = visitor.call(Method::POST, "/settings").header(header, value);
        Page::of(call.header("Content-Type", "application/x-www-form-urlencoded").body(body))
    };
    send("Sec-Fetch-Site", "cross-site".to_owned()).await.expect(403);
    send("Sec-Fetch-Site", "same-site".to_owned()).await.expect(403);
    send("Origin", "https://example.org".to_owned()).await.expect(403);
    send("Origin", "null".to_owned()).await.expect(403);
    let page = visitor.get("/settings").await.expect(200);
    assert!(!page.text.contains("mallory"));
    send("Origin", visitor.url.clone()).await.expect(200);
    assert!(visitor.get("/settings").await.text.contains("mallory"));
}

#[actix_web::test]
async fn where_reading_is_not_for_everybody_pages_lead_to_the_sign_in() {
    let world = World::under(|settings| settings.public_read = false).await;
    let visitor = Visitor::new(&world);
    let page = visitor.get("/review?state=resolved").await.expect(303);
    assert_eq!(page.location(), "/sign-in?to=%2Freview%3Fstate%3Dresolved");
    let page = visitor.get(page.location()).await.expect(200);
    assert_eq!(page.value("input[name=to]"), "/review?state=resolved");
    let reader = Visitor::signed_in(&world, "vera", UserRole::Viewer, None).await;
    reader.get("/review").await.expect(200);
    // What a page links to is read by the same session; nothing is written by it.
    let api = async |visitor: &Visitor, method| {
        Page::of(visitor.call(method, "/api/v1/commitments").header("Accept", "application/json"))
            .await
    };
    api(&visitor, Method::GET).await.expect(401);
    api(&reader, Method::GET).await.expect(200);
    api(&reader, Method::POST).await.expect(401);
    reader.post("/sign-out", &[]).await.expect(303);
    api(&reader, Method::GET).await.expect(401);
}

#[actix_web::test]
async fn only_an_admin_keeps_users_and_everybody_ones_own_tokens() {
    let world = World::new().await;
    let admin = Visitor::signed_in(&world, "root", UserRole::Admin, None).await;
    let viewer = Visitor::signed_in(&world, "vera", UserRole::Viewer, None).await;
    assert_eq!(viewer.get("/settings").await.expect(200).texts("#users").len(), 0);
    let make = [("do", "user"), ("name", "aida"), ("role", "analyst"), ("party", "KG")];
    viewer.post("/settings", &make).await.expect(403);
    let page = admin.post("/settings", &make).await.expect(200);
    let link = page.texts(".once code").remove(0);
    assert!(link.starts_with(&format!("{}/welcome/sl_", admin.url)), "{link}");
    assert_eq!(page.header("cache-control"), "no-store");
    let again = admin.post("/settings", &make).await.expect(409);
    assert_eq!(again.value("#users details input[name=name]"), "aida");
    // A token is made, seen once, and revoked by its owner or an admin alone.
    let page = viewer.post("/settings", &[("do", "token")]).await.expect(200);
    let token = page.texts(".once code").remove(0);
    let me = world.anybody.with(&token).get("/api/v1/me").await.expect(200);
    assert_eq!(me.json["name"], "vera");
    let rows = admin.get("/settings").await;
    let ids =
        rows.each("#tokens input[name=token]", |input| input.attr("value").unwrap().to_owned());
    let owners = rows.texts("#tokens td:nth-of-type(1)");
    let id_of = |name: &str| &ids[owners.iter().position(|owner| owner == name).unwrap()];
    viewer.post("/settings", &[("do", "revoke"), ("token", id_of("root"))]).await.expect(403);
    admin.post("/settings", &[("do", "revoke"), ("token", id_of("vera"))]).await.expect(303);
}
