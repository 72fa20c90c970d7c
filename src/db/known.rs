//! Declarations and parties as they were known at a place of the feed: what reports and texts read
//! beside items and obligations.

use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Nullable};
use diesel_async::RunQueryDsl;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::connect::Failure;
use super::statement::Statement;
use super::{Conn, declarations, parties};
use crate::error::Problem;
use crate::records::declaration::{Declaration, DeclarationRecord};
use crate::records::party::Party;

/// Whether every committed change is in the feed, as the current snapshot sees it. Then what is
/// there now is what is known at the feed's head.
///
/// # Errors
/// If the database does not answer.
pub async fn is_all_sealed(conn: &mut Conn) -> QueryResult<bool> {
    use crate::schema::outbox;

    let waiting: bool = diesel::select(diesel::dsl::exists(outbox::table.select(outbox::id)))
        .get_result(conn)
        .await?;
    Ok(!waiting)
}

/// A version of a record, if there was one.
#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Nullable<Jsonb>)]
    body: Option<Value>,
}

fn parsed<T: DeserializeOwned>(rows: Vec<Version>) -> Result<Vec<T>, Failure> {
    rows.into_iter()
        .filter_map(|row| row.body)
        .map(|body| serde_json::from_value(body).map_err(|e| Problem::internal(e).into()))
        .collect()
}

/// A declaration as it was known.
///
/// # Errors
/// If the database does not answer.
pub async fn declaration(
    conn: &mut Conn,
    slug: &str,
    known: Option<i64>,
) -> Result<Option<Declaration>, Failure> {
    match known {
        None => Ok(declarations::find(conn, slug).await?),
        Some(seq) => Ok(version(conn, slug, seq).await?.map(|record| record.declaration)),
    }
}

/// A declaration with its whole text as it was known.
///
/// # Errors
/// If the database does not answer.
pub async fn text(
    conn: &mut Conn,
    slug: &str,
    known: Option<i64>,
) -> Result<Option<DeclarationRecord>, Failure> {
    if let Some(seq) = known {
        return version(conn, slug, seq).await;
    }
    let Some(declaration) = declarations::find(conn, slug).await? else { return Ok(None) };
    let paragraphs = declarations::paragraphs(conn, slug).await?;
    Ok(Some(DeclarationRecord { declaration, paragraphs }))
}

/// The version of a declaration that was known at `seq`.
async fn version(
    conn: &mut Conn,
    slug: &str,
    seq: i64,
) -> Result<Option<DeclarationRecord>, Failure> {
    let rows = Statement::new("SELECT version_at(id, ")
        .bind(seq)
        .sql(") AS body FROM declarations WHERE slug = ")
        .bind(slug.to_owned())
        .load(conn)
        .await?;
    Ok(parsed(rows)?.pop())
}

/// The parties as they were known, in protocol order.
///
/// # Errors
/// If the database does not answer.
pub async fn parties(conn: &mut Conn, known: Option<i64>) -> Result<Vec<Party>, Failure> {
    let Some(seq) = known else { return Ok(parties::list(conn).await?) };
    let rows = Statement::new("SELECT version_at(id, ")
        .bind(seq)
        .sql(") AS body FROM parties")
        .load(conn)
        .await?;
    let mut all: Vec<Party> = parsed(rows)?;
    all.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
    Ok(all)
}
