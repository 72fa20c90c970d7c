//! Who calls, over HTTP: what a client has to know of itself.

use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{auth, respond};
use crate::domain::status::Basis;
use crate::domain::user::{Caller, UserRole};
use crate::error::{Problem, ProblemBody};
use crate::reading::query::Query;

/// The user whose token came with the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// The name that stands beside what the user writes.
    pub name: String,
    pub role: UserRole,
    /// The party or group that an analyst speaks for.
    pub party: Option<String>,
    /// The basis on which the user files updates; null if the role files none.
    pub basis: Option<Basis>,
}

impl From<Caller> for Me {
    fn from(caller: Caller) -> Self {
        let basis = caller.role.files();
        Self { name: caller.name, role: caller.role, party: caller.party, basis }
    }
}

/// Tells who the token belongs to, and what may be done with it.
///
/// # Errors
/// 401 without a token.
#[utoipa::path(get, path = "/api/v1/me", tag = "Reading",
    responses((status = 200, body = Me),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn show(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    Query::read(request.query_string(), &[]).end()?;
    respond::ok(&request, &Me::from(caller), None)
}
