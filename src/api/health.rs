//! Whether the process lives, and whether it can answer.

use actix_web::web::Data;
use actix_web::{HttpResponse, Responder};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::db::schema_setup;
use crate::error::{Kind, Problem, ProblemBody};

/// The process lives, or the service is ready.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    #[schema(example = "ok")]
    pub status: &'static str,
}

/// Says that the process lives.
#[utoipa::path(get, path = "/healthz", tag = "Operation",
    responses((status = 200, body = Health)))]
pub async fn healthz() -> impl Responder {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// Says whether the database answers and has every migration that this version needs.
///
/// # Errors
/// 503 if not.
#[utoipa::path(get, path = "/readyz", tag = "Operation",
    responses((status = 200, body = Health),
        (status = 503, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn readyz(state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let migrated = state.db.read(async |conn| Ok(schema_setup::is_migrated(conn).await?)).await?;
    if migrated {
        return Ok(HttpResponse::Ok().json(Health { status: "ready" }));
    }
    let detail = "The database lacks migrations; run summit-ledger migrate up.";
    Err(Problem::new(Kind::Unavailable, detail))
}
