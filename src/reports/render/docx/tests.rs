//! Word's form: what it escapes, and what it leaves of a template.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use super::*;
use crate::domain::status::Status;
use crate::language::Language;
use crate::reports::outline::{Bar, Cell, Column, Matrix, MatrixCell, Table, Width};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn table(rows: Vec<Vec<Cell>>) -> Block {
    let titles = [("Item", Width::Narrow), ("Status", Width::Medium), ("Update", Width::Wide)];
    let column = |(title, width): (&str, Width)| Column { title: title.to_owned(), width };
    Block::Table(Table {
        name: "items".to_owned(),
        columns: titles.map(column).to_vec(),
        rows,
        empty: "Nothing.".to_owned(),
    })
}

fn said(text: &str, notes: &[u32]) -> Cell {
    Cell::Said { text: text.to_owned(), by: "aida".to_owned(), notes: notes.to_vec() }
}

fn section(name: &'static str, heading: &str, blocks: Vec<Block>) -> Section {
    Section { name, heading: heading.to_owned(), blocks }
}

/// A small report with everything in it.
fn outline(language: Language) -> Outline {
    let row =
        |code: &str, status, said| vec![Cell::Code(code.to_owned()), Cell::Status(status), said];
    let note = |number: u32, url: &str| NoteText {
        number,
        title: format!("Source {number} <&>"),
        url: url.to_owned(),
        more: "published 1 May 2026".to_owned(),
    };
    let rows = vec![
        row("AST25-1", Status::Complete, said("Held \u{1} <b>&amp;\nin 中亚", &[1, 2])),
        row("AST25-2", Status::NotReported, said("Астана", &[1])),
    ];
    let parts = vec![(Status::Complete, 1), (Status::NotReported, 300)];
    let bar = Bar { label: "All".to_owned(), parts, total: 301 };
    let cell = |overdue| Some(MatrixCell { total: 3, reported: 1, overdue });
    let matrix = Matrix {
        legend: "What cells hold".to_owned(),
        corner: "Party".to_owned(),
        columns: vec![("1".to_owned(), "First".to_owned()), ("2".to_owned(), "Second".to_owned())],
        rows: vec![("KG".to_owned(), vec![cell(0), cell(2)]), ("KZ".to_owned(), vec![None, None])],
    };
    let notes = vec![note(1, "https://example.org/a?b=1&c=2"), note(2, "https://example.org/2")];
    Outline {
        language,
        title: "Progress report".to_owned(),
        subject: "A declaration".to_owned(),
        facts: vec![("As of".to_owned(), "15 January 2026".to_owned())],
        sections: vec![
            section("summary", "Summary", vec![Block::Paragraph("One is counted.".to_owned())]),
            section("totals", "Totals", vec![Block::Bars(vec![bar]), Block::Matrix(matrix)]),
            section("items", "Items", vec![Block::Heading("Section 1".to_owned()), table(rows)]),
            section("scores", "Scores", vec![table(Vec::new())]),
            section("notes", "Notes", vec![Block::Notes(notes)]),
        ],
    }
}

type Parts = BTreeMap<String, String>;

fn unpacked(bytes: &[u8]) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut parts = Parts::new();
    for name in names {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        parts.insert(name, text);
    }
    parts
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A report within a template of these parts.
fn within(parts: &Parts, outline: &Outline) -> Result<Parts, String> {
    let bytes = fill(Package::read(&packed(parts))?, outline, None)?;
    Ok(unpacked(&bytes))
}

fn plain(language: Language) -> Parts {
    unpacked(&render(&outline(language), None, None).unwrap())
}

/// The parts of the document that reports are written into.
fn template() -> Parts {
    unpacked(&Package::default().write().unwrap())
}

fn values(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    let read = roxmltree::Document::parse(xml).unwrap();
    let all = read.descendants().filter(|node| node.tag_name().name() == element);
    all.filter_map(|node| node.attribute((W, attribute)).map(str::to_owned)).collect()
}

fn text(xml: &str) -> String {
    let read = roxmltree::Document::parse(xml).unwrap();
    let all = read.descendants().filter(|node| node.has_tag_name((W, "t")));
    all.filter_map(|node| node.text()).collect::<Vec<_>>().join("|")
}

#[test]
fn equal_reports_are_equal_files() {
    let draw = || render(&outline(Language::En), Some(DateTime::UNIX_EPOCH), None).unwrap();
    assert_eq!(draw(), draw());
    let core = &unpacked(&draw())["docProps/core.xml"];
    for part in ["Progress report: A declaration", "1970-01-01T00:00:00Z", "<dc:language>en<"] {
        assert!(core.contains(part), "{part}: {core}");
    }
}

#[test]
fn all_that_the_outline_says_is_there_and_well_formed() {
    let parts = plain(Language::En);
    let said = text(&parts["word/document.xml"]);
    for part in [
        "Progress report",
        "A declaration",
        "As of",
        "15\u{a0}January\u{a0}2026",
        "One is counted.",
        "300",
        "1/3|▲2",
        "AST25-1",
        "●\u{a0}complete",
        "Held \u{fffd} <b>&amp;|in 中亚 (aida)",
        "Nothing.",
        "1.\u{a0}First",
        "\u{a0}·\u{a0}|\u{a0}not\u{a0}reported",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    assert!(!said.contains("Notes"), "they are footnotes");
    let main = &parts["word/document.xml"];
    assert_eq!(values(main, "pStyle", "val").iter().filter(|one| *one == "Heading1").count(), 4);
    assert_eq!(values(main, "pStyle", "val").iter().filter(|one| *one == "Heading2").count(), 1);
    assert!(main.contains("<w:tblHeader/>"));
    // Readable upon its colour: white on dark green would not be.
    assert!(main.contains("w:fill=\"009E73\"") && main.contains("w:val=\"000000\""), "{main}");
}

#[test]
fn what_is_about_one_item_is_merged_and_stays_on_one_page() {
    let mut outline = outline(Language::En);
    let Some(Block::Table(table)) = outline.sections[2].blocks.last_mut() else { panic!("none") };
    table.rows.insert(1, vec![Cell::Empty, Cell::Empty, said("Баку", &[])]);
    let main = &unpacked(&render(&outline, None, None).unwrap())["word/document.xml"];
    assert_eq!(values(main, "vMerge", "val"), ["restart", "restart", "continue", "continue"]);
    let rows = main.split("<w:tr>").filter(|row| row.contains("AST25-") || row.contains("Баку"));
    let kept: Vec<bool> = rows.map(|row| row.contains("<w:keepNext/>")).collect();
    assert_eq!(kept, [true, true, false]);
}

#[test]
fn evidence_is_in_footnotes_with_links_and_a_second_reference_points_to_the_first() {
    let parts = plain(Language::En);
    let (main, notes) = (&parts["word/document.xml"], &parts["word/footnotes.xml"]);
    assert_eq!(values(main, "footnoteReference", "id"), ["1", "2"]);
    assert_eq!(values(notes, "footnote", "id"), ["-1", "0", "1", "2"]);
    assert!(text(notes).contains("https://example.org/a?b=1&c=2"), "{notes}");
    assert!(main.contains("NOTEREF _LedgerNote1"));
    let links = &parts["word/_rels/footnotes.xml.rels"];
    assert!(links.contains("Target=\"https://example.org/a?b=1&amp;c=2\""), "{links}");
    assert!(parts["[Content_Types].xml"].contains("/word/footnotes.xml"));
    let mut bare = outline(Language::En);
    bare.sections.truncate(2);
    let bare = unpacked(&render(&bare, None, None).unwrap());
    assert!(!bare.contains_key("word/footnotes.xml"), "none without a note");
}

#[test]
fn the_language_is_marked_and_chinese_signs_are_set_as_chinese() {
    let tags = |language| values(&plain(language)["word/document.xml"], "lang", "val");
    assert!(tags(Language::Ru).iter().all(|tag| tag == "ru-RU"));
    assert!(tags(Language::En).iter().all(|tag| tag == "en-GB"));
    let hints = |language| values(&plain(language)["word/document.xml"], "rFonts", "hint");
    assert!(hints(Language::Zh).iter().all(|hint| hint == "eastAsia"));
    assert_eq!(hints(Language::Zh).len(), tags(Language::Zh).len());
    assert!(hints(Language::Ru).is_empty());
}

#[test]
fn wide_tables_stand_on_wide_pages_and_the_rest_on_those_of_the_template() {
    let parts = plain(Language::En);
    let main = &parts["word/document.xml"];
    assert_eq!(values(main, "pgSz", "w"), ["11906", "16838", "11906"]);
    assert_eq!(values(main, "pgSz", "orient"), ["landscape"]);
    // What numbers its pages or has a first page of its own is not parted.
    let mut own = template();
    let document = own.get_mut("word/document.xml").unwrap();
    *document = document.replace("<w:pgMar", "<w:pgNumType w:start=\"1\"/><w:pgMar");
    let main = &within(&own, &outline(Language::En)).unwrap()["word/document.xml"];
    assert_eq!(values(main, "pgSz", "w"), ["11906"]);
}

#[test]
fn the_report_stands_where_the_template_says_or_at_its_end() {
    let mut own = template();
    let document = own.get_mut("word/document.xml").unwrap();
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let marked = "<w:p><w:r><w:t>{{rep</w:t></w:r><w:r><w:t>ort}}</w:t></w:r></w:p>";
    *document = document.replace(
        &paragraph("{{report}}"),
        &format!("{}{marked}{}", paragraph("Letterhead"), paragraph("Signature")),
    );
    let filled = within(&own, &outline(Language::En)).unwrap();
    let said = text(&filled["word/document.xml"]);
    assert!(said.starts_with("Letterhead|Progress report|"), "{said}");
    assert!(said.ends_with("|Signature") && !said.contains("ort}}"), "{said}");
    assert_eq!(filled["word/footer.xml"], own["word/footer.xml"]);

    let document = own.get_mut("word/document.xml").unwrap();
    *document = document.replace(marked, "");
    let said = text(&within(&own, &outline(Language::En)).unwrap()["word/document.xml"]);
    assert!(said.starts_with("Letterhead|Signature|Progress report|"), "{said}");
}

#[test]
fn a_templates_own_styles_and_notes_are_used() {
    // As a Russian Word writes them: ids of its own, the names that Word knows everywhere.
    let mut own = template();
    let styles = own.get_mut("word/styles.xml").unwrap();
    *styles = styles.replace("w:styleId=\"Heading1\"", "w:styleId=\"1\"").replace(
        "w:styleId=\"LedgerTable\"><w:name w:val=\"Ledger Table\"",
        "w:styleId=\"x\"><w:name w:val=\"Other\"",
    );
    own.insert(
        "word/footnotes.xml".to_owned(),
        package::default_part("word/footnotes.xml")
            .replace("</w:footnotes>", "<w:footnote w:id=\"7\"><w:p/></w:footnote></w:footnotes>"),
    );
    let relations = own.get_mut("word/_rels/document.xml.rels").unwrap();
    *relations = relations.replace(
        "</Relationships>",
        "<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
         relationships/footnotes\" Target=\"footnotes.xml\"/></Relationships>",
    );
    let document = own.get_mut("word/document.xml").unwrap();
    *document = document
        .replace("<w:body>", "<w:body><w:p><w:r><w:footnoteReference w:id=\"7\"/></w:r></w:p>");
    let filled = within(&own, &outline(Language::En)).unwrap();
    let main = &filled["word/document.xml"];
    assert!(values(main, "pStyle", "val").contains(&"1".to_owned()));
    assert!(!values(main, "pStyle", "val").contains(&"Heading1".to_owned()));
    assert_eq!(values(main, "footnoteReference", "id"), ["7", "8", "9"]);
    assert_eq!(values(&filled["word/footnotes.xml"], "footnote", "id"), ["-1", "0", "7", "8", "9"]);
    // The first of ours is the second of the document.
    assert!(text(main).contains("Астана (aida)|2|"), "{}", text(main));
    let names = values(&filled["word/styles.xml"], "name", "val");
    assert_eq!(names.iter().filter(|name| *name == "Ledger Table").count(), 1);
    assert_eq!(names.iter().filter(|name| *name == "heading 1").count(), 1);
}

#[test]
fn what_is_no_template_is_told() {
    let wrong = |bytes: &[u8]| Package::read(bytes).and_then(Template::read).unwrap_err();
    assert!(wrong(b"PK").contains("unpacked"));
    assert!(wrong(&packed(&Parts::new())).contains("no main part"));
    let mut strict = template();
    let document = strict.get_mut("word/document.xml").unwrap();
    *document = document.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main");
    assert!(wrong(&packed(&strict)).contains("Strict"));
    let mut broken = template();
    broken.get_mut("word/document.xml").unwrap().push('<');
    assert!(wrong(&packed(&broken)).contains("XML"));
    let missing = render(&outline(Language::En), None, Some(Path::new("/nowhere.docx")));
    let problem = missing.unwrap_err();
    assert_eq!(problem.kind, Kind::FormUnavailable);
    assert!(problem.detail.contains("report_template"), "{problem}");
    assert!(!problem.detail.contains("/nowhere"), "no path of the server's: {problem}");
}
