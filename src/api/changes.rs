//! The change feed over HTTP.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::parameters::{self, FEED};
use super::query::Query;
use super::respond::{self, Page};
use crate::app::AppState;
use crate::db::feed::{self, Sealed};
use crate::error::{Problem, ProblemBody};
use crate::records::change::{Entity, Op};
use crate::sync::cursor::FeedCursor;
use crate::sync::envelope::{hex, microseconds};
use crate::sync::resume::resume;
use crate::sync::seal::seal;

/// Why the feed has a change's record no longer.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Blanked {
    /// It was older than records are kept.
    Pruned,
    /// An admin had cause to.
    Redacted,
}

/// One entry of the feed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub struct ChangeView {
    /// Its place: from 1, without gaps.
    pub seq: i64,
    pub id: Uuid,
    pub entity: Entity,
    pub entity_id: Uuid,
    pub version: i64,
    pub op: Op,
    /// Always with six digits, as the chain covers it.
    #[serde(serialize_with = "microseconds")]
    pub at: DateTime<Utc>,
    /// The name of the user, or `seed`.
    pub actor: String,
    /// The installation that wrote it.
    pub node: String,
    /// SHA-256 of the record in RFC 8785 form, in hexadecimal.
    pub body_sha256: String,
    /// The record, whole, in RFC 8785 form; null once it was blanked, absent with `bodies=false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, required = false)]
    pub body: Option<Option<Box<RawValue>>>,
    /// Why the record is here no longer; null while it is.
    #[schema(required = true)]
    pub blanked: Option<Blanked>,
    /// SHA-256 of the chain before it and its canonical envelope, in hexadecimal.
    pub chain: String,
}

/// Reads the feed after a cursor. At its end the page is empty and `next` stays where it is.
///
/// # Errors
/// 410 for a cursor that belongs to another history of the feed.
#[utoipa::path(get, path = "/api/v1/changes", tag = "Feed",
    params(parameters::Feed),
    responses((status = 200, body = Page<ChangeView>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), FEED);
    let limit = query.limit();
    let since = query.text("since").map(|text| FeedCursor::decode(&text));
    if since == Some(None) {
        query.fault("since", "must be the next of a page of this feed");
    }
    let with_bodies = match query.text("bodies").as_deref() {
        None | Some("true") => true,
        Some("false") => false,
        Some(other) => {
            query.fault("bodies", format!("must be true or false, not {other}"));
            true
        }
    };
    query.end()?;
    seal(&state.db).await?;
    let (rows, next) = state
        .db
        .read(async |conn| {
            let (node, after) = resume(conn, since.flatten(), with_bodies).await?;
            let rows = feed::page(conn, after, limit).await?;
            let last = rows.last().map_or(after, |row| row.seq);
            let chain = feed::chain_at(conn, last).await?.unwrap_or_default();
            Ok((rows, FeedCursor::new(node.epoch, last, &chain)))
        })
        .await?;
    let items =
        rows.into_iter().map(|row| view(row, with_bodies)).collect::<Result<Vec<_>, _>>()?;
    let next = next.encode();
    let page = Page { items, next: Some(next.clone()) };
    let mut response = respond::ok(&request, &page, None)?;
    respond::link_next(&mut response, &request, "since", &next);
    Ok(response)
}

fn view(row: Sealed, with_body: bool) -> Result<ChangeView, Problem> {
    let blanked = match (&row.body, &row.redacted) {
        (Some(_), _) => None,
        (None, Some(_)) => Some(Blanked::Redacted),
        (None, None) => Some(Blanked::Pruned),
    };
    let body = row.body.map(RawValue::from_string).transpose().map_err(Problem::internal)?;
    Ok(ChangeView {
        seq: row.seq,
        id: row.change_id,
        entity: row.entity,
        entity_id: row.entity_id,
        version: row.version,
        op: row.op,
        at: row.at,
        actor: row.actor,
        node: row.node,
        body_sha256: hex(&row.body_hash),
        body: with_body.then_some(body),
        blanked,
        chain: hex(&row.chain),
    })
}
