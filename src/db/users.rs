//! Users.

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::statement::Statement;
use crate::domain::user::UserRole;
use crate::records::ids;
use crate::schema::users;

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct User {
    pub id: Uuid,
    pub name: String,
    pub role: UserRole,
    /// The party or group that an analyst speaks for; nobody else has one.
    pub party: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// A user to be.
#[derive(Debug, Clone)]
pub struct NewUser {
    pub name: String,
    pub role: UserRole,
    pub party: Option<String>,
}

/// Adds a user.
///
/// # Errors
/// If a constraint is broken (`users_name_key`, `users_name_check`, `users_party`,
/// `users_party_fkey`) or the database does not answer.
pub async fn create(conn: &mut Conn, user: &NewUser) -> QueryResult<User> {
    diesel::insert_into(users::table)
        .values((
            users::id.eq(ids::new()),
            users::name.eq(&user.name),
            users::role.eq(user.role),
            users::party.eq(&user.party),
        ))
        .returning(User::as_returning())
        .get_result(conn)
        .await
}

/// The user of that name.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, name: &str) -> QueryResult<Option<User>> {
    users::table
        .filter(users::name.eq(name))
        .select(User::as_select())
        .get_result(conn)
        .await
        .optional()
}

/// Everybody, by name.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn) -> QueryResult<Vec<User>> {
    users::table.select(User::as_select()).order(users::name).load(conn).await
}

/// Whether there is any user. Until the transaction ends nobody else can add one, so that two
/// services that start at once make one first admin.
///
/// # Errors
/// If the database does not answer.
pub async fn any_locked(conn: &mut Conn) -> QueryResult<bool> {
    Statement::new("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE").execute(conn).await?;
    diesel::select(exists(users::table.select(users::id))).get_result(conn).await
}
