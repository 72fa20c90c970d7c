//! A report as one HTML page, to be read on any screen or printed: no script, and nothing that is
//! fetched from anywhere.

use std::fmt::Write;
use std::sync::LazyLock;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use self::charts::{Bars, Timeline};
use self::table::TableView;
use super::super::model::ProgressReport;
use super::super::outline::{Block, NoteText, Outline, Section};
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::timeliness::Timeliness;
use crate::error::Problem;
use crate::language::{Texts, typeset};

pub mod charts;
mod table;

/// The statuses' colours, which all forms share, and the rest of the style.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let mut style = String::from(":root {");
    for status in Status::ALL {
        // Writing to a text cannot fail.
        let _ = write!(style, " --{}: #{:06x};", class(*status), status.colour());
    }
    style.push_str(" }\n");
    style.push_str(include_str!("../../../templates/report.css"));
    style
});

/// What a browser may do with the page (Content Security Policy, level 3): show it in its own
/// style, and nothing else.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
});

/// The Content-Security-Policy that goes with the page.
#[must_use]
pub fn content_security_policy() -> &'static str {
    &POLICY
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    outline: &'a Outline,
    style: &'a str,
    contents: String,
    facts: Vec<Fact<'a>>,
    figures: Vec<Figure>,
    sections: Vec<SectionView<'a>>,
}

struct Fact<'a> {
    label: &'a str,
    text: &'a str,
    /// Whether it is for machines: one long word.
    is_opaque: bool,
}

/// A number that stands out.
struct Figure {
    label: String,
    value: String,
    is_alert: bool,
}

struct SectionView<'a> {
    name: &'a str,
    heading: &'a str,
    blocks: Vec<View<'a>>,
}

/// A block with what the template needs to know of it.
enum View<'a> {
    Heading(&'a str),
    Paragraph(&'a str),
    Table(TableView<'a>),
    Bars(Bars<'a>),
    Timeline(Timeline),
    Notes(&'a [NoteText]),
}

/// Draws a report from its outline.
///
/// # Errors
/// If the template cannot be filled in.
pub fn render(report: &ProgressReport, outline: &Outline) -> Result<String, Problem> {
    let texts = outline.language.texts();
    let facts = outline.facts.iter().map(|(label, text)| Fact {
        label,
        text,
        is_opaque: text.len() > 40 && text.bytes().all(|b| b.is_ascii_graphic()),
    });
    let page = Page {
        outline,
        style: &STYLE,
        contents: texts.text("report-contents"),
        facts: facts.collect(),
        figures: figures(report, texts),
        sections: outline.sections.iter().map(|one| section(one, report, texts)).collect(),
    };
    Ok(typeset::html(&page.render().map_err(Problem::internal)?))
}

/// The numbers that the page begins with; none where nothing is owed.
fn figures(report: &ProgressReport, texts: &Texts) -> Vec<Figure> {
    let standings = &report.totals.obligations;
    if standings.total == 0 {
        return Vec::new();
    }
    let numbers = written(texts);
    let overdue = standings.by_timeliness.get(Timeliness::Overdue);
    let due_next = u64::try_from(report.due_next.len()).unwrap_or(u64::MAX);
    let figure =
        |label: String, value: u64| Figure { label, value: numbers(value), is_alert: false };
    vec![
        figure(texts.text("report-column-obligations"), standings.total),
        figure(texts.text("report-column-reported"), report.coverage.reported),
        figure(texts.text("report-column-done"), standings.by_status.get(Status::Complete)),
        Figure { is_alert: overdue > 0, ..figure(texts.text("report-column-overdue"), overdue) },
        figure(texts.text("report-heading-next"), due_next),
    ]
}

fn written(texts: &Texts) -> impl Fn(u64) -> String {
    let numbers = texts.language().numbers();
    move |number| numbers.whole(i64::try_from(number).unwrap_or(i64::MAX))
}

fn section<'a>(
    section: &'a Section,
    report: &ProgressReport,
    texts: &'static Texts,
) -> SectionView<'a> {
    let mut caption = section.heading.as_str();
    let tables = section.blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
    let has_headings = section.blocks.iter().any(|block| matches!(block, Block::Heading(_)));
    let blocks = section.blocks.iter().enumerate().filter_map(|(place, block)| match block {
        Block::Heading(text) => {
            caption = text;
            Some(View::Heading(text))
        }
        Block::Paragraph(text) => Some(View::Paragraph(text)),
        Block::Table(table) => {
            // Of several tables under one heading, each is called by what its rows are.
            let first = table.columns.first().filter(|_| tables > 1 && !has_headings);
            let caption = first.map_or_else(
                || caption.to_owned(),
                |first| format!("{}: {}", section.heading, first.title),
            );
            Some(View::Table(TableView::of_table(table, caption, texts)))
        }
        Block::Matrix(matrix) => {
            Some(View::Table(TableView::of_matrix(matrix, section.heading.clone())))
        }
        Block::Bars(bars) if bars.is_empty() => None,
        Block::Bars(bars) => {
            let id = format!("{}-{place}", section.name);
            Some(View::Bars(Bars::new(bars, &id, texts)))
        }
        Block::Timeline(ticks) => {
            Timeline::new(ticks, report.as_of, &section.heading, texts).map(View::Timeline)
        }
        Block::Notes(notes) => Some(View::Notes(notes)),
    });
    SectionView { name: section.name, heading: &section.heading, blocks: blocks.collect() }
}

/// A status as a class of the style.
fn class(status: Status) -> String {
    status.as_str().replace('_', "-")
}
