//! Parties over HTTP: states, the secretariat, and groups with their members.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

use super::respond::{self, Page};
use crate::app::AppState;
use crate::db::parties;
use crate::domain::party::PartyKind;
use crate::error::{Problem, ProblemBody};
use crate::reading::query::Query;
use crate::reading::views::TextsView;

/// A state, the secretariat, or a named group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Party)]
pub struct PartyView {
    pub code: String,
    pub kind: PartyKind,
    pub name: TextsView,
    /// Only a group has members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub members: Option<Members>,
}

/// The members of a group.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Members {
    /// Their codes.
    Stated(Vec<String>),
    /// The text does not list them.
    Unstated(Unstated),
}

/// The word `unstated`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unstated {
    Unstated,
}

/// Lists parties and groups in protocol order.
///
/// # Errors
/// 400 for any parameter.
#[utoipa::path(get, path = "/api/v1/parties", tag = "Reading",
    responses((status = 200, body = Page<PartyView>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).end()?;
    let found = state.db.read(async |conn| Ok(parties::list(conn).await?)).await?;
    let items = found
        .into_iter()
        .map(|party| PartyView {
            members: match (party.kind, party.members) {
                (PartyKind::Group, Some(codes)) => Some(Members::Stated(codes)),
                (PartyKind::Group, None) => Some(Members::Unstated(Unstated::Unstated)),
                (PartyKind::State | PartyKind::Secretariat, _) => None,
            },
            code: party.code,
            kind: party.kind,
            name: party.name.0,
        })
        .collect();
    respond::page(&request, &Page { items, next: None })
}
