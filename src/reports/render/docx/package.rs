//! The parts of a Word document (Open Packaging Conventions, ISO/IEC 29500-2): reading those of a
//! template, adding to them, and writing them all to a file.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use include_dir::{Dir, include_dir};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::xml::Xml;

/// The document that reports are written into where no other is given.
static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/docx");

const CONTENT_TYPES: &str = "[Content_Types].xml";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";

/// How much a template may unpack to, in bytes.
const LARGEST: u64 = 64 << 20;

/// The parts by their names.
#[derive(Debug, Clone)]
pub(super) struct Package(BTreeMap<String, Vec<u8>>);

/// A text of the document that reports are written into where no other is given.
pub(super) fn default_part(name: &str) -> &'static str {
    DEFAULT.get_file(name).and_then(|file| file.contents_utf8()).unwrap_or_default()
}

impl Default for Package {
    fn default() -> Self {
        let mut parts = BTreeMap::new();
        let mut folders = vec![&DEFAULT];
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            for file in folder.files() {
                parts.insert(file.path().to_string_lossy().into_owned(), file.contents().to_vec());
            }
        }
        // It is put in with the first note.
        parts.remove("word/footnotes.xml");
        Self(parts)
    }
}

impl Package {
    /// Unpacks a document.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| format!("it cannot be unpacked ({error})"))?;
        let mut parts = BTreeMap::new();
        let mut left = LARGEST;
        for place in 0..archive.len() {
            let file = archive.by_index(place).map_err(|error| error.to_string())?;
            if file.is_dir() {
                continue;
            }
            let name = file.name().map_err(|error| error.to_string())?.into_owned();
            let mut content = Vec::new();
            file.take(left + 1).read_to_end(&mut content).map_err(|error| error.to_string())?;
            left = left
                .checked_sub(content.len() as u64)
                .ok_or_else(|| format!("it unpacks to more than {LARGEST} bytes"))?;
            parts.insert(name, content);
        }
        Ok(Self(parts))
    }

    /// The text of a part.
    ///
    /// # Errors
    /// If there is no such part, or it is no text.
    pub(super) fn text(&self, name: &str) -> Result<&str, String> {
        let part = self.0.get(name).ok_or_else(|| format!("it has no part {name}"))?;
        std::str::from_utf8(part).map_err(|_| format!("its part {name} is not UTF-8"))
    }

    pub(super) fn put(&mut self, name: &str, text: String) {
        self.0.insert(name.to_owned(), text.into_bytes());
    }

    /// Says what a part is.
    ///
    /// # Errors
    /// If the list of types cannot be read.
    pub(super) fn set_type(&mut self, part: &str, content_type: &str) -> Result<(), String> {
        let types = self.text(CONTENT_TYPES)?;
        let name = format!("/{part}");
        if has(types, "Override", "PartName", &name)? {
            return Ok(());
        }
        let mut xml = Xml::default();
        let attributes = [("xmlns", TYPES), ("PartName", &name), ("ContentType", content_type)];
        xml.empty("Override", &attributes);
        let types = append(types, &xml.finish())?;
        self.put(CONTENT_TYPES, types);
        Ok(())
    }

    /// Says that a document, and no pattern for documents, is what the main part is.
    ///
    /// # Errors
    /// If the list of types cannot be read.
    pub(super) fn be_document(&mut self) -> Result<(), String> {
        let types = self.text(CONTENT_TYPES)?;
        let types = types
            .replace("wordprocessingml.template.main+xml", "wordprocessingml.document.main+xml");
        self.put(CONTENT_TYPES, types);
        Ok(())
    }

    /// The part that `part` (none: the package) is bound to by a relationship of this kind.
    ///
    /// # Errors
    /// If the relationships cannot be read.
    pub(super) fn related(&self, part: Option<&str>, kind: &str) -> Result<Option<String>, String> {
        let Ok(text) = self.text(&relationships_of(part)) else { return Ok(None) };
        let read = parse(text)?;
        let mut all = read.root_element().children();
        let found = all.find(|one| one.attribute("Type") == Some(kind));
        let target = found.and_then(|one| one.attribute("Target"));
        Ok(target.map(|target| resolve(part, target)))
    }

    /// Binds a part to another or to an address outside, as `id`; one that is bound so stays.
    ///
    /// # Errors
    /// If the relationships cannot be read.
    pub(super) fn relate(
        &mut self,
        part: Option<&str>,
        id: &str,
        kind: &str,
        target: &str,
    ) -> Result<(), String> {
        let name = relationships_of(part);
        let empty = format!("<Relationships xmlns=\"{RELATIONSHIPS}\"></Relationships>");
        let text = self.text(&name).unwrap_or(&empty);
        if has(text, "Relationship", "Id", id)? {
            return Ok(());
        }
        let mut attributes =
            vec![("xmlns", RELATIONSHIPS), ("Id", id), ("Type", kind), ("Target", target)];
        if target.contains("://") {
            attributes.push(("TargetMode", "External"));
        }
        let mut xml = Xml::default();
        xml.empty("Relationship", &attributes);
        let text = append(text, &xml.finish())?;
        self.put(&name, text);
        Ok(())
    }

    /// Packs the parts, in one order and with one time, so that equal documents are equal files.
    ///
    /// # Errors
    /// If they cannot be packed.
    pub(super) fn write(&self) -> zip::result::ZipResult<Vec<u8>> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        // Readers look for the list of types first.
        let (first, rest): (Vec<_>, Vec<_>) =
            self.0.iter().partition(|(name, _)| *name == CONTENT_TYPES);
        for (name, content) in first.into_iter().chain(rest) {
            archive.start_file(name.as_str(), options)?;
            archive.write_all(content)?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

/// Where the relationships of a part stand.
fn relationships_of(part: Option<&str>) -> String {
    let (folder, file) = part.map_or(("", ""), |part| part.rsplit_once('/').unwrap_or(("", part)));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{file}.rels")
}

/// The name of the part that a target means, from the folder of `part`.
fn resolve(part: Option<&str>, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let folder = part.and_then(|part| part.rsplit_once('/')).map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Reads XML.
///
/// # Errors
/// If it is not well-formed.
pub(super) fn parse(text: &str) -> Result<roxmltree::Document<'_>, String> {
    roxmltree::Document::parse(text).map_err(|error| format!("its XML is wrong: {error}"))
}

/// Whether the root has such a child with that value of an attribute.
fn has(text: &str, child: &str, attribute: &str, value: &str) -> Result<bool, String> {
    let read = parse(text)?;
    let mut all = read.root_element().children();
    Ok(all.any(|one| {
        one.has_tag_name((one.tag_name().namespace().unwrap_or_default(), child))
            && one.attribute(attribute) == Some(value)
    }))
}

/// XML with another child at the end of its root.
///
/// # Errors
/// If it is not well-formed.
pub(super) fn append(text: &str, child: &str) -> Result<String, String> {
    let read = parse(text)?;
    let range = read.root_element().range();
    let root = &text[range.clone()];
    if let Some(open) = root.strip_suffix("/>") {
        let name = open[1..].split(|c: char| c.is_whitespace()).next().unwrap_or_default();
        let before = &text[..range.start];
        return Ok(format!("{before}{open}>{child}</{name}>"));
    }
    let end = range.start + root.rfind("</").unwrap_or(root.len());
    Ok(format!("{}{child}{}", &text[..end], &text[end..]))
}
