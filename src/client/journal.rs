//! An append-only file of JSON lines, each with its checksum: a line is whole, or it does not count.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::failure::ClientError;
use super::folder::write_whole;
use crate::sync::envelope::hex;

/// The journal at a path. Only one process at a time may append; the folder's lock sees to that.
#[derive(Debug, Clone)]
pub struct Journal {
    path: PathBuf,
}

/// What a journal says.
#[derive(Debug)]
pub struct Lines<T> {
    /// In order.
    pub entries: Vec<T>,
    /// Lines that say nothing: torn by a crash, or harmed since.
    pub harmed: Vec<Vec<u8>>,
}

impl Journal {
    #[must_use]
    pub const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Every whole line, and apart from them those that are not.
    ///
    /// # Errors
    /// If there is a file, and it cannot be read.
    pub fn read<T: DeserializeOwned>(&self) -> Result<Lines<T>, ClientError> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(ClientError::file(&self.path, error)),
        };
        let mut read = Lines { entries: Vec::new(), harmed: Vec::new() };
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match parse(line) {
                Some(entry) => read.entries.push(entry),
                None => read.harmed.push(line.to_vec()),
            }
        }
        Ok(read)
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where lines are put aside that cannot be read.
    #[must_use]
    pub fn aside(&self) -> PathBuf {
        self.path.with_added_extension("harmed")
    }

    /// Adds lines; they are on the disk when this comes back.
    ///
    /// # Errors
    /// If they could not be written.
    pub fn append<T: Serialize>(&self, entries: &[T]) -> Result<(), ClientError> {
        let failed = |error: std::io::Error| ClientError::file(&self.path, error);
        let is_new = !self.path.exists();
        let mut options = OpenOptions::new();
        let mut file = options.read(true).append(true).create(true).open(&self.path);
        let file = file.as_mut().map_err(|error| ClientError::file(&self.path, error))?;
        // What a crash has torn becomes a line of its own, which does not count.
        let mut text = String::from(if is_torn(file).map_err(failed)? { "\n" } else { "" });
        for entry in entries {
            text.push_str(&self.line(entry)?);
        }
        file.write_all(text.as_bytes()).and_then(|()| file.sync_data()).map_err(failed)?;
        if is_new { sync_folder(&self.path) } else { Ok(()) }
    }

    /// Puts these lines in the place of all that are there. `harmed` ones are kept aside: somebody
    /// may yet read in them what was to be sent.
    ///
    /// # Errors
    /// If they could not be written; the old ones stand then.
    pub fn replace<T: Serialize>(
        &self,
        entries: &[T],
        harmed: &[Vec<u8>],
    ) -> Result<(), ClientError> {
        if !harmed.is_empty() {
            let aside = self.aside();
            let mut lines = harmed.join(&b'\n');
            lines.push(b'\n');
            let mut file = OpenOptions::new().append(true).create(true).open(&aside);
            let written = file.as_mut().map_err(|error| ClientError::file(&aside, error))?;
            let synced = written.write_all(&lines).and_then(|()| written.sync_all());
            synced.map_err(|error| ClientError::file(&aside, error))?;
        }
        let mut text = String::new();
        for entry in entries {
            text.push_str(&self.line(entry)?);
        }
        write_whole(&self.path, |file| file.write_all(text.as_bytes()))
    }

    fn line<T: Serialize>(&self, entry: &T) -> Result<String, ClientError> {
        let json = serde_json::to_string(entry).map_err(|e| ClientError::file(&self.path, e))?;
        Ok(format!("{} {json}\n", checksum(&json)))
    }
}

fn parse<T: DeserializeOwned>(line: &[u8]) -> Option<T> {
    let line = std::str::from_utf8(line).ok()?;
    let (sum, json) = line.split_once(' ')?;
    (checksum(json) == sum).then(|| serde_json::from_str(json).ok())?
}

fn checksum(json: &str) -> String {
    hex(&Sha256::digest(json)[..8])
}

/// Whether the file ends in the middle of a line.
fn is_torn(file: &mut File) -> std::io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// Makes sure that a new name in a folder is on the disk.
pub(super) fn sync_folder(path: &Path) -> Result<(), ClientError> {
    // A bare name has an empty parent, which is no path.
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| ClientError::file(folder, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_journal_cut_anywhere_keeps_every_whole_line(
            entries in prop::collection::vec("\\PC{0,20}", 1..6), cut in 0usize..300, more: u8,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let journal = Journal::new(folder.path().join("queue"));
            journal.append(&entries).unwrap();
            let whole = std::fs::read(folder.path().join("queue")).unwrap();
            let cut = cut.min(whole.len());
            std::fs::write(folder.path().join("queue"), &whole[..cut]).unwrap();
            let ends: Vec<usize> =
                (1..=whole.len()).filter(|end| whole[end - 1] == b'\n').collect();
            // A line counts also without its break, once all of it is there.
            let kept = ends.iter().filter(|end| **end <= cut + 1).count();
            journal.append(&[more.to_string()]).unwrap();
            let mut expected = entries[..kept].to_vec();
            expected.push(more.to_string());
            prop_assert_eq!(journal.read::<String>().unwrap().entries, expected);
        }
    }

    #[test]
    fn a_harmed_line_does_not_count_and_harms_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue");
        let journal = Journal::new(path.clone());
        let entries = || journal.read::<String>().unwrap().entries;
        assert_eq!(entries(), Vec::<String>::new());
        journal.append(&["one", "two", "three"]).unwrap();
        let text = std::fs::read_to_string(&path).unwrap().replace("two", "tvo");
        std::fs::write(&path, text).unwrap();
        assert_eq!(entries(), ["one", "three"]);
        let harmed = journal.read::<String>().unwrap().harmed;
        journal.replace(&["four"], &harmed).unwrap();
        assert_eq!(entries(), ["four"]);
        assert!(journal.read::<String>().unwrap().harmed.is_empty());
        let aside = std::fs::read_to_string(journal.aside()).unwrap();
        assert!(aside.ends_with("\"tvo\"\n"), "{aside}");
    }
}
