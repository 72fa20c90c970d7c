//! This installation's name, and the key that it signs with.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Conn;
use super::connect::Failure;
use crate::domain::signing_key::SigningKey;
use crate::error::Problem;
use crate::schema::{node, node_key};

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

/// The public part of this installation's key, 32 bytes; none before it was first set up.
///
/// # Errors
/// If the database does not answer.
pub async fn public_key(conn: &mut Conn) -> QueryResult<Option<Vec<u8>>> {
    node_key::table.select(node_key::public_key).first(conn).await.optional()
}

/// The key itself, for whoever signs.
///
/// # Errors
/// If the database does not answer or there is no key.
pub async fn signing_key(conn: &mut Conn) -> Result<SigningKey, Failure> {
    let seed: Vec<u8> = node_key::table.select(node_key::seed).first(conn).await?;
    let seed = seed.as_slice().try_into().map_err(Problem::internal)?;
    Ok(SigningKey::new(seed).map_err(Problem::internal)?)
}

/// Keeps a key, unless there is one: it is for good, or old signatures could not be told.
///
/// # Errors
/// If the database does not answer, or the role may not do so.
pub async fn keep_key(conn: &mut Conn, key: &SigningKey) -> QueryResult<()> {
    diesel::insert_into(node_key::table)
        .values((
            node_key::seed.eq(key.seed().as_slice()),
            node_key::public_key.eq(key.public_key()),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}
