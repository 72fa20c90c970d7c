//! Whole lists as CSV, however long: read page by page from one snapshot, and handed on as they
//! are read.

use std::cell::Cell;

use uuid::Uuid;

use super::items::items;
use super::render::csv::{self, Owing, Wording};
use crate::db::connect::{Db, Failure};
use crate::db::filter::{Filter, Moment};
use crate::db::moment::{Listing, Sort};
use crate::db::obligations::{self, ObligationRow};
use crate::db::updates;
use crate::db::{Conn, parties};
use crate::error::{Kind, Problem};
use crate::language::Language;

/// How many rows are read at once, and so how many are ever held.
pub const PAGE: i64 = 500;

/// Which obligations are exported, when, and in which order and language.
#[derive(Debug, Clone)]
pub struct Export {
    pub filter: Filter,
    pub moment: Moment,
    pub sort: Sort,
    pub language: Language,
}

/// Writes all obligations of an export, one a row; `send` takes the file piece by piece.
///
/// # Errors
/// If the database does not answer, or `send` fails.
pub async fn obligations(
    db: &Db,
    export: &Export,
    send: impl AsyncFn(Vec<u8>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    in_one_go(db, async |conn| read(conn, export, &send).await).await
}

/// Reads a list from one snapshot, and never again from its beginning: what was handed on would be
/// handed on twice.
///
/// # Errors
/// What `read` gives; [`Problem`] of kind `Unavailable` if the database was lost on the way.
pub async fn in_one_go(
    db: &Db,
    read: impl AsyncFn(&mut Conn) -> Result<(), Failure>,
) -> Result<(), Problem> {
    let has_begun = Cell::new(false);
    db.snapshot(async |conn| {
        if has_begun.replace(true) {
            let detail = "The database was lost in the middle of the list; ask for it again.";
            return Err(Problem::new(Kind::Unavailable, detail).into());
        }
        read(conn).await
    })
    .await
}

async fn read(
    conn: &mut Conn,
    export: &Export,
    send: &impl AsyncFn(Vec<u8>) -> Result<(), Problem>,
) -> Result<(), Failure> {
    let parties = parties::list(conn).await?;
    let names = parties.iter().map(|party| (party.code.as_str(), &party.name.0));
    let wording = Wording::new(export.language, names);
    let mut bytes = csv::head()?;
    let mut after = None;
    loop {
        let Export { filter, moment, sort, .. } = export;
        let listing =
            Listing { filter, moment: *moment, sort: *sort, after: after.as_ref(), limit: PAGE };
        let rows = obligations::list(conn, &listing).await?;
        bytes.extend(written(conn, &wording, &rows, *moment).await?);
        send(std::mem::take(&mut bytes)).await?;
        after = rows.last().map(ObligationRow::after);
        if i64::try_from(rows.len()).is_ok_and(|rows| rows < PAGE) {
            return Ok(());
        }
    }
}

/// A page of rows as CSV.
async fn written(
    conn: &mut Conn,
    wording: &Wording,
    rows: &[ObligationRow],
    moment: Moment,
) -> Result<Vec<u8>, Failure> {
    let heads: Vec<Uuid> = rows.iter().filter_map(|row| row.head).collect();
    let told = updates::told(conn, &heads).await?;
    let (items, notes) = items(&rows.iter().collect::<Vec<_>>(), moment.day, &told);
    // An item's obligations stand under it one by one, in the order of the rows.
    let owed = items.iter().flat_map(|item| item.obligations.iter().map(move |one| (item, one)));
    let owing = rows.iter().zip(owed).map(|(row, (item, obligation))| Owing {
        declaration: &row.declaration,
        item,
        obligation,
        notes: &notes,
    });
    Ok(csv::rows(wording, owing)?)
}
