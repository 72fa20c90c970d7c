//! What the feed keeps of its bodies: pruning by age, and redaction for a cause.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel_async::RunQueryDsl;

use super::Conn;
use super::statement::Statement;
use crate::schema::redactions;

/// A redaction as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = redactions)]
pub struct Redaction {
    pub seq: i64,
    pub cause: String,
    /// Who did it.
    pub actor: String,
    pub at: DateTime<Utc>,
}

/// How far a pruning may go.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Bounds {
    /// Up to where bodies are pruned already.
    #[diesel(sql_type = BigInt)]
    pub pruned_to: i64,
    /// The last change that is old enough.
    #[diesel(sql_type = BigInt)]
    pub old_to: i64,
    /// The mark of the reader who has come least far.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub mark: Option<i64>,
    /// That reader.
    #[diesel(sql_type = Nullable<Text>)]
    pub reader: Option<String>,
}

impl Bounds {
    /// The last change whose body may go.
    #[must_use]
    pub fn to(&self) -> i64 {
        self.mark.map_or(self.old_to, |mark| mark.min(self.old_to)).max(self.pruned_to)
    }

    /// The reader who holds it back, and its mark, if one does.
    #[must_use]
    pub fn held_by(&self) -> Option<(&str, i64)> {
        let mark = self.mark.filter(|mark| *mark < self.old_to)?;
        Some((self.reader.as_deref()?, mark))
    }
}

/// Lets nobody register or drop a reader until the current transaction ends.
///
/// # Errors
/// If the database does not answer.
pub async fn lock_readers(conn: &mut Conn) -> QueryResult<()> {
    Statement::new("LOCK TABLE readers IN SHARE ROW EXCLUSIVE MODE").execute(conn).await?;
    Ok(())
}

/// How far bodies sealed before `sealed_before` may be pruned, were there no reader `but`.
///
/// # Errors
/// If the database does not answer.
pub async fn bounds(
    conn: &mut Conn,
    sealed_before: DateTime<Utc>,
    but: &[String],
) -> QueryResult<Bounds> {
    Statement::new(
        "SELECT n.pruned_to, r.seq AS mark, r.name AS reader, coalesce((
                SELECT f.seq FROM feed f WHERE f.sealed_at < ",
    )
    .bind(sealed_before)
    .sql(
        " ORDER BY f.sealed_at DESC, f.seq DESC LIMIT 1), 0) AS old_to
        FROM node n LEFT JOIN (
            SELECT name, seq FROM readers WHERE name <> ALL (",
    )
    .bind(but.to_vec())
    .sql(") ORDER BY seq, name LIMIT 1) r ON true")
    .get_result(conn)
    .await
}

/// Blanks the bodies of the changes after `after` up to `to`, and notes how far that has come;
/// gives how many there were. For the owner of the tables alone.
///
/// # Errors
/// If the database does not answer, or the role may not.
pub async fn prune(conn: &mut Conn, after: i64, to: i64) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Done {
        #[diesel(sql_type = BigInt)]
        blanked: i64,
    }
    let Done { blanked } = Statement::new("WITH noted AS (UPDATE node SET pruned_to = ")
        .bind(to)
        .sql(" RETURNING 1) SELECT blank_bodies(")
        .bind(after + 1)
        .sql(", ")
        .bind(to)
        .sql(") AS blanked")
        .get_result(conn)
        .await?;
    Ok(blanked)
}

/// Blanks the body of a change and records why and by whom. One that was redacted before stays as
/// it was recorded then.
///
/// # Errors
/// If a constraint is broken (`redactions_seq_fkey`, `redactions_cause`) or the database does not
/// answer.
pub async fn redact(conn: &mut Conn, seq: i64, cause: &str, actor: &str) -> QueryResult<Redaction> {
    Statement::new("SELECT redact_body(")
        .bind(seq)
        .sql(", ")
        .bind(cause.to_owned())
        .sql(", ")
        .bind(actor.to_owned())
        .sql(")")
        .execute(conn)
        .await?;
    redactions::table.find(seq).select(Redaction::as_select()).get_result(conn).await
}
