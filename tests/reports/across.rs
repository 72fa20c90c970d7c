//! The same numbers in every form, and the same bytes whenever they are asked for.

use std::collections::BTreeMap;
use std::time::Duration;

use calamine::{Data, DataType};
use serde_json::Value;
use summit_ledger::domain::status::{Basis, UpdateStatus};
use summit_ledger::domain::terms::Term;
use summit_ledger::domain::user::Caller;
use summit_ledger::language::Language;
use summit_ledger::reports::form::Form;
use summit_ledger::reports::model::{ProgressReport, Request};

use crate::forms::{REPRODUCIBLE, bytes, csv, tables, text, word_tables, workbook};
use crate::lake::{Lake, NASTY, counts};
use crate::ledger::{about, day, file, update};

async fn report(language: Language) -> ProgressReport {
    let lake = Lake::new().await;
    lake.report(&lake.request(language)).await
}

/// How often each word stands in a field.
fn tally(rows: &[BTreeMap<String, String>], field: &str) -> BTreeMap<String, u64> {
    rows.iter().fold(BTreeMap::new(), |mut all, row| {
        *all.entry(row[field].clone()).or_default() += 1;
        all
    })
}

/// A row of numbers: its first cell, and the others as the text of a page has them.
type Rows = Vec<(String, Vec<String>)>;

fn rows(table: &[Vec<String>]) -> Rows {
    let plain = |cell: &String| cell.trim_start_matches(['▲', ' ']).to_owned();
    table.iter().map(|row| (row[0].clone(), row[1..].iter().map(plain).collect())).collect()
}

/// The rows of a table in Markdown that follow the line of its head.
fn markdown(page: &str, head: &str) -> Vec<Vec<String>> {
    let lines = page.lines().skip_while(|line| !line.starts_with(head)).skip(2);
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows = lines.take_while(|line| line.starts_with('|')).map(cells);
    rows.map(|row| row[1..row.len() - 1].to_vec()).collect()
}

/// The rows of a sheet below the row that begins with these texts.
fn below(sheet: &[Vec<Data>], head: &[&str]) -> Vec<Vec<String>> {
    let is_head = |row: &&Vec<Data>| head.iter().zip(*row).all(|(text, cell)| cell == text);
    let at = sheet.iter().position(|row| is_head(&row)).expect("the head");
    let rows = sheet[at + 1..].iter().take_while(|row| !row[0].is_empty());
    let text = |cell: &Data| cell.as_string().unwrap_or_default();
    rows.map(|row| row.iter().map(text).collect()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_are_the_same_in_every_form() {
    let report = report(Language::En).await;
    let json: Value = serde_json::from_slice(&bytes(&report, Form::Json)).unwrap();
    let by_status = counts(&json["totals"]["by_status"]);
    let lines = csv(&bytes(&report, Form::Csv));
    assert_eq!(tally(&lines, "status"), by_status);
    assert_eq!(tally(&lines, "timeliness"), counts(&json["totals"]["by_timeliness"]));

    let in_words: BTreeMap<String, u64> =
        by_status.iter().map(|(word, n)| (word.replace('_', " "), *n)).collect();
    // A sign before the word, then obligations and commitments, and at the end the total.
    let read = |table: Vec<Vec<String>>| -> BTreeMap<String, u64> {
        let rows = table.iter().filter(|row| row[0] != "Total");
        let word = |cell: &str| cell.trim_start_matches(|c: char| !c.is_alphabetic()).to_owned();
        rows.map(|row| (word(&row[0]), row[1].parse().unwrap())).collect()
    };
    let page = text(&report, Form::Html);
    let page = tables(&page);
    let table = |caption: &str| page.iter().find(|(name, _)| name == caption).unwrap().1.clone();
    assert_eq!(read(table("Totals: Status")), in_words);
    let markdown_page = text(&report, Form::Md);
    assert_eq!(read(markdown(&markdown_page, "| Status |")), in_words);
    let book = workbook(&bytes(&report, Form::Xlsx));
    assert_eq!(read(below(&book[0].1, &["Status", "Obligations"])), in_words);

    let in_word = word_tables(&bytes(&report, Form::Docx));
    let of_word = |head: [&str; 2]| {
        let found = in_word.iter().find(|table| table[0][..2] == head).expect("the table");
        found[1..].to_vec()
    };
    assert_eq!(read(of_word(["Status", "Obligations"])), in_words);

    // Parties: nine statuses, the total, overdue and the coverage.
    let parties = rows(&table("Parties and statuses"));
    assert_eq!(parties[0].0, "Alpha");
    assert_eq!(
        parties[0].1,
        ["1", "1", "1", "0", "2", "1", "0", "0", "0", "6", "1", "5 of 6 (83.3%)"]
    );
    assert_eq!(rows(&markdown(&markdown_page, "| Party | not reported")), parties);
    assert_eq!(rows(&below(&book[1].1, &["Party", "not reported"])), parties);
    assert_eq!(rows(&of_word(["Party", "not reported"])), parties);
    let of_csv = tally(&lines, "party_name");
    for (party, numbers) in &parties {
        assert_eq!(numbers[9], of_csv[party].to_string());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_overdue_is_the_same_in_every_form() {
    for language in Language::ALL {
        let report = report(*language).await;
        let wanted: Vec<(String, i64)> = report
            .overdue
            .iter()
            .map(|line| (line.commitment.clone(), line.owed.days_overdue.unwrap()))
            .collect();
        assert_eq!(wanted.iter().map(|(_, days)| *days).collect::<Vec<_>>(), [199, 15, 15]);
        let read = |rows: &[Vec<String>]| -> Vec<(String, i64)> {
            rows.iter().map(|row| (row[0].clone(), row[4].parse().unwrap())).collect()
        };
        let heading = language.texts().text("report-heading-overdue");
        let page = tables(&text(&report, Form::Html));
        let (_, table) = page.iter().find(|(caption, _)| *caption == heading).unwrap();
        assert_eq!(read(table), wanted, "{language}");
        let texts = language.texts();
        let keys = ["code", "title", "party", "due", "days"];
        let heads = keys.map(|key| texts.text(&format!("report-column-{key}")));
        let head = format!("| {} |", heads.join(" | "));
        assert_eq!(read(&markdown(&text(&report, Form::Md), &head)), wanted, "{language}");
        let book = workbook(&bytes(&report, Form::Xlsx));
        let name = texts.text("report-sheet-overdue");
        let sheet = book.iter().find(|(sheet, _)| *sheet == name).unwrap();
        assert_eq!(read(&below(&sheet.1, &[heads[0].as_str()])), wanted, "{language}");
        let in_word = word_tables(&bytes(&report, Form::Docx));
        let found = in_word.iter().find(|table| table[0].starts_with(&heads)).unwrap();
        assert_eq!(read(&found[1..]), wanted, "{language}");
        let mut lines: Vec<(String, i64)> = csv(&bytes(&report, Form::Csv))
            .iter()
            .filter(|row| row["timeliness"] == "overdue")
            .map(|row| (row["commitment"].clone(), row["days_overdue"].parse().unwrap()))
            .collect();
        lines.sort_by_key(|(_, days)| -days);
        assert_eq!(lines, wanted, "{language}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_has_days_and_numbers_that_can_be_counted_with() {
    let report = report(Language::En).await;
    let book = workbook(&bytes(&report, Form::Xlsx));
    let names: Vec<&str> = book.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Summary",
            "Parties",
            "Matrix",
            "Deadlines",
            "Overdue",
            "Due next",
            "Changes",
            "Items",
            "Scores",
            "Method",
            "Notes"
        ]
    );
    let items = &book[7].1;
    assert_eq!(items.len(), 1 + 12);
    let place = |title: &str| items[0].iter().position(|cell| cell == title).unwrap();
    // 1.1b AA: due on 30 June, done on 5 July.
    let late = &items[2];
    assert_eq!(late[place("Due")].as_date(), Some(day("2025-06-30")));
    assert_eq!(late[place("Done on")].as_date(), Some(day("2025-07-05")));
    assert!(matches!(late[place("Due")], Data::DateTime(_)));
    // 1.1b BB: overdue by 199 days.
    assert_eq!(items[3][place("Days overdue")], Data::Float(199.0));
    // 3.1c BB: contested.
    assert_eq!(items[12][place("Contested")], Data::Bool(true));
    // A text that begins like a formula is a text.
    assert_eq!(items[4][place("Last update")], Data::String(NASTY.to_owned()));
    assert!(bytes(&report, Form::Xlsx).len() > 10_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_people_write_does_harm_in_any_form() {
    let report = report(Language::En).await;
    let lines = csv(&bytes(&report, Form::Csv));
    assert_eq!(lines[3]["narrative"], format!("'{NASTY}"));
    let raw = String::from_utf8(bytes(&report, Form::Csv)).unwrap();
    assert_eq!(raw.matches("\r\n").count(), 1 + 12, "every row ends so, and nothing else");
    assert_eq!(
        lines[3]["evidence"],
        "https://example.org/plan?a=1&b=(2) https://example.org/meeting?a=1&b=(2)"
    );
    let page = text(&report, Form::Html);
    assert!(page.contains("&#60;b&#62;bold&#60;/b&#62;") && !page.contains("<b>bold"), "escaped");
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains(" style="));
    let markdown = text(&report, Form::Md);
    assert!(markdown.contains(r"\=1+1 \| \<b\>bold\</b\> \& \*stars\*"), "escaped");
    assert!(markdown.contains("(<https://example.org/plan?a=1&b=(2)>)"), "{markdown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_comes_out_again_byte_by_byte() {
    let lake = Lake::new().await;
    let asked = lake.request(Language::Ru);
    let first = lake.report(&asked).await;
    let drawn = |report: &ProgressReport| -> Vec<Vec<u8>> {
        REPRODUCIBLE.iter().map(|form| bytes(report, *form)).collect()
    };
    let before = drawn(&first);
    // The formats of files count time in steps of up to two seconds.
    tokio::time::sleep(Duration::from_millis(2100)).await;
    assert!(drawn(&first) == before, "the clock is in it");

    let other = lake.analyst("friends").await;
    let aa = Caller { party: Some("AA".to_owned()), ..other };
    let done = update(Basis::Declared, UpdateStatus::Complete, "2025-11-20");
    file(&lake.db, &aa, &about("LAKE-2.1a", "AA"), &done).await;
    let again = Request { known_at: first.known_at, ..asked.clone() };
    let again = lake.report(&again).await;
    assert!(drawn(&again) == before, "it is another one");
    let now = lake.report(&asked).await;
    for (form, before) in REPRODUCIBLE.iter().zip(&before) {
        assert!(bytes(&now, *form) != *before, "{form} does not show the update");
    }
}
