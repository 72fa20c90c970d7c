//! What a report says where there is little to say, in every language.

use summit_ledger::domain::terms::Term;
use summit_ledger::language::Language;
use summit_ledger::reports::form::Form;
use summit_ledger::reports::lay_out::lay_out;
use summit_ledger::reports::model::Request;

use crate::forms::{FORMS, bytes, text};
use crate::lake::Lake;
use crate::ledger::day;

/// The sentences of a request in zh, en and ru; every form can be drawn of it.
async fn sentences(lake: &Lake, change: impl Fn(Request) -> Request) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for language in Language::ALL {
        let report = lake.report(&change(lake.request(*language))).await;
        for form in FORMS {
            assert!(!bytes(&report, *form).is_empty(), "{form}");
        }
        let page = text(&report, Form::Md);
        assert!(!page.contains("report-"), "a key shows: {page}");
        all.push(report.summary);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_without_a_word_reads_well() {
    let lake = Lake::silent().await;
    let said = sentences(&lake, |asked| Request { as_of: day("2025-12-31"), ..asked }).await;
    assert_eq!(
        said[0],
        [
            "共计12项义务，分属9项承诺。",
            "迄今尚无任何报告。这并不说明实际进展如何。",
            "逾期3项，最长已逾期184天。",
            "未来90天内有4项到期，最早的到期日为2025年12月31日。",
            "自2025年8月1日以来，新完成0项，新逾期0项，状态变化0项。",
        ]
    );
    assert_eq!(
        said[1],
        [
            "12 obligations are counted, under 9 commitments.",
            "Nothing has been reported on any of them so far. That says nothing about what was done.",
            "3 are overdue, the oldest by 184 days.",
            "4 fall due within the next 90 days, the first on 31 December 2025.",
            "Since 1 August 2025, none was completed, none became overdue, and the status of none changed.",
        ]
    );
    assert_eq!(
        said[2],
        [
            "Учтено 12 обязательств сторон по 9 пунктам декларации.",
            "Сведений пока не поступало. Это ничего не говорит о том, что сделано.",
            "Просрочены 3 обязательства, наибольшая просрочка — 184 дня.",
            "В ближайшие 90 дней наступают сроки 4 обязательств, ближайший — 31 декабря 2025 г.",
            "С 1 августа 2025 г. выполнено: 0, стало просроченным: 0, изменился статус: 0.",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_adoption_nothing_was_owed() {
    let lake = Lake::new().await;
    let said =
        sentences(&lake, |asked| Request { as_of: day("2024-12-31"), compare_to: None, ..asked })
            .await;
    assert_eq!(
        said[1],
        ["On 31 December 2024 the declaration had not been adopted; it was on 1 January 2025. \
          Nothing was owed yet."]
    );
    assert!(said.iter().all(|said| said.len() == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_nothing_answers_to_is_a_report() {
    let lake = Lake::new().await;
    let said = sentences(&lake, |asked| Request {
        parties: vec!["SEC".to_owned()],
        sections: vec![3],
        ..asked
    })
    .await;
    assert_eq!(said[1], ["No obligation answers to this choice of parties and sections."]);
    assert!(said.iter().all(|said| said.len() == 1));
    // A party is named also where it owes nothing, and no heading stands without a word below it.
    let asked = lake.request(Language::En);
    let asked = Request { parties: vec!["SEC".to_owned()], sections: vec![3], ..asked };
    let outline = lay_out(&lake.report(&asked).await);
    let scope = outline.facts.iter().find(|(label, _)| label == "Scope").expect("the scope");
    assert_eq!(scope.1, "parties: Secretariat; sections: 3");
    let markdown = text(&lake.report(&asked).await, Form::Md);
    let parts: Vec<&str> = markdown.split("\n## ").collect();
    let bare = parts.iter().filter(|part| part.trim().lines().count() < 2).collect::<Vec<_>>();
    assert!(bare.is_empty(), "{bare:?}");
}
