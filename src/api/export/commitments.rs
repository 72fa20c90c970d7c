//! Commitments as rows of CSV, page by page from one snapshot, and handed on as they are read.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Serialize;

use crate::db::Conn;
use crate::db::commitments::{self, CommitmentRow};
use crate::db::connect::{Db, Failure};
use crate::db::moment::Listing;
use crate::domain::commitment::{Kind, Strength, Urgency};
use crate::domain::status::Status;
use crate::domain::timeliness::Timeliness;
use crate::error::Problem;
use crate::language::{Language, Texts};
use crate::reading::views::{Item, items};
use crate::reports::cells::{harmless, head, writer, written};
use crate::reports::export::{Export, PAGE, in_one_go};

/// The names of a row's fields, the same in every language.
const FIELDS: [&str; 27] = [
    "declaration",
    "commitment",
    "section",
    "paragraph",
    "title",
    "quote",
    "strength",
    "kind",
    "tracked",
    "deadline",
    "opens_on",
    "due_on",
    "urgency",
    "recurrence",
    "status",
    "status_label",
    "timeliness",
    "timeliness_label",
    "group",
    "parties",
    "obligations",
    "topics",
    "sdgs",
    "note",
    "no_deadline",
    "conflicts",
    "version",
];

/// A commitment as a row.
#[derive(Debug, Serialize)]
struct Row<'a> {
    declaration: &'a str,
    commitment: &'a str,
    section: i32,
    paragraph: i32,
    title: Cow<'a, str>,
    quote: Option<Cow<'a, str>>,
    strength: Strength,
    kind: Kind,
    tracked: bool,
    deadline: Option<Cow<'a, str>>,
    opens_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    urgency: Option<Urgency>,
    recurrence: Option<Cow<'a, str>>,
    status: Option<Status>,
    status_label: Option<String>,
    timeliness: Option<Timeliness>,
    timeliness_label: Option<String>,
    group: Option<&'a str>,
    /// The codes of those who owe, a space between them.
    parties: String,
    /// How many obligations there are under it.
    obligations: usize,
    topics: String,
    sdgs: String,
    note: Option<Cow<'a, str>>,
    no_deadline: Option<Cow<'a, str>>,
    conflicts: i64,
    version: i64,
}

fn row<'a>(texts: &Texts, item: &'a Item) -> Row<'a> {
    let text = |text: &'a Option<String>| text.as_deref().map(harmless);
    let deadline = item.deadline.as_ref();
    let mut parties: Vec<&str> = item.obligations.iter().map(|one| one.party.as_str()).collect();
    // Occurrences of one party stand one after the other.
    parties.dedup();
    Row {
        declaration: &item.declaration,
        commitment: &item.code,
        section: item.section,
        paragraph: item.paragraph,
        title: harmless(texts.language().pick(&item.title)),
        quote: text(&item.quote),
        strength: item.strength,
        kind: item.kind,
        tracked: item.tracked,
        deadline: deadline.and_then(|one| text(&one.edtf)),
        opens_on: deadline.and_then(|one| one.opens_on),
        due_on: deadline.and_then(|one| one.due_on),
        urgency: deadline.and_then(|one| one.urgency),
        recurrence: deadline.and_then(|one| Some(harmless(&one.recurrence.as_ref()?.rule))),
        status: item.status,
        status_label: item.status.map(|status| texts.term("status", status)),
        timeliness: item.timeliness,
        timeliness_label: item.timeliness.map(|one| texts.term("timeliness", one)),
        group: item.group.as_deref(),
        parties: parties.join(" "),
        obligations: item.obligations.len(),
        topics: item.topics.join(" "),
        sdgs: item.sdgs.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        note: text(&item.note),
        no_deadline: text(&item.no_deadline),
        conflicts: item.conflicts,
        version: item.version,
    }
}

/// Writes all commitments of an export, one a row; `send` takes the file piece by piece.
///
/// # Errors
/// If the database does not answer, or `send` fails.
pub async fn write(
    db: &Db,
    export: &Export,
    send: impl AsyncFn(Vec<u8>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    in_one_go(db, async |conn| read(conn, export, &send).await).await
}

async fn read(
    conn: &mut Conn,
    export: &Export,
    send: &impl AsyncFn(Vec<u8>) -> Result<(), Problem>,
) -> Result<(), Failure> {
    let Export { filter, moment, sort, language } = export;
    let mut bytes = head(&FIELDS)?;
    let mut after = None;
    loop {
        let listing =
            Listing { filter, moment: *moment, sort: *sort, after: after.as_ref(), limit: PAGE };
        let rows = commitments::list(conn, &listing).await?;
        after = rows.last().map(CommitmentRow::after);
        let is_last = i64::try_from(rows.len()).is_ok_and(|rows| rows < PAGE);
        let records = rows.into_iter().map(|row| row.record).collect();
        bytes.extend(lines(*language, &items(conn, records, *moment).await?)?);
        send(std::mem::take(&mut bytes)).await?;
        if is_last {
            return Ok(());
        }
    }
}

fn lines(language: Language, items: &[Item]) -> Result<Vec<u8>, Problem> {
    let mut writer = writer(Vec::new());
    for item in items {
        writer.serialize(row(language.texts(), item)).map_err(Problem::internal)?;
    }
    written(writer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_tells_of_every_column() {
        let page = include_str!("../../../docs/api.md");
        let told = page.lines().skip_while(|line| !line.starts_with("| columns"));
        let told: Vec<&str> = told.skip(2).map_while(|line| line.strip_prefix("| `")).collect();
        let names = told.iter().filter_map(|line| line.split_once("` | "));
        let names: Vec<&str> = names.flat_map(|(names, _)| names.split("`, `")).collect();
        let (mut named, mut fields) = (names, FIELDS.to_vec());
        named.sort_unstable();
        fields.sort_unstable();
        assert_eq!(named, fields);
    }
}
