//! Commitments: the list, the single item, and the status kept beside each.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::filter::{Filter, Moment, words};
use super::moment::{After, Listing, Sort, Source};
use super::statement::Statement as Sql;
use crate::actions::draft::Place;
use crate::domain::party::Role;
use crate::domain::status::Status;
use crate::records::commitment::Commitment;
use crate::schema::{commitments, obligations};

/// A commitment, and its place in the list.
#[derive(Debug, Clone, QueryableByName)]
pub struct CommitmentRow {
    #[diesel(embed)]
    pub record: Commitment,
    #[diesel(sql_type = Text)]
    pub key1: String,
    #[diesel(sql_type = Text)]
    pub key2: String,
}

impl CommitmentRow {
    /// Where the next page begins if this row ends one.
    #[must_use]
    pub fn after(&self) -> After {
        After { key: self.key1.clone(), sort_key: self.key2.clone() }
    }
}

/// The record's columns.
const COLUMNS: &str = "SELECT c.id, c.declaration, c.code, c.section, c.paragraph,
    row_c.sort_key, c.quote, c.quote_start, c.verb, c.strength, c.kind, c.tracked, c.title,
    c.edtf, c.opens_on, c.due_on, c.urgency, c.recurrence, c.party_group, c.topics, c.sdgs,
    c.refs, c.related, c.note, c.no_deadline, c.version, c.deleted_at, ";

/// A page of commitments.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn, listing: &Listing<'_>) -> QueryResult<Vec<CommitmentRow>> {
    select(listing).load(conn).await
}

fn select(listing: &Listing<'_>) -> Sql {
    let Listing { filter, moment, sort, after, limit } = *listing;
    let key = sort.key("coalesce(c.due_on, DATE '9999-12-31')", "NULL::timestamptz");
    let sql = Sql::new(COLUMNS).sql(&key.columns("row_c.sort_key")).append(from(moment));
    let sql = filter.on_commitment(sql);
    let mut sql = filter.on_due_day(sql, "c");
    if let Some(tracked) = filter.tracked {
        sql = sql.sql(if tracked { " AND c.tracked" } else { " AND NOT c.tracked" });
    }
    if !filter.rollups.is_empty() {
        sql = on_rollup(filter, moment, sql);
    }
    if filter.asks_of_obligations() {
        sql = on_obligations(filter, moment, sql);
    }
    key.order(key.seek(sql, after, "row_c.sort_key"), "row_c.sort_key", limit)
}

/// `FROM` for commitments: `c` the record as of the moment, `row_c` the current row, and `item`,
/// by which a query within this one speaks of the same commitment.
fn from(moment: Moment) -> Sql {
    match moment.known {
        None => Sql::new(
            " FROM commitments c
            CROSS JOIN LATERAL (SELECT c.code, c.sort_key, c.search) row_c
            CROSS JOIN LATERAL (SELECT c.id) item
            WHERE c.standing",
        ),
        Some(seq) => Sql::new(
            " FROM commitments row_c
            CROSS JOIN LATERAL jsonb_populate_record(NULL::commitments, version_at(row_c.id, ",
        )
        .bind(seq)
        .sql(
            ")) c CROSS JOIN LATERAL (SELECT row_c.id) item
            WHERE c.id IS NOT NULL AND c.deleted_at IS NULL",
        ),
    }
}

/// Narrows to commitments whose own status, as of the moment, is one of these: the kept one on any
/// day not before the last that was spoken of, else rolled up anew.
fn on_rollup(filter: &Filter, moment: Moment, sql: Sql) -> Sql {
    let mut states = Sql::default();
    for (i, source) in Source::of(moment).iter().enumerate() {
        let of_item = of_item(source.obligations(moment), moment);
        states = states.sql(if i > 0 { " UNION ALL " } else { "" });
        states = states.sql("SELECT o.role, s.status").append(of_item);
    }
    let anew = Sql::new("(SELECT rollup_of(array_agg(t.role), array_agg(t.status)) FROM (")
        .append(states)
        .sql(") t)");
    let status = match moment.known {
        None => Sql::new("CASE WHEN c.last_day IS NULL OR c.last_day <= ")
            .bind(moment.day)
            .sql(" THEN c.status ELSE ")
            .append(anew)
            .sql(" END"),
        Some(_) => anew,
    };
    let rollups = words(&filter.rollups);
    sql.sql(" AND ").append(status).sql(" = ANY(").bind(rollups).sql("::text[]::status[])")
}

/// The ids of the commitments whose own status the filter asks for.
pub(super) fn ids_by_rollup(filter: &Filter, moment: Moment) -> Sql {
    on_rollup(filter, moment, Sql::new("SELECT item.id").append(from(moment)))
}

/// Only the obligations of the commitment that the query around this one calls `item`.
fn of_item(sql: Sql, moment: Moment) -> Sql {
    match moment.known {
        None => sql.sql(" AND o.commitment_id = item.id"),
        Some(_) => sql.sql(" AND row_o.commitment_id = item.id"),
    }
}

/// Party, role, status and timeliness must match in one obligation.
fn on_obligations(filter: &Filter, moment: Moment, sql: Sql) -> Sql {
    let mut either = Sql::default();
    for (i, source) in Source::of(moment).iter().enumerate() {
        let one = of_item(source.obligations(moment), moment);
        let one = source.on_state(filter, moment, filter.on_obligation(one));
        either = either.sql(if i > 0 { " OR " } else { "" });
        either = either.sql("EXISTS (SELECT").append(one).sql(")");
    }
    sql.sql(" AND (").append(either).sql(")")
}

/// A standing or deleted commitment, by its code.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, code: &str) -> QueryResult<Option<Commitment>> {
    commitments::table
        .select(Commitment::as_select())
        .filter(commitments::code.eq(code))
        .first(conn)
        .await
        .optional()
}

/// The same, locked against other writes about the item or its obligations.
///
/// # Errors
/// If the database does not answer.
pub async fn lock(conn: &mut Conn, code: &str) -> QueryResult<Option<Commitment>> {
    commitments::table
        .select(Commitment::as_select())
        .filter(commitments::code.eq(code))
        .for_update()
        .first(conn)
        .await
        .optional()
}

/// A commitment as of a moment, by its code; none if it is deleted by then or not there yet.
///
/// # Errors
/// If the database does not answer.
pub async fn find_at(
    conn: &mut Conn,
    code: &str,
    moment: Moment,
) -> QueryResult<Option<Commitment>> {
    let key = Sort::Code.key("", "");
    let row: Option<CommitmentRow> = Sql::new(COLUMNS)
        .sql(&key.columns("row_c.sort_key"))
        .append(from(moment))
        .sql(" AND row_c.code = ")
        .bind(code.to_owned())
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(|row| row.record))
}

/// Adds a commitment.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn create(conn: &mut Conn, record: &Commitment) -> QueryResult<()> {
    diesel::insert_into(commitments::table).values(record).execute(conn).await?;
    Ok(())
}

/// Writes an edited record over the one that is there.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn update(conn: &mut Conn, record: &Commitment) -> QueryResult<()> {
    diesel::update(commitments::table.find(record.id)).set(record).execute(conn).await?;
    Ok(())
}

/// What a commitment's own status is made from.
#[derive(Debug, Clone, Queryable)]
pub struct Standing {
    pub role: Role,
    pub status: Status,
    pub last_day: Option<NaiveDate>,
}

/// The roles and kept states of a commitment's obligations.
///
/// # Errors
/// If the database does not answer.
pub async fn standings(conn: &mut Conn, id: Uuid) -> QueryResult<Vec<Standing>> {
    obligations::table
        .select((obligations::role, obligations::status, obligations::last_day))
        .filter(obligations::commitment_id.eq(id))
        .filter(obligations::dropped_at.is_null())
        .load(conn)
        .await
}

/// Keeps the status that the rollup gave, and the latest day that it rests on.
///
/// # Errors
/// If the database does not answer.
pub async fn keep_status(
    conn: &mut Conn,
    id: Uuid,
    status: Option<Status>,
    last_day: Option<NaiveDate>,
) -> QueryResult<()> {
    diesel::update(commitments::table.find(id))
        .set((commitments::status.eq(status), commitments::last_day.eq(last_day)))
        .execute(conn)
        .await?;
    Ok(())
}

/// The code of the last item of a paragraph, deleted ones too: the next one's letter follows it.
///
/// # Errors
/// If the database does not answer.
pub async fn last_in_paragraph(conn: &mut Conn, place: &Place) -> QueryResult<Option<String>> {
    commitments::table
        .select(commitments::code)
        .filter(commitments::declaration.eq(&place.declaration))
        .filter(commitments::section.eq(place.section))
        .filter(commitments::paragraph.eq(place.paragraph))
        .order(commitments::sort_key.desc())
        .first(conn)
        .await
        .optional()
}

/// Checks now, and not at the commit, that every quote written in this transaction is exact.
///
/// # Errors
/// With the constraint `commitments_quote_exact` if one is not.
pub async fn check_quotes(conn: &mut Conn) -> QueryResult<()> {
    Sql::new("SET CONSTRAINTS commitments_quote_exact IMMEDIATE").execute(conn).await?;
    Ok(())
}
