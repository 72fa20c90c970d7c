//! The figures of the lake's report, each worked out by hand from what `lake.rs` files.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use summit_ledger::language::Language;
use summit_ledger::reports::model::Request;

use crate::lake::{EARLIER, Lake, counts};
use crate::ledger::day;

fn are(wanted: &[(&str, u64)]) -> BTreeMap<String, u64> {
    wanted.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
}

/// `code party` or `code party occurrence` of each line.
fn lines(list: &Value) -> Vec<String> {
    let line = |line: &Value| {
        let parts = ["commitment", "party", "occurrence"].map(|name| line[name].as_str());
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    list.as_array().unwrap().iter().map(line).collect()
}

async fn report(request: impl Fn(&Lake) -> Request) -> Value {
    let lake = Lake::new().await;
    serde_json::to_value(lake.report(&request(&lake)).await).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_are_as_counted_by_hand() {
    let report = report(|lake| lake.request(Language::En)).await;
    let totals = &report["totals"];
    // 1.1a AA · 1.1b AA, BB · 1.1c AA · 2.1a AA, BB · 2.1b SEC · 2.1c BB · 3.1a both ·
    // 3.1b AA twice · 3.1c BB. The supporters of 1.1a and 1.1c do not count.
    assert_eq!(totals["total"], 12);
    let by_status = are(&[
        ("not_reported", 2), // 2.1a BB, 3.1b AA 2026
        ("not_started", 1),  // 3.1b AA 2025
        ("in_progress", 2),  // 1.1c AA; 3.1c BB, contested: the less advanced of the two
        ("substantial", 1),  // 1.1b BB
        ("complete", 2),     // 1.1a AA, 1.1b AA
        ("ongoing", 1),      // 2.1a AA
        ("stalled", 1),      // 2.1b SEC: assessed before declared, though the latter is later
        ("abandoned", 1),    // 2.1c BB
        ("superseded", 1),   // 3.1a both
    ]);
    assert_eq!(counts(&totals["by_status"]), by_status);
    let by_timeliness = are(&[
        ("done_on_time", 1), // 1.1a AA: due 30 June, done on the 20th
        ("done_late", 1),    // 1.1b AA: due 30 June, done on 5 July
        ("overdue", 3),      // 1.1b BB, 2.1b SEC, 3.1b AA 2025
        ("undated", 2),      // 2.1a AA, BB
        ("not_due", 2),      // 2.1c BB abandoned, 3.1a both superseded
        ("upcoming", 1),     // 1.1c AA: March 2026
        ("in_window", 2),    // 3.1b AA 2026, 3.1c BB: the year has begun
    ]);
    assert_eq!(counts(&totals["by_timeliness"]), by_timeliness);
    assert_eq!(totals["contested"], 1);
    assert_eq!(report["coverage"], json!({"reported": 10, "total": 12}));
    // Items by their own status: 1.1a complete; 1.1b, 1.1c, 2.1a, 3.1b and 3.1c in progress.
    let commitments = are(&[
        ("complete", 1),
        ("in_progress", 5),
        ("stalled", 1),
        ("abandoned", 1),
        ("superseded", 1),
    ]);
    assert_eq!(counts(&totals["commitments"]["by_status"]), commitments);
    assert_eq!(totals["commitments"]["total"], 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_and_cells_are_as_counted_by_hand() {
    let report = report(|lake| lake.request(Language::En)).await;
    let row = |row: &Value| {
        let count = |pointer: &str| row.pointer(pointer).unwrap().as_u64().unwrap();
        let key = row["party"].as_str().map_or_else(|| row["section"].to_string(), str::to_owned);
        let numbers = ["/total", "/by_timeliness/overdue", "/by_status/not_reported"].map(count);
        (key, numbers)
    };
    let rows = |name: &str| -> Vec<_> {
        report[name].as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    let are = |wanted: &[(&str, [u64; 3])]| -> Vec<_> {
        wanted.iter().map(|(key, numbers)| ((*key).to_owned(), *numbers)).collect::<Vec<_>>()
    };
    // Total, overdue, not reported; in protocol order, and without those who owe nothing.
    let parties = [("AA", [6, 1, 1]), ("BB", [4, 1, 1]), ("SEC", [1, 1, 0]), ("both", [1, 0, 0])];
    assert_eq!(rows("parties"), are(&parties));
    assert_eq!(rows("sections"), are(&[("1", [4, 1, 0]), ("2", [4, 1, 1]), ("3", [4, 1, 1])]));
    let cell = |party: &str, section: i64| {
        let cells = report["matrix"].as_array().unwrap();
        let found = cells.iter().find(|c| c["party"] == party && c["section"] == section);
        found.map(|cell| row(cell).1)
    };
    assert_eq!(cell("AA", 1), Some([3, 0, 0])); // 1.1a, 1.1b, 1.1c
    assert_eq!(cell("BB", 1), Some([1, 1, 0])); // 1.1b
    assert_eq!(cell("BB", 2), Some([2, 0, 1])); // 2.1a, 2.1c
    assert_eq!(cell("AA", 3), Some([2, 1, 1])); // 3.1b twice
    assert_eq!(cell("SEC", 1), None);
    // Section 1: AA, BB; 2: AA, BB, SEC; 3: AA, BB, both.
    assert_eq!(report["matrix"].as_array().unwrap().len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_as_counted_by_hand() {
    let report = report(|lake| lake.request(Language::En)).await;
    let days: Vec<_> =
        report["overdue"].as_array().unwrap().iter().map(|line| &line["days_overdue"]).collect();
    // From 30 June 2025: July to December have 184 days, January 15. From 31 December: 15.
    assert_eq!(lines(&report["overdue"]), ["LAKE-1.1b BB", "LAKE-2.1b SEC", "LAKE-3.1b AA 2025"]);
    assert_eq!(days, [199, 15, 15]);
    // Of March and of all 2026, only March ends within 90 days, on 31 March.
    assert_eq!(lines(&report["due_next"]), ["LAKE-1.1c AA"]);
    let timeline = json!([
        {"due_on": "2025-06-30", "total": 3, "done": 2, "overdue": 1, "open": 0},
        // 2.1b SEC, 2.1c BB (abandoned, so in no column), 3.1b AA 2025
        {"due_on": "2025-12-31", "total": 3, "done": 0, "overdue": 2, "open": 0},
        {"due_on": "2026-03-31", "total": 1, "done": 0, "overdue": 0, "open": 1},
        {"due_on": "2026-12-31", "total": 2, "done": 0, "overdue": 0, "open": 2},
    ]);
    assert_eq!(report["timeline"], timeline);
    // The link of the meeting stands behind three updates, and has one number.
    let links: Vec<_> = report["notes"].as_array().unwrap().iter().map(|n| &n["title"]).collect();
    assert_eq!(links, ["Report on meeting | [draft]", "Report on plan | [draft]"]);
    let of =
        |item: usize, one: usize| &report["items"][item]["obligations"][one]["update"]["notes"];
    assert_eq!((of(0, 0), of(1, 0), of(2, 0)), (&json!([1]), &json!([1]), &json!([2, 1])));
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_the_difference_of_two_reports() {
    let lake = Lake::new().await;
    let now = lake.request(Language::En);
    let then = Request { as_of: day(EARLIER), compare_to: None, ..now.clone() };
    let value = async |request| serde_json::to_value(lake.report(request).await).unwrap();
    let (now, then) = (value(&now).await, value(&then).await);
    let compared = &now["compared"];
    assert_eq!(compared["totals"]["by_status"], then["totals"]["by_status"]);
    assert_eq!(compared["totals"]["by_timeliness"], then["totals"]["by_timeliness"]);
    // By hand: on 1 August only 1.1a had been spoken of.
    assert_eq!(counts(&then["totals"]["by_status"]), are(&[("complete", 1), ("not_reported", 11)]));
    assert_eq!(lines(&compared["reached"]), ["LAKE-1.1b AA"]);
    assert_eq!(lines(&compared["slipped"]), ["LAKE-2.1b SEC", "LAKE-3.1b AA 2025"]);
    assert_eq!(lines(&compared["contradicted"]), ["LAKE-2.1b SEC", "LAKE-3.1c BB"]);
    // And from the two reports: whose status differs.
    let statuses = |report: &Value| -> BTreeMap<String, String> {
        let items = report["items"].as_array().unwrap().iter();
        let all = items.flat_map(|item| {
            item["obligations"].as_array().unwrap().iter().map(|one| {
                let key = [&item["commitment"], &one["party"], &one["occurrence"]];
                let key = key.into_iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
                (key, one["status"].as_str().unwrap().to_owned())
            })
        });
        all.collect()
    };
    let (is, was) = (statuses(&now), statuses(&then));
    let moved: Vec<&String> =
        is.iter().filter(|(key, s)| was[*key] != **s).map(|(k, _)| k).collect();
    let mut listed = lines(&compared["moved"]);
    listed.sort();
    assert_eq!(listed.iter().collect::<Vec<_>>(), moved);
    assert_eq!(moved.len(), 9);
}
