//! The lists beside an earlier day: what a row was, where it was otherwise.

use std::collections::BTreeMap;

use serde_json::Value;
use summit_ledger::domain::user::UserRole;

use crate::site::{Page, Visitor};
use crate::world::{World, declared, done, updates};

const THEN: &str = "2025-08-10";
const NOW: &str = "2026-01-15";

/// A ledger in which some things have moved between the two days, and some have not.
async fn moved() -> World {
    let world = World::new().await;
    let kg = world.user("aida", UserRole::Analyst, Some("KG")).await;
    let cn = world.user("wei", UserRole::Analyst, Some("CN")).await;
    let festival = updates("AST25-12.7b", "KG");
    kg.post(&festival, &declared("in_progress", "2025-08-01")).await.expect(201);
    kg.post(&festival, &done("2025-08-20", "2025-09-01")).await.expect(201);
    let ministers = updates("AST25-4.8a", "CN");
    cn.post(&ministers, &declared("in_progress", "2025-08-01")).await.expect(201);
    world
}

/// What the column says of each row, by the row's first words; nothing for an empty cell.
fn column(page: &Page) -> Vec<(String, String)> {
    let codes = page.texts("tbody .what .code");
    let cells = page.texts("tbody .since");
    assert_eq!(codes.len(), cells.len());
    codes.into_iter().zip(cells).collect()
}

fn said<'a>(column: &'a [(String, String)], code: &str) -> Vec<&'a str> {
    let of = column.iter().filter(|(one, text)| one == code && !text.is_empty());
    of.map(|(_, text)| text.as_str()).collect()
}

#[actix_web::test]
async fn a_row_says_what_it_was_where_it_was_otherwise() {
    let world = moved().await;
    let nobody = Visitor::new(&world);
    let days = format!("as_of={NOW}&compare_to={THEN}");
    for list in ["/obligations", "/commitments"] {
        let page = nobody.get(&format!("{list}?{days}")).await.expect(200);
        let rows = column(&page);
        let festival = said(&rows, "AST25-12.7b");
        assert_eq!(festival, ["◔ in progress → now ● complete done on time"], "{list}");
        assert_eq!(said(&rows, "AST25-4.8a"), ["became overdue"], "{list}: of one status still");
        assert!(said(&rows, "AST25-15.1a").is_empty(), "{list}: nothing moved there");
        assert_eq!(page.texts("thead th").last().unwrap(), "Since 10 August 2025");
        let changed = rows.iter().filter(|(_, text)| !text.is_empty()).count();
        let count = page.texts(".count");
        let counted = format!("Since 10 August 2025: {changed} of these rows have changed");
        assert!(count[0].ends_with(&counted), "{count:?}");
        // The sign of what became is there beside the colour, and is not read out.
        let signs = page.each(".since .overdue .symbol[aria-hidden=true]", |_| ()).len();
        assert_eq!(signs, page.texts(".since .overdue").len());
        assert!(signs > 0);
    }
}

#[actix_web::test]
async fn without_another_day_nothing_is_said_of_one() {
    let world = moved().await;
    let nobody = Visitor::new(&world);
    for list in ["/obligations", "/commitments"] {
        let page = nobody.get(&format!("{list}?as_of={NOW}")).await.expect(200);
        assert!(page.texts(".since").is_empty() && !page.texts(".count")[0].contains("Since"));
        // Between two days on which all was the same.
        let days = "as_of=2025-07-02&compare_to=2025-07-01";
        let page = nobody.get(&format!("{list}?{days}")).await.expect(200);
        assert!(column(&page).iter().all(|(_, text)| text.is_empty()));
        assert!(page.texts(".count")[0].ends_with("none of these rows has changed"));
        nobody.get(&format!("{list}?as_of={THEN}&compare_to={NOW}")).await.expect(400);
    }
}

#[actix_web::test]
async fn every_row_agrees_with_the_lists_of_both_days() {
    let world = moved().await;
    let nobody = Visitor::new(&world);
    for (list, key) in [("commitments", "/code"), ("obligations", "/id")] {
        let on = async |day: &str| {
            let path = format!("/api/v1/{list}?as_of={day}&limit=500");
            let rows = world.anybody.get(&path).await.expect(200).items().to_vec();
            let pair = |row: &Value| {
                let text = |at: &str| row.pointer(at).and_then(Value::as_str).map(str::to_owned);
                let status = text("/status");
                (text(key).unwrap(), (status, text("/timeliness")))
            };
            rows.iter().map(pair).collect::<Vec<_>>()
        };
        let then: BTreeMap<_, _> = on(THEN).await.into_iter().collect();
        let now = on(NOW).await;
        let page = nobody.get(&format!("/{list}?as_of={NOW}&compare_to={THEN}")).await.expect(200);
        let rows = column(&page);
        assert_eq!(rows.len(), now.len());
        let mut otherwise = 0;
        for ((id, (status, timeliness)), (code, text)) in now.iter().zip(&rows) {
            let (was, was_timely) = &then[id];
            assert_eq!(text.contains('→'), was != status, "{list} {code}: {text}");
            let slipped = timeliness != was_timely && timeliness.as_deref() == Some("overdue");
            assert_eq!(text.contains("became overdue"), slipped, "{list} {code}: {text}");
            otherwise += usize::from(!text.is_empty());
        }
        assert!((2..rows.len()).contains(&otherwise), "{otherwise} of {}", rows.len());
    }
}

#[actix_web::test]
async fn the_other_day_stays_on_the_next_page_and_with_other_columns() {
    let world = moved().await;
    let nobody = Visitor::new(&world);
    let path = format!("/obligations?as_of={NOW}&compare_to={THEN}&limit=5&columns=role");
    let first = nobody.get(&path).await.expect(200);
    assert_eq!(column(&first).len(), 5);
    let next = first.each(".paging [rel=next]", |link| link.attr("href").unwrap().to_owned());
    let second = nobody.get(&next[0]).await.expect(200);
    assert_eq!(column(&second).len(), 5);
    assert_eq!(second.texts("thead th"), ["Commitment ↑", "Role", "Since 10 August 2025"]);
}

#[actix_web::test]
async fn the_column_speaks_the_readers_language() {
    let world = moved().await;
    let nobody = Visitor::new(&world);
    for (lang, head, festival, ministers) in [
        ("ru", "С даты 10 августа 2025 г.", "выполнено в срок", "стало просрочено"),
        ("zh", "自2025年8月10日以来", "按时完成", "变为逾期"),
    ] {
        let path = format!("/obligations?as_of={NOW}&compare_to={THEN}&lang={lang}");
        let page = nobody.get(&path).await.expect(200);
        crate::item::has_its_words(&page);
        let rows = column(&page);
        assert_eq!(page.texts("thead th").last().unwrap(), head);
        assert!(said(&rows, "AST25-12.7b")[0].ends_with(festival), "{rows:?}");
        assert_eq!(said(&rows, "AST25-4.8a"), [ministers]);
    }
}
