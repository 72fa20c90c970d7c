//! The running service: its state, its middleware, and how it starts and ends.

use std::future::Future;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App, HttpRequest, HttpServer};
use tokio::sync::{Notify, Semaphore};
use tokio::task::{JoinSet, LocalSet};
use tokio_util::sync::CancellationToken;

use crate::api::outlet::note_connection;
use crate::config::Settings;
use crate::db::Db;
use crate::error::Problem;
use crate::request_log::log_request;
use crate::routes;
use crate::sync::glance::Glances;
use crate::sync::seal::keep_sealing;
use crate::sync::watch::{FeedWatch, keep_watching};
use crate::webhooks::client::Client;
use crate::webhooks::worker::keep_delivering;

/// What every handler works with.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub settings: Arc<Settings>,
    /// How far the feed has come.
    pub feed: FeedWatch,
    /// Questions for the feed's end, shared among those who ask at one time.
    pub glances: Glances,
    /// Cancelled when the service is asked to stop: whoever waits or streams ends then.
    pub stopping: CancellationToken,
    /// Calls webhooks.
    pub webhooks: Client,
    /// Rung when a delivery has become due because somebody asked for it.
    pub delivery_due: Arc<Notify>,
    /// Turns at reading a whole list: each holds a connection for as long as its reader takes.
    pub exports: Arc<Semaphore>,
}

impl AppState {
    /// The state that a request is answered with.
    ///
    /// # Errors
    /// Never in a running service.
    pub fn of(request: &HttpRequest) -> Result<&Data<Self>, Problem> {
        request.app_data().ok_or_else(|| Problem::internal("the application has no state"))
    }

    #[must_use]
    pub fn new(db: Db, settings: Arc<Settings>) -> Self {
        Self {
            db,
            webhooks: Client::new(settings.webhooks_to_private),
            feed: FeedWatch::default(),
            glances: Glances::default(),
            stopping: CancellationToken::new(),
            delivery_due: Arc::default(),
            // Enough connections are left for everybody else.
            exports: Arc::new(Semaphore::new((settings.pool_size / 4).max(1))),
            settings,
        }
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
    let delivering = keep_delivering(state.clone());
    let settings = state.settings.clone();
    let (stopping, shutdown_timeout) = (state.stopping.clone(), settings.shutdown_timeout);
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
    // What it leaves unsaid when the time is over is sent again by whoever comes next.
    let local = LocalSet::new();
    let delivering = async {
        tokio::select! {
            () = local.run_until(delivering) => {}
            () = async {
                stopping.cancelled().await;
                tokio::time::sleep(shutdown_timeout).await;
            } => log::warn!("deliveries were still under way at the stop"),
        }
    };
    let (ended, (), ()) = tokio::join!(server, stop, delivering);
    jobs.shutdown().await;
    ended.map_err(Problem::internal)
}
