//! Commitments: the list, the single item, and the status kept beside each.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Text, Uuid as PgUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::filter::{Filter, Moment, one_of};
use super::moment::{After, Listing, Sort};
use super::on_state::on_sides;
use super::possible::{DueOf, DueSide, Possible};
use super::search::Found;
use super::sources::{Item, Source};
use super::statement::Statement as Sql;
use super::way::Way;
use crate::actions::draft::Place;
use crate::records::commitment::Commitment;
use crate::records::texts::Texts;
use crate::schema::commitments;

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
    c.sort_key, c.quote, c.quote_start, c.verb, c.strength, c.kind, c.tracked, c.title,
    c.edtf, c.opens_on, c.due_on, c.urgency, c.recurrence, c.party_group, c.topics, c.sdgs,
    c.refs, c.related, c.note, c.no_deadline, c.version, c.deleted_at, ";

/// A page of commitments.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn, listing: &Listing<'_>) -> QueryResult<Vec<CommitmentRow>> {
    let found = Found::of(conn, listing.filter).await?;
    let way = Way::of(conn, listing).await?;
    select(listing, found.as_ref(), way).unprepared().load(conn).await
}

fn select(listing: &Listing<'_>, found: Option<&Found>, way: Way) -> Sql {
    let Listing { filter, moment, sort, after, limit } = *listing;
    let asks_of_obligations = filter.asks_of_obligations();
    let is_by_state = !filter.rollups.is_empty() || asks_of_obligations;
    let possible =
        asks_of_obligations.then(|| Possible::of(filter, DueOf::Commitment(moment.day))).flatten();
    let sources = Source::commitments(moment, is_by_state).into_iter().map(|(source, from)| {
        let row = source.row_of_commitment();
        let sort_key = format!("{row}.sort_key");
        let due = source.due_of_commitment();
        let key = sort.key(due, "NULL::timestamptz");
        let sql = Sql::new(COLUMNS).sql(&key.columns(&sort_key)).append(from);
        let sql = Found::on_commitment(found, filter.on_commitment(sql, row), row);
        let sql = filter.on_due_day(filter.on_tracked(sql), due);
        let sql = source.on_rollup(filter, moment, sql);
        let sql = on_obligations(source, possible.as_ref(), filter, moment, sql);
        let sql = on_first_due_day(sql, possible.as_ref(), due, moment);
        key.order(key.seek(sql, after, &sort_key), &sort_key, limit, way)
    });
    sort.key("", "").union(sources.collect(), limit)
}

/// Party, role, status and timeliness must match in one obligation.
///
/// Of what is known now this is one EXISTS, which Postgres may as well begin with. Elsewhere it is
/// asked of one item after the other (OFFSET 0 says so): all at once would be the fold of
/// everything. Whose obligations never changes, and so is asked of the current rows before.
fn on_obligations(
    source: Source,
    possible: Option<&Possible>,
    filter: &Filter,
    moment: Moment,
    mut sql: Sql,
) -> Sql {
    if !filter.asks_of_obligations() {
        return sql;
    }
    let item = format!("{}.id", source.row_of_commitment());
    if moment.known.is_none() {
        let owed = owed(source, possible, filter, moment, &item);
        return sql.sql(" AND EXISTS (SELECT").append(owed).sql(")");
    }
    if !filter.parties.is_empty() {
        sql = sql.sql(" AND EXISTS (SELECT FROM obligations p WHERE p.commitment_id = ").sql(&item);
        sql = one_of(sql, "p.party", &filter.parties).sql(")");
    }
    for (i, source) in Source::of(moment).iter().enumerate() {
        let either = if i > 0 { " OR EXISTS (SELECT" } else { " AND (EXISTS (SELECT" };
        let owed = owed(*source, possible, filter, moment, &item);
        sql = sql.sql(either).append(owed).sql(" OFFSET 0)");
    }
    sql.sql(")")
}

/// What follows from the due days of the obligations that match for their commitment's, which is
/// the first of them: with theirs ahead it may be past.
fn on_first_due_day(sql: Sql, possible: Option<&Possible>, key: &str, moment: Moment) -> Sql {
    let Some(Possible { due, .. }) = possible else { return sql };
    let mut sides = due.clone();
    if sides.contains(&DueSide::Ahead) {
        sides.push(DueSide::Past);
    }
    on_sides(sql, &sides, key, moment.day)
}

/// The obligations of `item` that match, within a query for commitments.
fn owed(
    source: Source,
    possible: Option<&Possible>,
    filter: &Filter,
    moment: Moment,
    item: &str,
) -> Sql {
    let row = source.row_o();
    let sql = source.obligations(moment, Item::Outer);
    let sql = sql.sql(&format!(" AND {row}.commitment_id = {item}"));
    source.on_state(possible, filter, moment, filter.on_obligation(sql, row))
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
    let sources = Source::commitments(moment, false).into_iter().map(|(source, from)| {
        let row = source.row_of_commitment();
        let sql = Sql::new(COLUMNS).sql(&key.columns(&format!("{row}.sort_key"))).append(from);
        sql.sql(&format!(" AND {row}.code = ")).bind(code.to_owned())
    });
    let row: Option<CommitmentRow> =
        key.union(sources.collect(), 1).get_result(conn).await.optional()?;
    Ok(row.map(|row| row.record))
}

/// A commitment's id and code, and what it is called.
#[derive(Debug, Clone, Queryable, QueryableByName)]
pub struct Named {
    #[diesel(sql_type = PgUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Jsonb)]
    pub title: Texts,
}

/// What these commitments are called, standing or deleted; in no order.
///
/// # Errors
/// If the database does not answer.
pub async fn named(conn: &mut Conn, ids: &[Uuid], codes: &[String]) -> QueryResult<Vec<Named>> {
    commitments::table
        .select((commitments::id, commitments::code, commitments::title))
        .filter(commitments::id.eq_any(ids).or(commitments::code.eq_any(codes)))
        .load(conn)
        .await
}

/// What commitments are called, by their codes.
///
/// # Errors
/// If the database does not answer.
pub async fn titles(conn: &mut Conn, codes: &[String]) -> QueryResult<BTreeMap<String, Texts>> {
    let rows: Vec<(String, Texts)> = commitments::table
        .select((commitments::code, commitments::title))
        .filter(commitments::code.eq_any(codes))
        .filter(commitments::deleted_at.is_null())
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The items nearest to a place of a text, in the order of the text: what somebody may have meant
/// who mistyped a code. `prefix` is what the codes begin with, in any case.
///
/// # Errors
/// If the database does not answer.
pub async fn near(
    conn: &mut Conn,
    prefix: &str,
    section: i32,
    paragraph: i32,
    limit: i64,
) -> QueryResult<Vec<Named>> {
    Sql::new(
        "SELECT id, code, title FROM (
            SELECT c.id, c.code, c.title, c.sort_key FROM declarations d
            JOIN commitments c ON c.declaration = d.slug AND c.section = ",
    )
    .bind(i64::from(section))
    .sql(" WHERE c.standing AND lower(d.prefix) = lower(")
    .bind(prefix.to_owned())
    .sql(") ORDER BY abs(c.paragraph - ")
    .bind(i64::from(paragraph))
    .sql("), c.sort_key LIMIT ")
    .bind(limit)
    .sql(") n ORDER BY sort_key")
    .load(conn)
    .await
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
