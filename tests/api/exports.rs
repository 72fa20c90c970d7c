//! Commitments as CSV: every row of the list, in its order, with typed columns.

use std::collections::BTreeMap;

use serde_json::json;

use crate::world::{World, declared, item, reader, updates};

type Row = BTreeMap<String, String>;

fn rows(bytes: &[u8]) -> Vec<Row> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).expect("the mark of UTF-8");
    csv::Reader::from_reader(bytes).deserialize().map(|row| row.expect("a row")).collect()
}

const LIST: &str = "/api/v1/commitments?as_of=2026-01-15";

#[actix_web::test]
async fn a_file_has_every_commitment_of_the_list() {
    let reader = reader().await;
    for query in [
        "&tracked=all",
        "&section=4,12&sort=-due_on",
        "&party=KG&role=host&timeliness=overdue",
        "&rollup=not_reported&kind=event&due_before=2027-01-01&sort=due_on",
        "&q=Mountain",
    ] {
        let list = reader.get(&format!("{LIST}{query}&limit=500")).await.expect(200);
        assert!(!list.items().is_empty(), "{query}");
        let file = reader.get(&format!("{LIST}{query}&format=csv&lang=ru")).await.expect(200);
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8; header=present");
        let name = "attachment; filename=\"commitments-2026-01-15-ru.csv\"";
        assert_eq!(file.header("content-disposition"), name);
        assert_eq!(file.header("content-language"), "ru");
        let found = rows(&file.bytes);
        assert_eq!(found.len(), list.items().len(), "{query}");
        for (row, item) in found.iter().zip(list.items()) {
            let text = |pointer: &str| match item.pointer(pointer) {
                None | Some(serde_json::Value::Null) => String::new(),
                Some(value) => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
            };
            for (field, pointer) in [
                ("declaration", "/declaration"),
                ("commitment", "/code"),
                ("section", "/section"),
                ("paragraph", "/paragraph"),
                ("title", "/title/ru"),
                ("quote", "/quote"),
                ("strength", "/strength"),
                ("kind", "/kind"),
                ("tracked", "/tracked"),
                ("deadline", "/deadline/edtf"),
                ("opens_on", "/deadline/opens_on"),
                ("due_on", "/deadline/due_on"),
                ("urgency", "/deadline/urgency"),
                ("recurrence", "/deadline/recurrence/rule"),
                ("status", "/status"),
                ("timeliness", "/timeliness"),
                ("group", "/group"),
                ("conflicts", "/conflicts"),
                ("version", "/version"),
            ] {
                assert_eq!(row[field], text(pointer), "{field} of {row:?}");
            }
            let owed = item["obligations"].as_array().expect("a list");
            assert_eq!(row["obligations"], owed.len().to_string());
            for one in owed {
                let party = one["party"].as_str().expect("a code");
                assert_eq!(row["parties"].split(' ').filter(|code| *code == party).count(), 1);
            }
        }
    }
}

#[actix_web::test]
async fn a_file_of_commitments_has_no_pages_and_no_formulas() {
    let world = World::new().await;
    let client = &world.anybody;
    let call = client.call(reqwest::Method::GET, "/api/v1/commitments?section=12");
    let file = call.header("Accept", "text/csv").header("Accept-Language", "zh").send().await;
    assert!(file.expect(200).header("content-language") == "zh");
    let wrong = client.get("/api/v1/commitments?format=csv&limit=5&cursor=x&lang=de").await;
    wrong.problem(400, "bad-query", &["cursor", "lang", "limit"]);
    client.get(&format!("{LIST}&format=xlsx")).await.problem(400, "bad-query", &["format"]);
    let none = client.get(&format!("{LIST}&format=csv&q=nothing")).await.expect(200);
    assert!(rows(&none.bytes).is_empty());
    let typo = client.get(&format!("{LIST}&format=csv&party=nobody")).await;
    typo.problem(400, "bad-query", &["party"]);

    let report = client.get("/api/v1/reports/progress").await.expect(200);
    let known_at = report.json["known_at"].as_str().expect("a time").to_owned();
    let title = json!({"en": "=HYPERLINK(\"x\")", "ru": "-1", "zh": "@x"});
    let edit = json!({"title": title, "note": "+1"});
    world.editor().await.patch(&item("AST25-12.7b"), "*", &edit).await.expect(200);
    let path = updates("AST25-12.7b", "KG");
    world.analyst("KG").await.post(&path, &declared("ongoing", "2025-09-01")).await.expect(201);
    for (lang, title, status) in [
        ("en", "'=HYPERLINK(\"x\")", "ongoing"),
        ("ru", "'-1", "выполняется постоянно"),
        ("zh", "'@x", "持续进行"),
    ] {
        let file =
            client.get(&format!("{LIST}&section=12&format=csv&lang={lang}")).await.expect(200);
        let rows = rows(&file.bytes);
        let row = rows.iter().find(|row| row["commitment"] == "AST25-12.7b").expect("the item");
        let fields = ["title", "status_label", "status", "note"];
        let found = fields.map(|field| row[field].as_str());
        assert_eq!(found, [title, status, "ongoing", "'+1"]);
    }

    // As it was known before the edit.
    let past = format!("{LIST}&section=12&format=csv&known_at={known_at}");
    let rows = rows(&client.get(&past).await.expect(200).bytes);
    let row = rows.iter().find(|row| row["commitment"] == "AST25-12.7b").expect("the item");
    assert_eq!((row["version"].as_str(), row["status"].as_str()), ("1", "not_reported"));
}
