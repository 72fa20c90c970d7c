//! Taking deliveries that are due, each with all that its message is made of.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bytea, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::feed::Sealed;
use super::statement::Statement;
use crate::domain::webhook::SigningSecret;

/// A delivery that was taken to be sent now.
#[derive(Debug)]
pub struct Claimed {
    pub id: Uuid,
    pub webhook: Uuid,
    /// Counts from 1.
    pub attempt: i32,
    /// Until when it is ours.
    pub leased_until: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub url: String,
    /// The present one, then the one before it while that signs too.
    pub secrets: Vec<SigningSecret>,
    pub epoch: Uuid,
    /// The change and when it was sealed; none for a ping.
    pub change: Option<(Sealed, DateTime<Utc>)>,
}

#[derive(QueryableByName)]
struct ClaimedRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    webhook: Uuid,
    #[diesel(sql_type = Integer)]
    attempts: i32,
    #[diesel(sql_type = Timestamptz)]
    leased_until: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    url: String,
    #[diesel(sql_type = Bytea)]
    secret: Vec<u8>,
    #[diesel(sql_type = Nullable<Bytea>)]
    previous_secret: Option<Vec<u8>>,
    #[diesel(sql_type = SqlUuid)]
    epoch: Uuid,
    #[diesel(embed)]
    change: Option<ChangeRow>,
}

#[derive(QueryableByName)]
struct ChangeRow {
    #[diesel(sql_type = Timestamptz)]
    sealed_at: DateTime<Utc>,
    #[diesel(embed)]
    sealed: Sealed,
}

impl From<ClaimedRow> for Claimed {
    fn from(row: ClaimedRow) -> Self {
        let secrets = [Some(row.secret), row.previous_secret].into_iter().flatten();
        Self {
            id: row.id,
            webhook: row.webhook,
            attempt: row.attempts,
            leased_until: row.leased_until,
            created_at: row.created_at,
            url: row.url,
            secrets: secrets.map(SigningSecret::new).collect(),
            epoch: row.epoch,
            change: row.change.map(|change| (change.sealed, change.sealed_at)),
        }
    }
}

/// Takes at most `room` deliveries that are due, in their order.
///
/// # Errors
/// If the database does not answer.
pub async fn claim(conn: &mut Conn, room: i64) -> QueryResult<Vec<Claimed>> {
    let sql = Statement::new(include_str!("claim.sql")).substitute("$room", &room);
    let rows: Vec<ClaimedRow> = sql.load(conn).await?;
    Ok(rows.into_iter().map(Claimed::from).collect())
}
