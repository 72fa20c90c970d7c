//! Progress reports: their shape, what moves them, and what they were.

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use summit_ledger::actions::file_update::{About, file_update};
use summit_ledger::db::{Conn, Db};
use summit_ledger::domain::update::NewUpdate;
use summit_ledger::domain::user::{Caller, UserRole};
use tokio::sync::Notify;

use crate::world::{World, declared, done, item, reader, updates};

const REPORT: &str = "/api/v1/reports/progress";
const FESTIVAL: &str = "AST25-12.7b";

#[actix_web::test]
async fn a_report_has_every_part_that_is_promised() {
    let reader = reader().await;
    let report = reader.get(&format!("{REPORT}?as_of=2026-01-15")).await.expect(200);
    for part in [
        "as_of",
        "known_at",
        "declaration",
        "totals",
        "parties",
        "sections",
        "matrix",
        "overdue",
        "due_next",
        "recently_changed",
        "coverage",
        "scores",
        "compared",
    ] {
        assert!(report.json.get(part).is_some(), "{part}");
    }
    assert_eq!(report.json["as_of"], "2026-01-15");
    assert_eq!(report.json["declaration"]["slug"], "astana-2025");
    assert_eq!(report.json["compared"], Value::Null);
    for scale in ["toronto", "kroc", "ogp"] {
        assert_eq!(report.json["scores"][scale]["scored"], 0, "{scale}");
        assert_eq!(report.json["scores"][scale]["mean"], Value::Null, "{scale}");
    }
    assert_eq!(report.json["overdue"].as_array().unwrap().len(), 6);
    assert_eq!(report.json["overdue"][0]["commitment"], FESTIVAL);
}

/// The sum of a count over all rows.
fn sum(rows: &Value, pointer: &str) -> u64 {
    rows.as_array().unwrap().iter().map(|row| row.pointer(pointer).unwrap().as_u64().unwrap()).sum()
}

#[actix_web::test]
async fn rows_columns_and_cells_add_up_to_the_totals() {
    let report = reader().await.get(&format!("{REPORT}?as_of=2026-01-15")).await.expect(200);
    let report = report.json;
    for count in [
        "/total",
        "/by_status/not_reported",
        "/by_timeliness/overdue",
        "/by_timeliness/undated",
        "/by_timeliness/upcoming",
    ] {
        let total = report["totals"].pointer(count).unwrap().as_u64().unwrap();
        for rows in ["parties", "sections", "matrix"] {
            assert_eq!(sum(&report[rows], count), total, "{rows} {count}");
        }
    }
    let by = |axis: &str| -> u64 {
        report["totals"][axis].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum()
    };
    assert_eq!(by("by_status"), report["totals"]["total"].as_u64().unwrap());
    assert_eq!(by("by_timeliness"), report["totals"]["total"].as_u64().unwrap());
    assert_eq!(report["totals"]["by_timeliness"]["follows"], 0, "supporters count nowhere");
    assert_eq!(report["totals"]["by_timeliness"]["overdue"], 6);
    assert_eq!(report["coverage"]["total"], report["totals"]["total"]);
}

#[actix_web::test]
async fn totals_count_what_the_lists_show() {
    let reader = reader().await;
    let report = reader.get(&format!("{REPORT}?as_of=2026-01-15")).await.expect(200);
    let path = "/api/v1/obligations?as_of=2026-01-15&role=host,lead,participant";
    let listed = crate::lists::all(&reader, path).await;
    assert_eq!(report.json["totals"]["total"], listed.len());
    let items = crate::lists::all(&reader, "/api/v1/commitments?as_of=2026-01-15").await;
    assert_eq!(report.json["totals"]["commitments"]["total"], items.len());
}

#[actix_web::test]
async fn an_update_moves_the_totals_the_scores_and_the_lists() {
    let world = World::new().await;
    let path = format!("{REPORT}?as_of=2026-01-15");
    let before = world.anybody.get(&path).await.expect(200).json;
    let kg = world.analyst("KG").await;
    kg.post(&updates(FESTIVAL, "KG"), &done("2025-08-20", "2025-08-25")).await.expect(201);
    let after = world.anybody.get(&path).await.expect(200).json;
    let moved = |pointer: &str| {
        let of = |report: &Value| report.pointer(pointer).unwrap().as_i64().unwrap();
        of(&after) - of(&before)
    };
    for (pointer, by) in [
        ("/totals/total", 0),
        ("/totals/by_status/not_reported", -1),
        ("/totals/by_status/complete", 1),
        ("/totals/by_timeliness/overdue", -1),
        ("/totals/by_timeliness/done_on_time", 1),
        ("/totals/commitments/by_status/complete", 1),
        ("/coverage/reported", 1),
        ("/scores/toronto/scored", 1),
        ("/scores/kroc/scored", 1),
        ("/scores/ogp/scored", 1),
    ] {
        assert_eq!(moved(pointer), by, "{pointer}");
    }
    let overdue = after["overdue"].as_array().unwrap();
    assert!(overdue.iter().all(|line| line["commitment"] != FESTIVAL));
    assert_eq!(after["recently_changed"][0]["commitment"], FESTIVAL);
    assert_eq!(after["recently_changed"][0]["party"], "KG");
}

#[actix_web::test]
async fn a_report_on_one_party_counts_what_it_owes() {
    let reader = reader().await;
    let report = reader.get(&format!("{REPORT}?as_of=2026-01-15&party=CN")).await.expect(200);
    let parties = report.json["parties"].as_array().unwrap();
    assert_eq!(parties.len(), 1);
    assert_eq!(parties[0]["party"], "CN");
    assert_eq!(parties[0]["total"], report.json["totals"]["total"]);
    assert_eq!(report.json["overdue"].as_array().unwrap().len(), 2);
    let both = reader.get(&format!("{REPORT}?as_of=2026-01-15&party=KG,CN")).await.expect(200);
    let order: Vec<_> =
        both.json["parties"].as_array().unwrap().iter().map(|row| row["party"].clone()).collect();
    assert_eq!(order, ["CN", "KG"], "in protocol order");
}

#[actix_web::test]
async fn a_report_says_what_changed_since_an_earlier_day() {
    let world = World::new().await;
    let (kg, tm) = (world.analyst("KG").await, world.analyst("TM").await);
    kg.post(&updates(FESTIVAL, "KG"), &done("2025-08-20", "2025-08-25")).await.expect(201);
    tm.post(&updates("AST25-4.3b", "TM"), &declared("stalled", "2026-01-05")).await.expect(201);
    let path = format!("{REPORT}?as_of=2026-01-15&compare_to=2025-08-01");
    let report = world.anybody.get(&path).await.expect(200);
    let compared = &report.json["compared"];
    assert_eq!(compared["as_of"], "2025-08-01");
    assert_eq!(compared["totals"]["by_status"]["complete"], 0);
    let codes = |list: &str| -> Vec<String> {
        let lines = compared[list].as_array().unwrap().iter();
        lines.map(|line| line["commitment"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes("reached"), [FESTIVAL]);
    assert_eq!(codes("moved"), ["AST25-4.3b", FESTIVAL]);
    assert!(codes("slipped").contains(&"AST25-4.3b".to_owned()));
    assert!(!codes("slipped").contains(&FESTIVAL.to_owned()));
    assert_eq!(compared["moved"][0]["before"], "not_reported");
    assert_eq!(compared["moved"][0]["status"], "stalled");
}

#[actix_web::test]
async fn a_report_comes_out_again_to_the_letter() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    kg.post(&updates(FESTIVAL, "KG"), &declared("ongoing", "2025-08-01")).await.expect(201);
    let asked = "as_of=2026-01-15&compare_to=2025-07-01";
    let first = world.anybody.get(&format!("{REPORT}?{asked}")).await.expect(200);
    let known_at = first.json["known_at"].as_str().unwrap().to_owned();

    let editor = world.editor().await;
    kg.post(&updates(FESTIVAL, "KG"), &declared("stalled", "2025-07-15")).await.expect(201);
    kg.post(&updates(FESTIVAL, "KG"), &done("2025-08-20", "2025-08-25")).await.expect(201);
    editor
        .patch(&item("AST25-4.3b"), "*", &json!({"deadline": {"edtf": "2030"}}))
        .await
        .expect(200);
    let fewer = json!({"obligations": [{"party": "KZ", "role": "participant"}]});
    editor.patch(&item("AST25-15.1b"), "*", &fewer).await.expect(200);
    editor.delete(&item("AST25-4.8b"), "*").await.expect(204);

    let again = format!("{REPORT}?{asked}&known_at={known_at}");
    assert_eq!(world.anybody.get(&again).await.expect(200).text, first.text);
    let now = world.anybody.get(&format!("{REPORT}?{asked}")).await.expect(200);
    assert_ne!(now.json["totals"], first.json["totals"]);
}

#[actix_web::test]
async fn a_write_left_open_across_the_moment_is_not_in_an_old_report() {
    let world = World::new().await;
    let (begun, go_on) = (Rc::new(Notify::new()), Rc::new(Notify::new()));
    let open =
        tokio::task::spawn_local(file_slowly(world.db().clone(), begun.clone(), go_on.clone()));
    begun.notified().await;
    // Its own time is before the report's; what it wrote commits after it.
    let tm = world.analyst("TM").await;
    tm.post(&updates("AST25-4.3b", "TM"), &declared("ongoing", "2025-08-01")).await.expect(201);
    let first = world.anybody.get(REPORT).await.expect(200);
    go_on.notify_one();
    open.await.unwrap();
    let now = world.anybody.get(REPORT).await.expect(200);
    assert_eq!(now.json["coverage"]["reported"], 2);
    let known_at = first.json["known_at"].as_str().unwrap();
    let again = world.anybody.get(&format!("{REPORT}?known_at={known_at}")).await.expect(200);
    assert_eq!(again.json["coverage"]["reported"], 1);
    assert_eq!(again.text, first.text);
}

/// Files an update in a transaction that stays open until it may go on.
async fn file_slowly(db: Db, begun: Rc<Notify>, go_on: Rc<Notify>) {
    let caller = Caller {
        user_id: uuid::Uuid::nil(),
        name: "slow".to_owned(),
        role: UserRole::Analyst,
        party: Some("KG".to_owned()),
    };
    let about = About { code: FESTIVAL.to_owned(), party: "KG".to_owned(), occurrence: None };
    let new: NewUpdate = serde_json::from_value(declared("ongoing", "2025-08-01")).unwrap();
    let write = async |conn: &mut Conn| {
        file_update(conn, &caller, &about, &new).await?;
        begun.notify_one();
        go_on.notified().await;
        Ok(())
    };
    db.write(write).await.unwrap();
}

#[actix_web::test]
async fn a_report_comes_in_the_form_and_language_that_are_asked_for() {
    let reader = reader().await;
    for (form, media_type, disposition) in [
        ("json", "application/json", "inline"),
        ("md", "text/markdown; charset=utf-8", "inline"),
        ("csv", "text/csv; charset=utf-8; header=present", "attachment"),
        ("html", "text/html; charset=utf-8", "inline"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
    ] {
        let path = format!("{REPORT}?as_of=2026-01-15&party=KG&format={form}&lang=ru");
        let answer = reader.get(&path).await.expect(200);
        assert_eq!(answer.header("content-type"), media_type);
        assert_eq!(answer.header("content-language"), "ru");
        let name = format!("{disposition}; filename=\"astana-2025-2026-01-15-ru.{form}\"");
        assert_eq!(answer.header("content-disposition"), name);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("vary"), "Accept, Accept-Language");
        let again = reader.call(reqwest::Method::GET, &path);
        again.header("If-None-Match", answer.etag()).send().await.expect(304);
    }
    let call = reader.call(reqwest::Method::GET, REPORT);
    let call = call.header("Accept", "text/html,*/*;q=0.8").header("Accept-Language", "zh-CN");
    let page = call.send().await.expect(200);
    assert!(page.text.contains("<html lang=\"zh\">"));
    // The policy lets the page's own style pass, and nothing else.
    let style = page.text.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(policy.contains(&hash), "{policy}");
}

#[actix_web::test]
async fn what_a_report_cannot_be_asked_is_told_with_what_there_is() {
    let reader = reader().await;
    for (query, name, words) in [
        ("lang=de", "lang", "zh, en, ru"),
        ("format=doc", "format", "json, md, csv, html, xlsx, docx, pdf"),
        ("party=XX", "party", "CN, KZ, KG"),
        ("section=99", "section", "0, 1, 2"),
        ("as_of=yesterday", "as_of", "2026-01-15"),
        ("declaration=xian-2023", "declaration", "astana-2025"),
    ] {
        let answer = reader.get(&format!("{REPORT}?{query}")).await.expect(400);
        assert!(answer.message(name).contains(words), "{}", answer.message(name));
    }
}

#[actix_web::test]
async fn what_a_report_cannot_be_asked_is_named() {
    let reader = reader().await;
    for (query, name) in [
        ("declaration=xian-2023", "declaration"),
        ("party=XX", "party"),
        ("party=KZ,XX", "party"),
        ("as_of=2026-02-30", "as_of"),
        ("compare_to=then", "compare_to"),
        ("known_at=2999-01-01T00:00:00Z", "known_at"),
        ("section=99", "section"),
        ("section=four", "section"),
        ("format=doc", "format"),
        ("lang=de", "lang"),
        ("party=KZ&party=KG", "party"),
    ] {
        let answer = reader.get(&format!("{REPORT}?{query}")).await;
        answer.problem(400, "bad-query", &[name]);
    }
    let all = reader.get(&format!("{REPORT}?as_of=x&compare_to=y&limit=3")).await;
    all.problem(400, "bad-query", &["as_of", "compare_to", "limit"]);
    let before = reader.get(&format!("{REPORT}?known_at=2020-01-01T00:00:00Z")).await;
    before.problem(404, "not-found", &[]);
}
