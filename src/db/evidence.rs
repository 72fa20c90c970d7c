//! The evidence of updates: added with them, and read.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Conn;
use crate::records::update::Evidence;
use crate::schema::evidence;
use crate::sync::envelope::hex;

/// Adds an update's evidence, in its order.
///
/// # Errors
/// If the database does not answer.
pub async fn create(conn: &mut Conn, update: Uuid, links: &[Evidence]) -> QueryResult<()> {
    let rows: Vec<_> = links
        .iter()
        .zip(0i16..)
        .map(|(link, position)| {
            (
                evidence::update_id.eq(update),
                evidence::position.eq(position),
                evidence::url.eq(&link.url),
                evidence::title.eq(&link.title),
                evidence::lang.eq(&link.lang),
                evidence::published_on.eq(link.published_on),
                evidence::sha256.eq(link.sha256.as_deref().and_then(unhex)),
            )
        })
        .collect();
    if !rows.is_empty() {
        diesel::insert_into(evidence::table).values(rows).execute(conn).await?;
    }
    Ok(())
}

/// The evidence of these updates, in order, each with its update's id.
///
/// # Errors
/// If the database does not answer.
pub async fn list(conn: &mut Conn, ids: &[Uuid]) -> QueryResult<Vec<(Uuid, Evidence)>> {
    let rows: Vec<(Uuid, String, String, String, _, Option<Vec<u8>>)> = evidence::table
        .select((
            evidence::update_id,
            evidence::url,
            evidence::title,
            evidence::lang,
            evidence::published_on,
            evidence::sha256,
        ))
        .filter(evidence::update_id.eq_any(ids))
        .order((evidence::update_id, evidence::position))
        .load(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, url, title, lang, published_on, sha256)| {
            let sha256 = sha256.as_deref().map(hex);
            (id, Evidence { url, title, lang, published_on, sha256 })
        })
        .collect())
}

/// Bytes of an even number of hexadecimal digits, of either case.
fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok()).collect()
}
