//! Whole pages of items and obligations, in few queries however many they are.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Item, ObligationListItem};
use crate::db::connect::Failure;
use crate::db::filter::Moment;
use crate::db::obligations::{self, ObligationRow};
use crate::db::{Conn, conflicts};
use crate::records::commitment::Commitment;

/// Commitments with their obligations, in three queries however many they are.
///
/// # Errors
/// If the database does not answer.
pub async fn items(
    conn: &mut Conn,
    records: Vec<Commitment>,
    moment: Moment,
) -> Result<Vec<Item>, Failure> {
    let ids: Vec<Uuid> = records.iter().map(|record| record.id).collect();
    let rows = obligations::of_commitments(conn, &ids, moment).await?;
    let of = by_commitment(&rows);
    let counts = conflicts::count_open(conn, &ids, moment).await?;
    let open = |id| counts.iter().find(|one| one.commitment_id == id).map_or(0, |one| one.open);
    Ok(records
        .into_iter()
        .map(|record| {
            let rows = of.get(&record.id).map_or(&[][..], Vec::as_slice);
            let conflicts = open(record.id);
            Item::new(record, rows, conflicts, moment.day)
        })
        .collect())
}

/// Obligations of a list; those that supporters follow are fetched for the page, if it has any.
///
/// # Errors
/// If the database does not answer.
pub async fn obligation_list(
    conn: &mut Conn,
    rows: &[ObligationRow],
    moment: Moment,
) -> Result<Vec<ObligationListItem>, Failure> {
    let mut ids: Vec<Uuid> =
        rows.iter().filter(|row| !row.role.delivers()).map(|row| row.commitment_id).collect();
    ids.dedup();
    let leaders = if ids.is_empty() {
        Vec::new()
    } else {
        obligations::of_commitments(conn, &ids, moment).await?
    };
    let of = by_commitment(&leaders);
    Ok(rows
        .iter()
        .map(|row| {
            let others = of.get(&row.commitment_id).map_or(&[][..], Vec::as_slice);
            ObligationListItem::new(row, others, moment.day)
        })
        .collect())
}

fn by_commitment(rows: &[ObligationRow]) -> BTreeMap<Uuid, Vec<&ObligationRow>> {
    let mut of: BTreeMap<Uuid, Vec<&ObligationRow>> = BTreeMap::new();
    for row in rows {
        of.entry(row.commitment_id).or_default().push(row);
    }
    of
}
