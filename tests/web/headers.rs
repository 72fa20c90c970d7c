//! What stands in the headers of every page: no latitude for browsers, no stale copies.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use reqwest::Method;
use summit_ledger::domain::user::UserRole;
use summit_ledger::sync::envelope::hex;

use crate::site::{Page, Visitor};
use crate::world::World;

#[actix_web::test]
async fn every_answer_leaves_browsers_no_latitude() {
    let world = World::new().await;
    let visitor = Visitor::new(&world);
    for path in ["/review", "/sign-in", "/nowhere", "/settings", "/reports?as_of=x"] {
        let page = visitor.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(page.header("strict-transport-security"), "", "{path}: this is no TLS");
        // Style and script in the page itself would not be run.
        assert_eq!(page.texts("style, script:not([src])").len(), 0, "{path}");
        assert_eq!(page.each("[style]", |_| ()).len(), 0, "{path}");
    }
    let call = visitor.call(Method::GET, "/review").header("X-Forwarded-Proto", "https");
    assert!(Page::of(call).await.header("strict-transport-security").starts_with("max-age="));
}

#[actix_web::test]
async fn a_page_that_the_browser_has_is_not_sent_again() {
    let world = World::new().await;
    let visitor = Visitor::new(&world);
    let page = visitor.get("/review").await.expect(200);
    assert_eq!(page.header("cache-control"), "private, no-cache");
    assert!(page.header("etag").starts_with('"'), "to the letter: {}", page.header("etag"));
    let again = visitor.call(Method::GET, "/review").header("If-None-Match", page.header("etag"));
    assert_eq!(Page::of(again).await.expect(304).text, "");
    let ru = visitor.call(Method::GET, "/review").header("Accept-Language", "ru");
    let ru = Page::of(ru.header("If-None-Match", page.header("etag"))).await.expect(200);
    assert_eq!(ru.each("html", |html| html.attr("lang").unwrap().to_owned()), ["ru"]);
}

/// The proofs in a page as they are sent, and what is behind the mask of each.
fn proofs(page: &Page) -> Vec<(String, Vec<u8>)> {
    let sent =
        page.each("input[name=csrf]", |one| one.attr("value").unwrap_or_default().to_owned());
    let unmask = |sent: String| {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(&sent).unwrap();
        let (pad, masked) = bytes.split_at(bytes.len() / 2);
        let proof = pad.iter().zip(masked).map(|(one, other)| one ^ other).collect();
        (sent, proof)
    };
    sent.into_iter().map(unmask).collect()
}

#[actix_web::test]
async fn the_proof_of_a_form_looks_otherwise_in_every_answer_and_is_good_in_all() {
    let world = World::new().await;
    let aida = Visitor::signed_in(&world, "aida", UserRole::Analyst, Some("KG")).await;
    let reflecting = "/obligations?q=youth";
    let (one, other) = (aida.get(reflecting).await.expect(200), aida.get(reflecting).await);
    let (ones, others) = (proofs(&one), proofs(&other));
    assert!(ones.len() >= 2 && ones.len() == others.len());
    let proof = &ones[0].1;
    assert_eq!(proof.len(), 32);
    assert!(ones.iter().chain(&others).all(|(_, behind)| behind == proof));
    assert_ne!(ones[0].0, others[0].0);
    // What is behind the mask stands nowhere, however it is written, and is not taken so.
    let bare = [hex(proof), BASE64_URL_SAFE_NO_PAD.encode(proof)];
    for bare in &bare {
        assert!(!one.text.contains(bare) && !other.text.contains(bare));
        aida.send("/sign-out", &[("csrf", bare)]).await.expect(403);
    }
    // A browser that has the page is not sent it again, and its forms stay good.
    assert!(one.header("etag").starts_with("W/\""), "{}", one.header("etag"));
    assert_eq!(one.header("etag"), other.header("etag"));
    let again = aida.call(Method::GET, reflecting).header("If-None-Match", one.header("etag"));
    let again = Page::of(again).await.expect(304);
    assert_eq!((again.text.as_str(), again.header("etag")), ("", one.header("etag")));
    aida.send("/settings", &[("csrf", &others[0].0), ("do", "order")]).await.expect(303);
    aida.send("/sign-out", &[("csrf", &ones[0].0)]).await.expect(303);
}

#[actix_web::test]
async fn assets_are_kept_for_ever_and_named_by_their_content() {
    let world = World::new().await;
    let visitor = Visitor::new(&world);
    let page = visitor.get("/review").await.expect(200);
    let mut assets =
        page.each("link[rel=stylesheet]", |link| link.attr("href").unwrap().to_owned());
    assets.extend(page.each("script", |script| script.attr("src").unwrap().to_owned()));
    assert_eq!(assets.len(), 2);
    for asset in assets {
        let file = visitor.get(&asset).await.expect(200);
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(file.text.len() > 500, "{asset}");
    }
    visitor.get("/assets/ledger.0000000000000000.css").await.expect(404);
    // Nothing is fetched from another host.
    let abroad = |url: &String| url.contains("//") && !url.starts_with('/');
    let links = page.each("[src], link[href]", |element| {
        element.attr("src").or_else(|| element.attr("href")).unwrap().to_owned()
    });
    assert_eq!(links.iter().filter(|url| abroad(url)).count(), 0, "{links:?}");
}

#[actix_web::test]
async fn what_cannot_be_read_is_a_page_that_says_so() {
    let world = World::new().await;
    let visitor = Visitor::new(&world);
    let page = visitor.get("/reports?as_of=yesterday&who=me").await.expect(400);
    let faults = page.texts(".faults li").join("\n");
    assert!(
        faults.contains("as_of : a day such as") && faults.contains("who : this page knows no"),
        "{faults}"
    );
    let page = visitor.get("/nowhere?lang=zh").await.expect(404);
    assert_eq!(page.texts("h1"), ["没有这个页面"]);
}
