//! The evidence of a report as the footnotes of a Word document.

use std::collections::BTreeMap;

use super::package::{append, default_part, parse};
use super::template::{Style, Template};
use super::text::Writer;
use super::xml::Xml;
use crate::language::Language;
use crate::reports::outline::NoteText;

const FOOTNOTES: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes";
const FOOTNOTES_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml";
const HYPERLINK: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

/// The notes, and which of them were referred to.
#[derive(Debug)]
pub(super) struct Notes<'a> {
    all: BTreeMap<u32, &'a NoteText>,
    /// By their numbers, in the order in which Word will count them.
    used: Vec<u32>,
    /// The id of the first of ours in the document.
    first: i64,
    /// How many of the document's own come before.
    before: usize,
}

impl<'a> Notes<'a> {
    /// The notes of a report, to be added to those that the template has.
    ///
    /// # Errors
    /// If the template's cannot be read.
    pub(super) fn new(notes: &'a [NoteText], template: &Template) -> Result<Self, String> {
        let all = notes.iter().map(|note| (note.number, note)).collect();
        let part = template.package.related(Some(&template.main), FOOTNOTES)?;
        let mut last = 0;
        if let Some(part) = part {
            let read = parse(template.package.text(&part)?)?;
            let ids = read.descendants().flat_map(|node| node.attributes());
            let ids = ids.filter(|one| one.name() == "id").filter_map(|id| id.value().parse().ok());
            last = ids.max().unwrap_or(0);
        }
        Ok(Self { all, used: Vec::new(), first: last + 1, before: template.notes_before })
    }

    /// Writes a reference to a note: the first one has the note at its foot, and later ones point
    /// there.
    pub(super) fn refer(&mut self, xml: &mut Xml, writer: &Writer<'_>, number: u32) {
        if !self.all.contains_key(&number) {
            return;
        }
        let mark = format!("_LedgerNote{number}");
        if let Some(place) = self.used.iter().position(|one| *one == number) {
            let shown = (self.before + place + 1).to_string();
            writer.field(xml, &format!(" NOTEREF {mark} \\f \\h "), &shown);
            return;
        }
        let id = (self.first + count(self.used.len())).to_string();
        // Ids of bookmarks are their own; the template's are low.
        let bookmark = (100_000 + count(self.used.len())).to_string();
        self.used.push(number);
        xml.empty("w:bookmarkStart", &[("w:id", &bookmark), ("w:name", &mark)]);
        writer.reference(xml, |xml| xml.empty("w:footnoteReference", &[("w:id", &id)]));
        xml.empty("w:bookmarkEnd", &[("w:id", &bookmark)]);
    }

    /// Puts the notes that were referred to into the document.
    ///
    /// # Errors
    /// If the template's footnotes or relationships cannot be read.
    pub(super) fn put(&self, template: &mut Template, language: Language) -> Result<(), String> {
        if self.used.is_empty() {
            return Ok(());
        }
        let main = template.main.clone();
        let part = if let Some(part) = template.package.related(Some(&main), FOOTNOTES)? {
            part
        } else {
            let part = "word/footnotes.xml";
            let package = &mut template.package;
            package.put(part, default_part(part).to_owned());
            package.set_type(part, FOOTNOTES_TYPE)?;
            package.relate(Some(&main), "ledgerNotes", FOOTNOTES, "/word/footnotes.xml")?;
            part.to_owned()
        };
        let mut xml = Xml::default();
        let writer = Writer::new(template, language);
        for (place, note) in self.used.iter().filter_map(|one| self.all.get(one)).enumerate() {
            let id = (self.first + count(place)).to_string();
            xml.element("w:footnote", &[("w:id", &id)], |xml| {
                footnote(xml, &writer, note, language);
            });
        }
        let text = append(template.package.text(&part)?, &xml.finish())?;
        template.package.put(&part, text);
        for note in self.used.iter().filter_map(|one| self.all.get(one)) {
            template.package.relate(Some(&part), &link_id(note), HYPERLINK, &note.url)?;
        }
        Ok(())
    }
}

fn footnote(xml: &mut Xml, writer: &Writer<'_>, note: &NoteText, language: Language) {
    writer.paragraph(xml, Style::FootnoteText, |xml| {
        writer.reference(xml, |xml| xml.empty("w:footnoteRef", &[]));
        writer.run(xml, &format!(" {} ", note.title));
        // A note is bound to its page by an address, never by a script or a file.
        let id = link_id(note);
        xml.element("w:hyperlink", &[("r:id", &id), ("w:history", "1")], |xml| {
            writer.styled(xml, Style::Hyperlink, &note.url);
        });
        if !note.more.is_empty() {
            writer.run(xml, &language.marks().in_brackets("", &note.more));
        }
    });
}

fn link_id(note: &NoteText) -> String {
    format!("ledgerLink{}", note.number)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
