//! Answers: JSON with an ETag, 304 where the caller has it already, and outcomes that are kept.

use actix_web::body::MessageBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, ETAG, HeaderName, HeaderValue, IF_MATCH, LINK, LOCATION,
};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::operations::Outcome;
use crate::error::{Kind, Problem};
use crate::reading::etag::{etag, is_known};

/// A page of a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    pub next: Option<String>,
}

/// 200 with the value and its ETag, or 304.
///
/// # Errors
/// If the value cannot be written as JSON.
pub fn ok<T: Serialize>(
    request: &HttpRequest,
    value: &T,
    version: Option<i64>,
) -> Result<HttpResponse, Problem> {
    let body = serde_json::to_string(value).map_err(Problem::internal)?;
    Ok(unless_known(request, etag(version, &body), body, "application/json"))
}

/// 200 with a file's bytes and their ETag, or 304.
#[must_use]
pub fn bytes(request: &HttpRequest, bytes: Vec<u8>, media_type: &str) -> HttpResponse {
    unless_known(request, etag(None, &bytes), bytes, media_type)
}

fn unless_known(
    request: &HttpRequest,
    etag: String,
    body: impl MessageBody + 'static,
    media_type: &str,
) -> HttpResponse {
    let is_known = is_known(request, &etag);
    let mut response =
        HttpResponse::build(if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    response.insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, "no-cache"));
    if is_known {
        return response.finish();
    }
    response.content_type(media_type).body(body)
}

/// A page with its ETag and a Link to the next.
///
/// # Errors
/// If the items cannot be written as JSON.
pub fn page<T: Serialize>(request: &HttpRequest, page: &Page<T>) -> Result<HttpResponse, Problem> {
    let mut response = ok(request, page, None)?;
    if let Some(next) = &page.next {
        link_next(&mut response, request, "cursor", next);
    }
    Ok(response)
}

/// A header of a request; empty if it is not there.
#[must_use]
pub fn header<'r>(request: &'r HttpRequest, name: &HeaderName) -> &'r str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Adds a Link to the next page, which begins at `cursor`, in the parameter `name`.
pub fn link_next(response: &mut HttpResponse, request: &HttpRequest, name: &str, cursor: &str) {
    let link = format!("<{}>; rel=\"next\"", next_url(request, name, cursor));
    if let Ok(link) = HeaderValue::from_str(&link) {
        response.headers_mut().insert(LINK, link);
    }
}

/// The address of this request with the cursor of the next page in it.
fn next_url(request: &HttpRequest, name: &str, cursor: &str) -> String {
    let prefix = format!("{name}=");
    let kept = request.query_string().split('&').filter(|pair| !pair.is_empty());
    let kept = kept.filter(|pair| !pair.starts_with(&prefix)).map(str::to_owned);
    let pairs: Vec<String> = kept.chain([format!("{prefix}{cursor}")]).collect();
    format!("{}?{}", request.path(), pairs.join("&"))
}

/// The version that an edit was made on, by If-Match; `None` for `*`.
///
/// # Errors
/// 428 if the header is not there, 412 if it holds no version of ours.
pub fn if_match(request: &HttpRequest) -> Result<Option<i64>, Problem> {
    let Some(header) = request.headers().get(IF_MATCH) else {
        return Err(Problem::new(
            Kind::PreconditionRequired,
            "Read the item first and send its ETag as If-Match.",
        ));
    };
    let text = header.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = |tag: &str| {
        let tag = tag.trim().trim_start_matches("W/").trim_matches('"');
        tag.split('.').next().and_then(|version| version.parse().ok())
    };
    // Of several any may match; versions only grow, so it is the latest or none.
    text.split(',')
        .filter_map(version)
        .max()
        .map(Some)
        .ok_or_else(|| Problem::new(Kind::StaleVersion, "If-Match must hold the ETag of the item."))
}

/// The answer to a write, in the form that is kept for a retry.
///
/// # Errors
/// If the value cannot be written as JSON.
pub fn outcome<T: Serialize>(
    status: StatusCode,
    location: Option<String>,
    version: Option<i64>,
    value: &T,
) -> Result<Outcome, Problem> {
    let body = serde_json::to_string(value).map_err(Problem::internal)?;
    Ok(Outcome {
        request_hash: Vec::new(),
        status: i16::try_from(status.as_u16()).ok(),
        location,
        etag: Some(etag(version, &body)),
        body: Some(body),
    })
}

/// Tells a caller that the answer is an earlier one, given again.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Sends an outcome, new or kept.
#[must_use]
pub fn send(outcome: Outcome, replayed: bool) -> HttpResponse {
    let status = outcome
        .status
        .and_then(|code| u16::try_from(code).ok())
        .and_then(|code| StatusCode::from_u16(code).ok())
        .unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    if let Some(location) = outcome.location {
        response.insert_header((LOCATION, location));
    }
    if let Some(etag) = outcome.etag {
        response.insert_header((ETAG, etag));
    }
    if replayed {
        response.insert_header((REPLAYED, "true"));
    }
    match outcome.body {
        Some(body) => response.content_type("application/json").body(body),
        None => response.finish(),
    }
}
