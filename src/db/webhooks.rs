//! Webhooks.

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, SmallInt, Timestamptz};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::statement::Statement;
use super::webhook_filter::WebhookFilter;
use crate::domain::webhook::{SigningSecret, WebhookState};
use crate::records::texts::Json;
use crate::schema::{feed, node, users, webhooks};

/// A webhook, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = webhooks)]
pub struct Webhook {
    pub id: Uuid,
    pub owner: Uuid,
    pub url: String,
    pub description: Option<String>,
    pub filter: Json<WebhookFilter>,
    pub state: WebhookState,
    /// Why it was disabled.
    pub reason: Option<String>,
    pub state_since: DateTime<Utc>,
    /// The seq up to which the feed was turned into deliveries.
    pub mark: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    /// How long the secret before this one signs too.
    pub previous_until: Option<DateTime<Utc>>,
}

/// What its owner states of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    pub url: String,
    pub description: Option<String>,
    pub filter: WebhookFilter,
}

/// A webhook as it is shown: with its owner's name, and the place of the feed that it has come to.
#[derive(Debug, Clone)]
pub struct Shown {
    pub webhook: Webhook,
    pub owner: String,
    pub epoch: Uuid,
    /// The link of the chain at the mark; none before the first change.
    pub chain: Option<Vec<u8>>,
}

/// The lowest number that is free among the webhooks of a user, whose row is locked for it; none
/// if the user has as many as one may have.
///
/// # Errors
/// If the database does not answer.
pub async fn free_slot(conn: &mut Conn, owner: Uuid) -> QueryResult<Option<i16>> {
    #[derive(QueryableByName)]
    struct Free {
        #[diesel(sql_type = diesel::sql_types::Nullable<SmallInt>)]
        slot: Option<i16>,
    }
    users::table.find(owner).select(users::id).for_no_key_update().execute(conn).await?;
    let free: Free = Statement::new(
        "SELECT min(s)::smallint AS slot FROM generate_series(1, 20) s
        WHERE NOT EXISTS (SELECT FROM webhooks w WHERE w.slot = s AND w.owner = ",
    )
    .bind(owner)
    .sql(")")
    .get_result(conn)
    .await?;
    Ok(free.slot)
}

/// Adds a webhook that is told of what comes after `mark`.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn create(
    conn: &mut Conn,
    (id, owner, slot): (Uuid, Uuid, i16),
    stated: &Stated,
    secret: &SigningSecret,
    mark: i64,
) -> QueryResult<()> {
    diesel::insert_into(webhooks::table)
        .values((
            webhooks::id.eq(id),
            webhooks::owner.eq(owner),
            webhooks::slot.eq(slot),
            webhooks::url.eq(&stated.url),
            webhooks::description.eq(&stated.description),
            webhooks::filter.eq(Json(stated.filter.clone())),
            webhooks::secret.eq(secret.bytes()),
            webhooks::mark.eq(mark),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

type Row = (Webhook, String, Uuid, Option<Vec<u8>>);

fn shown((webhook, owner, epoch, chain): Row) -> Shown {
    Shown { webhook, owner, epoch, chain }
}

/// The webhooks of a user, or of everybody, newest first: those made before `before`.
///
/// # Errors
/// If the database does not answer.
pub async fn list(
    conn: &mut Conn,
    owner: Option<Uuid>,
    before: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<Shown>> {
    let mut query = webhooks::table
        .inner_join(users::table)
        .left_join(feed::table.on(feed::seq.eq(webhooks::mark)))
        .inner_join(node::table.on(node::only_row))
        .select((Webhook::as_select(), users::name, node::epoch, feed::chain.nullable()))
        .order(webhooks::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(owner) = owner {
        query = query.filter(webhooks::owner.eq(owner));
    }
    if let Some(before) = before {
        query = query.filter(webhooks::id.lt(before));
    }
    let rows: Vec<Row> = query.load(conn).await?;
    Ok(rows.into_iter().map(shown).collect())
}

/// One webhook; only if it is the user's, where one is given.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, id: Uuid, owner: Option<Uuid>) -> QueryResult<Option<Shown>> {
    let row: Option<Row> = webhooks::table
        .inner_join(users::table)
        .left_join(feed::table.on(feed::seq.eq(webhooks::mark)))
        .inner_join(node::table.on(node::only_row))
        .select((Webhook::as_select(), users::name, node::epoch, feed::chain.nullable()))
        .filter(webhooks::id.eq(id))
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(shown).filter(|row| owner.is_none_or(|owner| row.webhook.owner == owner)))
}

/// Locks a webhook to the end of the transaction; gives it as it is then. The workers wait, or
/// pass it over.
///
/// # Errors
/// If the database does not answer.
pub async fn lock(conn: &mut Conn, id: Uuid) -> QueryResult<Option<Webhook>> {
    webhooks::table.find(id).select(Webhook::as_select()).for_update().first(conn).await.optional()
}

/// Writes what its owner states, and its state if that changes.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn update(
    conn: &mut Conn,
    id: Uuid,
    stated: &Stated,
    state: Option<WebhookState>,
) -> QueryResult<()> {
    use webhooks::dsl;

    diesel::update(dsl::webhooks.find(id))
        .set((
            dsl::url.eq(&stated.url),
            dsl::description.eq(&stated.description),
            dsl::filter.eq(Json(stated.filter.clone())),
            dsl::version.eq(dsl::version + 1),
        ))
        .execute(conn)
        .await?;
    if let Some(state) = state {
        set_state(conn, id, state, None).await?;
    }
    Ok(())
}

/// Sets the state; `reason` is that of a disabled one.
///
/// # Errors
/// If the database does not answer or refuses a value.
pub async fn set_state(
    conn: &mut Conn,
    id: Uuid,
    state: WebhookState,
    reason: Option<&str>,
) -> QueryResult<()> {
    diesel::update(webhooks::table.find(id))
        .set((
            webhooks::state.eq(state),
            webhooks::reason.eq(reason),
            webhooks::state_since.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts a new secret in the place of the one that is there, which signs too for another day. While
/// an older one still does, that one stays: whoever rotates again because an answer was lost has a
/// receiver that knows the older one only.
///
/// # Errors
/// If the database does not answer.
pub async fn rotate(conn: &mut Conn, id: Uuid, secret: &SigningSecret) -> QueryResult<()> {
    use webhooks::dsl;

    let is_over = dsl::previous_until.is_null().or(dsl::previous_until.lt(now_at().nullable()));
    diesel::update(dsl::webhooks.find(id))
        .filter(is_over.assume_not_null())
        .set((
            dsl::previous_secret.eq(dsl::secret.nullable()),
            dsl::previous_until.eq((now_at() + 24.hours()).nullable()),
        ))
        .execute(conn)
        .await?;
    diesel::update(dsl::webhooks.find(id))
        .set((dsl::secret.eq(secret.bytes()), dsl::version.eq(dsl::version + 1)))
        .execute(conn)
        .await?;
    Ok(())
}

/// The time of the transaction.
fn now_at() -> diesel::dsl::AsExprOf<now, Timestamptz> {
    now.into_sql::<Timestamptz>()
}

/// Removes a webhook with its deliveries.
///
/// # Errors
/// If the database does not answer.
pub async fn delete(conn: &mut Conn, id: Uuid) -> QueryResult<()> {
    diesel::delete(webhooks::table.find(id)).execute(conn).await?;
    Ok(())
}

/// What a step of turning the feed into deliveries found.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct FanOut {
    /// The end of the feed.
    #[diesel(sql_type = BigInt)]
    pub head: i64,
    /// How many webhooks were behind it; they may still be.
    #[diesel(sql_type = BigInt)]
    pub moved: i64,
}

/// Turns the new part of the feed, a bounded step of it, into deliveries.
///
/// # Errors
/// If the database does not answer.
pub async fn fan_out(conn: &mut Conn) -> QueryResult<FanOut> {
    Statement::new(include_str!("fan_out.sql")).get_result(conn).await
}
