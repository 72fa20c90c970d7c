//! Epochs: the histories of the feed, and what decides whether an old cursor still holds.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Bytea, Nullable, Text, Uuid as PgUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::feed::{Last, Node};
use super::statement::Statement;
use crate::domain::epoch::EpochCause;
use crate::schema::sql_types;

/// What a cursor is held against.
#[derive(Debug, Clone, QueryableByName)]
pub struct Standing {
    #[diesel(embed)]
    pub node: Node,
    /// The end of the feed.
    #[diesel(embed)]
    pub last: Last,
    /// The last change whose body was pruned; 0 if none was.
    #[diesel(sql_type = BigInt)]
    pub pruned_to: i64,
    /// Whether the epoch is one of this ledger's.
    #[diesel(sql_type = Bool)]
    pub is_known: bool,
    /// The last change that the epoch shares with the present one; none for the present one.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub shared_to: Option<i64>,
    /// The link of the chain at the seq; none if the feed has no such change.
    #[diesel(sql_type = Nullable<Bytea>)]
    pub link: Option<Vec<u8>>,
}

/// What is known of `seq` in `epoch`.
///
/// # Errors
/// If the database does not answer.
pub async fn standing(conn: &mut Conn, epoch: Uuid, seq: i64) -> QueryResult<Standing> {
    Statement::new(
        "SELECT n.name, n.epoch, n.pruned_to, last.seq, last.chain, last.sealed_at,
            EXISTS (SELECT FROM epochs e WHERE e.epoch = $0) AS is_known,
            (SELECT min(later.began_at_seq) FROM epochs e
                JOIN epochs later ON later.number > e.number WHERE e.epoch = $0) AS shared_to,
            (SELECT f.chain FROM feed f WHERE f.seq = ",
    )
    .substitute("$0", &epoch)
    .bind(seq)
    .sql(
        ") AS link FROM node n
        LEFT JOIN LATERAL
            (SELECT seq, chain, sealed_at FROM feed ORDER BY seq DESC LIMIT 1) last ON true",
    )
    .get_result(conn)
    .await
}

/// Begins an epoch, within the current transaction, if the ledger is not where the present one
/// began: on another server, in another folder, or after a promotion. Gives why, if one began.
///
/// # Errors
/// If the database does not answer.
pub async fn settle(conn: &mut Conn, folder: Option<&str>) -> QueryResult<Option<EpochCause>> {
    #[derive(QueryableByName)]
    struct Settled {
        #[diesel(sql_type = Nullable<sql_types::EpochCause>)]
        begun: Option<EpochCause>,
    }
    let settled: Settled = Statement::new("SELECT settle_epoch(nullif(")
        .bind(folder.unwrap_or_default().to_owned())
        .sql(", '')) AS begun")
        .get_result(conn)
        .await?;
    Ok(settled.begun)
}

/// Begins an epoch for `cause`; gives it.
///
/// # Errors
/// If the database does not answer, or the role may not.
pub async fn begin(conn: &mut Conn, cause: EpochCause) -> QueryResult<Uuid> {
    #[derive(QueryableByName)]
    struct Begun {
        #[diesel(sql_type = PgUuid)]
        epoch: Uuid,
    }
    let Begun { epoch } = Statement::new("SELECT begin_epoch(")
        .bind(cause.to_string())
        .sql("::epoch_cause) AS epoch")
        .get_result(conn)
        .await?;
    Ok(epoch)
}

/// Which database of which server this is; none where the server does not tell, so that no
/// promotion or copy can be noticed.
///
/// # Errors
/// If the database does not answer.
pub async fn incarnation(conn: &mut Conn) -> QueryResult<Option<String>> {
    #[derive(QueryableByName)]
    struct Here {
        #[diesel(sql_type = Nullable<Text>)]
        incarnation: Option<String>,
    }
    let here: Here = Statement::new("SELECT incarnation()").get_result(conn).await?;
    Ok(here.incarnation)
}
