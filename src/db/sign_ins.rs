//! Attempts to sign in, by which further ones are slowed down.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Uuid as PgUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::statement::Statement;
use crate::records::ids;
use crate::schema::sign_in_attempts;

/// How many attempts failed in the last quarter of an hour.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Failures {
    /// Under this name from this address.
    #[diesel(sql_type = BigInt)]
    pub of_both: i64,
    /// Under this name, from wherever.
    #[diesel(sql_type = BigInt)]
    pub of_name: i64,
    /// From this address, under whatever name.
    #[diesel(sql_type = BigInt)]
    pub of_address: i64,
}

/// Notes an attempt as one that fails, and forgets those of more than a day ago; gives its id.
///
/// It is noted before the password is looked at, so that many at once count each other.
///
/// # Errors
/// If the database does not answer.
pub async fn note(conn: &mut Conn, name: &str, address: &str) -> QueryResult<Uuid> {
    #[derive(QueryableByName)]
    struct Noted {
        #[diesel(sql_type = PgUuid)]
        id: Uuid,
    }
    let noted: Noted = Statement::new(
        "WITH gone AS (
            DELETE FROM sign_in_attempts WHERE at < clock_timestamp() - interval '1 day'
        )
        INSERT INTO sign_in_attempts (id, name, address) VALUES (",
    )
    .bind(ids::new())
    .sql(", left(")
    .bind(name.to_owned())
    .sql(", 100), ")
    .bind(address.to_owned())
    .sql(") RETURNING id")
    .get_result(conn)
    .await?;
    Ok(noted.id)
}

/// The failures that count against an attempt, itself among them.
///
/// # Errors
/// If the database does not answer.
pub async fn failures(conn: &mut Conn, name: &str, address: &str) -> QueryResult<Failures> {
    Statement::new(
        "SELECT count(*) FILTER (WHERE name = left($0, 100) AND address = $1) AS of_both,
            count(*) FILTER (WHERE name = left($0, 100)) AS of_name,
            count(*) FILTER (WHERE address = $1) AS of_address
        FROM sign_in_attempts
        WHERE NOT succeeded AND at > clock_timestamp() - interval '15 minutes'",
    )
    .substitute("$0", &name.to_owned())
    .substitute("$1", &address.to_owned())
    .get_result(conn)
    .await
}

/// Notes that an attempt succeeded after all.
///
/// # Errors
/// If the database does not answer.
pub async fn succeed(conn: &mut Conn, id: Uuid) -> QueryResult<()> {
    diesel::update(sign_in_attempts::table.find(id))
        .set(sign_in_attempts::succeeded.eq(true))
        .execute(conn)
        .await?;
    Ok(())
}
