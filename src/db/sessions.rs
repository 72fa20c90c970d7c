//! Browsers' sessions, by the hashes of what their cookies hold.

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
use crate::schema::{sessions, users};

/// Who is signed in, and whether that is to be noted.
#[derive(Debug)]
pub struct SignedIn {
    pub session: Uuid,
    pub caller: Caller,
    /// No use of the session was noted in the last minute.
    pub is_touch_due: bool,
}

/// A session as its owner's list shows it.
#[derive(Debug, Clone, Queryable)]
pub struct Session {
    pub id: Uuid,
    pub browser: String,
    pub began_at: DateTime<Utc>,
    /// To the minute.
    pub last_used_at: DateTime<Utc>,
}

/// Who is signed in by the cookie of this hash, if the session has neither ended nor expired.
///
/// # Errors
/// If the database does not answer.
pub async fn signed_in(conn: &mut Conn, hash: &[u8; 32]) -> QueryResult<Option<SignedIn>> {
    let a_minute_ago = now.into_sql::<Timestamptz>() - 1.minute();
    let row: Option<(Uuid, Uuid, String, UserRole, Option<String>, bool)> = sessions::table
        .inner_join(users::table)
        .filter(sessions::hash.eq(hash.as_slice()))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .select((
            sessions::id,
            users::id,
            users::name,
            users::role,
            users::party,
            sessions::last_used_at.lt(a_minute_ago),
        ))
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(|(session, user_id, name, role, party, is_touch_due)| SignedIn {
        session,
        caller: Caller { user_id, name, role, party },
        is_touch_due,
    }))
}

/// Notes that a session was used.
///
/// # Errors
/// If the database does not answer.
pub async fn touch(conn: &mut Conn, id: Uuid) -> QueryResult<()> {
    diesel::update(sessions::table.find(id))
        .set(sessions::last_used_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// Begins a session. The browser's name is cut to what the table takes.
///
/// # Errors
/// If the database does not answer.
pub async fn begin(
    conn: &mut Conn,
    user_id: Uuid,
    secret: &Secret,
    expires_at: DateTime<Utc>,
    browser: &str,
) -> QueryResult<()> {
    let browser: String = browser.chars().filter(|c| !c.is_control()).take(200).collect();
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(ids::new()),
            sessions::user_id.eq(user_id),
            sessions::hash.eq(secret.hash().as_slice()),
            sessions::expires_at.eq(expires_at),
            sessions::browser.eq(browser),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends one session of a user, or all of them; gives how many there were.
///
/// # Errors
/// If the database does not answer.
pub async fn end(conn: &mut Conn, user_id: Uuid, only: Option<Uuid>) -> QueryResult<usize> {
    let all =
        sessions::table.filter(sessions::user_id.eq(user_id)).filter(sessions::ended_at.is_null());
    let ending = sessions::ended_at.eq(now);
    match only {
        Some(id) => diesel::update(all.filter(sessions::id.eq(id))).set(ending).execute(conn).await,
        None => diesel::update(all).set(ending).execute(conn).await,
    }
}

/// The sessions of a user that go on, the last used first.
///
/// # Errors
/// If the database does not answer.
pub async fn of_user(conn: &mut Conn, user_id: Uuid) -> QueryResult<Vec<Session>> {
    sessions::table
        .filter(sessions::user_id.eq(user_id))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .select((sessions::id, sessions::browser, sessions::began_at, sessions::last_used_at))
        .order((sessions::last_used_at.desc(), sessions::id))
        .load(conn)
        .await
}
