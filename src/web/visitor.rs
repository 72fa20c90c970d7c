//! Who visits the pages, in which language, and whether the request is the visitor's own.

use std::collections::BTreeMap;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT_LANGUAGE, HOST, HeaderValue, LOCATION, ORIGIN, SET_COOKIE};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::carried::form_of;
use super::csrf::Csrf;
use crate::app::AppState;
use crate::db::sessions::{self, SignedIn};
use crate::domain::terms::{Term, terms};
use crate::domain::token::Secret;
use crate::domain::user::Caller;
use crate::error::{Kind, Problem};
use crate::language::Language;
use crate::reading::session;

/// The cookie of the language that was chosen.
const LANGUAGE: &str = "ledger-language";

/// Pages that somebody must see who may not yet see others.
const OPEN: &[&str] = &["/sign-in", "/sign-in/kept", "/welcome/", "/assets/"];

/// The cookie of the order of parties that was chosen.
const ORDER: &str = "ledger-order";

terms! {
    /// In which order parties stand.
    #[derive(Default)]
    Order {
        /// As the protocol has them.
        #[default]
        Protocol = "protocol",
        /// By their names in the reader's language.
        Name = "name",
    }
}

/// Whoever asks for a page.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub language: Language,
    pub order: Order,
    /// Who it is; none for somebody who has not signed in.
    pub caller: Option<Caller>,
    pub session: Option<Uuid>,
    pub csrf: Csrf,
}

impl Order {
    /// Puts rows that come in protocol order, each with its names by language, into this order.
    pub fn arrange<T>(
        self,
        rows: &mut [T],
        language: Language,
        names: impl Fn(&T) -> &BTreeMap<String, String>,
    ) {
        if self == Self::Name {
            rows.sort_by_cached_key(|row| language.pick(names(row)).to_lowercase());
        }
    }
}

impl Visitor {
    /// Whoever sent this request.
    ///
    /// # Errors
    /// Never behind the middleware that meets visitors.
    pub fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let visitor = request.extensions().get::<Self>().cloned();
        visitor.ok_or_else(|| Problem::internal("nobody has met the visitor"))
    }

    /// Somebody of whom nothing is known but what the browser says.
    #[must_use]
    pub fn stranger(request: &HttpRequest) -> Self {
        let language = asked_language(request.query_string()).unwrap_or_else(|| language(request));
        let order = request.cookie(ORDER).and_then(|cookie| Order::parse(cookie.value()).ok());
        let order = order.unwrap_or_default();
        Self { language, order, caller: None, session: None, csrf: Csrf::default() }
    }

    /// The same visitor with the session of this secret, if it is one.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn with(self, state: &AppState, secret: &Secret) -> Result<Self, Problem> {
        signed_in(self, state, secret).await
    }

    /// The user that the visitor is.
    ///
    /// # Errors
    /// 401 for somebody who has not signed in.
    pub fn caller(&self) -> Result<&Caller, Problem> {
        self.caller.as_ref().ok_or_else(|| {
            Problem::new(Kind::Unauthenticated, "Sign in first: this is not for everybody.")
        })
    }
}

/// Middleware of the pages: finds out who visits. Where reading needs a sign-in it leads there, and
/// writes from another site's page it refuses.
///
/// # Errors
/// What the service gives.
pub async fn meet(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let asked = asked_language(request.query_string());
    match greet(&request).await {
        Ok(None) => {
            let mut response = next.call(request).await?;
            if let Some(language) = asked {
                set_cookie(response.response_mut().head_mut(), &language_cookie(language));
            }
            Ok(response.map_into_left_body())
        }
        Ok(Some(answer)) => Ok(request.into_response(answer).map_into_right_body()),
        Err(problem) => {
            let answer = HttpResponse::from_error(problem);
            Ok(request.into_response(answer).map_into_right_body())
        }
    }
}

/// Notes who visits; gives the answer where that one may not go on.
async fn greet(request: &ServiceRequest) -> Result<Option<HttpResponse>, Problem> {
    let visitor = visitor(request).await?;
    let state = AppState::of(request.request())?;
    let is_open = OPEN.iter().any(|path| {
        request.path() == *path || path.ends_with('/') && request.path().starts_with(path)
    });
    // The form of somebody whose session has ended is answered by a sign-in that keeps it.
    let is_kept = !request.method().is_safe() && form_of(request.path()).is_some();
    let is_open = is_open || is_kept;
    let is_barred = visitor.caller.is_none() && !state.settings.public_read && !is_open;
    request.extensions_mut().insert(visitor);
    if is_barred {
        return Ok(Some(to_sign_in(&target(request))));
    }
    if !request.method().is_safe() && !is_own(request) {
        let detail = "This form was sent from another site. Open the page here and send it again.";
        return Err(Problem::forbidden(detail));
    }
    Ok(None)
}

fn target(request: &ServiceRequest) -> String {
    request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// Sends to the sign-in, and back again from there.
#[must_use]
pub fn to_sign_in(target: &str) -> HttpResponse {
    let target = utf8_percent_encode(target, NON_ALPHANUMERIC);
    HttpResponse::SeeOther().insert_header((LOCATION, format!("/sign-in?to={target}"))).finish()
}

async fn visitor(request: &ServiceRequest) -> Result<Visitor, Problem> {
    let nobody = Visitor::stranger(request.request());
    match session::secret(request.request()) {
        Some(secret) => nobody.with(AppState::of(request.request())?, &secret).await,
        None => Ok(nobody),
    }
}

async fn signed_in(nobody: Visitor, state: &AppState, secret: &Secret) -> Result<Visitor, Problem> {
    let db = &state.db;
    let found = db.read(async |conn| Ok(sessions::signed_in(conn, &secret.hash()).await?)).await?;
    let Some(SignedIn { session, caller, is_touch_due }) = found else {
        return Ok(nobody);
    };
    if is_touch_due {
        let db = db.clone();
        // Off the request's path, as nobody waits for it.
        actix_web::rt::spawn(async move {
            if let Ok(mut conn) = db.get().await {
                let _ = sessions::touch(&mut conn, session).await;
            }
        });
    }
    let csrf = Csrf::of(secret);
    Ok(Visitor { caller: Some(caller), session: Some(session), csrf, ..nobody })
}

/// The language that the address names.
fn asked_language(query: &str) -> Option<Language> {
    let word = query.split('&').find_map(|pair| pair.strip_prefix("lang="))?;
    Language::parse(word).ok()
}

/// The language that was chosen once, else the one that the browser would have, else English.
fn language(request: &HttpRequest) -> Language {
    let chosen = request.cookie(LANGUAGE).and_then(|cookie| Language::parse(cookie.value()).ok());
    let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    chosen.or_else(|| header.and_then(Language::preferred)).unwrap_or(Language::En)
}

/// Whether a write comes from a page of ours. Browsers say where from in Sec-Fetch-Site (Fetch
/// Metadata), or at least in Origin; a program that says neither has no cookies of anybody else.
fn is_own(request: &ServiceRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header("Sec-Fetch-Site") {
        return site == "same-origin";
    }
    let Some(origin) = header(ORIGIN.as_str()) else { return true };
    let host = header(HOST.as_str()).unwrap_or_default();
    origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

/// The cookie of a session that lasts so many days.
#[must_use]
pub fn session_cookie(secret: &Secret, days: u16) -> Cookie<'static> {
    Cookie::build(session::COOKIE, secret.expose().to_owned())
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(days.into()))
        .finish()
}

/// The cookie that ends a session in the browser.
#[must_use]
pub fn no_session_cookie() -> Cookie<'static> {
    Cookie::build(session::COOKIE, "")
        .path("/")
        .secure(true)
        .http_only(true)
        .max_age(Duration::ZERO)
        .finish()
}

fn language_cookie(language: Language) -> Cookie<'static> {
    preference(LANGUAGE, language.as_str())
}

/// The cookie of an order of parties.
#[must_use]
pub fn order_cookie(order: Order) -> Cookie<'static> {
    preference(ORDER, order.as_str())
}

fn preference(name: &'static str, value: &'static str) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish()
}

fn set_cookie(head: &mut actix_web::dev::ResponseHead, cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        head.headers_mut().append(SET_COOKIE, value);
    }
}
