//! This installation's name.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Conn;
use crate::schema::node;

/// Gives this installation its name, under which it stands in the feed from now on.
///
/// # Errors
/// If the database does not answer, or the role may not do so.
pub async fn rename(conn: &mut Conn, name: &str) -> QueryResult<()> {
    diesel::update(node::table.filter(node::name.ne(name)))
        .set(node::name.eq(name))
        .execute(conn)
        .await?;
    Ok(())
}
