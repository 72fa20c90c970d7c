//! A browser's session: by its cookie somebody reads the pages, and what they take from the API.

use actix_web::HttpRequest;

use crate::domain::token::Secret;

/// The cookie of a session. By its prefix browsers take it from this host alone, over a secure
/// connection or from the machine itself, and for the whole of it (RFC 6265bis, 4.1.3.2).
pub const COOKIE: &str = "__Host-ledger";

/// What the cookie of a request holds, if it can be one of ours.
#[must_use]
pub fn secret(request: &HttpRequest) -> Option<Secret> {
    Secret::parse(request.cookie(COOKIE)?.value())
}
