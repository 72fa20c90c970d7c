//! Word documents and PDF files: what they say, read back by programs that are not ours.

use summit_ledger::domain::terms::Term;
use summit_ledger::language::{Language, typeset};
use summit_ledger::reports::form::Form;

use crate::forms::{bytes, word};
use crate::lake::Lake;

#[tokio::test(flavor = "multi_thread")]
async fn a_word_document_says_it_all_in_every_language() {
    let lake = Lake::new().await;
    for language in Language::ALL {
        let report = lake.report(&lake.request(*language)).await;
        let file = bytes(&report, Form::Docx);
        let said = word(&file, "word/document.xml");
        for sentence in &report.summary {
            let sentence = typeset::text(sentence, str::to_owned);
            assert!(said.contains(&sentence), "{language}: {sentence}");
        }
        let notes = word(&file, "word/footnotes.xml");
        // Two of them are the document's own lines between text and notes.
        assert_eq!(notes.len(), 2 + report.notes.len());
        for note in &report.notes {
            let title = typeset::text(&note.evidence.title, str::to_owned);
            let found =
                notes.iter().any(|said| said.contains(&title) && said.contains(&note.evidence.url));
            assert!(found, "{language}: {note:?}");
        }
    }
}

#[cfg(feature = "pdf")]
mod pdf {
    use super::*;
    use crate::forms::{pdf, run};
    use summit_ledger::domain::status::Status;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_pdf_says_it_all_with_the_same_numbers_in_every_language() {
        let lake = Lake::new().await;
        for language in Language::ALL {
            let report = lake.report(&lake.request(*language)).await;
            let text = pdf(&bytes(&report, Form::Pdf));
            let says = |what: &str| {
                assert!(text.contains(&run(what)), "{language}: {what} is not in {text}");
            };
            report.summary.iter().for_each(|sentence| says(sentence));
            let (obligations, commitments) =
                (&report.totals.obligations, &report.totals.commitments);
            for status in Status::ALL {
                let word = language.texts().term("status", *status);
                let counts = [obligations, commitments].map(|all| all.by_status.get(*status));
                says(&format!("{} {word} {} {}", status.sign(), counts[0], counts[1]));
            }
            for line in &report.overdue {
                says(&line.commitment);
                says(language.pick(&line.title));
                says(&line.owed.days_overdue.unwrap().to_string());
            }
            for note in &report.notes {
                says(&format!("{}. {} {}", note.number, note.evidence.title, note.evidence.url));
            }
            says(&report.chain);
            let updates = report.items.iter().flat_map(|item| &item.obligations);
            for update in updates.filter_map(|obligation| obligation.update.as_ref()) {
                says(&update.narrative);
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_pdf_comes_out_again_byte_by_byte() {
        let lake = Lake::new().await;
        let report = lake.report(&lake.request(Language::Zh)).await;
        assert!(bytes(&report, Form::Pdf) == bytes(&report, Form::Pdf));
    }
}
