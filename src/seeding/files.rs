//! Where seed files come from: a folder, or the copy that the binary carries.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::faults::{FaultList, Place};

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seeds");

/// The file that makes a folder a declaration's.
pub(super) const DECLARATION: &str = "declaration.toml";
/// The file of the parties and groups.
pub(super) const PARTIES: &str = "parties.toml";
/// The folder of the section files.
const SECTIONS: &str = "sections";

/// The files of one declaration, by their path in its folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeedFiles {
    pub files: BTreeMap<String, String>,
}

impl SeedFiles {
    /// The text of a file, if it is there.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The section files, by path.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(|(path, _)| path.starts_with(SECTIONS) && is_toml(Path::new(path)))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Reads a folder: the files in it, and the section files. What cannot be read is a fault.
    pub(super) fn read(folder: &Path, faults: &FaultList) -> Self {
        let mut files = Self::default();
        files.read_into(folder, "", faults);
        if folder.join(SECTIONS).is_dir() {
            files.read_into(&folder.join(SECTIONS), &format!("{SECTIONS}/"), faults);
        }
        files
    }

    fn read_into(&mut self, folder: &Path, prefix: &str, faults: &FaultList) {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let name = folder.display().to_string();
                return faults.at(&name, Place::Whole).fault(error.to_string());
            }
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if !path.is_file() || name.starts_with('.') || !is_text(&path) {
                continue;
            }
            let name = format!("{prefix}{name}");
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    self.files.insert(name, text);
                }
                Err(error) => faults.at(&name, Place::Whole).fault(error.to_string()),
            }
        }
    }
}

/// The declarations that the binary carries.
#[must_use]
pub fn shipped() -> Vec<SeedFiles> {
    SHIPPED
        .dirs()
        .filter(|folder| folder.get_file(folder.path().join(DECLARATION)).is_some())
        .map(|folder| {
            let mut files = SeedFiles::default();
            let sections = folder.get_dir(folder.path().join(SECTIONS));
            for file in folder.files().chain(sections.into_iter().flat_map(Dir::files)) {
                let path = file.path().strip_prefix(folder.path()).unwrap_or(file.path());
                if let Some(text) = file.contents_utf8().filter(|_| is_text(path)) {
                    files.files.insert(path.to_string_lossy().into_owned(), text.to_owned());
                }
            }
            files
        })
        .collect()
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

fn is_text(path: &Path) -> bool {
    is_toml(path) || path.extension().is_some_and(|extension| extension == "txt")
}
