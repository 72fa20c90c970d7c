//! Deliveries: what is due, how it went, and the log of it.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::claim::Claimed;
use super::statement::Statement;
use crate::domain::webhook::DeliveryState;
use crate::records::change::{Entity, Op};
use crate::records::ids;
use crate::schema::{deliveries, delivery_attempts, feed};

/// A message to a webhook, and how far it has come.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = deliveries)]
pub struct Delivery {
    pub id: Uuid,
    pub place: i64,
    pub webhook: Uuid,
    /// The change; none for a ping.
    pub seq: Option<i64>,
    pub state: DeliveryState,
    /// Since it was last asked for.
    pub attempts: i32,
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// How one attempt went.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = delivery_attempts)]
pub struct Attempt {
    pub delivery: Uuid,
    /// When it ended.
    pub at: DateTime<Utc>,
    /// What the receiver answered, if it did.
    pub status: Option<i16>,
    pub error: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: i32,
}

/// Adds a ping; gives its id.
///
/// # Errors
/// If one is pending already (`deliveries_one_ping`) or the database does not answer.
pub async fn create_ping(conn: &mut Conn, webhook: Uuid) -> QueryResult<Uuid> {
    let id = ids::new();
    diesel::insert_into(deliveries::table)
        .values((
            deliveries::id.eq(id),
            deliveries::webhook.eq(webhook),
            deliveries::next_attempt_at.eq(now.into_sql::<Timestamptz>().nullable()),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// One delivery of a webhook, with the entity and op of its change.
pub type Told = (Delivery, Option<(Entity, Op)>);

/// The deliveries of a webhook, newest first: those made before `before`.
///
/// # Errors
/// If the database does not answer.
pub async fn list(
    conn: &mut Conn,
    webhook: Uuid,
    state: Option<DeliveryState>,
    before: i64,
    limit: i64,
) -> QueryResult<Vec<Told>> {
    let mut query = deliveries::table
        .left_join(feed::table.on(deliveries::seq.eq(feed::seq.nullable())))
        .select((Delivery::as_select(), (feed::entity, feed::op).nullable()))
        .filter(deliveries::webhook.eq(webhook))
        .filter(deliveries::place.lt(before))
        .order(deliveries::place.desc())
        .limit(limit)
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(deliveries::state.eq(state));
        if state != DeliveryState::Delivered {
            // In the words of the index that leaves the many delivered ones out.
            query = query.filter(diesel::dsl::sql::<Bool>("deliveries.state <> 'delivered'"));
        }
    }
    query.load(conn).await
}

/// One delivery of a webhook.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, webhook: Uuid, id: Uuid) -> QueryResult<Option<Told>> {
    deliveries::table
        .left_join(feed::table.on(deliveries::seq.eq(feed::seq.nullable())))
        .select((Delivery::as_select(), (feed::entity, feed::op).nullable()))
        .filter(deliveries::webhook.eq(webhook))
        .filter(deliveries::id.eq(id))
        .first(conn)
        .await
        .optional()
}

/// The attempts of these deliveries, in their order.
///
/// # Errors
/// If the database does not answer.
pub async fn attempts(conn: &mut Conn, of: &[Uuid]) -> QueryResult<Vec<Attempt>> {
    delivery_attempts::table
        .select(Attempt::as_select())
        .filter(delivery_attempts::delivery.eq_any(of))
        .order(delivery_attempts::id)
        .load(conn)
        .await
}

/// Makes a delivery due now, as if it had never been tried, whatever has become of it.
///
/// # Errors
/// If another ping is pending (`deliveries_one_ping`) or the database does not answer.
pub async fn redeliver(conn: &mut Conn, id: Uuid) -> QueryResult<()> {
    diesel::update(deliveries::table.find(id))
        .set((
            deliveries::state.eq(DeliveryState::Pending),
            deliveries::attempts.eq(0),
            deliveries::next_attempt_at.eq(now.into_sql::<Timestamptz>().nullable()),
            deliveries::leased_until.eq(None::<DateTime<Utc>>),
            deliveries::delivered_at.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Locks a delivery to the end of the transaction; whether it is there.
///
/// # Errors
/// If the database does not answer.
pub async fn lock(conn: &mut Conn, id: Uuid) -> QueryResult<bool> {
    let found: Option<Uuid> = deliveries::table
        .find(id)
        .select(deliveries::id)
        .for_no_key_update()
        .first(conn)
        .await
        .optional()?;
    Ok(found.is_some())
}

/// Adds an attempt to the log of a delivery, and notes it there as the last.
///
/// # Errors
/// If the database does not answer.
pub async fn log_attempt(conn: &mut Conn, attempt: &Attempt) -> QueryResult<()> {
    diesel::insert_into(delivery_attempts::table)
        .values((
            delivery_attempts::delivery.eq(attempt.delivery),
            delivery_attempts::at.eq(attempt.at),
            delivery_attempts::status.eq(attempt.status),
            delivery_attempts::error.eq(&attempt.error),
            delivery_attempts::ms.eq(attempt.ms),
        ))
        .execute(conn)
        .await?;
    diesel::update(deliveries::table.find(attempt.delivery))
        .set((
            deliveries::last_status.eq(attempt.status),
            deliveries::last_error.eq(&attempt.error),
            deliveries::last_ms.eq(attempt.ms),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes that a delivery has come to its receiver, whoever holds it by now.
///
/// # Errors
/// If the database does not answer.
pub async fn delivered(conn: &mut Conn, id: Uuid, at: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(deliveries::table.find(id))
        .set((
            deliveries::state.eq(DeliveryState::Delivered),
            deliveries::next_attempt_at.eq(None::<DateTime<Utc>>),
            deliveries::leased_until.eq(None::<DateTime<Utc>>),
            deliveries::delivered_at.eq(at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives a delivery back that failed: to be tried again then, or given up. One that is no longer
/// held by the lease it was taken under stays as it is.
///
/// # Errors
/// If the database does not answer.
pub async fn failed(
    conn: &mut Conn,
    claimed: &Claimed,
    next_attempt_at: Option<DateTime<Utc>>,
) -> QueryResult<()> {
    let state = match next_attempt_at {
        Some(_) => DeliveryState::Pending,
        None => DeliveryState::Failed,
    };
    diesel::update(deliveries::table.find(claimed.id))
        .filter(deliveries::leased_until.eq(claimed.leased_until))
        .set((
            deliveries::state.eq(state),
            deliveries::next_attempt_at.eq(next_attempt_at),
            deliveries::leased_until.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Cancels what is still pending of a webhook.
///
/// # Errors
/// If the database does not answer.
pub async fn cancel_pending(conn: &mut Conn, webhook: Uuid) -> QueryResult<()> {
    diesel::update(deliveries::table)
        .filter(deliveries::webhook.eq(webhook))
        .filter(deliveries::state.eq(DeliveryState::Pending))
        .set((
            deliveries::state.eq(DeliveryState::Cancelled),
            deliveries::next_attempt_at.eq(None::<DateTime<Utc>>),
            deliveries::leased_until.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes deliveries that came to their receivers more than 30 days ago, at most `limit`; gives
/// how many.
///
/// # Errors
/// If the database does not answer.
pub async fn prune(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    Statement::new(
        "DELETE FROM deliveries WHERE id IN (
            SELECT id FROM deliveries
            WHERE state = 'delivered' AND delivered_at < now() - interval '30 days' LIMIT ",
    )
    .bind(limit)
    .sql(")")
    .execute(conn)
    .await
}
