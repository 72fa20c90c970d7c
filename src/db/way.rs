//! How a list is read: along its order until the page is full, or, if few can match, all at once.
//!
//! Postgres takes rows that match to lie evenly in every order, and walks along it, expecting to
//! be done soon. Of a rare status that can be the walk past a million rows: the superseded are not
//! among what is due last. So where few rows have a status, these are looked up and sorted.

use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

use super::Conn;
use super::filter::{Filter, one_of};
use super::moment::{ALL, Listing, Sort};
use super::sources::Source;
use super::statement::Statement;
use crate::domain::status::Status;

/// How many rows of a status are few: looking them up takes less than a tenth of a second.
const FEW: i64 = 5_000;

/// How rows come into their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By an index, if there is one for the order.
    Walked,
    /// By sorting all of them.
    Gathered,
}

#[derive(QueryableByName)]
struct Few {
    #[diesel(sql_type = Bool)]
    few: bool,
}

impl Way {
    /// The way for a list. How many rows have a status is known of the present states only.
    pub(super) async fn of(conn: &mut Conn, listing: &Listing<'_>) -> QueryResult<Self> {
        let Listing { filter, moment, sort, limit, .. } = listing;
        let statuses = count("obligations", &filter.statuses);
        let rollups = count("commitments", &filter.rollups);
        let counts: Vec<Statement> = [statuses, rollups].into_iter().flatten().collect();
        // Of one status alone, the index by status has the order of the text.
        let is_plain = *sort == Sort::Code && asks_nothing_else(filter);
        if counts.is_empty() || is_plain || *limit == ALL || moment.known.is_some() {
            return Ok(Self::Walked);
        }
        let sql = Source::Kept.decided(Statement::new("SELECT ").unprepared(), moment.day);
        let mut sql = sql.sql(" AND (false");
        for few in counts {
            sql = sql.sql(" OR ").append(few);
        }
        let Few { few } = sql.sql(") AS few").get_result(conn).await?;
        Ok(if few { Self::Gathered } else { Self::Walked })
    }
}

/// Whether a filter asks for statuses or rollups alone.
fn asks_nothing_else(filter: &Filter) -> bool {
    let Filter { statuses, rollups, tracked, .. } = filter;
    let plain = Filter { tracked: tracked.filter(|tracked| *tracked), ..Filter::default() };
    *filter == Filter { statuses: statuses.clone(), ..plain.clone() }
        || *filter == Filter { rollups: rollups.clone(), ..plain }
}

/// Whether few rows of a table have one of these statuses; none if it is not asked for one.
fn count(table: &str, statuses: &[Status]) -> Option<Statement> {
    let sql =
        Statement::new(&format!("(SELECT count(*) FROM (SELECT FROM {table} t WHERE t.standing"));
    let sql = one_of(sql, "t.status", statuses).sql(" LIMIT ").bind(FEW + 1);
    (!statuses.is_empty()).then(|| sql.sql(") rows) <= ").bind(FEW))
}
