//! What stands in the headers of every page: no latitude for browsers, no stale copies.

use reqwest::Method;

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
    let again = visitor.call(Method::GET, "/review").header("If-None-Match", page.header("etag"));
    assert_eq!(Page::of(again).await.expect(304).text, "");
    let ru = visitor.call(Method::GET, "/review").header("Accept-Language", "ru");
    let ru = Page::of(ru.header("If-None-Match", page.header("etag"))).await.expect(200);
    assert_eq!(ru.each("html", |html| html.attr("lang").unwrap().to_owned()), ["ru"]);
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
