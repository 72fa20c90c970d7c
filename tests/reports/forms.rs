//! The forms under test, and how each is read back by a program that is not ours.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use scraper::{ElementRef, Html, Selector};
use summit_ledger::reports::form::Form;
use summit_ledger::reports::model::ProgressReport;
use summit_ledger::reports::render::render;

/// Every form that is drawn.
pub const FORMS: &[Form] = &[Form::Json, Form::Md, Form::Csv, Form::Html, Form::Xlsx, Form::Docx];

/// The forms that come out alike byte by byte.
pub const REPRODUCIBLE: &[Form] = &[
    Form::Json,
    Form::Md,
    Form::Csv,
    Form::Html,
    Form::Xlsx,
    Form::Docx,
    #[cfg(feature = "pdf")]
    Form::Pdf,
];

pub fn bytes(report: &ProgressReport, form: Form) -> Vec<u8> {
    render(report, form, None).unwrap_or_else(|problem| panic!("{form}: {problem}"))
}

/// A report in a form, as a text to look at.
pub fn text(report: &ProgressReport, form: Form) -> String {
    let bytes = bytes(report, form);
    match form {
        Form::Json => {
            let value: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
            serde_json::to_string_pretty(&value).expect("JSON")
        }
        Form::Html => {
            let page = String::from_utf8(bytes).expect("UTF-8");
            let (head, rest) = page.split_once("<style>").expect("a style");
            let (_, body) = rest.split_once("</style>").expect("its end");
            format!("{head}<style></style>{body}")
        }
        Form::Xlsx => sheets(&bytes),
        Form::Docx => {
            let mut lines = word(&bytes, "word/document.xml");
            lines.push("=== footnotes".to_owned());
            lines.extend(word(&bytes, "word/footnotes.xml"));
            lines.retain(|line| !line.is_empty());
            lines.join("\n").replace('\u{a0}', "~")
        }
        _ => String::from_utf8(bytes).expect("UTF-8"),
    }
}

/// The cells of a workbook that are not empty, a row a line, with their types where not a text.
fn sheets(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (name, rows) in workbook(bytes) {
        text.extend(["=== ", &name, "\n"]);
        for row in rows {
            let cells: Vec<String> = row.iter().map(cell).collect();
            text.push_str(cells.join(" | ").trim_end_matches([' ', '|']));
            text.push('\n');
        }
    }
    text
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.replace('\n', "⏎"),
        Data::Float(number) => format!("#{number}"),
        Data::Int(number) => format!("#{number}"),
        Data::Bool(is) => format!("?{is}"),
        Data::DateTime(day) => format!("@{}", day.as_datetime().expect("a day").date()),
        other => format!("{other:?}"),
    }
}

/// The sheets of a workbook, as calamine reads them.
pub fn workbook(bytes: &[u8]) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook");
    let sheets = book.worksheets().into_iter();
    sheets.map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

/// The tables of a page by their captions, each a list of rows of texts, the head left out.
pub fn tables(page: &str) -> Vec<(String, Vec<Vec<String>>)> {
    let page = Html::parse_document(page);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    let pick = |css: &str| Selector::parse(css).expect("a selector");
    let (table, caption, row, cell) =
        (pick("table"), pick("caption"), pick("tbody tr"), pick("td, th"));
    let text = |element: ElementRef<'_>| {
        element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    page.select(&table)
        .map(|table| {
            let caption = table.select(&caption).map(text).collect::<String>();
            let rows = table.select(&row).map(|row| row.select(&cell).map(text).collect());
            (caption, rows.collect())
        })
        .collect()
}

/// The rows of a CSV file by the names of its fields.
pub fn csv(bytes: &[u8]) -> Vec<std::collections::BTreeMap<String, String>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).expect("the mark of UTF-8");
    csv::Reader::from_reader(bytes).deserialize().map(|row| row.expect("a row")).collect()
}

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// What is under an element of a part of a Word document, by a function of each `name` there.
fn of_word<T>(
    bytes: &[u8],
    part: &str,
    name: &str,
    read: impl Fn(roxmltree::Node<'_, '_>) -> T,
) -> Vec<T> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a packed file");
    let mut text = String::new();
    archive.by_name(part).expect("the part").read_to_string(&mut text).expect("UTF-8");
    let document = roxmltree::Document::parse(&text).expect("XML");
    document.descendants().filter(|node| node.has_tag_name((W, name))).map(read).collect()
}

fn said(node: roxmltree::Node<'_, '_>) -> String {
    let texts = node.descendants().filter_map(|node| match node.tag_name().name() {
        "t" => node.text(),
        "br" => Some(" "),
        _ => None,
    });
    texts.collect()
}

/// The paragraphs of a part of a Word document.
pub fn word(bytes: &[u8], part: &str) -> Vec<String> {
    of_word(bytes, part, "p", said)
}

/// The tables of a Word document, each a list of rows of texts, with its head.
pub fn word_tables(bytes: &[u8]) -> Vec<Vec<Vec<String>>> {
    of_word(bytes, "word/document.xml", "tbl", |table| {
        let rows = table.children().filter(|node| node.has_tag_name((W, "tr")));
        rows.map(|row| {
            row.children().filter(|node| node.has_tag_name((W, "tc"))).map(said).collect()
        })
        .collect()
    })
}

/// The text of a PDF file as pdftotext (of poppler) finds it, without the spaces and line breaks
/// that a page has where it likes.
#[cfg(feature = "pdf")]
pub fn pdf(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, bytes).expect("a file");
    let read = std::process::Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output();
    let read = read.expect("the tests need pdftotext; make test installs it");
    assert!(read.status.success(), "{read:?}");
    run(&String::from_utf8(read.stdout).expect("UTF-8"))
}

/// A text without spaces and places to break at.
#[cfg(feature = "pdf")]
pub fn run(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{ad}')).collect()
}
