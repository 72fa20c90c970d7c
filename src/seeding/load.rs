//! Loading: all files are read and everything is checked before anybody may write anything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::declaration::{self, Frame};
use super::faults::{FaultList, Place, SeedFaults};
use super::files::{DECLARATION, PARTIES, SeedFiles};
use super::{SeedSet, parties, raw, sections};
use crate::records::declaration::DeclarationRecord;
use crate::records::party::Party;
use crate::records::texts::Json;

/// What an item is checked against besides itself.
pub(super) struct Context<'a> {
    pub frame: &'a Frame,
    pub parties: BTreeMap<&'a str, &'a Party>,
}

/// Reads and checks a declaration's folder.
///
/// # Errors
/// Every fault of every file, at once.
pub fn load_folder(folder: &Path) -> Result<SeedSet, SeedFaults> {
    let faults = FaultList::default();
    let files = SeedFiles::read(folder, &faults);
    load_files(&files, faults)
}

/// Reads and checks a declaration's files.
///
/// # Errors
/// Every fault of every file, at once.
pub fn load(files: &SeedFiles) -> Result<SeedSet, SeedFaults> {
    load_files(files, FaultList::default())
}

fn load_files(files: &SeedFiles, faults: FaultList) -> Result<SeedSet, SeedFaults> {
    let set = check(files, &faults);
    match (faults.into_faults(), set) {
        (None, Some(set)) => Ok(set),
        (faults, _) => Err(faults.unwrap_or(SeedFaults { faults: Vec::new() })),
    }
}

/// The set, if enough of it could be read; it is good only if no fault was found.
fn check(files: &SeedFiles, faults: &FaultList) -> Option<SeedSet> {
    let raw_declaration: Option<raw::Declaration> = required(files, DECLARATION, faults);
    let raw_parties: Option<raw::Parties> = required(files, PARTIES, faults);
    let mut unread = false;
    let mut raw_sections = Vec::new();
    for (file, text) in files.sections() {
        match raw::parse::<raw::Section>(file, text, faults) {
            Some(section) => raw_sections.push((file, section)),
            None => unread = true,
        }
    }
    // Without these two, most of what the sections say would look wrong.
    let (raw_declaration, raw_parties) = (raw_declaration?, raw_parties?);

    let frame = declaration::check(raw_declaration, files, &faults.at(DECLARATION, Place::Whole));
    let parties = parties::check(raw_parties, &frame, &faults.at(PARTIES, Place::Whole));
    let context = Context { frame: &frame, parties: by_code(&parties) };

    let mut record =
        DeclarationRecord { declaration: frame.declaration.clone(), paragraphs: Vec::new() };
    let (mut items, mut ties, mut codes) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut seen = BTreeSet::new();
    for (file, section) in raw_sections {
        let number = section.section;
        let at = faults.at(file, Place::Section(number));
        if !seen.insert(number) {
            at.fault("section has another file too");
        } else if let Some(checked) = sections::check(section, &context, &at) {
            record.declaration.sections.0.push(checked.section);
            record.paragraphs.extend(checked.paragraphs);
            items.extend(checked.items);
            codes.extend(checked.codes);
            ties.extend(checked.ties);
        }
    }
    if !unread {
        let at = faults.at(DECLARATION, Place::Whole);
        for number in frame.sections.keys().filter(|number| !seen.contains(number)) {
            at.fault(format!("text.sections names section {number}, which has no file"));
        }
        for (tie, at) in ties.iter().filter(|(tie, _)| !codes.contains(&tie.item)) {
            at.fault(format!("related names {}, which is no item here", tie.item));
        }
    }
    let Json(sections) = &mut record.declaration.sections;
    sections.sort_by_key(|section| section.number);
    record.paragraphs.sort_by_key(|paragraph| (paragraph.section, paragraph.number));
    items.sort_by(|a, b| a.commitment.sort_key.cmp(&b.commitment.sort_key));
    Some(SeedSet { declaration: record, parties, items })
}

fn required<T: serde::de::DeserializeOwned>(
    files: &SeedFiles,
    path: &str,
    faults: &FaultList,
) -> Option<T> {
    let Some(text) = files.get(path) else {
        faults.at(path, Place::Whole).fault("is missing");
        return None;
    };
    raw::parse(path, text, faults)
}

fn by_code(parties: &[Party]) -> BTreeMap<&str, &Party> {
    parties.iter().map(|party| (party.code.as_str(), party)).collect()
}
