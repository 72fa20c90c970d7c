//! Declarations and their paragraphs.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Conn;
use crate::records::declaration::{Declaration, Paragraph};
use crate::schema::{declarations, paragraphs};

/// All declarations, the latest adopted first.
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

/// One declaration.
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

/// The text of a declaration, paragraph by paragraph.
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
