//! Reports as Word documents over HTTP, the template that a ministry gives them, and PDF.

use summit_ledger::reports::form::Form;

use crate::support::http::Client;
use crate::world::{World, reader};

const REPORT: &str = "/api/v1/reports/progress";

async fn docx(client: &Client) -> Vec<u8> {
    let path = format!("{REPORT}?as_of=2026-01-15&format=docx");
    let answer = client.get(&path).await.expect(200);
    assert_eq!(answer.header("content-type"), Form::Docx.media_type());
    let name = "attachment; filename=\"astana-2025-2026-01-15-en.docx\"";
    assert_eq!(answer.header("content-disposition"), name);
    answer.bytes
}

#[actix_web::test]
async fn a_template_is_written_into_and_a_bad_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ministry.docx");
    let world = World::under(|settings| settings.report_template = Some(path.clone())).await;
    // A report in Word's form can be a template itself: what is there stays, and the new one follows.
    let plain = docx(&reader().await).await;
    std::fs::write(&path, &plain).unwrap();
    let within = docx(&world.anybody).await;
    assert!(within.len() > plain.len() && within != plain);
    std::fs::write(&path, "no document").unwrap();
    let answer = world.anybody.get(&format!("{REPORT}?format=docx")).await;
    let answer = answer.problem(503, "form-unavailable", &[]);
    assert!(answer.text.contains("report_template"), "{}", answer.text);
    world.anybody.get(&format!("{REPORT}?format=md")).await.expect(200);
}

#[cfg(not(feature = "pdf"))]
#[actix_web::test]
async fn a_build_without_pdf_says_so_and_what_it_has() {
    let answer = reader().await.get(&format!("{REPORT}?format=pdf")).await;
    let answer = answer.problem(400, "bad-query", &["format"]);
    assert!(answer.message("format").ends_with("it has json, md, csv, html, xlsx, docx"));
}

#[cfg(feature = "pdf")]
#[actix_web::test]
async fn a_pdf_is_shown_rather_than_kept() {
    let world = World::new().await;
    let path = format!("{REPORT}?as_of=2026-01-15&lang=zh&party=KG&format=pdf");
    let answer = world.anybody.get(&path).await.expect(200);
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.header("content-disposition").starts_with("inline"));
    assert!(answer.bytes.starts_with(b"%PDF-1."));
}
