//! Where the database is: its address, TLS, and what every session begins with.

use std::str::FromStr;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::SimpleAsyncConnection;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Conn;
use crate::tls::tls_config;

/// What every session is told of our questions: they are small and many, so compiling them and
/// sharing them out among processes costs more than it gains, and what they read is mostly in
/// memory. Without the last, Postgres would rather read on along an index than look rows up.
const SESSION: &str =
    "SET jit = off; SET max_parallel_workers_per_gather = 0; SET random_page_cost = 1.1";

/// Where the database is, and how one gets there.
#[derive(Debug, Clone)]
pub struct Target {
    config: Config,
    /// A role that owns no table, taken after connecting; none where there is none.
    role: Option<String>,
}

impl Target {
    /// Reads a connection string (`postgres://…` or keywords and values).
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(url: &str) -> Result<Self, String> {
        let config = Config::from_str(url).map_err(|error| {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            format!("DATABASE_URL cannot be read: {}", cause.unwrap_or_else(|| error.to_string()))
        })?;
        Ok(Self::from_config(config))
    }

    /// The place that a configuration names.
    #[must_use]
    pub const fn from_config(config: Config) -> Self {
        Self { config, role: None }
    }

    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// The same place, entered as `role`.
    #[must_use]
    pub fn as_role(mut self, role: Option<String>) -> Self {
        self.role = role;
        self
    }

    /// A connection without a pool.
    ///
    /// # Errors
    /// If the server does not answer or refuses.
    pub async fn connect(&self) -> ConnectionResult<Conn> {
        let refused =
            |error: tokio_postgres::Error| ConnectionError::BadConnection(error_chain(&error));
        let mut conn = if self.wants_tls() {
            let tls = MakeRustlsConnect::new(tls_config());
            let (client, driver) = self.config.connect(tls).await.map_err(refused)?;
            Conn::try_from_client_and_connection(client, driver).await?
        } else {
            let (client, driver) = self.config.connect(NoTls).await.map_err(refused)?;
            Conn::try_from_client_and_connection(client, driver).await?
        };
        conn.batch_execute(&self.session())
            .await
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(conn)
    }

    /// A connection for what diesel does not do, such as COPY.
    ///
    /// # Errors
    /// If the server does not answer or refuses.
    pub async fn client(&self) -> ConnectionResult<Client> {
        let refused =
            |error: tokio_postgres::Error| ConnectionError::BadConnection(error_chain(&error));
        let client = if self.wants_tls() {
            let tls = MakeRustlsConnect::new(tls_config());
            let (client, driver) = self.config.connect(tls).await.map_err(refused)?;
            // It ends with the client, and tells the client what went wrong.
            tokio::spawn(driver);
            client
        } else {
            let (client, driver) = self.config.connect(NoTls).await.map_err(refused)?;
            tokio::spawn(driver);
            client
        };
        client.batch_execute(&self.session()).await.map_err(refused)?;
        Ok(client)
    }

    /// What is said first on every connection.
    fn session(&self) -> String {
        match &self.role {
            Some(role) => format!("{SESSION}; SET ROLE {role}"),
            None => SESSION.to_owned(),
        }
    }

    /// A Unix socket needs no TLS; a server elsewhere gets it unless the URL says otherwise.
    pub(super) fn wants_tls(&self) -> bool {
        self.config.get_ssl_mode() != SslMode::Disable
            && self.config.get_hosts().iter().any(|host| matches!(host, Host::Tcp(_)))
    }
}

/// The error and all that lies behind it: the outermost says only "db error".
fn error_chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
