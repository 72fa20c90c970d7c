//! The history of an item over HTTP: every change and update, who and when.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::respond::{self, Page};
use crate::app::AppState;
use crate::db::commitments;
use crate::db::history::{self, HistoryRow};
use crate::db::moment::After;
use crate::error::{Problem, ProblemBody};
use crate::reading::changes::{FieldChange, changed};
use crate::reading::page::PageRequest;
use crate::reading::parameters::{self, PAGE};
use crate::reading::query::Query;
use crate::records::change::{Entity, Op};
use crate::sync::seal::seal;

/// One change of an item, of who owes it, of a milestone, or an update.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryEntry {
    /// Its place in the feed.
    pub seq: i64,
    pub at: DateTime<Utc>,
    /// The name of the user, or `seed`.
    pub actor: String,
    pub entity: Entity,
    pub op: Op,
    pub version: i64,
    /// The fields that an edit changed, before and after it.
    pub changed: Vec<FieldChange>,
    /// The record as it then was; of an update, the update with its evidence.
    #[schema(value_type = Option<Object>)]
    pub record: Option<Value>,
}

/// Shows every change and update of an item, newest first. A deleted item keeps its history.
///
/// # Errors
/// 404 if there never was such a commitment.
#[utoipa::path(get, path = "/api/v1/commitments/{code}/history", tag = "Reading",
    params(("code" = String, Path, example = "AST25-12.7b"), parameters::Page),
    responses((status = 200, body = Page<HistoryEntry>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    request: HttpRequest,
    state: Data<AppState>,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), PAGE);
    let today = state.settings.today();
    let page = PageRequest::read(&mut query, request.path(), today, |after| seq(after).is_some())?;
    query.end()?;
    seal(&state.db).await?;
    let before = page.after().and_then(seq).unwrap_or(i64::MAX);
    let found = state.db.read(async |conn| {
        let item = commitments::find(conn, &code).await?;
        let item =
            item.ok_or_else(|| Problem::not_found(format!("There is no commitment {code}.")))?;
        let mut rows = history::of_commitment(conn, item.id, before, page.fetch()).await?;
        let moment = page.moment(conn).await?;
        let next = page.cut(&mut rows, moment, |row| After {
            key: row.seq.to_string(),
            sort_key: String::new(),
        });
        Ok(Page { items: rows.into_iter().map(HistoryEntry::from).collect(), next })
    });
    respond::page(&request, &found.await?)
}

/// The change that the page before ended with.
fn seq(after: &After) -> Option<i64> {
    after.key.parse().ok()
}

impl From<HistoryRow> for HistoryEntry {
    fn from(row: HistoryRow) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            entity: row.entity,
            op: row.op,
            version: row.version,
            changed: changed(row.before.as_ref(), row.body.as_ref()),
            record: row.body,
        }
    }
}
