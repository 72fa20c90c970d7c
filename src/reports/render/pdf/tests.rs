//! PDF: what it is set of, and what is said where no font will do.

use typst::text::FontBook;

use super::fonts::families;
use super::*;
use crate::language::Language;
use crate::reports::outline::{Block, Cell, Column, NoteText, Section, Table, Width};

fn outline(language: Language, text: &str) -> Outline {
    let table = Table {
        name: "items".to_owned(),
        columns: vec![Column { title: "Update".to_owned(), width: Width::Wide }],
        rows: vec![vec![Cell::Said {
            text: text.to_owned(),
            by: "aida".to_owned(),
            notes: vec![1],
        }]],
        empty: String::new(),
    };
    let note = NoteText {
        number: 1,
        title: "Source".to_owned(),
        url: "https://example.org/1".to_owned(),
        more: String::new(),
    };
    let section = |name: &'static str, block| Section {
        name,
        heading: "A part".to_owned(),
        blocks: vec![block],
    };
    Outline {
        language,
        title: "Report".to_owned(),
        subject: "Declaration".to_owned(),
        facts: vec![("As of".to_owned(), "2026".to_owned())],
        sections: vec![
            section("items", Block::Table(table)),
            section("notes", Block::Notes(vec![note])),
        ],
    }
}

#[test]
fn a_text_is_never_read_as_markup_and_equal_reports_are_equal_files() {
    let text = "#panic() $x$ *b* @note \\ <script> [1] = // \u{1} \u{202e}";
    let at = Some(DateTime::UNIX_EPOCH);
    let draw = || render(&outline(Language::En, text), at).unwrap();
    let first = draw();
    assert!(first.starts_with(b"%PDF-1."));
    assert_eq!(first, draw());
}

#[test]
fn a_script_that_no_font_has_is_named_with_what_to_install() {
    let none = FontBook::new();
    let missing =
        |text: &str| families(&none, &outline(Language::En, text)).unwrap_err().to_string();
    assert!(missing("中亚").contains("Latin and Chinese"), "{}", missing("中亚"));
    assert!(missing("中亚").contains("fonts-noto-cjk"));
    assert!(missing("Астана").contains("Latin and Cyrillic"));
    assert!(missing("Астана").contains("fonts-noto-core"));
    assert!(!missing("x").contains("Chinese"), "what the report does not need is not asked for");
}

#[test]
fn the_fonts_of_this_machine_have_all_scripts() {
    let book = desk().unwrap().fonts.book();
    let found = families(book, &outline(Language::Ru, "Астана, 阿斯塔纳")).unwrap();
    assert!(found.len() >= 2, "{found:?}");
    let chinese = families(book, &outline(Language::Zh, "阿斯塔纳")).unwrap();
    assert_eq!(chinese.len(), 2, "{chinese:?}");
}
