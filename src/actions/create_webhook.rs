//! Make a webhook.

use rand::TryRngCore;
use rand::rngs::OsRng;
use uuid::Uuid;

use crate::db::connect::Failure;
use crate::db::webhooks::Stated;
use crate::db::{Conn, feed, webhooks};
use crate::domain::user::Caller;
use crate::domain::webhook::{SECRET_BYTES, SigningSecret};
use crate::error::{Kind, Problem};
use crate::records::ids;

/// A new secret.
///
/// # Errors
/// If the system has no random bytes to give.
pub(super) fn new_secret() -> Result<SigningSecret, Problem> {
    let mut random = vec![0; SECRET_BYTES];
    OsRng.try_fill_bytes(&mut random).map_err(Problem::internal)?;
    Ok(SigningSecret::new(random))
}

/// Makes a webhook of the caller's, told of what comes after `since`, or of what comes from now on;
/// gives its id and its secret. It leaves no change: the feed is not about its readers.
///
/// # Errors
/// A conflict if the caller has as many as one may have.
pub async fn create_webhook(
    conn: &mut Conn,
    caller: &Caller,
    stated: &Stated,
    since: Option<i64>,
) -> Result<(Uuid, SigningSecret), Failure> {
    let Some(slot) = webhooks::free_slot(conn, caller.user_id).await? else {
        let detail = "A user may have 20 webhooks; delete one that is not needed any more.";
        return Err(Problem::new(Kind::Conflict, detail).into());
    };
    let mark = match since {
        Some(seq) => seq,
        None => feed::head(conn).await?.seq,
    };
    let (id, secret) = (ids::new(), new_secret()?);
    webhooks::create(conn, (id, caller.user_id, slot), stated, &secret, mark).await?;
    Ok((id, secret))
}
