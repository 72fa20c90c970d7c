//! Tokens, by their hashes; the tokens themselves are nowhere kept.

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use crate::domain::token::Secret;
use crate::domain::user::{Caller, UserRole};
use crate::records::ids;
use crate::schema::{tokens, users};

/// A token as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Token {
    pub id: Uuid,
    /// Its first characters.
    pub hint: String,
    /// Its owner's name.
    pub user: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// To the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// How somebody names a token.
#[derive(Debug, Clone)]
pub enum TokenName {
    Id(Uuid),
    /// Its first characters.
    Hint(String),
    Hash([u8; 32]),
}

/// Who shows a token, and whether that is to be noted.
#[derive(Debug)]
pub struct Shown {
    pub caller: Caller,
    /// No use of the token was noted in the last minute.
    pub is_touch_due: bool,
}

/// Who shows the token of this hash, if it is neither expired nor revoked.
///
/// # Errors
/// If the database does not answer.
pub async fn shown(conn: &mut Conn, hash: &[u8; 32]) -> QueryResult<Option<Shown>> {
    let a_minute_ago = now.into_sql::<Timestamptz>() - 1.minute();
    let is_touch_due =
        tokens::last_used_at.is_null().or(tokens::last_used_at.lt(a_minute_ago.nullable()));
    let row: Option<(Uuid, String, UserRole, Option<String>, Option<bool>)> = tokens::table
        .inner_join(users::table)
        .filter(tokens::hash.eq(hash.as_slice()))
        .filter(tokens::revoked_at.is_null())
        .filter(tokens::expires_at.gt(now))
        .select((users::id, users::name, users::role, users::party, is_touch_due))
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(|(user_id, name, role, party, is_touch_due)| Shown {
        caller: Caller { user_id, name, role, party },
        is_touch_due: is_touch_due.unwrap_or(true),
    }))
}

/// Notes that the token of this hash was used.
///
/// # Errors
/// If the database does not answer.
pub async fn touch(conn: &mut Conn, hash: &[u8; 32]) -> QueryResult<()> {
    diesel::update(tokens::table.filter(tokens::hash.eq(hash.as_slice())))
        .set(tokens::last_used_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// Adds a token.
///
/// # Errors
/// If the database does not answer.
pub async fn create(
    conn: &mut Conn,
    user_id: Uuid,
    secret: &Secret,
    expires_at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(tokens::table)
        .values((
            tokens::id.eq(ids::new()),
            tokens::user_id.eq(user_id),
            tokens::hash.eq(secret.hash().as_slice()),
            tokens::hint.eq(secret.hint()),
            tokens::expires_at.eq(expires_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// The tokens of a user, or of everybody, by their owners, newest first.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn, owner: Option<Uuid>) -> QueryResult<Vec<Token>> {
    let mut query = tokens::table
        .inner_join(users::table)
        .select(token_columns())
        .order((users::name, tokens::created_at.desc(), tokens::id))
        .into_boxed();
    if let Some(owner) = owner {
        query = query.filter(tokens::user_id.eq(owner));
    }
    query.load(conn).await
}

/// The tokens that somebody may mean: one at most, unless they are named by a hint.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, name: &TokenName) -> QueryResult<Vec<Token>> {
    let all = tokens::table.inner_join(users::table).select(token_columns()).order(tokens::id);
    match name {
        TokenName::Id(id) => all.filter(tokens::id.eq(id)).load(conn).await,
        TokenName::Hint(hint) => all.filter(tokens::hint.eq(hint)).load(conn).await,
        TokenName::Hash(hash) => all.filter(tokens::hash.eq(hash.as_slice())).load(conn).await,
    }
}

/// Revokes a token; one that is revoked already stays so from when it was.
///
/// # Errors
/// If the database does not answer.
pub async fn revoke(conn: &mut Conn, id: Uuid) -> QueryResult<()> {
    diesel::update(tokens::table.filter(tokens::id.eq(id)).filter(tokens::revoked_at.is_null()))
        .set(tokens::revoked_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// What a [`Token`] is read from.
type TokenColumns = (
    tokens::id,
    tokens::hint,
    users::name,
    tokens::created_at,
    tokens::expires_at,
    tokens::last_used_at,
    tokens::revoked_at,
);

const fn token_columns() -> TokenColumns {
    (
        tokens::id,
        tokens::hint,
        users::name,
        tokens::created_at,
        tokens::expires_at,
        tokens::last_used_at,
        tokens::revoked_at,
    )
}
