//! Updates and their evidence: added, read, and never changed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, evidence};
use crate::domain::fold::UpdateFact;
use crate::domain::status::{Basis, UpdateStatus};
use crate::records::update::{Evidence, Update};
use crate::schema::{commitments, feed, obligations, updates, versions};

/// What the fold reads of every update about an obligation.
///
/// # Errors
/// If the database does not answer.
pub async fn facts(conn: &mut Conn, obligation: Uuid) -> QueryResult<Vec<UpdateFact>> {
    Ok(facts_of(conn, &[obligation]).await?.remove(&obligation).unwrap_or_default())
}

/// The same of several obligations, by their ids.
///
/// # Errors
/// If the database does not answer.
pub async fn facts_of(
    conn: &mut Conn,
    obligations: &[Uuid],
) -> QueryResult<BTreeMap<Uuid, Vec<UpdateFact>>> {
    use updates::dsl;

    let rows: Vec<(Uuid, FactRow)> = dsl::updates
        .select((
            dsl::obligation_id,
            (dsl::id, dsl::basis, dsl::status, dsl::as_of, dsl::done_on, dsl::corrects),
        ))
        .filter(dsl::obligation_id.eq_any(obligations))
        .load(conn)
        .await?;
    Ok(by_obligation(rows))
}

/// What the fold reads of every update about a declaration, by obligation; only what was known at
/// `known`, if that is given.
///
/// # Errors
/// If the database does not answer.
pub async fn facts_of_declaration(
    conn: &mut Conn,
    slug: &str,
    known: Option<i64>,
) -> QueryResult<BTreeMap<Uuid, Vec<UpdateFact>>> {
    use updates::dsl;

    let mut query = dsl::updates
        .inner_join(obligations::table)
        .select((
            dsl::obligation_id,
            (dsl::id, dsl::basis, dsl::status, dsl::as_of, dsl::done_on, dsl::corrects),
        ))
        .filter(obligations::declaration.eq(slug))
        .into_boxed();
    if let Some(seq) = known {
        let sealed = feed::table.filter(feed::entity_id.eq(dsl::id)).filter(feed::seq.le(seq));
        query = query.filter(diesel::dsl::exists(sealed));
    }
    let rows: Vec<(Uuid, FactRow)> = query.load(conn).await?;
    Ok(by_obligation(rows))
}

fn by_obligation(rows: Vec<(Uuid, FactRow)>) -> BTreeMap<Uuid, Vec<UpdateFact>> {
    let mut facts: BTreeMap<Uuid, Vec<UpdateFact>> = BTreeMap::new();
    for (obligation, row) in rows {
        facts.entry(obligation).or_default().push(fact(row));
    }
    facts
}

/// What an [`UpdateFact`] is read from.
type FactRow = (Uuid, Basis, UpdateStatus, NaiveDate, Option<NaiveDate>, Option<Uuid>);

fn fact((id, basis, status, as_of, done_on, corrects): FactRow) -> UpdateFact {
    UpdateFact { id, basis, status, as_of, done_on, corrects }
}

/// Whether an id is any record's already, an update's or another's.
///
/// # Errors
/// If the database does not answer.
pub async fn is_taken(conn: &mut Conn, id: Uuid) -> QueryResult<bool> {
    use diesel::dsl::exists;

    let update = updates::table.filter(updates::id.eq(id)).select(updates::id);
    let other = versions::table.filter(versions::entity_id.eq(id)).select(versions::entity_id);
    diesel::select(exists(update).or(exists(other))).get_result(conn).await
}

/// Adds an update with its evidence.
///
/// # Errors
/// If the database does not answer or a constraint refuses it.
pub async fn create(conn: &mut Conn, update: &Update) -> QueryResult<()> {
    use updates::dsl;

    diesel::insert_into(dsl::updates)
        .values((
            dsl::id.eq(update.id),
            dsl::obligation_id.eq(update.obligation_id),
            dsl::basis.eq(update.basis),
            dsl::status.eq(update.status),
            dsl::as_of.eq(update.as_of),
            dsl::done_on.eq(update.done_on),
            dsl::narrative.eq(&update.narrative),
            dsl::reason.eq(&update.reason),
            dsl::corrects.eq(update.corrects),
            dsl::seen.eq(update.seen),
            dsl::author.eq(&update.author),
            dsl::at.eq(update.at),
        ))
        .execute(conn)
        .await?;
    evidence::create(conn, update.id, &update.evidence).await?;
    Ok(())
}

/// These updates, whole, with their evidence; in no order.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, ids: &[Uuid]) -> QueryResult<Vec<Update>> {
    let rows: Vec<UpdateRow> = updates::table
        .inner_join(
            obligations::table
                .inner_join(commitments::table.on(commitments::id.eq(obligations::commitment_id)))
                .on(obligations::id.eq(updates::obligation_id)),
        )
        .filter(updates::id.eq_any(ids))
        .select((
            updates::id,
            updates::obligation_id,
            (obligations::declaration, commitments::code),
            (obligations::party, obligations::occurrence),
            (updates::basis, updates::status),
            (updates::as_of, updates::done_on),
            (updates::narrative, updates::reason),
            (updates::corrects, updates::seen),
            (updates::author, updates::at),
        ))
        .load(conn)
        .await?;
    let mut links: BTreeMap<Uuid, Vec<Evidence>> = BTreeMap::new();
    for (id, link) in evidence::list(conn, ids).await? {
        links.entry(id).or_default().push(link);
    }
    Ok(rows
        .into_iter()
        .map(|(id, obligation_id, item, owes, said, days, texts, refers, by)| Update {
            id,
            obligation_id,
            declaration: item.0,
            commitment: item.1,
            party: owes.0,
            occurrence: owes.1,
            basis: said.0,
            status: said.1,
            as_of: days.0,
            done_on: days.1,
            narrative: texts.0,
            reason: texts.1,
            corrects: refers.0,
            seen: refers.1,
            evidence: links.remove(&id).unwrap_or_default(),
            author: by.0,
            at: by.1,
        })
        .collect())
}

/// Every update about an obligation, whole, the last filed first.
///
/// # Errors
/// If the database does not answer.
pub async fn of_obligation(conn: &mut Conn, obligation: Uuid) -> QueryResult<Vec<Update>> {
    let ids: Vec<Uuid> = updates::table
        .filter(updates::obligation_id.eq(obligation))
        .select(updates::id)
        .load(conn)
        .await?;
    let mut all = find(conn, &ids).await?;
    all.sort_by_key(|update| std::cmp::Reverse((update.at, update.id)));
    Ok(all)
}

/// What an [`Update`] is read from, its evidence apart.
type UpdateRow = (
    Uuid,
    Uuid,
    (String, String),
    (String, Option<String>),
    (Basis, UpdateStatus),
    (NaiveDate, Option<NaiveDate>),
    (String, Option<String>),
    (Option<Uuid>, Option<Uuid>),
    (String, DateTime<Utc>),
);

/// What an update says, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub id: Uuid,
    pub basis: Basis,
    pub as_of: NaiveDate,
    pub narrative: String,
    pub author: String,
    pub at: DateTime<Utc>,
    pub evidence: Vec<Evidence>,
}

/// What these updates say, by their ids; two queries however many they are.
///
/// # Errors
/// If the database does not answer.
pub async fn told(conn: &mut Conn, ids: &[Uuid]) -> QueryResult<BTreeMap<Uuid, Told>> {
    use updates::dsl;

    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(Uuid, Basis, NaiveDate, String, String, DateTime<Utc>)> = dsl::updates
        .select((dsl::id, dsl::basis, dsl::as_of, dsl::narrative, dsl::author, dsl::at))
        .filter(dsl::id.eq_any(ids))
        .load(conn)
        .await?;
    let mut told: BTreeMap<Uuid, Told> = rows
        .into_iter()
        .map(|(id, basis, as_of, narrative, author, at)| {
            (id, Told { id, basis, as_of, narrative, author, at, evidence: Vec::new() })
        })
        .collect();
    for (id, link) in evidence::list(conn, ids).await? {
        if let Some(one) = told.get_mut(&id) {
            one.evidence.push(link);
        }
    }
    Ok(told)
}
