//! The search for words: what few items a rare word finds is looked up before the list is asked.

use diesel::prelude::*;
use diesel::sql_types::{Array, Uuid as PgUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use super::filter::Filter;
use super::statement::Statement;

/// How many items are few. Of a word that finds more, Postgres knows how frequent it is.
const FEW: i64 = 200;

/// What a list is narrowed to by words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Whatever has these words; they find many.
    Words(String),
    /// These commitments, and no others.
    Few(Vec<Uuid>),
}

#[derive(QueryableByName)]
struct Ids {
    #[diesel(sql_type = Array<PgUuid>)]
    ids: Vec<Uuid>,
}

impl Found {
    /// What the words of a filter find; none if it has none.
    ///
    /// The search goes to the current rows even in the past: the index has no older versions, and
    /// so it is by today's words that an item of the past is found.
    pub(super) async fn of(conn: &mut Conn, filter: &Filter) -> QueryResult<Option<Self>> {
        let Some(q) = &filter.q else { return Ok(None) };
        let sql = Statement::new(
            "SELECT ARRAY(SELECT c.id FROM commitments c WHERE c.search @@ search_query(",
        );
        let found: Ids = sql
            .bind(q.clone())
            .sql(") LIMIT ")
            .bind(FEW + 1)
            .sql(") AS ids")
            .unprepared()
            .get_result(conn)
            .await?;
        let is_few = i64::try_from(found.ids.len()).is_ok_and(|count| count <= FEW);
        Ok(Some(if is_few { Self::Few(found.ids) } else { Self::Words(q.clone()) }))
    }

    /// That the current row `row` of a commitment is among what was found.
    pub(super) fn on_commitment(found: Option<&Self>, sql: Statement, row: &str) -> Statement {
        match found {
            None => sql,
            Some(Self::Words(q)) => {
                sql.sql(&format!(" AND {row}.search @@ search_query(")).bind(q.clone()).sql(")")
            }
            Some(Self::Few(ids)) => {
                sql.sql(&format!(" AND {row}.id = ANY(")).bind(ids.clone()).sql(")")
            }
        }
    }
}
