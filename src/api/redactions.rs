//! Redactions of the feed over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::write::{IdempotencyKey, JSON, Write};
use super::{auth, fields::Fields, respond};
use crate::actions::redact_change::redact_change;
use crate::app::AppState;
use crate::db::retention::Redaction;
use crate::error::{Problem, ProblemBody};

/// Why a body is to be blanked.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewRedaction {
    /// 1 to 500 characters, kept for ever.
    pub cause: String,
}

/// A body that was blanked for a cause.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Redaction)]
pub struct RedactionView {
    /// The change that it was of.
    pub seq: i64,
    pub cause: String,
    /// Who did it.
    pub actor: String,
    pub at: DateTime<Utc>,
}

impl From<Redaction> for RedactionView {
    fn from(Redaction { seq, cause, actor, at }: Redaction) -> Self {
        Self { seq, cause, actor, at }
    }
}

/// Blanks the body of a change in the feed, for a cause that is recorded. Its envelope stays, so the
/// chain still proves; versions and updates stay, so reports come out the same. Done again, it
/// answers with the first record.
///
/// # Errors
/// 403 for anybody but an admin, 404 if there is no such change, 422 without a cause.
#[utoipa::path(post, path = "/api/v1/changes/{seq}/redact", tag = "Feed",
    params(("seq" = i64, Path, example = 1), IdempotencyKey), request_body = NewRedaction,
    responses((status = 200, body = RedactionView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn create(
    request: HttpRequest,
    state: Data<AppState>,
    seq: Path<String>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::admin(&request)?;
    let write = Write::read(&request, &state, &caller, payload, JSON).await?;
    let unknown = || Problem::not_found(format!("The feed has no change {seq}."));
    let seq: i64 = seq.parse().map_err(|_| unknown())?;
    let mut faults = Vec::new();
    let mut fields = Fields::new(write.object().clone(), String::new(), &mut faults);
    let cause = fields.any_text("cause").unwrap_or_default();
    fields.end();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    write
        .run(&state, async |conn| {
            let redaction = redact_change(conn, seq, &cause, &caller.name).await?;
            Ok(respond::outcome(StatusCode::OK, None, None, &RedactionView::from(redaction))?)
        })
        .await
}
