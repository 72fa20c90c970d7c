//! What is wrong with seed files: every fault, with its file and item.

use std::cell::RefCell;
use std::fmt;

use crate::records::keys::letter_place;

/// Where in a file a fault is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The file itself.
    Whole,
    /// A line, where the file cannot even be read.
    Line(usize),
    /// Something with a name, such as a party by its code.
    Named(String),
    Section(i32),
    Paragraph(i32, i32),
    Item(i32, i32, String),
}

impl Place {
    /// What faults of a file are sorted by: as it is read, an item's before the next one's.
    fn order(&self) -> (i32, i32, u32, &str) {
        match self {
            Self::Whole => (-2, 0, 0, ""),
            Self::Line(line) => (-2, i32::try_from(*line).unwrap_or(i32::MAX), 0, ""),
            Self::Named(name) => (-1, 0, 0, name),
            Self::Section(section) => (*section, 0, 0, ""),
            // What concerns a paragraph follows on its items.
            Self::Paragraph(section, paragraph) => (*section, *paragraph, u32::MAX, ""),
            Self::Item(section, paragraph, letter) => {
                (*section, *paragraph, letter_place(letter).unwrap_or(u32::MAX - 1), letter)
            }
        }
    }
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedFault {
    /// Path in the declaration's folder.
    pub file: String,
    pub place: Place,
    pub message: String,
}

impl fmt::Display for SeedFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, place, message } = self;
        match place {
            Place::Whole => write!(f, "{file}: {message}"),
            Place::Line(line) => write!(f, "{file}, line {line}: {message}"),
            Place::Named(name) => write!(f, "{file}, {name}: {message}"),
            Place::Section(section) => write!(f, "{file}, {section}: {message}"),
            Place::Paragraph(section, paragraph) => {
                write!(f, "{file}, {section}.{paragraph}: {message}")
            }
            Place::Item(section, paragraph, letter) => {
                write!(f, "{file}, {section}.{paragraph}{letter}: {message}")
            }
        }
    }
}

/// Every fault of a declaration's files, by file and item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedFaults {
    pub faults: Vec<SeedFault>,
}

impl fmt::Display for SeedFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(f, "{fault}")?;
        }
        match self.faults.len() {
            1 => write!(f, "1 fault; nothing was written"),
            many => write!(f, "{many} faults; nothing was written"),
        }
    }
}

impl std::error::Error for SeedFaults {}

/// Where checks leave what they find.
#[derive(Debug, Default)]
pub(super) struct FaultList {
    found: RefCell<Vec<SeedFault>>,
}

impl FaultList {
    /// A place to report faults of.
    pub(super) const fn at<'a>(&'a self, file: &'a str, place: Place) -> At<'a> {
        At { list: self, file, place }
    }

    /// The faults in order; none if all is well.
    pub(super) fn into_faults(self) -> Option<SeedFaults> {
        let mut faults = self.found.into_inner();
        faults.sort_by(|a, b| (&a.file, a.place.order()).cmp(&(&b.file, b.place.order())));
        (!faults.is_empty()).then_some(SeedFaults { faults })
    }
}

/// A place in a file, where faults may be found.
#[derive(Debug, Clone)]
pub(super) struct At<'a> {
    list: &'a FaultList,
    file: &'a str,
    place: Place,
}

impl At<'_> {
    /// Reports a fault; the message opens with the field's name.
    pub(super) fn fault(&self, message: impl Into<String>) {
        self.list.found.borrow_mut().push(SeedFault {
            file: self.file.to_owned(),
            place: self.place.clone(),
            message: message.into(),
        });
    }

    /// The value, or the fault that there is none, under the field's name.
    pub(super) fn keep<T, E: fmt::Display>(&self, field: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.fault(format!("{field} {error}"))).ok()
    }

    /// Another place of the same file.
    pub(super) fn and(&self, place: Place) -> Self {
        Self { place, ..self.clone() }
    }
}
