//! Declarations and their text.

use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Text};
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

use super::connect::Failure;
use super::filter::one_of;
use super::statement::Statement;
use super::{Conn, broken_constraint};
use crate::error::{Kind, Problem};
use crate::records::declaration::{Declaration, DeclarationRecord, Paragraph};
use crate::records::texts::Texts;
use crate::schema::{declarations, paragraphs};

/// Every declaration, the latest adopted first.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn) -> QueryResult<Vec<Declaration>> {
    declarations::table
        .select(Declaration::as_select())
        .order((declarations::adopted_on.desc(), declarations::slug))
        .load(conn)
        .await
}

/// The slugs of all declarations, in order.
///
/// # Errors
/// If the database does not answer.
pub async fn slugs(conn: &mut Conn) -> QueryResult<Vec<String>> {
    declarations::table.select(declarations::slug).order(declarations::slug).load(conn).await
}

/// The slugs of these declarations, or of all if none are named, each with the numbers of its
/// sections, in order.
///
/// # Errors
/// If the database does not answer.
pub async fn sections(conn: &mut Conn, slugs: &[String]) -> QueryResult<Vec<(String, Vec<i32>)>> {
    let sql = Statement::new(
        "SELECT slug, ARRAY(SELECT (s ->> 'number')::integer
            FROM jsonb_array_elements(sections) s ORDER BY 1) AS numbers FROM declarations d
        WHERE true",
    );
    let sql = one_of(sql, "d.slug", slugs).sql(" ORDER BY slug");
    let rows: Vec<Sections> = sql.load(conn).await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.numbers)).collect())
}

#[derive(QueryableByName)]
struct Sections {
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Array<Integer>)]
    numbers: Vec<i32>,
}

/// What declarations are called, by their slugs, the latest adopted first, and no more than `limit`
/// of them.
///
/// # Errors
/// If the database does not answer.
pub async fn titles(conn: &mut Conn, limit: i64) -> QueryResult<Vec<(String, Texts)>> {
    declarations::table
        .select((declarations::slug, declarations::title))
        .order((declarations::adopted_on.desc(), declarations::slug))
        .limit(limit)
        .load(conn)
        .await
}

/// The declaration of this slug.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, slug: &str) -> QueryResult<Option<Declaration>> {
    declarations::table
        .select(Declaration::as_select())
        .filter(declarations::slug.eq(slug))
        .first(conn)
        .await
        .optional()
}

/// A declaration's text, in order.
///
/// # Errors
/// If the database does not answer.
pub async fn paragraphs(conn: &mut Conn, slug: &str) -> QueryResult<Vec<Paragraph>> {
    paragraphs::table
        .select(Paragraph::as_select())
        .filter(paragraphs::declaration.eq(slug))
        .order((paragraphs::section, paragraphs::number))
        .load(conn)
        .await
}

/// The text of one paragraph.
///
/// # Errors
/// If the database does not answer.
pub async fn paragraph(
    conn: &mut Conn,
    slug: &str,
    section: i32,
    number: i32,
) -> QueryResult<Option<String>> {
    paragraphs::table
        .find((slug, section, number))
        .select(paragraphs::text)
        .first(conn)
        .await
        .optional()
}

/// One paragraph, with its translations.
///
/// # Errors
/// If the database does not answer.
pub async fn find_paragraph(
    conn: &mut Conn,
    slug: &str,
    section: i32,
    number: i32,
) -> QueryResult<Option<Paragraph>> {
    paragraphs::table
        .find((slug, section, number))
        .select(Paragraph::as_select())
        .first(conn)
        .await
        .optional()
}

/// Whether there is any declaration.
///
/// # Errors
/// If the database does not answer.
pub async fn any(conn: &mut Conn) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(declarations::table.select(declarations::id)))
        .get_result(conn)
        .await
}

/// Adds a declaration with its text, or writes an edited one over it. Paragraphs are never taken
/// away: items stand in them.
///
/// # Errors
/// [`Problem`] of kind `Conflict` if its prefix is another declaration's; otherwise if the
/// database does not answer or refuses a value.
pub async fn write(conn: &mut Conn, record: &DeclarationRecord) -> Result<(), Failure> {
    diesel::insert_into(declarations::table)
        .values(&record.declaration)
        .on_conflict(declarations::id)
        .do_update()
        .set(&record.declaration)
        .execute(conn)
        .await
        .map_err(|error| match broken_constraint(&error) {
            Some("declarations_prefix_key") => Failure::from(Problem::new(
                Kind::Conflict,
                format!("The prefix {} is another declaration's.", record.declaration.prefix),
            )),
            _ => error.into(),
        })?;
    diesel::insert_into(paragraphs::table)
        .values(&record.paragraphs)
        .on_conflict((paragraphs::declaration, paragraphs::section, paragraphs::number))
        .do_update()
        .set((
            paragraphs::text.eq(excluded(paragraphs::text)),
            paragraphs::translations.eq(excluded(paragraphs::translations)),
            paragraphs::uncoded.eq(excluded(paragraphs::uncoded)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
