//! How pages are answered: with an ETag, with headers that leave browsers no latitude, and with a
//! page also where something went wrong.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, HeaderMap, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse};
use askama::Template;

use super::address::Refused;
use super::frame::Frame;
use super::visitor::Visitor;
use crate::app::AppState;
use crate::domain::fault::Fault;
use crate::error::{Kind, Problem};
use crate::language::{Language, typeset};
use crate::reading::etag::{etag, is_known};

/// What a browser may do with our pages (Content Security Policy, level 3): load what is ours, and
/// send forms to us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// 200 with a page, or 304 where the browser has it already.
///
/// # Errors
/// If the template cannot be filled in.
pub fn page(request: &HttpRequest, template: &impl Template) -> Result<HttpResponse, Problem> {
    page_with(request, StatusCode::OK, template)
}

/// The same with another status, as where a form is shown again.
///
/// # Errors
/// If the template cannot be filled in.
pub fn page_with(
    request: &HttpRequest,
    status: StatusCode,
    template: &impl Template,
) -> Result<HttpResponse, Problem> {
    let body = typeset::html(&template.render().map_err(Problem::internal)?);
    let etag = etag(None, &body);
    let is_known = status == StatusCode::OK && is_known(request, &etag);
    let status = if is_known { StatusCode::NOT_MODIFIED } else { status };
    // The ETag is that of the page as it was drawn, and a weak one where its bytes are not those.
    let csrf = Visitor::of(request).map(|visitor| visitor.csrf).unwrap_or_default();
    let (etag, body) = match csrf.mask(&body, rand::random()) {
        Some(masked) => (format!("W/{etag}"), masked),
        None => (etag, body),
    };
    let mut response = HttpResponse::build(status);
    // Whose page it is shows in it.
    response
        .insert_header((ETAG, etag))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .insert_header((VARY, "Cookie, Accept-Language"));
    if is_known {
        return Ok(response.finish());
    }
    Ok(response.content_type("text/html; charset=utf-8").body(body))
}

/// Leads on after a form was sent, so that nobody sends it twice by looking at the page again.
#[must_use]
pub fn see(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, address)).finish()
}

/// The address if it is one of ours, else the first page.
#[must_use]
pub fn local(address: Option<&str>) -> &str {
    let is_local = |text: &&str| {
        text.starts_with('/')
            && !text.starts_with("//")
            && !text.contains('\\')
            && !text.contains(char::is_control)
    };
    address.filter(is_local).unwrap_or("/")
}

#[derive(Template)]
#[template(path = "web/problem.html")]
struct ProblemPage {
    frame: Frame,
    heading: String,
    /// What can be done about it.
    advice: String,
    /// More of it, which only English readers are told: it is the API's.
    detail: Option<String>,
    /// What was wrong with the address, if that is what it was.
    refused: Option<Refused>,
    is_sign_in_wanted: bool,
}

/// Middleware of the pages: the headers that every answer has; and where a handler gave a problem,
/// a page that tells of it.
///
/// # Errors
/// What the service gives.
pub async fn finish(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody>>, Error> {
    let is_secure = request
        .headers()
        .get("X-Forwarded-Proto")
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"https"));
    let response = next.call(request).await?.map_into_boxed_body();
    let problem = response
        .response()
        .error()
        .and_then(Error::as_error::<Problem>)
        .map(|problem| (problem.kind, problem.detail.clone(), problem.errors.clone()));
    let mut response = match problem {
        None => response.map_into_left_body(),
        Some((kind, detail, faults)) => {
            let page = problem_page(response.request(), kind, detail, &faults).await?;
            response.into_response(page).map_into_right_body()
        }
    };
    harden(response.headers_mut(), is_secure);
    Ok(response)
}

async fn problem_page(
    request: &HttpRequest,
    kind: Kind,
    detail: String,
    faults: &[Fault],
) -> Result<HttpResponse, Problem> {
    let state = AppState::of(request)?;
    let visitor = Visitor::of(request).unwrap_or_else(|_| Visitor::stranger(request));
    let is_sign_in_wanted =
        visitor.caller.is_none() && matches!(kind, Kind::Unauthenticated | Kind::Forbidden);
    let frame = Frame::bare(visitor, state, request.path());
    let (heading, advice) = match kind {
        Kind::TooLarge => ("web-problem-bad", "web-problem-too-large-advice"),
        Kind::NotFound => ("web-problem-not-found", "web-problem-not-found-advice"),
        Kind::Unauthenticated => ("web-problem-sign-in", "web-problem-sign-in-advice"),
        Kind::Forbidden => ("web-problem-forbidden", "web-problem-forbidden-advice"),
        Kind::Unavailable | Kind::OutOfSpace => {
            ("web-problem-unavailable", "web-problem-unavailable-advice")
        }
        Kind::Internal => ("web-problem-internal", "web-problem-internal-advice"),
        Kind::TooMany => ("web-problem-too-many", "web-problem-too-many-advice"),
        Kind::BadQuery | Kind::BadCursor => ("web-problem-bad", "web-address-advice"),
        _ => ("web-problem-bad", "web-problem-bad-advice"),
    };
    let refused = Refused::read(request, state, &frame, kind, faults).await;
    let is_told = frame.language() == Language::En && refused.is_none();
    let page = ProblemPage {
        heading: frame.t(heading),
        advice: frame.t(advice),
        detail: Some(detail).filter(|_| is_told),
        refused,
        frame,
        is_sign_in_wanted,
    };
    page_with(request, kind.status(), &page)
}

fn harden(headers: &mut HeaderMap, is_secure: bool) {
    let fixed = HeaderValue::from_static;
    headers.insert(CONTENT_SECURITY_POLICY, fixed(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, fixed("nosniff"));
    headers.insert(REFERRER_POLICY, fixed("same-origin"));
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        fixed("camera=(), geolocation=(), microphone=(), payment=()"),
    );
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), fixed("same-origin"));
    if is_secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, fixed("max-age=31536000"));
    }
}
