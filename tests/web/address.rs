//! Addresses that ask for what is not there: told in the reader's language, with a way out.

use summit_ledger::domain::terms::Term;
use summit_ledger::language::Language;

use crate::item::has_its_words;
use crate::site::{Page, Visitor};
use crate::world::World;

/// An address, what it is led to without what is bad, and what somebody may have meant.
const BAD: &[(&str, &str, Option<&str>)] = &[
    ("/obligations?party=KZ,kg", "/obligations?party=KZ", Some("/obligations?party=KZ%2CKG")),
    ("/commitments?party=Kyrgystan", "/commitments", Some("/commitments?party=KG")),
    ("/commitments?section=99&q=forum", "/commitments?q=forum", None),
    ("/commitments?declaration=no-such", "/commitments", None),
    (
        "/commitments?declaration=astana-2052",
        "/commitments",
        Some("/commitments?declaration=astana-2025"),
    ),
    ("/obligations?as_of=soon&party=KG", "/obligations?party=KG", None),
    ("/?as_of=2026-01-15&compare_to=2026-02-01", "/?as_of=2026-01-15", None),
    ("/?declaration=nowhere", "/", None),
    ("/reports?as_of=2026-13-01", "/reports", None),
    ("/reports?section=four", "/reports", None),
    ("/commitments?partyy=KG", "/commitments", Some("/commitments?party=KG")),
    ("/commitments?utm=1&q=forum", "/commitments?q=forum", None),
    (
        "/obligations?status=complet,stalled",
        "/obligations?status=stalled",
        Some("/obligations?status=stalled%2Ccomplete"),
    ),
    ("/obligations?status=odd&role=king", "/obligations", None),
    ("/commitments?columns=price&sort=name", "/commitments", None),
    ("/commitments?known_at=2999-01-01T00:00:00Z", "/commitments", None),
    ("/commitments?known_at=then", "/commitments", None),
    ("/commitments?tracked=maybe", "/commitments", None),
    ("/commitments?limit=many", "/commitments", None),
    ("/commitments?limit=900", "/commitments", None),
    ("/commitments?q=!", "/commitments", None),
    ("/commitments?q=forum&cursor=x", "/commitments?q=forum", None),
    ("/review?state=opened", "/review", Some("/review?state=open")),
    ("/activity?before=soon&entity=update", "/activity?entity=update", None),
    ("/activity?entity=updates", "/activity", Some("/activity?entity=update")),
    ("/declarations/astana-2025?beside=fr", "/declarations/astana-2025", None),
    ("/declarations/astana-2025?timeliness=late", "/declarations/astana-2025", None),
    ("/commitments/AST25-15.1a?before=x", "/commitments/AST25-15.1a", None),
];

fn links(page: &Page, css: &str) -> Vec<String> {
    page.each(css, |link| link.attr("href").unwrap().to_owned())
}

/// The page in a language, chosen by a cookie so that the address stays as it is.
async fn read(visitor: &Visitor, lang: Language, path: &str) -> Page {
    Page::of(visitor.call(reqwest::Method::GET, path).header("Accept-Language", lang.as_str()))
        .await
}

#[actix_web::test]
async fn it_is_told_in_the_readers_language_and_mended() {
    let world = World::new().await;
    let nobody = Visitor::new(&world);
    for (path, without, near) in BAD {
        for lang in Language::ALL {
            let what = format!("{path} in {lang}");
            let page = read(&nobody, *lang, path).await.expect(400);
            has_its_words(&page);
            if *lang != Language::En {
                page.has_no_english("main");
            }
            assert!(!page.texts(".refused > li").is_empty(), "{what}");
            assert_eq!(links(&page, "main a.button:not(.second)"), [*without], "{what}");
            let offered = links(&page, ".near-one");
            // A name is near in the language that it is written in.
            if *path != "/commitments?party=Kyrgystan" || *lang == Language::En {
                assert_eq!(offered.first().map(String::as_str), *near, "{what}");
            }
            for link in offered.iter().map(String::as_str).chain([*without]) {
                let page = nobody.get(link).await;
                assert_eq!(page.status, 200, "{what}: {link}");
            }
        }
    }
}

#[actix_web::test]
async fn what_there_is_is_named_and_leads_there() {
    let world = World::new().await;
    let nobody = Visitor::new(&world);
    for (lang, label, known) in [
        (Language::En, "Party", "Kyrgyzstan (KG)"),
        (Language::Ru, "Сторона", "Кыргызстан (KG)"),
        (Language::Zh, "责任方", "吉尔吉斯斯坦（KG）"),
    ] {
        let page = read(&nobody, lang, "/obligations?party=XX&role=host").await.expect(400);
        assert_eq!(page.texts(".refused strong"), [label]);
        let all = page.texts(".known a");
        let place = all.iter().position(|name| name == known).expect(known);
        assert_eq!(links(&page, ".known a")[place], "/obligations?role=host&party=KG");
        let page = read(&nobody, lang, "/obligations?status=odd").await.expect(400);
        let texts = lang.texts();
        assert!(page.texts(".known a").contains(&texts.text("status-in-progress")));
    }
}

#[actix_web::test]
async fn a_choice_of_a_report_that_is_not_there_is_told_on_its_page() {
    let world = World::new().await;
    let nobody = Visitor::new(&world);
    for lang in [Language::Ru, Language::Zh] {
        let page = read(&nobody, lang, "/reports?party=kg").await.expect(200);
        page.has_no_english("[role=alert]");
        assert_eq!(links(&page, "[role=alert] .near-one"), ["/reports?party=KG"]);
    }
}
