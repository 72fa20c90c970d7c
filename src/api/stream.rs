//! The change feed as a stream of Server-Sent Events, for as long as the reader stays.

use std::fmt::Write;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, rt};
use tokio::time::{Instant, sleep_until};

use super::auth::Pass;
use super::changes::ChangeView;
use super::outlet::{self, Ended, Outlet};
use crate::app::AppState;
use crate::db::feed::Sealed;
use crate::db::feed_window::Window;
use crate::error::{Problem, ProblemBody};
use crate::reading::parameters::{self, STREAM};
use crate::reading::query::Query;
use crate::sync::cursor::FeedCursor;
use crate::sync::follow::{FeedPage, goes_on, read_on};
use crate::sync::seal::seal;

/// How long a reader waits before it connects again, in milliseconds.
const RETRY: u32 = 2000;

/// How many changes are read at a time, and how much of them: what one reader costs in memory.
const BATCH: i64 = 100;
const BATCH_BYTES: i64 = 256 << 10;

/// How much is handed on at a time, in bytes.
const CHUNK: usize = 64 << 10;

/// Streams the feed after a cursor: `event: change` with the change as `data` and the cursor after
/// it as `id`; `event: cursor` where only the cursor has moved on; comments while nothing happens.
///
/// A reader that takes nothing for too long is cut off, and resumes by its Last-Event-ID, which
/// counts before `since`. Where its rights end meanwhile, or its cursor no longer belongs to this
/// feed, the last event is an `error`, whose data is a problem.
///
/// # Errors
/// 410 for a cursor that belongs to another history of the feed.
#[utoipa::path(get, path = "/api/v1/changes/stream", tag = "Feed",
    params(parameters::Stream,
        ("Last-Event-ID" = Option<String>, Header, description = "The last `id` that was read.")),
    responses((status = 200, body = String, content_type = "text/event-stream"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), STREAM);
    let mut since = query.since();
    if let Some(id) = request.headers().get("Last-Event-ID").filter(|id| !id.is_empty()) {
        since = query.feed_cursor("Last-Event-ID", id.to_str().unwrap_or_default());
    }
    let window = Window {
        filter: query.change_filter(),
        limit: BATCH,
        bytes: BATCH_BYTES,
        bodies: query.unless_false("bodies"),
    };
    query.end()?;
    seal(&state.db).await?;
    let first = read_on(&state.db, since, &window).await?;
    let mut response = HttpResponse::Ok();
    response
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Whatever gathers or compresses an answer on its way would hold events back.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("X-Accel-Buffering", "no"));
    if request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let (outlet, body) = outlet::open(&request, &state);
    let pass = Pass::of(&request);
    let heartbeat = state.settings.stream_patience / 2;
    let (told, sent_at) = (first.start, Instant::now());
    let stream = Stream { state, outlet, pass, window, heartbeat, told, sent_at };
    rt::spawn(stream.run(first));
    Ok(response.streaming(body))
}

/// One reader's stream.
struct Stream {
    state: Data<AppState>,
    outlet: Outlet,
    pass: Pass,
    window: Window,
    heartbeat: Duration,
    /// The last cursor that the reader was told.
    told: FeedCursor,
    /// When something was last sent.
    sent_at: Instant,
}

impl Stream {
    async fn run(mut self, first: FeedPage) {
        match self.tell(first).await {
            // Whom it cut off, it has nothing more to say to.
            Err(Ended::Gone) => return,
            Err(Ended::Problem(problem)) => {
                let data = serde_json::to_string(&problem.body()).unwrap_or_default();
                let _ = self.send(format!("event: error\ndata: {data}\n\n")).await;
            }
            Ok(()) => {}
        }
        self.outlet.end().await;
    }

    /// Tells what there is and what comes, until the service stops or the reader leaves.
    async fn tell(&mut self, mut page: FeedPage) -> Result<(), Ended> {
        // A reader that comes again before its first change then knows where it was.
        self.send(format!("retry: {RETRY}\n{}", cursor_event(&page.start))).await?;
        loop {
            let rows = std::mem::take(&mut page.rows);
            self.hand_on(&page, rows).await?;
            if page.more && self.told.seq == page.start.seq {
                // A whole stretch had nothing for this reader.
                self.point(page.place.cursor()).await?;
            }
            if !self.wait(&page).await? {
                return Ok(());
            }
            page = read_on(&self.state.db, page.next(), &self.window).await?;
        }
    }

    /// Hands on what was found, if the reader still may have it.
    async fn hand_on(&mut self, page: &FeedPage, rows: Vec<Sealed>) -> Result<(), Ended> {
        if rows.is_empty() {
            return Ok(());
        }
        self.pass.check(&self.state.db).await?;
        let mut events = String::new();
        for row in rows {
            self.told = page.cursor_after(&row)?;
            let view = ChangeView::new(row, self.window.bodies)?;
            let data = serde_json::to_string(&view).map_err(Problem::internal)?;
            let id = self.told.encode();
            // Writing to a String cannot fail.
            let _ = write!(events, "id: {id}\nevent: change\ndata: {data}\n\n");
            if events.len() >= CHUNK {
                self.send(std::mem::take(&mut events)).await?;
            }
        }
        self.send(events).await?;
        Ok(())
    }

    /// Waits for the feed to go on, with a sign of life now and then; false if the stream is over.
    async fn wait(&mut self, page: &FeedPage) -> Result<bool, Ended> {
        loop {
            tokio::select! {
                // First, or a feed that moves all the time would leave a reader without one whom
                // nothing of it concerns.
                biased;
                () = self.outlet.gone() => return Ok(false),
                () = sleep_until(self.sent_at + self.heartbeat) => {}
                goes_on = goes_on(&self.state, page) => return Ok(goes_on),
            }
            self.pass.check(&self.state.db).await?;
            let cursor = page.place.cursor();
            if self.told == cursor {
                self.send(": still here\n\n".to_owned()).await?;
            } else {
                self.point(cursor).await?;
            }
        }
    }

    /// Tells the reader where it is without a change.
    async fn point(&mut self, cursor: FeedCursor) -> Result<(), Ended> {
        self.told = cursor;
        self.send(cursor_event(&cursor)).await
    }

    async fn send(&mut self, events: String) -> Result<(), Ended> {
        if events.is_empty() {
            return Ok(());
        }
        self.outlet.send(events).await?;
        self.sent_at = Instant::now();
        Ok(())
    }
}

fn cursor_event(cursor: &FeedCursor) -> String {
    let cursor = cursor.encode();
    format!("id: {cursor}\nevent: cursor\ndata: {cursor}\n\n")
}
