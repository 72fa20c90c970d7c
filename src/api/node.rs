//! This installation over HTTP: its name, its history's name, and the key that its reports bear.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::respond;
use crate::app::AppState;
use crate::db::{feed, node};
use crate::error::{Problem, ProblemBody};
use crate::reading::query::Query;

/// An installation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Node)]
pub struct NodeView {
    /// As it stands in the feed.
    pub name: String,
    /// The history that its feed is in; a restore or a clone starts a new one.
    pub epoch: Uuid,
    /// What its kept reports are checked with: an Ed25519 public key (RFC 8032) in base64.
    pub public_key: String,
}

/// Shows this installation.
///
/// # Errors
/// 400 for any parameter.
#[utoipa::path(get, path = "/api/v1/node", tag = "Reading",
    responses((status = 200, body = NodeView),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).end()?;
    let (row, key) = state
        .db
        .read(async |conn| Ok((feed::node(conn).await?, node::public_key(conn).await?)))
        .await?;
    let key = key.ok_or_else(|| Problem::internal("this installation has no key"))?;
    let view = NodeView { name: row.name, epoch: row.epoch, public_key: STANDARD.encode(key) };
    respond::ok(&request, &view, None)
}
