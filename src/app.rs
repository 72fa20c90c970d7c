//! The running service: its state, its middleware, and how it starts and ends.

use std::future::Future;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App, HttpServer};

use crate::config::Settings;
use crate::db::Db;
use crate::error::Problem;
use crate::request_log::log_request;
use crate::routes;
use crate::sync::seal::keep_sealing;

/// What every handler works with.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub settings: Arc<Settings>,
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
    let sealer = tokio::spawn(keep_sealing(state.db.clone()));
    let settings = state.settings.clone();
    let data = Data::new(state);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .wrap(Compress::default())
            .wrap(from_fn(log_request))
            .configure(routes::configure)
    })
    .workers(settings.workers)
    .shutdown_timeout(settings.shutdown_timeout.as_secs())
    .disable_signals()
    .listen(listener)
    .map_err(Problem::internal)?
    .run();
    let handle = server.handle();
    let stop = async {
        shutdown.await;
        handle.stop(true).await;
    };
    let (ended, ()) = tokio::join!(server, stop);
    sealer.abort();
    // Cancelled, as it was told to be.
    let _ = sealer.await;
    ended.map_err(Problem::internal)
}
