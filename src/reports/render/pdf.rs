//! A report as PDF, set by typst from a page of ours and the outline as data.
//!
//! No text of a report is ever read as typst's markup: the page reads it from a JSON file.

mod data;
mod fonts;

use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::error::{Kind, Problem};
use crate::reports::outline::Outline;

/// The page.
const PAGE: &str = include_str!("../../../templates/report.typ");

/// How many reports later what typst has worked out is forgotten, if none has used it.
const MEMORY: usize = 4;

/// Lays an outline out as a PDF file, whose date is `at`.
///
/// # Errors
/// If no font here has the characters of the report.
pub fn render(outline: &Outline, at: Option<DateTime<Utc>>) -> Result<Vec<u8>, Problem> {
    let desk = desk()?;
    let families = fonts::families(desk.fonts.book(), outline)
        .map_err(|missing| Problem::new(Kind::FormUnavailable, missing.to_string()))?;
    let data = data::of(outline, at, &families);
    let data = serde_json::to_vec(&data).map_err(Problem::internal)?;
    let sheet = Sheet { desk, data: Bytes::new(data) };
    let document = typst::compile::<PagedDocument>(&sheet).output;
    let set = document.and_then(|document| {
        let options = PdfOptions {
            creator: Smart::Custom(Some("Summit Ledger".to_owned())),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options)
    });
    comemo::evict(MEMORY);
    set.map_err(|faults| {
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        Problem::internal(messages.join("; "))
    })
}

/// What every report is set with: the page, typst's own library, and the fonts of the system.
struct Desk {
    library: LazyHash<Library>,
    fonts: FontStore,
    page: Source,
    data: FileId,
}

/// The desk, which is set up once a process: the fonts take a moment to be looked through.
fn desk() -> Result<&'static Desk, Problem> {
    static DESK: OnceLock<Option<Desk>> = OnceLock::new();
    let set_up = || {
        let file = |name: &str| {
            let path = VirtualPath::new(name).ok()?;
            Some(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
        };
        let mut fonts = FontStore::new();
        fonts.extend(typst_kit::fonts::system());
        Some(Desk {
            library: LazyHash::new(<Library as LibraryExt>::default()),
            fonts,
            page: Source::new(file("report.typ")?, PAGE.to_owned()),
            data: file("report.json")?,
        })
    };
    DESK.get_or_init(set_up).as_ref().ok_or_else(|| Problem::internal("typst takes no file's name"))
}

/// One report on the desk.
struct Sheet {
    desk: &'static Desk,
    data: Bytes,
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &self.desk.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.desk.fonts.book()
    }

    fn main(&self) -> FileId {
        self.desk.page.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(self.desk.page.clone()) } else { Err(unknown(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.desk.data { Ok(self.data.clone()) } else { Err(unknown(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.desk.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // A report is about its own day.
        None
    }
}

/// The page has no files but these two.
fn unknown(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

#[cfg(test)]
mod tests;
