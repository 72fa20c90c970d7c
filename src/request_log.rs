//! One line of log a request, and the id that ties it to its answer.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

use crate::domain::user::Caller;
use crate::records::ids;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is taken from a caller.
const LONGEST: usize = 128;

/// Outermost middleware: takes the request's id from `X-Request-Id` or makes one, gives it back,
/// and logs the request once it is answered.
///
/// # Errors
/// What the service gives.
pub async fn log_request(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let began = Instant::now();
    let id = given_id(&request).unwrap_or_else(|| ids::new().to_string());
    let method = request.method().clone();
    let mut response = next.call(request).await?;
    let ms = began.elapsed().as_secs_f64() * 1000.0;
    let caller = response.request().extensions().get::<Caller>().map(|caller| caller.name.clone());
    let route = response.request().match_pattern();
    log::info!(
        id = id.as_str(),
        method = method.as_str(),
        route = route.as_deref().unwrap_or("-"),
        status = response.status().as_u16(),
        ms:? = (ms * 1000.0).round() / 1000.0,
        caller = caller.as_deref().unwrap_or("-");
        "request"
    );
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    Ok(response)
}

/// The caller's own id, if it is short and plain: it goes to the log as it is.
fn given_id(request: &ServiceRequest) -> Option<String> {
    let id = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let is_plain = id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b));
    (is_plain && !id.is_empty() && id.len() <= LONGEST).then(|| id.to_owned())
}
