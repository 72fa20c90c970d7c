//! A report as a Word document (Office Open XML, ISO/IEC 29500), within a template if there is one.
//!
//! The parts of the template stay as they are; the report is written into its main part, the notes
//! into its footnotes, and the styles that it lacks are added to its own.

mod charts;
mod grid;
mod notes;
mod package;
mod table;
mod template;
mod text;
mod xml;

use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::error::{Kind, Problem};
use crate::reports::outline::{Block, NoteText, Outline, Section};
use crate::reports::render::widths;
use notes::Notes;
use package::Package;
use template::{Style, Template};
use text::{Look, Writer};
use xml::Xml;

const CORE: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
const CORE_TYPE: &str = "application/vnd.openxmlformats-package.core-properties+xml";

/// The share of the page that the labels of the facts have, in hundredths.
const FACT_LABELS: u32 = 25;

/// Lays an outline out as a Word document, whose date is `at`.
///
/// # Errors
/// If the template cannot be used.
pub fn render(
    outline: &Outline,
    at: Option<DateTime<Utc>>,
    template: Option<&Path>,
) -> Result<Vec<u8>, Problem> {
    let package = match template {
        None => Ok(Package::default()),
        Some(path) => std::fs::read(path)
            .map_err(|error| format!("it cannot be read ({error})"))
            .and_then(|bytes| Package::read(&bytes)),
    };
    package.and_then(|package| fill(package, outline, at)).map_err(|what| unusable(&what))
}

fn unusable(what: &str) -> Problem {
    log::error!(cause = what; "the template of reports cannot be used");
    let detail = format!(
        "The template of reports (report_template) cannot be used: {what}. Whoever runs the \
         service has to mend or unset it; other forms need no template."
    );
    Problem::new(Kind::FormUnavailable, detail)
}

/// Checks that a file can be used as a template, so that it is told before the first report.
///
/// # Errors
/// What is wrong with it.
pub fn check_template(path: &Path) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|error| format!("it cannot be read ({error})"))?;
    Template::read(Package::read(&bytes)?).map(drop)
}

fn fill(package: Package, outline: &Outline, at: Option<DateTime<Utc>>) -> Result<Vec<u8>, String> {
    let mut template = Template::read(package)?;
    let all: &[NoteText] =
        outline.sections.iter().flat_map(|section| &section.blocks).fold(&[], |found, block| {
            match block {
                Block::Notes(notes) => notes,
                _ => found,
            }
        });
    let mut notes = Notes::new(all, &template)?;
    let mut xml = Xml::default();
    Layout { writer: Writer::new(&template, outline.language), outline, notes: &mut notes }
        .report(&mut xml, &template);
    notes.put(&mut template, outline.language)?;
    let mut package = template.fill(&xml.finish());
    package.be_document()?;
    describe(&mut package, outline, at)?;
    package.write().map_err(|error| error.to_string())
}

/// An outline on its way into a document.
struct Layout<'t, 'n, 'o> {
    writer: Writer<'t>,
    outline: &'o Outline,
    notes: &'n mut Notes<'o>,
}

impl Layout<'_, '_, '_> {
    fn report(&mut self, xml: &mut Xml, template: &Template) {
        let (writer, outline) = (self.writer, self.outline);
        let room = template.paper.text_width();
        writer.paragraph(xml, Style::Title, |xml| writer.run(xml, &outline.title));
        writer.paragraph(xml, Style::Subtitle, |xml| writer.run(xml, &outline.subject));
        self.facts(xml, room);
        let is_note = |section: &Section| section.name == "notes";
        // The notes stand at the foot of the pages that refer to them.
        for section in outline.sections.iter().filter(|section| !is_note(section)) {
            match template.turns().filter(|_| section.is_wide()) {
                Some((before, after, wide)) => {
                    xml.raw(&before);
                    self.section(xml, section, wide.text_width());
                    xml.raw(&after);
                }
                None => self.section(xml, section, room),
            }
        }
    }

    fn facts(&self, xml: &mut Xml, room: u32) {
        let writer = self.writer;
        let label = room * FACT_LABELS / 100;
        grid::frame(xml, &writer, grid::Grid::Bare, &[label, room - label], |xml| {
            for (name, text) in &self.outline.facts {
                grid::row(xml, false, None, |xml| {
                    let look = grid::Frame { width: label, ..grid::Frame::default() };
                    let bold = Look::bold();
                    grid::cell(xml, &writer, look, |xml| writer.look(xml, bold, name));
                    let look = grid::Frame { width: room - label, ..look };
                    grid::cell(xml, &writer, look, |xml| writer.run(xml, text));
                });
            }
        });
    }

    fn section(&mut self, xml: &mut Xml, section: &Section, room: u32) {
        let (writer, language) = (self.writer, self.outline.language);
        writer.paragraph(xml, Style::Heading1, |xml| writer.run(xml, &section.heading));
        let characters = (room / table::CHARACTER) as usize;
        let mut widths = widths::of_section(section, language, characters).into_iter();
        for block in &section.blocks {
            let own = block.table().and_then(|_| widths.next());
            match block {
                Block::Heading(text) => {
                    writer.paragraph(xml, Style::Heading2, |xml| writer.run(xml, text));
                }
                Block::Paragraph(text) => writer.plain(xml, text),
                Block::Table(table) if table.rows.is_empty() => writer.plain(xml, &table.empty),
                Block::Table(table) => {
                    let columns = table::columns(&own.unwrap_or_default(), room);
                    table::table(xml, &writer, self.notes, table, &columns, language);
                }
                Block::Matrix(matrix) => charts::matrix(xml, &writer, matrix, room),
                Block::Bars(bars) => charts::bars(xml, &writer, bars, room, language),
                // Its table follows, and says the same.
                Block::Timeline(_) | Block::Notes(_) => {}
            }
        }
    }
}

/// Writes what the document is, over what the template said of itself.
fn describe(
    package: &mut Package,
    outline: &Outline,
    at: Option<DateTime<Utc>>,
) -> Result<(), String> {
    let mut xml = Xml::default();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    let names = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.element("cp:coreProperties", &names, |xml| {
        let title = outline.full_title();
        let language = outline.language.to_string();
        for (name, value) in [
            ("dc:title", title.as_str()),
            ("dc:creator", "Summit Ledger"),
            ("dc:language", &language),
        ] {
            xml.element(name, &[], |xml| xml.text(value));
        }
        if let Some(at) = at {
            let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
            for name in ["dcterms:created", "dcterms:modified"] {
                xml.element(name, &[("xsi:type", "dcterms:W3CDTF")], |xml| xml.text(&at));
            }
        }
    });
    let part = package.related(None, CORE)?.unwrap_or_else(|| "docProps/core.xml".to_owned());
    package.put(&part, xml.finish());
    package.set_type(&part, CORE_TYPE)?;
    package.relate(None, "ledgerCore", CORE, &part)
}

#[cfg(test)]
mod tests;
