//! Reports as Word documents and PDF, read back by other tools: the same numbers as in the JSON.

use std::io::{Cursor, Read};

use serde_json::{Value, json};

use crate::support::http::Client;
use crate::world::{World, declared, done, reader, updates, with};

const REPORT: &str = "/api/v1/reports/progress";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The text of a part of a Word document: one line a paragraph.
fn paragraphs(file: &[u8], part: &str) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(part).unwrap().read_to_string(&mut text).unwrap();
    let read = roxmltree::Document::parse(&text).unwrap();
    let all = read.descendants().filter(|node| node.has_tag_name((WORD, "p")));
    all.map(|paragraph| {
        let texts = paragraph.descendants().filter(|node| node.has_tag_name((WORD, "t")));
        texts.filter_map(|node| node.text()).collect()
    })
    .collect()
}

/// The number in the cell after the one that ends with a word.
#[track_caller]
fn number_after(cells: &[String], word: &str) -> u64 {
    let place = cells.iter().position(|cell| cell.ends_with(word));
    let place = place.unwrap_or_else(|| panic!("{word} is not there"));
    cells[place + 1].parse().unwrap()
}

/// A ledger in which something was said, with evidence.
async fn told() -> World {
    let world = World::new().await;
    let analyst = world.analyst("KG").await;
    let evidence = json!([
        { "url": "https://example.org/festival?a=1&b=2", "title": "Festival <report>", "lang": "en" },
    ]);
    let festival = with(done("2025-08-20", "2025-09-01"), json!({ "evidence": evidence }));
    analyst.post(&updates("AST25-12.7b", "KG"), &festival).await.expect(201);
    let late =
        with(declared("stalled", "2025-09-02"), json!({ "narrative": "受阻。Задержка & \u{7f}." }));
    analyst.post(&updates("AST25-12.7c", "KG"), &late).await;
    world
}

async fn drawn(client: &Client, query: &str) -> (Value, Vec<u8>) {
    let json = client.get(&format!("{REPORT}?{query}&format=json")).await.expect(200).json;
    let file = client.get(&format!("{REPORT}?{query}&format=docx")).await.expect(200);
    assert_eq!(file.header("content-type"), DOCX);
    assert!(file.header("content-disposition").starts_with("attachment; filename="));
    (json, file.bytes)
}

#[actix_web::test]
async fn a_word_document_has_the_numbers_of_the_json_in_every_language() {
    let client = reader().await;
    let words = [
        ("en", "overdue", "not reported"),
        ("ru", "просрочено", "нет сведений"),
        ("zh", "逾期", "尚无报告"),
    ];
    for (language, overdue, silent) in words {
        let (json, file) = drawn(&client, &format!("as_of=2026-01-15&lang={language}")).await;
        let cells = paragraphs(&file, "word/document.xml");
        let totals = &json["totals"];
        assert_eq!(
            number_after(&cells, &format!("▲ {overdue}")),
            totals["by_timeliness"]["overdue"].as_u64().unwrap(),
            "{language}"
        );
        assert_eq!(
            number_after(&cells, &format!("· {silent}")),
            totals["by_status"]["not_reported"].as_u64().unwrap(),
            "{language}"
        );
        for sentence in json["summary"].as_array().unwrap() {
            assert!(cells.iter().any(|cell| cell == sentence.as_str().unwrap()), "{sentence}");
        }
        for item in json["items"].as_array().unwrap() {
            let title = item["title"][language].as_str().unwrap();
            assert!(cells.iter().any(|cell| cell == title), "{title}");
        }
        for line in json["overdue"].as_array().unwrap() {
            let code = line["commitment"].as_str().unwrap();
            assert!(cells.iter().filter(|cell| *cell == code).count() >= 2, "{code}");
        }
    }
}

#[actix_web::test]
async fn a_word_document_has_its_evidence_as_footnotes_and_comes_out_the_same_again() {
    let world = told().await;
    let query = "as_of=2026-01-15&lang=zh";
    let (json, file) = drawn(&world.anybody, query).await;
    let notes = paragraphs(&file, "word/footnotes.xml");
    assert_eq!(json["notes"].as_array().unwrap().len(), 1);
    let note = notes.last().unwrap();
    assert!(note.contains("Festival <report>"), "{note}");
    assert!(note.contains("https://example.org/festival?a=1&b=2"), "{note}");
    let known = json["known_at"].as_str().unwrap();
    world
        .analyst("CN")
        .await
        .post(&updates("AST25-4.8a", "CN"), &declared("in_progress", "2025-12-01"))
        .await;
    let again = drawn(&world.anybody, &format!("{query}&known_at={known}")).await;
    assert!(again.1 == file, "byte for byte");
}

#[actix_web::test]
async fn a_template_is_written_into_and_a_bad_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ministry.docx");
    let plain = World::new().await;
    let (_, file) = drawn(&plain.anybody, "as_of=2026-01-15").await;
    // A report in Word's form is a template, too: what is there stays, and the report follows it.
    std::fs::write(&path, &file).unwrap();
    let world = World::under(|settings| settings.report_template = Some(path.clone())).await;
    let (_, within) = drawn(&world.anybody, "as_of=2026-01-15").await;
    let titles = |file: &[u8]| {
        let all = paragraphs(file, "word/document.xml");
        all.iter().filter(|one| *one == "Progress report").count()
    };
    assert_eq!((titles(&file), titles(&within)), (1, 2));
    std::fs::write(&path, "no document").unwrap();
    let answer = world.anybody.get(&format!("{REPORT}?format=docx")).await;
    let answer = answer.problem(503, "form-unavailable", &[]);
    assert!(answer.text.contains("report_template"), "{}", answer.text);
    world.anybody.get(&format!("{REPORT}?format=json")).await.expect(200);
}

#[cfg(not(feature = "pdf"))]
#[actix_web::test]
async fn a_build_without_pdf_says_so_and_what_it_has() {
    let answer = reader().await.get(&format!("{REPORT}?format=pdf")).await;
    let answer = answer.problem(400, "bad-query", &["format"]);
    assert!(answer.message("format").contains("docx"), "{}", answer.text);
    assert!(!answer.message("format").ends_with("pdf"), "{}", answer.text);
}

#[cfg(feature = "pdf")]
mod pdf {
    use super::*;

    /// The text of a PDF file, as pdftotext (of poppler) finds it.
    fn text(file: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.pdf");
        std::fs::write(&path, file).unwrap();
        let read = std::process::Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output();
        let read = read.expect("the tests need pdftotext; make test installs it");
        assert!(read.status.success(), "{read:?}");
        String::from_utf8(read.stdout).unwrap()
    }

    /// Without spaces and line breaks, which a page has where it likes.
    fn run(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}' && *c != '\u{ad}').collect()
    }

    #[actix_web::test]
    async fn a_pdf_has_the_numbers_of_the_json_in_every_language() {
        let world = told().await;
        let client = &world.anybody;
        for language in ["en", "ru", "zh"] {
            let query = format!("as_of=2026-01-15&compare_to=2025-07-01&lang={language}");
            let json = client.get(&format!("{REPORT}?{query}&format=json")).await.expect(200).json;
            let file = client.get(&format!("{REPORT}?{query}&format=pdf")).await.expect(200);
            assert_eq!(file.header("content-type"), "application/pdf");
            let text = run(&text(&file.bytes));
            let said =
                |what: &str| assert!(text.contains(&run(what)), "{language}: {what}\n{text}");
            for sentence in json["summary"].as_array().unwrap() {
                said(sentence.as_str().unwrap());
            }
            for item in json["items"].as_array().unwrap() {
                said(item["title"][language].as_str().unwrap());
                said(item["commitment"].as_str().unwrap());
            }
            said("Festival <report>");
            said("https://example.org/festival?a=1&b=2");
            said(json["chain"].as_str().unwrap());
        }
    }

    #[actix_web::test]
    async fn a_pdf_comes_out_the_same_again() {
        let world = told().await;
        let path = format!("{REPORT}?as_of=2026-01-15&lang=ru&format=pdf");
        let first = world.anybody.get(&path).await.expect(200);
        let again = world.anybody.get(&path).await.expect(200);
        assert!(first.bytes == again.bytes, "byte for byte");
    }
}
