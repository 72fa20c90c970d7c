//! Obligations as rows of CSV (RFC 4180): those of a report, and of lists however long.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::party::Role;
use crate::domain::status::{Basis, Status};
use crate::domain::timeliness::Timeliness;
use crate::error::Problem;
use crate::language::{Language, Texts};
use crate::reports::cells::{self, harmless, writer, written};
use crate::reports::items::{ItemReport, Note, ObligationReport};
use crate::reports::model::ProgressReport;

/// The names of a row's fields, the same in every language.
const FIELDS: [&str; 29] = [
    "declaration",
    "commitment",
    "section",
    "paragraph",
    "title",
    "deadline",
    "party",
    "party_name",
    "role",
    "occurrence",
    "opens_on",
    "due_on",
    "status",
    "status_label",
    "basis",
    "as_of",
    "done_on",
    "timeliness",
    "timeliness_label",
    "days_overdue",
    "contested",
    "declared_status",
    "declared_as_of",
    "assessed_status",
    "assessed_as_of",
    "update",
    "narrative",
    "author",
    "evidence",
];

/// An obligation as a row.
#[derive(Debug, Serialize)]
struct Row<'a> {
    declaration: &'a str,
    commitment: &'a str,
    section: i32,
    paragraph: i32,
    title: Cow<'a, str>,
    deadline: Option<Cow<'a, str>>,
    party: &'a str,
    party_name: Cow<'a, str>,
    role: Role,
    occurrence: Option<Cow<'a, str>>,
    opens_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    status: Status,
    status_label: String,
    basis: Option<Basis>,
    as_of: Option<NaiveDate>,
    done_on: Option<NaiveDate>,
    timeliness: Timeliness,
    timeliness_label: String,
    days_overdue: Option<i64>,
    contested: bool,
    declared_status: Option<Status>,
    declared_as_of: Option<NaiveDate>,
    assessed_status: Option<Status>,
    assessed_as_of: Option<NaiveDate>,
    update: Option<Uuid>,
    narrative: Option<Cow<'a, str>>,
    author: Option<Cow<'a, str>>,
    /// Addresses, a space between them.
    evidence: Cow<'a, str>,
}

/// What rows are written in: a language, and the parties' names in it by their codes.
#[derive(Debug)]
pub struct Wording {
    texts: &'static Texts,
    parties: BTreeMap<String, String>,
}

impl Wording {
    /// The names are those of the language, as far as there are any.
    pub fn new<'a>(
        language: Language,
        parties: impl Iterator<Item = (&'a str, &'a BTreeMap<String, String>)>,
    ) -> Self {
        let name = |(code, name)| (str::to_owned(code), language.pick(name).to_owned());
        Self { texts: language.texts(), parties: parties.map(name).collect() }
    }

    fn row<'a>(&'a self, owed: &Owing<'a>) -> Row<'a> {
        let Owing { declaration, item, obligation, notes } = *owed;
        let ObligationReport { owed, declared, assessed, update } = obligation;
        let name = self.parties.get(&owed.party).unwrap_or(&owed.party);

        Row {
            declaration,
            commitment: &item.commitment,
            section: item.section,
            paragraph: item.paragraph,
            title: harmless(self.texts.language().pick(&item.title)),
            deadline: item.deadline.as_deref().map(harmless),
            party: &owed.party,
            party_name: harmless(name),
            role: owed.role,
            occurrence: owed.occurrence.as_deref().map(harmless),
            opens_on: owed.opens_on,
            due_on: owed.due_on,
            status: owed.status,
            status_label: self.texts.term("status", owed.status),
            basis: owed.basis,
            as_of: owed.as_of,
            done_on: owed.done_on,
            timeliness: owed.timeliness,
            timeliness_label: self.texts.term("timeliness", owed.timeliness),
            days_overdue: owed.days_overdue,
            contested: owed.contested,
            declared_status: declared.map(|said| said.status),
            declared_as_of: declared.map(|said| said.as_of),
            assessed_status: assessed.map(|said| said.status),
            assessed_as_of: assessed.map(|said| said.as_of),
            update: update.as_ref().map(|update| update.id),
            narrative: update.as_ref().map(|update| harmless(&update.narrative)),
            author: update.as_ref().map(|update| harmless(&update.author)),
            evidence: update.as_ref().map(|update| links(&update.notes, notes)).unwrap_or_default(),
        }
    }
}

/// An obligation with all that its row says.
#[derive(Debug, Clone, Copy)]
pub struct Owing<'a> {
    /// The slug.
    pub declaration: &'a str,
    pub item: &'a ItemReport,
    pub obligation: &'a ObligationReport,
    /// Those that the obligation refers to by number, from 1 on.
    pub notes: &'a [Note],
}

/// A report's obligations, in the order of the text.
///
/// # Errors
/// If a row cannot be written.
pub fn render(report: &ProgressReport) -> Result<Vec<u8>, Problem> {
    let parties = report.parties.iter().map(|row| (row.party.as_str(), &row.name));
    let wording = Wording::new(report.language, parties);
    let all = report.items.iter().flat_map(|item| {
        item.obligations.iter().map(move |obligation| Owing {
            declaration: &report.declaration.slug,
            item,
            obligation,
            notes: &report.notes,
        })
    });
    let mut bytes = head()?;
    bytes.extend(rows(&wording, all)?);
    Ok(bytes)
}

/// What a file begins with: a mark that it is UTF-8, and the names of the fields.
///
/// # Errors
/// If they cannot be written.
pub fn head() -> Result<Vec<u8>, Problem> {
    cells::head(&FIELDS)
}

/// Some rows, to be added to what was written before.
///
/// # Errors
/// If they cannot be written.
pub fn rows<'a>(
    wording: &Wording,
    owing: impl Iterator<Item = Owing<'a>>,
) -> Result<Vec<u8>, Problem> {
    let mut writer = writer(Vec::new());
    for one in owing {
        writer.serialize(wording.row(&one)).map_err(Problem::internal)?;
    }
    written(writer)
}

fn links<'a>(numbers: &[u32], notes: &'a [Note]) -> Cow<'a, str> {
    let url = |number: &u32| {
        let place = usize::try_from(*number).ok()?.checked_sub(1)?;
        Some(notes.get(place)?.evidence.url.as_str())
    };
    let urls: Vec<&str> = numbers.iter().filter_map(url).collect();
    Cow::Owned(urls.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_names_the_fields_of_a_row() {
        let row = Row {
            declaration: "d",
            commitment: "D-1.1a",
            section: 1,
            paragraph: 1,
            title: "t".into(),
            deadline: None,
            party: "AA",
            party_name: "A".into(),
            role: Role::Host,
            occurrence: None,
            opens_on: None,
            due_on: None,
            status: Status::NotReported,
            status_label: String::new(),
            basis: None,
            as_of: None,
            done_on: None,
            timeliness: Timeliness::Undated,
            timeliness_label: String::new(),
            days_overdue: None,
            contested: false,
            declared_status: None,
            declared_as_of: None,
            assessed_status: None,
            assessed_as_of: None,
            update: None,
            narrative: None,
            author: None,
            evidence: "".into(),
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.serialize(row).unwrap();
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        assert_eq!(text.lines().next(), Some(FIELDS.join(",").as_str()));
    }
}
