//! Who calls: found by the token before anything else of a request is looked at.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, ResponseError};

use crate::actions::patch_commitment::may_edit;
use crate::app::AppState;
use crate::db::Db;
use crate::db::sessions;
use crate::db::tokens::{self, Shown};
use crate::domain::token::Secret;
use crate::domain::user::Caller;
use crate::error::{Kind, Problem};
use crate::reading::rights::only_admins;
use crate::reading::session;

/// Middleware of the API's scope. actix polls a handler's extractors together, so that a bad body
/// could answer before a bad token: here nothing of the body has been read.
///
/// A refusal is an answer like any other, so that it is logged and has its id: 401 without a token
/// where one is needed, or with one that is unknown, expired or revoked.
///
/// # Errors
/// What the service gives.
pub async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    match identify(&request).await {
        Ok(known) => {
            if let Some((caller, pass)) = known {
                request.extensions_mut().insert(caller);
                request.extensions_mut().insert(pass);
            }
            Ok(next.call(request).await?.map_into_left_body())
        }
        Err(problem) => Ok(request.into_response(problem.error_response()).map_into_right_body()),
    }
}

/// The caller, or nobody where nobody in particular may read.
async fn identify(request: &ServiceRequest) -> Result<Option<(Caller, Pass)>, Problem> {
    if let Some(token) = bearer(request)? {
        return look_up(request, &token).await.map(Some);
    }
    if request.method().is_safe() {
        // A page's reader takes files from here, too. Nobody writes by a cookie, which a browser
        // sends along whoever's page the request is from.
        if let Some(secret) = session::secret(request.request())
            && let Some(known) = of_session(request, &secret).await?
        {
            return Ok(Some(known));
        }
        if AppState::of(request.request())?.settings.public_read {
            return Ok(None);
        }
    }
    Err(unauthenticated("Send a token: Authorization: Bearer sl_…"))
}

/// The token of the Authorization header (RFC 6750), if there is such a header.
fn bearer(request: &ServiceRequest) -> Result<Option<String>, Problem> {
    let Some(header) = request.headers().get(AUTHORIZATION) else { return Ok(None) };
    let text = header.to_str().unwrap_or_default();
    let token = text
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim().to_owned());
    match token {
        Some(token) if !token.is_empty() => Ok(Some(token)),
        _ => Err(unauthenticated("The Authorization header must read: Bearer sl_…")),
    }
}

async fn look_up(request: &ServiceRequest, token: &str) -> Result<(Caller, Pass), Problem> {
    let hash = Secret::parse(token).ok_or_else(unknown)?.hash();
    let db = &AppState::of(request.request())?.db;
    let shown = shown(db, &hash).await?;
    if shown.is_touch_due {
        let db = db.clone();
        // Off the request's path: nobody waits for a note of when a token was last used.
        actix_web::rt::spawn(async move {
            if let Ok(mut conn) = db.get().await {
                let _ = tokens::touch(&mut conn, &hash).await;
            }
        });
    }
    Ok((shown.caller, Pass::Token(hash)))
}

/// Who is signed in to the pages by this session, if it is still good.
async fn of_session(
    request: &ServiceRequest,
    secret: &Secret,
) -> Result<Option<(Caller, Pass)>, Problem> {
    let (db, hash) = (&AppState::of(request.request())?.db, secret.hash());
    let found = db.read(async |conn| Ok(sessions::signed_in(conn, &hash).await?)).await?;
    Ok(found.map(|signed_in| (signed_in.caller, Pass::Session(hash))))
}

async fn shown(db: &Db, hash: &[u8; 32]) -> Result<Shown, Problem> {
    let shown = db.read(async |conn| Ok(tokens::shown(conn, hash).await?)).await?;
    shown.ok_or_else(unknown)
}

/// By what right a caller reads. An answer that takes long looks at it again.
#[derive(Debug, Clone, Copy, Default)]
pub enum Pass {
    /// Everybody may.
    #[default]
    Open,
    /// By a token of this hash.
    Token([u8; 32]),
    /// By a session at the pages, whose cookie has this hash.
    Session([u8; 32]),
}

impl Pass {
    /// What the caller of a request was let in by.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        request.extensions().get::<Self>().copied().unwrap_or_default()
    }

    /// Whether it is still good.
    ///
    /// # Errors
    /// 401 if the token was revoked, or it or the session has ended.
    pub async fn check(self, db: &Db) -> Result<(), Problem> {
        match self {
            Self::Open => Ok(()),
            Self::Token(hash) => shown(db, &hash).await.map(drop),
            Self::Session(hash) => {
                let found =
                    db.read(async |conn| Ok(sessions::signed_in(conn, &hash).await?)).await?;
                found.map(drop).ok_or_else(|| unauthenticated("You have signed out."))
            }
        }
    }
}

fn unknown() -> Problem {
    unauthenticated("The token is unknown, expired or revoked.")
}

fn unauthenticated(detail: &str) -> Problem {
    Problem::new(Kind::Unauthenticated, detail)
}

/// The caller of a request that needs one.
///
/// # Errors
/// 401 if it is anonymous, which the middleware lets only reads be.
pub fn caller(request: &HttpRequest) -> Result<Caller, Problem> {
    let caller = request.extensions().get::<Caller>().cloned();
    caller.ok_or_else(|| unauthenticated("Send a token: Authorization: Bearer sl_…"))
}

/// The caller of a request that edits commitments or milestones.
///
/// # Errors
/// 403 for a role that may not.
pub fn editor(request: &HttpRequest) -> Result<Caller, Problem> {
    let caller = caller(request)?;
    may_edit(&caller)?;
    Ok(caller)
}

/// The caller of a request that only an admin may make.
///
/// # Errors
/// 403 for any other role.
pub fn admin(request: &HttpRequest) -> Result<Caller, Problem> {
    let caller = caller(request)?;
    only_admins(&caller)?;
    Ok(caller)
}
