//! Passwords, and the links that set them.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::users::User;
use crate::domain::token::Secret;
use crate::schema::{password_links, passwords, users};

/// The user of that name with the hash of the password, if one was set.
///
/// # Errors
/// If the database does not answer.
pub async fn of_user(conn: &mut Conn, name: &str) -> QueryResult<Option<(User, Option<String>)>> {
    users::table
        .left_join(passwords::table)
        .filter(users::name.eq(name))
        .select((User::as_select(), passwords::hash.nullable()))
        .get_result(conn)
        .await
        .optional()
}

/// Keeps the hash of a user's new password, in place of an older one.
///
/// # Errors
/// If the database does not answer.
pub async fn set(conn: &mut Conn, user_id: Uuid, hash: &str) -> QueryResult<()> {
    diesel::insert_into(passwords::table)
        .values((passwords::user_id.eq(user_id), passwords::hash.eq(hash)))
        .on_conflict(passwords::user_id)
        .do_update()
        .set((passwords::hash.eq(hash), passwords::set_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Adds a link. Those that the user had are of no use any more.
///
/// # Errors
/// If the database does not answer.
pub async fn add_link(
    conn: &mut Conn,
    user_id: Uuid,
    secret: &Secret,
    expires_at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(password_links::table.filter(password_links::user_id.eq(user_id)))
        .filter(password_links::used_at.is_null())
        .set(password_links::used_at.eq(now))
        .execute(conn)
        .await?;
    diesel::insert_into(password_links::table)
        .values((
            password_links::hash.eq(secret.hash().as_slice()),
            password_links::user_id.eq(user_id),
            password_links::expires_at.eq(expires_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Whose link it is, if it is good still; locked until the transaction ends.
///
/// # Errors
/// If the database does not answer.
pub async fn lock_link(conn: &mut Conn, hash: &[u8; 32]) -> QueryResult<Option<User>> {
    password_links::table
        .inner_join(users::table)
        .filter(password_links::hash.eq(hash.as_slice()))
        .filter(password_links::used_at.is_null())
        .filter(password_links::expires_at.gt(now))
        .select(User::as_select())
        .for_update()
        .get_result(conn)
        .await
        .optional()
}

/// Uses a link up.
///
/// # Errors
/// If the database does not answer.
pub async fn use_link(conn: &mut Conn, hash: &[u8; 32]) -> QueryResult<()> {
    diesel::update(password_links::table.find(hash.as_slice()))
        .set(password_links::used_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}
