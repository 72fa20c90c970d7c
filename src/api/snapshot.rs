//! A snapshot over HTTP: everything at one cursor, from which a reader follows the feed.

use actix_web::http::Method;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, rt, web};
use serde::Serialize;
use tokio::join;
use utoipa::ToSchema;

use super::auth::Pass;
use super::changes::FeedHead;
use super::outlet::{self, Ended, Outlet};
use crate::app::AppState;
use crate::db::change_filter::ChangeFilter;
use crate::error::{Problem, ProblemBody};
use crate::reading::parameters::{self, SNAPSHOT};
use crate::reading::query::Query;
use crate::records::change::Entity;
use crate::sync::cursor::FeedCursor;
use crate::sync::resume::resume;
use crate::sync::seal::seal_to_end;
use crate::sync::snapshot::{Batch, ORDER, SnapshotRecord, line};

/// The first line of a snapshot.
#[derive(Debug, Serialize, ToSchema)]
pub struct SnapshotBegin {
    /// The place of the feed that it was taken at.
    pub snapshot: FeedHead,
}

/// The last line of a snapshot; without it, it is not whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct SnapshotEnd {
    pub end: SnapshotCounts,
}

/// What a snapshot had.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct SnapshotCounts {
    pub records: usize,
}

/// One line of a snapshot.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum SnapshotLine {
    Begin(SnapshotBegin),
    Record(SnapshotRecord),
    End(SnapshotEnd),
}

/// Every record as it stood at one cursor, as NDJSON: a line with the cursor, a line a record, a
/// line with their number. What is referred to stands before what refers to it.
///
/// Each record is the one of its last change up to there that a reader of the whole feed has; the
/// feed goes on after the cursor with the same filters. Without its last line it broke off.
///
/// # Errors
/// If the database does not answer.
#[utoipa::path(get, path = "/api/v1/snapshot", tag = "Feed",
    params(parameters::Snapshot),
    responses(
        (status = 200, body = SnapshotLine, content_type = "application/x-ndjson",
            description = "Each line is one of these."),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), SNAPSHOT);
    let filter = query.change_filter();
    query.end()?;
    let head = FeedHead::new(seal_to_end(&state.db).await?);
    let mut response = HttpResponse::Ok();
    response.content_type("application/x-ndjson").insert_header((CACHE_CONTROL, "no-store"));
    if request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let (outlet, body) = outlet::open(&request, &state);
    let pass = Pass::of(&request);
    rt::spawn(Telling { state, outlet, pass, filter, head, records: 0 }.run());
    Ok(response.streaming(body))
}

/// A snapshot that is being told.
struct Telling {
    state: Data<AppState>,
    outlet: Outlet,
    pass: Pass,
    filter: ChangeFilter,
    head: FeedHead,
    records: usize,
}

impl Telling {
    async fn run(mut self) {
        match self.tell().await {
            Ok(()) => self.outlet.end().await,
            Err(Ended::Gone) => {}
            Err(Ended::Problem(problem)) => {
                log::warn!(cause:% = problem; "a snapshot was broken off");
                self.outlet.cut();
            }
        }
    }

    async fn tell(&mut self) -> Result<(), Ended> {
        let begin = SnapshotBegin { snapshot: self.head.clone() };
        self.outlet.send(line(&begin)?).await?;
        for entity in ORDER {
            if self.filter.lets(entity) {
                self.tell_all(entity).await?;
            }
        }
        // Were the ledger replaced meanwhile, this would be half of one and half of the other.
        let cursor = FeedCursor::decode(&self.head.cursor);
        self.state.db.read(async |conn| resume(conn, cursor, false).await).await?;
        let end = SnapshotEnd { end: SnapshotCounts { records: self.records } };
        self.outlet.send(line(&end)?).await?;
        Ok(())
    }

    /// Tells the records of an entity; while one batch goes out, the next is read.
    async fn tell_all(&mut self, entity: Entity) -> Result<(), Ended> {
        let read = async |after| {
            Batch::read(&self.state.db, entity, (after, self.head.seq), &self.filter).await
        };
        let mut batch = Some(read(0).await?);
        while let Some(this) = batch {
            self.pass.check(&self.state.db).await?;
            self.records += this.len();
            let next = this.next;
            let following = async move {
                match next {
                    Some(after) => read(after).await.map(Some),
                    None => Ok(None),
                }
            };
            let (next, sent) = join!(following, hand_on(&self.outlet, this));
            sent?;
            batch = next?;
        }
        Ok(())
    }
}

async fn hand_on(outlet: &Outlet, batch: Batch) -> Result<(), Ended> {
    let lines = web::block(move || batch.lines()).await.map_err(Problem::internal)??;
    for chunk in lines {
        outlet.send(chunk).await?;
    }
    Ok(())
}
