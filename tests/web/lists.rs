//! The lists: the same rows as the API's, by an address that says all that is chosen.

use reqwest::Method;

use crate::site::Page;
use crate::world;

/// A page of the shipped declaration, as somebody sees it who has not signed in.
async fn read(path: &str) -> Page {
    let call = world::reader().await.call(Method::GET, path).header("Accept", "text/html");
    let answer = call.open().await;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Page { status, headers, text: answer.text().await.unwrap() }
}

/// The codes of a page's rows.
fn codes(page: &Page) -> Vec<String> {
    page.texts("tbody .what .code")
}

fn links(page: &Page, css: &str) -> Vec<String> {
    page.each(css, |link| link.attr("href").unwrap().to_owned())
}

#[actix_web::test]
async fn rows_are_those_of_the_api() {
    let reader = world::reader().await;
    for filters in [
        "as_of=2026-01-15&timeliness=overdue",
        "party=KG,relevant-parties&section=4,12",
        "role=host,lead&due_after=2025-06-30&due_before=2026-06-30&sort=-due_on",
        "strength=decision&kind=event&tracked=all",
        "q=forum&rollup=not_reported",
        "tracked=false&status=not_reported",
    ] {
        let api = reader.get(&format!("/api/v1/obligations?{filters}&limit=100")).await.expect(200);
        let page = read(&format!("/obligations?{filters}")).await.expect(200);
        assert!(!codes(&page).is_empty(), "{filters}");
        assert_eq!(codes(&page), api.each("/commitment/code"), "{filters}");
        let api = reader.get(&format!("/api/v1/commitments?{filters}&limit=100")).await.expect(200);
        let page = read(&format!("/commitments?{filters}")).await.expect(200);
        assert_eq!(codes(&page), api.each("/code"), "{filters}");
    }
}

#[actix_web::test]
async fn what_a_form_writes_is_tidied() {
    let page = read("/obligations?party=KG&party=KZ&status=&q=+&sort=due_on").await.expect(303);
    assert_eq!(page.location(), "/obligations?party=KG%2CKZ&sort=due_on");
    let page = read("/commitments?q=&columns=").await.expect(303);
    assert_eq!(page.location(), "/commitments");
    read("/obligations?party=KG%2CKZ&sort=due_on").await.expect(200);
}

#[actix_web::test]
async fn every_filter_is_a_chip_that_takes_itself_away() {
    let page =
        read("/obligations?party=KG,KZ&due_before=2026-01-01&q=forum&as_of=2026-02-01").await;
    let page = page.expect(200);
    let chips = page.texts(".chips li .chip");
    let shown: Vec<&str> = chips.iter().map(|chip| chip.split(" : ").next().unwrap()).collect();
    let wanted =
        ["Party Kazakhstan", "Party Kyrgyzstan", "Due before 1 January 2026", "Words forum"];
    assert_eq!(shown, wanted);
    let without = links(&page, ".chip");
    assert_eq!(without[0], "/obligations?due_before=2026-01-01&q=forum&as_of=2026-02-01&party=KG");
    assert_eq!(without[3], "/obligations?party=KG%2CKZ&due_before=2026-01-01&as_of=2026-02-01");
    assert_eq!(links(&page, ".clear"), ["/obligations?as_of=2026-02-01"]);
    let chosen = page.each("input[name=party][checked]", |i| i.attr("value").unwrap().to_owned());
    assert_eq!(chosen, ["KZ", "KG"], "in protocol order");
    assert_eq!(page.value("input[type=search]"), "forum");
}

#[actix_web::test]
async fn choices_are_words_of_the_language() {
    for (language, words) in [
        ("en", ["Kyrgyzstan", "overdue", "host", "decision", "The first 100 rows; more follow"]),
        ("ru", ["Кыргызстан", "просрочено", "принимающая сторона", "решение", "Первые 100 строк"]),
        ("zh", ["吉尔吉斯斯坦", "逾期", "主办方", "决定", "前100行，后面还有"]),
    ] {
        let page = read(&format!("/obligations?lang={language}")).await.expect(200);
        let text = page.texts("body").join(" ");
        for word in words {
            assert!(text.contains(word), "{language}: {word}");
        }
        for path in ["/obligations", "/commitments"] {
            let page = read(&format!("{path}?lang={language}")).await.expect(200);
            for missing in ["web-list-", "web-field-", "strength-", "kind-", "timeliness-"] {
                assert!(!page.text.contains(missing), "{language}{path}: {missing}");
            }
        }
    }
}

#[actix_web::test]
async fn pages_follow_each_other_and_say_how_many_rows_they_have() {
    let api = world::reader().await.get("/api/v1/obligations?limit=500&party=KG").await.expect(200);
    let all = api.each("/commitment/code");
    let mut path = "/obligations?party=KG&limit=60".to_owned();
    let (mut seen, mut counts) = (Vec::new(), Vec::new());
    loop {
        let page = read(&path).await.expect(200);
        seen.extend(codes(&page));
        counts.push(page.texts(".count").remove(0));
        let is_first = counts.len() == 1;
        assert_eq!(page.texts(".paging .second").is_empty(), is_first, "{path}");
        let Some(next) = links(&page, ".paging [rel=next]").pop() else { break };
        path = next;
    }
    assert_eq!(seen, all);
    assert!(counts.len() >= 3, "{counts:?}");
    assert_eq!(counts[0], "The first 60 rows; more follow");
    assert_eq!(counts[1], "The next 60 rows; more follow");
    assert!(counts.last().unwrap().starts_with("The last "), "{counts:?}");
    let few = read("/obligations?party=KG&section=12&role=host").await.expect(200);
    assert!(few.texts(".count")[0].ends_with("in all"), "{:?}", few.texts(".count"));
    // How rows are shown, and what was just said, are no other list.
    let shown_otherwise = format!("{path}&columns=party&said=filed");
    read(&shown_otherwise).await.expect(200);
    read(&format!("{path}&role=host")).await.expect(400);
}

#[actix_web::test]
async fn headings_sort_and_columns_are_chosen() {
    let page = read("/obligations?party=CN").await.expect(200);
    let headings = ["Commitment ↑", "Party", "Role", "Status", "Due", "Timeliness"];
    assert_eq!(page.texts("thead th"), headings);
    assert_eq!(page.texts("th[aria-sort=ascending]"), ["Commitment ↑"]);
    assert_eq!(links(&page, "thead a")[1], "/obligations?party=CN&sort=due_on");
    let page = read("/obligations?party=CN&sort=due_on&columns=changed,due").await.expect(200);
    assert_eq!(page.texts("thead th"), ["Commitment", "Due ↑", "Last filed"]);
    assert_eq!(
        links(&page, "thead a")[1],
        "/obligations?party=CN&columns=changed%2Cdue&sort=-due_on"
    );
    let overdue = read("/obligations?timeliness=overdue&as_of=2026-01-15").await.expect(200);
    assert_eq!(overdue.texts("th[aria-sort=ascending]"), ["Due ↑"], "the oldest comes first");
    assert!(overdue.texts("tbody .overdue")[0].starts_with("▲ overdue by "));
    let columns = "columns=parties,strength,kind,topics,section,conflicts,version";
    let page = read(&format!("/commitments?{columns}&section=12")).await.expect(200);
    assert_eq!(page.texts("thead th").len(), 8);
    assert_eq!(page.texts("tbody tr:first-child td").len(), 8);
    read("/commitments?columns=price").await.expect(400);
    read("/commitments?sort=-changed_at").await.expect(400);
}

#[actix_web::test]
async fn what_is_shown_can_be_taken_elsewhere() {
    let path = "/obligations?timeliness=overdue&party=KG,CN&as_of=2026-01-15&lang=ru";
    let page = read(path).await.expect(200);
    let csv = links(&page, "a[download]").remove(0);
    let wanted = "/api/v1/obligations?timeliness=overdue&party=KG%2CCN&as_of=2026-01-15\
         &format=csv&lang=ru";
    assert_eq!(csv, wanted);
    let reader = world::reader().await;
    let file = reader.call(Method::GET, &csv).open().await;
    assert_eq!(file.status(), 200);
    assert_eq!(file.text().await.unwrap().lines().count(), codes(&page).len() + 1);
    let copies = page.texts(".copies code");
    let server = reader.url();
    assert_eq!(copies[0], format!("{server}{}", path.replace(',', "%2C").replace("&lang=ru", "")));
    assert_eq!(
        copies[1],
        format!(
            "summit-ledger overdue --party KG,CN --as-of 2026-01-15 --limit 100 --server {server}"
        )
    );
    assert_eq!(copies[2], format!("{server}{csv}"));
    assert!(copies[3].starts_with(&format!("curl '{server}/api/v1/obligations?")), "{}", copies[3]);
    let copied = page.each("[data-copy]", |one| one.attr("data-copy").unwrap().to_owned());
    assert_eq!(copied, copies);
}

#[actix_web::test]
async fn an_empty_list_says_so_and_nobody_in_particular_chooses_no_rows() {
    let page = read("/obligations?party=KG&q=zzzz").await.expect(200);
    assert_eq!(page.texts(".none p"), ["Nothing matches.", "Clear all filters"]);
    let page = read("/obligations").await.expect(200);
    assert!(page.texts("input[name=chosen], #chosen").is_empty());
    let page = read("/obligations?party=XX&status=odd").await.expect(400);
    assert!(page.texts("main").join(" ").contains("status"), "{}", page.text);
    // Of what there is not nothing is listed, and the page says what there is.
    for (path, known) in [
        ("/obligations?party=XX", "KG"),
        ("/commitments?section=99", "12"),
        ("/commitments?declaration=no-such", "astana-2025"),
    ] {
        let page = read(path).await.expect(400);
        assert!(page.texts("main").join(" ").contains(known), "{}", page.text);
    }
}

#[actix_web::test]
async fn lines_break_neither_before_dashes_nor_within_dates() {
    let page = read("/commitments?lang=ru&as_of=2026-01-15").await.expect(200);
    assert!(page.text.contains("\u{a0}2025\u{a0}г."), "a day");
    assert!(!page.text.contains(" 2025 г."));
    assert!(page.text.contains("Китай\u{a0}– Центральная Азия"), "a title");
    let page = read("/commitments?lang=zh&as_of=2026-01-15").await.expect(200);
    assert!(page.texts(".kept").iter().any(|day| day == "2025年12月31日"), "a day in Chinese");
    // What is taken elsewhere has ordinary spaces.
    let csv = "/api/v1/commitments?format=csv&lang=ru&q=Китай";
    let file = world::reader().await.call(Method::GET, csv).open().await.text().await.unwrap();
    assert!(file.contains("Китай – Центральная Азия") && !file.contains('\u{a0}'));
}
