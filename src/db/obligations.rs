//! Obligations: the list, the overdue query, and the state kept beside each.

mod writes;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{
    BigInt, Bool, Date, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as PgUuid,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

pub use self::writes::{find, keep_state, lock, lock_of_commitment, write};

use super::Conn;
use super::filter::{Filter, Moment, one_of};
use super::moment::{ALL, After, Listing, Sort};
use super::possible::{DueOf, Possible};
use super::search::Found;
use super::sources::{Item, Source};
use super::statement::Statement as Sql;
use super::way::Way;
use crate::domain::commitment::Urgency;
use crate::domain::fold::Statement;
use crate::domain::party::Role;
use crate::domain::status::{Basis, Status};
use crate::domain::timeliness::{Due, Timeliness};
use crate::records::commitment::RecurrenceRule;
use crate::records::texts::{Json, Texts};
use crate::schema::sql_types;

/// An obligation with its state as of a moment, and what its commitment is called.
#[derive(Debug, Clone, QueryableByName)]
pub struct ObligationRow {
    #[diesel(sql_type = PgUuid)]
    pub id: Uuid,
    #[diesel(sql_type = PgUuid)]
    pub commitment_id: Uuid,
    #[diesel(sql_type = Text)]
    pub party: String,
    #[diesel(sql_type = sql_types::PartyRole)]
    pub role: Role,
    #[diesel(sql_type = Nullable<Text>)]
    pub occurrence: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    pub opens_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    pub due_on: Option<NaiveDate>,
    #[diesel(sql_type = BigInt)]
    pub version: i64,

    #[diesel(sql_type = sql_types::Status)]
    pub status: Status,
    #[diesel(sql_type = Nullable<sql_types::Basis>)]
    pub basis: Option<Basis>,
    #[diesel(sql_type = Nullable<Date>)]
    pub as_of: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    pub done_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub declared: Option<Json<Statement>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub assessed: Option<Json<Statement>>,
    #[diesel(sql_type = Bool)]
    pub contested: bool,
    #[diesel(sql_type = Bool)]
    pub reassess: bool,
    #[diesel(sql_type = Nullable<PgUuid>)]
    pub head: Option<Uuid>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub changed_at: Option<DateTime<Utc>>,

    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub declaration: String,
    #[diesel(sql_type = Integer)]
    pub section: i32,
    #[diesel(sql_type = Integer)]
    pub paragraph: i32,
    #[diesel(sql_type = Bool)]
    pub tracked: bool,
    #[diesel(sql_type = Jsonb)]
    pub title: Texts,
    #[diesel(sql_type = Nullable<Text>)]
    pub edtf: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    pub deadline_opens_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    pub deadline_due_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<sql_types::Urgency>)]
    pub urgency: Option<Urgency>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub recurrence: Option<Json<RecurrenceRule>>,

    #[diesel(sql_type = Text)]
    pub key1: String,
    #[diesel(sql_type = Text)]
    pub key2: String,
}

const COLUMNS: &str = "SELECT o.id, o.commitment_id, o.party, o.role, o.occurrence, o.opens_on,
    o.due_on, o.version, s.status, s.basis, s.as_of, s.done_on, s.declared, s.assessed,
    s.contested, s.reassess, s.head, s.changed_at, c.code, c.declaration, c.section, c.paragraph,
    c.tracked, c.title, c.edtf, c.opens_on AS deadline_opens_on, c.due_on AS deadline_due_on,
    c.urgency, c.recurrence, ";

impl ObligationRow {
    /// What its timeliness is derived from.
    #[must_use]
    pub const fn due(&self) -> Due {
        Due {
            tracked: self.tracked,
            role: self.role,
            status: self.status,
            opens_on: self.opens_on,
            due_on: self.due_on,
            done_on: self.done_on,
        }
    }

    /// Where the next page begins if this row ends one.
    #[must_use]
    pub fn after(&self) -> After {
        After { key: self.key1.clone(), sort_key: self.key2.clone() }
    }
}

/// A page of obligations. With `timeliness` overdue alone this is the overdue query.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn, listing: &Listing<'_>) -> QueryResult<Vec<ObligationRow>> {
    let found = Found::of(conn, listing.filter).await?;
    let way = Way::of(conn, listing).await?;
    select(listing, Whose::Anybody, found.as_ref(), way).unprepared().load(conn).await
}

/// What is overdue on the moment's day, oldest due day first.
///
/// # Errors
/// If the database does not answer.
pub async fn overdue(
    conn: &mut Conn,
    filter: &Filter,
    moment: Moment,
    limit: i64,
) -> QueryResult<Vec<ObligationRow>> {
    let filter = Filter { timeliness: vec![Timeliness::Overdue], ..filter.clone() };
    list(conn, &Listing { filter: &filter, moment, sort: Sort::Due, after: None, limit }).await
}

/// How much of what a party owes has been reported on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Coverage {
    #[diesel(sql_type = BigInt)]
    pub reported: i64,
    #[diesel(sql_type = BigInt)]
    pub total: i64,
}

/// Of the tracked obligations of these parties that must be delivered, how many were reported on.
///
/// Counted in an index alone: reported on a day is what was spoken of about that day or an
/// earlier one.
///
/// # Errors
/// If the database does not answer.
pub async fn coverage(
    conn: &mut Conn,
    parties: &[String],
    day: NaiveDate,
) -> QueryResult<Coverage> {
    let sql = Sql::new("SELECT count(*) AS total, count(*) FILTER (WHERE o.first_day <= ")
        .bind(day)
        .sql(") AS reported FROM obligations o WHERE o.tracked AND o.standing")
        .sql(" AND o.dropped_at IS NULL AND o.role <> 'supporter'");
    one_of(sql, "o.party", parties).get_result(conn).await
}

/// All obligations of these commitments, in the order of the text.
///
/// # Errors
/// If the database does not answer.
pub async fn of_commitments(
    conn: &mut Conn,
    commitments: &[Uuid],
    moment: Moment,
) -> QueryResult<Vec<ObligationRow>> {
    all(conn, Whose::Commitments(commitments), moment).await
}

/// These obligations, in the order of the text. What is dropped or deleted is not among them.
///
/// # Errors
/// If the database does not answer.
pub async fn these(
    conn: &mut Conn,
    ids: &[Uuid],
    moment: Moment,
) -> QueryResult<Vec<ObligationRow>> {
    all(conn, Whose::These(ids), moment).await
}

async fn all(conn: &mut Conn, whose: Whose<'_>, moment: Moment) -> QueryResult<Vec<ObligationRow>> {
    if let Whose::Commitments([]) | Whose::These([]) = whose {
        return Ok(Vec::new());
    }
    let listing =
        Listing { filter: &Filter::default(), moment, sort: Sort::Code, after: None, limit: ALL };
    select(&listing, whose, None, Way::Walked).load(conn).await
}

/// To which obligations a list is narrowed, by ids.
#[derive(Debug, Clone, Copy)]
enum Whose<'a> {
    Anybody,
    /// Those of these commitments.
    Commitments(&'a [Uuid]),
    These(&'a [Uuid]),
}

fn select(listing: &Listing<'_>, whose: Whose<'_>, found: Option<&Found>, way: Way) -> Sql {
    let Listing { filter, moment, sort, after, limit } = *listing;
    let possible = Possible::of(filter, DueOf::Obligation(moment.day));
    let sources = Source::of(moment).iter().map(|source| {
        let row = source.row_o();
        let sort_key = format!("{row}.sort_key");
        let key = sort.key(source.due(), source.changed());
        let sql = Sql::new(COLUMNS).sql(&key.columns(&sort_key));
        let mut sql = sql.append(source.obligations(moment, Item::Joined));
        let narrowed = match whose {
            Whose::Anybody => None,
            Whose::Commitments(ids) => Some(("commitment_id", ids)),
            Whose::These(ids) => Some(("id", ids)),
        };
        if let Some((column, ids)) = narrowed {
            sql = sql.sql(&format!(" AND {row}.{column} = ANY("));
            sql = sql.bind(ids.to_vec()).sql(")");
        }
        let sql = filter.on_commitment(sql, source.row_c());
        let mut sql = Found::on_commitment(found, sql, source.row_c());
        // Said of the commitment too: how these go together is known of one table only.
        if !(filter.kinds.is_empty() && filter.strengths.is_empty()) {
            sql = filter.on_tracked(sql);
        }
        let sql = filter.on_obligation(sql, row);
        let sql = filter.on_due_day(sql, source.due());
        let sql = source.on_state(possible.as_ref(), filter, moment, sql);
        let sql = source.on_rollup(filter, moment, sql);
        key.order(key.seek(sql, after, &sort_key), &sort_key, limit, way)
    });
    sort.key("", "").union(sources.collect(), limit)
}
