//! The progress report: totals, matrix and lists of a declaration, as of a day and as known then.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::compare::compare;
use super::counts::Standings;
use super::items::items;
use super::lists::{due_next, overdue, recently_changed};
use super::model::{About, Cell, PartyRow, ProgressReport, Request, Scope, SectionRow, Totals};
use super::summary::summary;
use super::timeline::timeline;
use crate::db::connect::{Db, Failure};
use crate::db::filter::{Filter, Moment};
use crate::db::moment::{ALL, Listing, Sort};
use crate::db::obligations::{self, ObligationRow};
use crate::db::updates::{self, Told};
use crate::db::{Conn, declarations, feed, known};
use crate::domain::fault::Fault;
use crate::domain::rollup::{item_timeliness, rollup};
use crate::domain::rubric::Tally;
use crate::error::Problem;
use crate::reading::known::{Known, Named, sections};
use crate::records::declaration::Declaration;
use crate::records::party::Party;
use crate::sync::cursor::FeedCursor;
use crate::sync::envelope::hex;
use crate::sync::seal::seal;

/// All that was read for a report, from one snapshot.
pub(super) struct Reading {
    head: feed::Head,
    epoch: Uuid,
    /// The place of the feed that it was read at, where it was drawn from versions.
    pub known: Option<i64>,
    pub declaration: Declaration,
    parties: Vec<Party>,
    pub now: Vec<ObligationRow>,
    pub then: Option<Vec<ObligationRow>>,
    /// What the updates say that count now, by their ids.
    pub told: BTreeMap<Uuid, Told>,
}

/// Draws up a report.
///
/// # Errors
/// A bad query if the declaration or a party is not known; 404 if nothing was known of it then.
pub async fn progress(db: &Db, request: &Request) -> Result<ProgressReport, Problem> {
    // What has committed by now is to be in the report, at a place of the feed that can be named.
    seal(db).await?;
    let reading = db.snapshot(async |conn| read(conn, request).await).await?;
    Ok(build(request, &reading))
}

/// Reads what a report is built from, within one snapshot.
pub(super) async fn read(conn: &mut Conn, request: &Request) -> Result<Reading, Failure> {
    let slug = slug(conn, request.declaration.as_deref()).await?;
    let head = match request.known_at {
        None => feed::head(conn).await?,
        Some(at) => {
            let seq = feed::head_at(conn, at).await?;
            feed::head_of(conn, seq).await?
        }
    };
    // Where a write has slipped in since the seal, the snapshot is ahead of the feed's head, and
    // the report is drawn from versions, as it will be when it is asked for again.
    let is_live = request.known_at.is_none() && known::is_all_sealed(conn).await?;
    let known = (!is_live).then_some(head.seq);
    let declaration = known::declaration(conn, &slug, known).await?;
    let declaration = declaration
        .ok_or_else(|| Problem::not_found(format!("Nothing was known of {slug} at that time.")))?;
    let parties = known::parties(conn, known).await?;
    let known_then = Known {
        declarations: vec![sections(&declaration)],
        parties: parties.iter().map(|party| party.code.clone()).collect(),
    };
    known_then.check(Named {
        declarations: &[],
        sections: &request.sections,
        parties: &request.parties,
    })?;
    let now = rows(conn, &declaration, Moment { day: request.as_of, known }).await?;
    let then = match request.compare_to {
        Some(day) => Some(rows(conn, &declaration, Moment { day, known }).await?),
        None => None,
    };
    let heads: Vec<Uuid> = counted(&now, request).iter().filter_map(|row| row.head).collect();
    let told = updates::told(conn, &heads).await?;
    let epoch = feed::node(conn).await?.epoch;
    Ok(Reading { head, epoch, known, declaration, parties, now, then, told })
}

/// The declaration that is meant.
async fn slug(conn: &mut Conn, asked: Option<&str>) -> Result<String, Failure> {
    if let Some(asked) = asked {
        let declarations = &[asked.to_owned()];
        Named { declarations, ..Named::default() }.check(conn).await?;
        return Ok(asked.to_owned());
    }
    match declarations::slugs(conn).await?.as_slice() {
        [only] => Ok(only.clone()),
        several => {
            let message = format!("must be one of {}", several.join(", "));
            Err(Problem::bad_query(vec![Fault::new("declaration", message)]).into())
        }
    }
}

/// All tracked obligations of the declaration; before its adoption there were none.
async fn rows(
    conn: &mut Conn,
    declaration: &Declaration,
    moment: Moment,
) -> Result<Vec<ObligationRow>, Failure> {
    if moment.day < declaration.adopted_on {
        return Ok(Vec::new());
    }
    let filter = Filter {
        declarations: vec![declaration.slug.clone()],
        tracked: Some(true),
        ..Filter::default()
    };
    let listing = Listing { filter: &filter, moment, sort: Sort::Code, after: None, limit: ALL };
    Ok(obligations::list(conn, &listing).await?)
}

/// The obligations that a report counts.
pub(super) fn counted<'a>(rows: &'a [ObligationRow], request: &Request) -> Vec<&'a ObligationRow> {
    rows.iter()
        .filter(|row| row.role.delivers())
        .filter(|row| request.parties.is_empty() || request.parties.contains(&row.party))
        .filter(|row| request.sections.is_empty() || request.sections.contains(&row.section))
        .collect()
}

/// Draws up a report from what was read.
pub(super) fn build(request: &Request, reading: &Reading) -> ProgressReport {
    let day = request.as_of;
    let rows = counted(&reading.now, request);
    let mut totals = Standings::default();
    let mut tally = Tally::default();
    let mut by_party: BTreeMap<&str, Standings> = BTreeMap::new();
    let mut by_section: BTreeMap<i32, Standings> = BTreeMap::new();
    let mut by_cell: BTreeMap<(&str, i32), Standings> = BTreeMap::new();
    for row in &rows {
        let timeliness = row.due().timeliness(day);
        totals.add(row.status, timeliness);
        tally.add(row.status, timeliness, 1);
        by_party.entry(&row.party).or_default().add(row.status, timeliness);
        by_section.entry(row.section).or_default().add(row.status, timeliness);
        by_cell.entry((&row.party, row.section)).or_default().add(row.status, timeliness);
    }
    let (items, notes) = items(&rows, day, &reading.told);
    let cursor = FeedCursor::new(reading.epoch, reading.head.seq, &reading.head.chain);
    let contested = rows.iter().filter(|row| row.contested).count();
    let mut report = ProgressReport {
        as_of: day,
        known_at: reading.head.sealed_at,
        seq: reading.head.seq,
        chain: hex(&reading.head.chain),
        cursor: cursor.encode(),
        language: request.language,
        declaration: About {
            slug: reading.declaration.slug.clone(),
            title: reading.declaration.title.0.clone(),
            adopted_on: reading.declaration.adopted_on,
            place: reading.declaration.place.0.clone(),
        },
        scope: scope(request, &reading.parties),
        summary: Vec::new(),
        coverage: totals.coverage(),
        totals: Totals {
            obligations: totals,
            contested: u64::try_from(contested).unwrap_or(u64::MAX),
            commitments: commitments(&rows, reading, day),
        },
        parties: party_rows(&reading.parties, by_party),
        sections: section_rows(&reading.declaration, by_section),
        matrix: cells(&reading.parties, &by_cell),
        timeline: timeline(&rows, day),
        overdue: overdue(&rows, day),
        due_next: due_next(&rows, day),
        recently_changed: recently_changed(&rows, day),
        scores: tally.scores(),
        compared: request
            .compare_to
            .zip(reading.then.as_ref())
            .map(|(then_day, then)| compare(&counted(then, request), then_day, &rows, day)),
        items,
        notes,
    };
    report.summary = summary(&report, day < reading.declaration.adopted_on);
    report
}

fn scope(request: &Request, parties: &[Party]) -> Scope {
    let meant = parties.iter().filter(|party| request.parties.contains(&party.code));
    Scope {
        parties: request.parties.clone(),
        names: meant.map(|party| (party.code.clone(), party.name.0.clone())).collect(),
        sections: request.sections.clone(),
    }
}

/// The items that the counted obligations belong to, each by all who owe it.
fn commitments(rows: &[&ObligationRow], reading: &Reading, day: NaiveDate) -> Standings {
    let mut of: BTreeMap<Uuid, Vec<&ObligationRow>> =
        rows.iter().map(|row| (row.commitment_id, Vec::new())).collect();
    for row in &reading.now {
        if let Some(all) = of.get_mut(&row.commitment_id) {
            all.push(row);
        }
    }
    let mut standings = Standings::default();
    for all in of.values() {
        let status = rollup(all.iter().map(|row| (row.role, row.status)));
        let timeliness =
            item_timeliness(all.iter().map(|row| (row.role, row.due().timeliness(day))));
        if let (Some(status), Some(timeliness)) = (status, timeliness) {
            standings.add(status, timeliness);
        }
    }
    standings
}

fn party_rows(parties: &[Party], mut by: BTreeMap<&str, Standings>) -> Vec<PartyRow> {
    parties
        .iter()
        .filter_map(|party| {
            let standings = by.remove(party.code.as_str())?;
            Some(PartyRow {
                party: party.code.clone(),
                name: party.name.0.clone(),
                coverage: standings.coverage(),
                standings,
            })
        })
        .collect()
}

fn section_rows(declaration: &Declaration, mut by: BTreeMap<i32, Standings>) -> Vec<SectionRow> {
    declaration
        .sections
        .iter()
        .filter_map(|section| {
            let standings = by.remove(&section.number)?;
            Some(SectionRow {
                section: section.number,
                title: section.title.0.clone(),
                coverage: standings.coverage(),
                standings,
            })
        })
        .collect()
}

fn cells(parties: &[Party], by: &BTreeMap<(&str, i32), Standings>) -> Vec<Cell> {
    parties
        .iter()
        .flat_map(|party| {
            let own = by.iter().filter(|((code, _), _)| *code == party.code);
            own.map(|((_, section), standings)| Cell {
                party: party.code.clone(),
                section: *section,
                standings: standings.clone(),
            })
        })
        .collect()
}
