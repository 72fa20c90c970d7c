//! The progress report: totals, matrix and lists of a declaration, as of a day and as known then.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::compare::{Compared, compare};
use super::counts::{Coverage, Standings};
use super::lists::{Line, due_next, overdue, recently_changed};
use crate::db::connect::{Db, Failure};
use crate::db::filter::{Filter, Moment};
use crate::db::moment::{Listing, Sort};
use crate::db::obligations::{self, ObligationRow};
use crate::db::{Conn, declarations, feed, known};
use crate::domain::fault::Fault;
use crate::domain::rollup::{item_timeliness, rollup};
use crate::domain::rubric::{Scores, Tally};
use crate::error::Problem;
use crate::records::declaration::Declaration;
use crate::records::party::Party;
use crate::sync::envelope::hex;
use crate::sync::seal::seal;

/// What a report is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The slug; may be absent while there is only one declaration.
    pub declaration: Option<String>,
    /// Codes; all if empty.
    pub parties: Vec<String>,
    pub as_of: NaiveDate,
    /// Report what was known at this time; now if absent.
    pub known_at: Option<DateTime<Utc>>,
    pub compare_to: Option<NaiveDate>,
}

/// A progress report. Only tracked obligations of hosts, leads and participants are counted.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProgressReport {
    pub as_of: NaiveDate,
    /// When the last change that is in the report was sealed: asked for again with this
    /// `known_at`, the same report comes out.
    pub known_at: Option<DateTime<Utc>>,
    /// The place of the feed that the report was drawn at, and the chain there.
    pub seq: i64,
    pub chain: String,
    pub declaration: About,
    pub totals: Totals,
    /// In protocol order.
    pub parties: Vec<PartyRow>,
    pub sections: Vec<SectionRow>,
    /// The cells of parties × sections that are not empty.
    pub matrix: Vec<Cell>,
    pub overdue: Vec<Line>,
    /// Not done, and due within 90 days.
    pub due_next: Vec<Line>,
    pub recently_changed: Vec<Line>,
    pub coverage: Coverage,
    pub scores: Scores,
    pub compared: Option<Compared>,
}

/// What is reported on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct About {
    pub slug: String,
    pub title: BTreeMap<String, String>,
    pub adopted_on: NaiveDate,
}

/// Obligations, and commitments apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Totals {
    #[serde(flatten)]
    pub obligations: Standings,
    /// Tracked commitments by their own status, over all who owe them.
    pub commitments: Standings,
}

/// What one party owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyRow {
    pub party: String,
    pub name: BTreeMap<String, String>,
    #[serde(flatten)]
    pub standings: Standings,
    pub coverage: Coverage,
}

/// What one section holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SectionRow {
    pub section: i32,
    pub title: BTreeMap<String, String>,
    #[serde(flatten)]
    pub standings: Standings,
    pub coverage: Coverage,
}

/// What one party owes by one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cell {
    pub party: String,
    pub section: i32,
    #[serde(flatten)]
    pub standings: Standings,
}

/// All that was read for a report, from one snapshot.
struct Reading {
    head: feed::Head,
    declaration: Declaration,
    parties: Vec<Party>,
    now: Vec<ObligationRow>,
    then: Option<Vec<ObligationRow>>,
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

async fn read(conn: &mut Conn, request: &Request) -> Result<Reading, Failure> {
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
    check_parties(&request.parties, &parties)?;
    let now = rows(conn, &slug, Moment { day: request.as_of, known }).await?;
    let then = match request.compare_to {
        Some(day) => Some(rows(conn, &slug, Moment { day, known }).await?),
        None => None,
    };
    Ok(Reading { head, declaration, parties, now, then })
}

/// The declaration that is meant.
async fn slug(conn: &mut Conn, asked: Option<&str>) -> Result<String, Failure> {
    let slugs = declarations::slugs(conn).await?;
    match (asked, slugs.as_slice()) {
        (Some(asked), known) if known.iter().any(|slug| slug == asked) => Ok(asked.to_owned()),
        (None, [only]) => Ok(only.clone()),
        (_, known) => {
            let message = format!("must be one of {}", known.join(", "));
            Err(Problem::bad_query(vec![Fault::new("declaration", message)]).into())
        }
    }
}

fn check_parties(asked: &[String], known: &[Party]) -> Result<(), Problem> {
    let stranger = asked.iter().find(|code| !known.iter().any(|party| party.code == **code));
    let Some(stranger) = stranger else { return Ok(()) };
    let codes: Vec<_> = known.iter().map(|party| party.code.as_str()).collect();
    let message = format!("{stranger} is not known; known are {}", codes.join(", "));
    Err(Problem::bad_query(vec![Fault::new("party", message)]))
}

/// All tracked obligations of the declaration.
async fn rows(conn: &mut Conn, slug: &str, moment: Moment) -> Result<Vec<ObligationRow>, Failure> {
    let filter =
        Filter { declarations: vec![slug.to_owned()], tracked: Some(true), ..Filter::default() };
    let listing =
        Listing { filter: &filter, moment, sort: Sort::Code, after: None, limit: i64::MAX };
    Ok(obligations::list(conn, &listing).await?)
}

/// The obligations that a report counts.
fn counted<'a>(rows: &'a [ObligationRow], parties: &[String]) -> Vec<&'a ObligationRow> {
    rows.iter()
        .filter(|row| row.role.delivers())
        .filter(|row| parties.is_empty() || parties.contains(&row.party))
        .collect()
}

fn build(request: &Request, reading: &Reading) -> ProgressReport {
    let day = request.as_of;
    let rows = counted(&reading.now, &request.parties);
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
    ProgressReport {
        as_of: day,
        known_at: reading.head.sealed_at,
        seq: reading.head.seq,
        chain: hex(&reading.head.chain),
        declaration: About {
            slug: reading.declaration.slug.clone(),
            title: reading.declaration.title.0.clone(),
            adopted_on: reading.declaration.adopted_on,
        },
        coverage: totals.coverage(),
        totals: Totals { obligations: totals, commitments: commitments(&rows, reading, day) },
        parties: party_rows(&reading.parties, by_party),
        sections: section_rows(&reading.declaration, by_section),
        matrix: cells(&reading.parties, &by_cell),
        overdue: overdue(&rows, day),
        due_next: due_next(&rows, day),
        recently_changed: recently_changed(&rows, day),
        scores: tally.scores(),
        compared: request.compare_to.zip(reading.then.as_ref()).map(|(then_day, then)| {
            compare(&counted(then, &request.parties), then_day, &rows, day)
        }),
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
