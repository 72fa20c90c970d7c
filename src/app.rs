//! The running service: its state, its middleware, and how it starts and ends.

use std::future::Future;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::api::outlet::note_connection;
use crate::config::Settings;
use crate::db::Db;
use crate::error::Problem;
use crate::request_log::log_request;
use crate::routes;
use crate::sync::seal::keep_sealing;
use crate::sync::watch::{FeedWatch, keep_watching};

/// What every handler works with.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub settings: Arc<Settings>,
    /// How far the feed has come.
    pub feed: FeedWatch,
    /// Cancelled when the service is asked to stop: whoever waits or streams ends then.
    pub stopping: CancellationToken,
}

impl AppState {
    #[must_use]
    pub fn new(db: Db, settings: Arc<Settings>) -> Self {
        Self { db, settings, feed: FeedWatch::default(), stopping: CancellationToken::new() }
    }
}

/// Serves on a given listener until `shutdown` resolves: then new requests are refused, and those
/// in flight end, for as long as the settings allow.
///
/// # Errors
/// If the listener cannot be used.
pub async fn serve(
    state: AppState,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Result<(), Problem> {
    let mut jobs = JoinSet::new();
    jobs.spawn(keep_sealing(state.db.clone()));
    jobs.spawn(keep_watching(state.db.clone(), state.feed.clone()));
    let settings = state.settings.clone();
    let stopping = state.stopping.clone();
    let data = Data::new(state);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .wrap(Compress::default())
            .wrap(from_fn(log_request))
            .configure(routes::configure)
    })
    .on_connect(note_connection)
    .workers(settings.workers)
    .shutdown_timeout(settings.shutdown_timeout.as_secs())
    .disable_signals()
    .listen(listener)
    .map_err(Problem::internal)?
    .run();
    let handle = server.handle();
    let stop = async {
        shutdown.await;
        stopping.cancel();
        handle.stop(true).await;
    };
    let (ended, ()) = tokio::join!(server, stop);
    jobs.shutdown().await;
    ended.map_err(Problem::internal)
}
