//! Sign somebody in: by name and password, or by a token.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::create_token::new_secret;
use crate::db::connect::Failure;
use crate::db::{Conn, Db, clock, passwords, sessions, sign_ins, tokens};
use crate::domain::password;
use crate::domain::token::Secret;
use crate::error::{Kind, Problem};

/// How many days a session lasts.
pub const DAYS: u16 = 14;

/// How often one may fail in a quarter of an hour: under one name from one address, under one name
/// from anywhere, and from one address under any name.
const MOST_OF_BOTH: i64 = 10;
const MOST_OF_NAME: i64 = 100;
const MOST_OF_ADDRESS: i64 = 50;

/// By what somebody signs in.
pub enum Proof {
    Password { name: String, password: String },
    Token(String),
}

/// From where.
#[derive(Debug, Clone)]
pub struct Place {
    pub address: String,
    /// What the browser calls itself.
    pub browser: String,
}

/// A session that has just begun. Its secret is for the cookie, and nowhere kept.
#[derive(Debug)]
pub struct NewSession {
    pub secret: Secret,
    pub expires_at: DateTime<Utc>,
}

/// Begins a session for whoever proves to be a user.
///
/// # Errors
/// [`Problem`] of kind `Unauthenticated` if the proof is no good, without saying what of it; of
/// kind `TooMany` after too many such attempts; or if the database does not answer.
pub async fn sign_in(db: &Db, proof: &Proof, place: &Place) -> Result<NewSession, Problem> {
    let name = match proof {
        Proof::Password { name, .. } => name.as_str(),
        Proof::Token(_) => "",
    };
    let attempt = db
        .write_silently(async |conn| Ok(sign_ins::note(conn, name, &place.address).await?))
        .await?;
    let failures =
        db.read(async |conn| Ok(sign_ins::failures(conn, name, &place.address).await?)).await?;
    // Tokens cannot be guessed, and share no name: only the address counts against them.
    let is_named = matches!(proof, Proof::Password { .. });
    if failures.of_address > MOST_OF_ADDRESS
        || is_named && (failures.of_both > MOST_OF_BOTH || failures.of_name > MOST_OF_NAME)
    {
        let detail = "Too many attempts failed; try again in a quarter of an hour.";
        return Err(Problem::new(Kind::TooMany, detail));
    }
    let user = user(db, proof).await?;
    db.write_silently(async |conn| {
        sign_ins::succeed(conn, attempt).await?;
        begin(conn, user, place).await
    })
    .await
}

/// Who it is that has this proof.
async fn user(db: &Db, proof: &Proof) -> Result<Uuid, Problem> {
    match proof {
        Proof::Password { name, password } => {
            let found = db.read(async |conn| Ok(passwords::of_user(conn, name).await?)).await?;
            let (user, hash) = found.map_or((None, None), |(user, hash)| (Some(user.id), hash));
            let password = password.clone();
            let check = move || password::is_right(&password, hash.as_deref());
            let is_right = tokio::task::spawn_blocking(check).await.map_err(Problem::internal)?;
            user.filter(|_| is_right).ok_or_else(refused)
        }
        Proof::Token(text) => {
            let hash = Secret::parse(text.trim()).ok_or_else(refused)?.hash();
            let shown = db.read(async |conn| Ok(tokens::shown(conn, &hash).await?)).await?;
            Ok(shown.ok_or_else(refused)?.caller.user_id)
        }
    }
}

/// Begins a session of a user, within the current transaction.
///
/// # Errors
/// If the database does not answer.
pub async fn begin(conn: &mut Conn, user: Uuid, place: &Place) -> Result<NewSession, Failure> {
    let secret = new_secret()?;
    let expires_at = clock::now(conn).await? + TimeDelta::days(DAYS.into());
    sessions::begin(conn, user, &secret, expires_at, &place.browser).await?;
    Ok(NewSession { secret, expires_at })
}

fn refused() -> Problem {
    Problem::new(Kind::Unauthenticated, "This name and password, or this token, are not known.")
}
