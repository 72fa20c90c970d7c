//! What the first page shows: a progress report, the same of an earlier day beside it, and how it
//! came to this, all from one snapshot.

use std::collections::BTreeMap;

use super::lists::Line;
use super::model::{ProgressReport, Request};
use super::progress::{build, counted, read};
use super::trend::{Month, trend};
use crate::db::connect::Db;
use crate::db::{conflicts, declarations, updates};
use crate::error::Problem;
use crate::records::texts::Texts;
use crate::sync::seal::seal;

/// The last day of each class of age, in days since the due day; the last class has no end.
pub const AGES: [Option<i64>; 5] = [Some(30), Some(90), Some(180), Some(365), None];

/// All that the first page shows.
#[derive(Debug)]
pub struct Overview {
    /// Every declaration's slug and title, for whoever wants another one.
    pub declarations: Vec<(String, Texts)>,
    pub report: ProgressReport,
    /// The report of the earlier day, if there is one to compare with. It says nothing of evidence.
    pub then: Option<ProgressReport>,
    /// How many conflicts are open now.
    pub conflicts: i64,
    /// Where the obligations of `report` stood month by month.
    pub trend: Vec<Month>,
}

/// Reads the overview of the declaration that is asked for, else of the one adopted last; none
/// while there is no declaration.
///
/// # Errors
/// As for [`super::progress::progress`].
pub async fn overview(db: &Db, request: &Request) -> Result<Option<Overview>, Problem> {
    seal(db).await?;
    let read = async |conn: &mut _| {
        let declarations = declarations::titles(conn, i64::MAX).await?;
        let Some((last, _)) = declarations.first() else { return Ok(None) };
        let slug = request.declaration.clone().unwrap_or_else(|| last.clone());
        let request = Request { declaration: Some(slug.clone()), ..request.clone() };
        let reading = read(conn, &request).await?;
        let facts = updates::facts_of_declaration(conn, &slug, reading.known).await?;
        let conflicts = conflicts::count_open_of(conn, &slug).await?;
        Ok(Some((declarations, reading, facts, conflicts)))
    };
    let Some((declarations, mut reading, facts, conflicts)) = db.snapshot(read).await? else {
        return Ok(None);
    };
    let report = build(request, &reading);
    let counted = counted(&reading.now, request);
    let trend = trend(&counted, &facts, reading.declaration.adopted_on, request.as_of);
    let then = request.compare_to.zip(reading.then.take()).map(|(day, rows)| {
        reading.now = rows;
        reading.told = BTreeMap::new();
        build(&Request { as_of: day, compare_to: None, ..request.clone() }, &reading)
    });
    Ok(Some(Overview { declarations, report, then, conflicts, trend }))
}

/// How many of these overdue lines are of each class of [`AGES`].
#[must_use]
pub fn by_age(overdue: &[Line]) -> [u64; AGES.len()] {
    let mut counts = [0; AGES.len()];
    for days in overdue.iter().filter_map(|line| line.owed.days_overdue) {
        let class = AGES.iter().position(|last| last.is_none_or(|last| days <= last));
        if let Some(count) = class.and_then(|class| counts.get_mut(class)) {
            *count += 1;
        }
    }
    counts
}
