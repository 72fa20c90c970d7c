//! `serve`: starts the service.

use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tokio::signal::unix::{SignalKind, signal};

use super::exit::CliError;
use super::open::{Ledger, Need, with_ledger};
use super::output::say;
use super::seed;
use crate::actions::create_first_admin::{FIRST_ADMIN, FirstAdmin, create_first_admin};
use crate::app::{self, AppState};
use crate::config::Settings;
use crate::reports::render::docx::check_template;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger serve                      On 127.0.0.1:8080, with an embedded database
  summit-ledger serve --listen 0.0.0.0:8000 --public-read false
  DATABASE_URL=postgres://ledger@db/ledger summit-ledger serve";

pub(super) async fn run(settings: Settings) -> Result<(), CliError> {
    let began = Instant::now();
    if let Some(template) = &settings.report_template {
        check_template(template).map_err(|what| unusable(template, &what))?;
    }
    // Whoever connects before the service is ready waits for it.
    let listener = TcpListener::bind(&settings.listen)
        .map_err(|error| no_address(&settings.listen, &error))?;
    let address = listener.local_addr().map_err(|error| no_address(&settings.listen, &error))?;
    let shutdown = shutdown()?;
    let state_settings = Arc::new(settings.clone());
    with_ledger(&settings, Need::LEDGER, async |ledger| {
        seed::seed_new_ledger(&ledger.db).await?;
        greet(ledger, address).await?;
        let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        log::info!(ms, address:% = address; "started");
        let state = AppState::new(ledger.db.clone(), state_settings);
        app::serve(state, listener, shutdown).await.map_err(CliError::from)?;
        log::info!("stopped");
        Ok(())
    })
    .await
}

fn unusable(template: &Path, what: &str) -> CliError {
    CliError::usage(format!(
        "{} cannot be the template of reports (report_template): {what}. Mend it, or leave the \
         setting out.",
        template.display()
    ))
}

fn no_address(listen: &str, error: &std::io::Error) -> CliError {
    CliError::failed(format!(
        "The service cannot answer at {listen}: {error}. Stop whatever answers there, or choose \
         another address by --listen."
    ))
}

/// Tells where the service is and how to sign in; makes the first admin if nobody else is there.
async fn greet(ledger: &Ledger, address: SocketAddr) -> Result<(), CliError> {
    let first_admin = ledger.db.write(async |conn| create_first_admin(conn).await).await?;
    let url = format!("http://{}", reachable(address));
    say(&format!("Summit Ledger is at {url}, its API is described at {url}/docs."));
    match first_admin {
        Some(admin) => say(&first_sign_in(&url, &admin)),
        None => {
            say("`summit-ledger user link NAME` prints a link that sets a password to sign in \
             with, `token create NAME` a token for the API, `user list` the names.");
        }
    }
    Ok(())
}

/// An address that a client on this machine can call.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        match address {
            SocketAddr::V4(_) => address.set_ip(std::net::Ipv4Addr::LOCALHOST.into()),
            SocketAddr::V6(_) => address.set_ip(std::net::Ipv6Addr::LOCALHOST.into()),
        }
    }
    address
}

fn first_sign_in(url: &str, FirstAdmin { token, link }: &FirstAdmin) -> String {
    format!(
        "The user {FIRST_ADMIN} was made. Choose its password here; the link works once, for two \
         days:

  {url}{path}

For the API and the command line it has this token. It is shown this once; keep it:

  {secret}

  curl -H 'Authorization: Bearer {secret}' {url}/api/v1/commitments

It is good until {until}. `summit-ledger user create`, `user link` and `token create` make more.",
        path = link.path(),
        secret = token.secret.expose(),
        until = token.expires_at.date_naive(),
    )
}

/// Ends when the service is asked to stop, by SIGTERM or Ctrl-C. A second time ends the process.
fn shutdown() -> Result<impl Future<Output = ()> + Send + 'static, CliError> {
    let listen = |kind| {
        signal(kind).map_err(|error| CliError::failed(format!("No signals to be had: {error}.")))
    };
    let (mut terminate, mut interrupt) =
        (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        say("Stopping: requests in flight may end. Once more stops at once.");
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            std::process::exit(130);
        });
    })
}
