//! Reading a JSON body: after the caller is known, of the right type and size, or refused.

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Payload};
use futures_util::StreamExt;
use serde_json::{Map, Value};

use crate::error::{Kind, Problem};

/// A body as it came, and as a JSON object.
#[derive(Debug)]
pub struct Body {
    pub bytes: Bytes,
    pub object: Map<String, Value>,
}

/// Reads the body of `request`, up to `limit` bytes, as one of these media types.
///
/// # Errors
/// 415 for another media type, 413 for too long a body, 400 with line and column for bad JSON or
/// anything but an object.
pub async fn read(
    request: &HttpRequest,
    payload: Payload,
    media_types: &[&str],
    limit: usize,
) -> Result<Body, Problem> {
    let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = given.and_then(|value| value.split(';').next()).map(str::trim);
    if !essence.is_some_and(|e| media_types.iter().any(|known| e.eq_ignore_ascii_case(known))) {
        let wanted = media_types.join(" or ");
        let detail = format!("Send the body with Content-Type: {wanted}.");
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    let bytes = collect(payload, limit).await?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let what = error.to_string();
        let what = what.split(" at line").next().unwrap_or_default();
        Problem::new(Kind::BadJson, format!("Line {line}, column {column}: {what}."))
    })?;
    match value {
        Value::Object(object) => Ok(Body { bytes, object }),
        _ => Err(Problem::new(Kind::BadJson, "The body must be a JSON object.")),
    }
}

/// Collects a body, refusing it as soon as it is longer than `limit`.
async fn collect(mut payload: Payload, limit: usize) -> Result<Bytes, Problem> {
    let mut all = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| {
            Problem::new(Kind::BadJson, format!("The body broke off: {error}."))
        })?;
        if all.len() + chunk.len() > limit {
            let detail = format!("A body may have {limit} bytes at most.");
            return Err(Problem::new(Kind::TooLarge, detail));
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all.into())
}
