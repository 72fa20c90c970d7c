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
use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::feed::{self, Sealed};
use crate::error::{Kind, Problem, ProblemBody};
use crate::records::change::{Entity, Op};
use crate::sync::cursor::FeedCursor;
use crate::sync::envelope::hex;
use crate::sync::seal::seal;

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
    pub at: DateTime<Utc>,
    /// The name of the user, or `seed`.
    pub actor: String,
    /// The installation that wrote it.
    pub node: String,
    /// The record, whole, in RFC 8785 form; null once it was pruned or redacted.
    #[schema(value_type = Option<Object>)]
    pub body: Option<Box<RawValue>>,
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
    query.end()?;
    seal(&state.db).await?;
    let (rows, next) = state
        .db
        .read(async |conn| {
            let node = feed::node(conn).await?;
            let after = match since.flatten() {
                None => 0,
                Some(cursor) => place(conn, cursor).await?,
            };
            let rows = feed::page(conn, after, limit).await?;
            let last = rows.last().map_or(after, |row| row.seq);
            let chain = feed::chain_at(conn, last).await?.unwrap_or_default();
            Ok((rows, FeedCursor::new(node.epoch, last, &chain)))
        })
        .await?;
    let items = rows.into_iter().map(view).collect::<Result<Vec<_>, _>>()?;
    let next = next.encode();
    let page = Page { items, next: Some(next.clone()) };
    let mut response = respond::ok(&request, &page, None)?;
    respond::link_next(&mut response, &request, "since", &next);
    Ok(response)
}

/// The seq that a cursor stands after.
///
/// # Errors
/// 410 for a cursor that belongs to another history of the feed.
pub async fn place(conn: &mut Conn, cursor: FeedCursor) -> Result<i64, Failure> {
    if cursor.epoch != feed::node(conn).await?.epoch {
        return Err(forked().into());
    }
    match feed::chain_at(conn, cursor.seq).await? {
        None => Err(ahead().into()),
        Some(chain) if !cursor.fits(&chain) => Err(forked().into()),
        Some(_) => Ok(cursor.seq),
    }
}

/// The change as the feed gives it, and every delivery of it.
///
/// # Errors
/// Never for what came from the database; the signature is the parser's.
pub fn view(row: Sealed) -> Result<ChangeView, Problem> {
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
        body: row.body.map(RawValue::from_string).transpose().map_err(Problem::internal)?,
        chain: hex(&row.chain),
    })
}

fn ahead() -> Problem {
    let detail = "The feed has not come to this cursor; read it again from its beginning.";
    Problem::new(Kind::CursorAhead, detail)
}

fn forked() -> Problem {
    let detail = "The feed was restored or replaced since; read it again from its beginning.";
    Problem::new(Kind::CursorForked, detail)
}
