//! A copy of a ledger: the records that reading needs, as they stood at one place of the feed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::failure::ClientError;
use super::folder::write_whole;
use crate::api::me::Me;
use crate::records::change::Entity;
use crate::records::commitment::Commitment;
use crate::records::conflict::Conflict;
use crate::records::declaration::Declaration;
use crate::records::obligation::Obligation;
use crate::records::party::Party;
use crate::records::update::Update;

/// Where and when a copy was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub server: String,
    /// The place of the feed.
    pub cursor: String,
    pub seq: i64,
    pub pulled_at: DateTime<Utc>,
    /// Who pulled, if with a token.
    pub me: Option<Me>,
}

/// The records.
#[derive(Debug, Clone, Default)]
pub struct Records {
    pub declarations: BTreeMap<Uuid, Declaration>,
    pub parties: BTreeMap<Uuid, Party>,
    pub commitments: BTreeMap<Uuid, Commitment>,
    pub obligations: BTreeMap<Uuid, Obligation>,
    pub updates: BTreeMap<Uuid, Update>,
    pub conflicts: BTreeMap<Uuid, Conflict>,
}

/// Records, and where they are from.
#[derive(Debug, Clone)]
pub struct Copy {
    pub head: Head,
    pub records: Records,
}

/// One record, as a snapshot and the file of a copy have it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Line {
    /// As the server calls it: it may know entities that we do not.
    pub entity: String,
    pub version: i64,
    pub body: Box<RawValue>,
}

/// The last line of a snapshot or a copy: without it, it is not whole.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct End {
    pub records: usize,
}

/// Any line of the file of a copy.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kept {
    Copy(Head),
    Record(Line),
    End(End),
}

impl Records {
    /// Takes a record in, in the place of the one that was there. What reading does not need is
    /// left out.
    ///
    /// # Errors
    /// If it is no record of that entity.
    pub fn take(&mut self, line: &Line) -> Result<(), serde_json::Error> {
        match line.entity.parse() {
            // Without its paragraphs.
            Ok(Entity::Declaration) => put(&mut self.declarations, &line.body, |r| r.id),
            Ok(Entity::Party) => put(&mut self.parties, &line.body, |r| r.id),
            Ok(Entity::Commitment) => put(&mut self.commitments, &line.body, |r| r.id),
            Ok(Entity::Obligation) => put(&mut self.obligations, &line.body, |r| r.id),
            Ok(Entity::Update) => put(&mut self.updates, &line.body, |r| r.id),
            Ok(Entity::Conflict) => put(&mut self.conflicts, &line.body, |r| r.id),
            Ok(Entity::Milestone) | Err(_) => Ok(()),
        }
    }

    fn write(&self, out: &mut impl Write) -> std::io::Result<usize> {
        let mut records = 0;
        for one in self.declarations.values() {
            records += write_record(out, Entity::Declaration, one.version, one)?;
        }
        for one in self.parties.values() {
            records += write_record(out, Entity::Party, one.version, one)?;
        }
        for one in self.commitments.values() {
            records += write_record(out, Entity::Commitment, one.version, one)?;
        }
        for one in self.obligations.values() {
            records += write_record(out, Entity::Obligation, one.version, one)?;
        }
        for one in self.updates.values() {
            records += write_record(out, Entity::Update, 1, one)?;
        }
        for one in self.conflicts.values() {
            records += write_record(out, Entity::Conflict, one.version, one)?;
        }
        Ok(records)
    }
}

fn put<T: DeserializeOwned>(
    records: &mut BTreeMap<Uuid, T>,
    body: &RawValue,
    id: impl Fn(&T) -> Uuid,
) -> Result<(), serde_json::Error> {
    let record = serde_json::from_str(body.get())?;
    records.insert(id(&record), record);
    Ok(())
}

fn write_record<T: Serialize>(
    out: &mut impl Write,
    entity: Entity,
    version: i64,
    record: &T,
) -> std::io::Result<usize> {
    let body = serde_json::value::to_raw_value(record)?;
    write_line(out, &Kept::Record(Line { entity: entity.to_string(), version, body }))?;
    Ok(1)
}

fn write_line(out: &mut impl Write, line: &Kept) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

impl Copy {
    /// Reads the file of a copy; none if there is none.
    ///
    /// # Errors
    /// If it cannot be read, or is not whole.
    pub fn read(path: &Path) -> Result<Option<Self>, ClientError> {
        let file = match File::open(path) {
            Ok(file) => BufReader::new(file),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(ClientError::file(path, error)),
        };
        let harmed = |cause: String| {
            let path = path.display().to_string();
            ClientError::other("command-error-harmed", [("path", path), ("cause", cause)])
        };
        let (mut head, mut end) = (None, None);
        let (mut records, mut count) = (Records::default(), 0);
        for line in file.lines() {
            let line = line.map_err(|error| ClientError::file(path, error))?;
            match serde_json::from_str(&line).map_err(|error| harmed(error.to_string()))? {
                Kept::Copy(found) => head = Some(found),
                Kept::Record(line) => {
                    records.take(&line).map_err(|error| harmed(error.to_string()))?;
                    count += 1;
                }
                Kept::End(found) => end = Some(found.records),
            }
        }
        match head {
            // Earlier versions of this program kept neither declarations nor parties.
            Some(_) if records.parties.is_empty() && !records.obligations.is_empty() => {
                Err(harmed("0 parties".to_owned()))
            }
            Some(head) if end == Some(count) => Ok(Some(Self { head, records })),
            _ => Err(harmed(format!("{count} / {}", end.unwrap_or_default()))),
        }
    }

    /// Writes the file anew. A crash leaves the old one or the new one.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), ClientError> {
        write_whole(path, |out| {
            write_line(out, &Kept::Copy(self.head.clone()))?;
            let records = self.records.write(out)?;
            write_line(out, &Kept::End(End { records }))
        })
    }
}
