//! Connections: how they are made, pooled, and used in transactions.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::pooled_connection::deadpool::{Object, Pool, PoolError};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use diesel_async::{
    AnsiTransactionManager, AsyncPgConnection, SimpleAsyncConnection, TransactionManager,
};
use futures_util::FutureExt;
use tokio::sync::Notify;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{is_outage, is_worth_a_retry};
use crate::error::Problem;
use crate::postgres::Cluster;
use crate::tls::tls_config;

/// One connection to the ledger's database.
pub type Conn = AsyncPgConnection;

/// How often a transaction is tried that lost against another.
const TRIES: u32 = 5;

/// How long a caller waits for a connection before it is told to come again.
const WAIT: Duration = Duration::from_secs(10);

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

/// The pool of connections that the service and the commands work with.
#[derive(Clone)]
pub struct Db {
    pool: Pool<Conn>,
    target: Target,
    cluster: Option<Arc<Cluster>>,
    written: Arc<Notify>,
}

impl Db {
    /// A pool of at most `size` connections; none is made before it is asked for.
    ///
    /// # Errors
    /// If the pool's settings contradict each other.
    pub fn new(
        target: Target,
        cluster: Option<Arc<Cluster>>,
        size: usize,
    ) -> Result<Self, Problem> {
        let entry = target.clone();
        let mut settings = ManagerConfig::<Conn>::default();
        // A round trip at every checkout would cost a point read a third of its speed; a broken
        // connection shows itself at its first query, and is not taken back.
        settings.recycling_method = RecyclingMethod::Fast;
        settings.custom_setup = Box::new(move |_| {
            let target = entry.clone();
            async move { target.connect().await }.boxed()
        });
        let pool = Pool::builder(AsyncDieselConnectionManager::new_with_config("", settings))
            .max_size(size)
            .wait_timeout(Some(WAIT))
            .runtime(deadpool::Runtime::Tokio1)
            .build()
            .map_err(Problem::internal)?;
        Ok(Self { pool, target, cluster, written: Arc::new(Notify::new()) })
    }

    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Rung after every commit of a write, for whoever seals the feed.
    #[must_use]
    pub fn written(&self) -> &Notify {
        &self.written
    }

    /// A connection, for as long as it is held. An embedded server that is gone is restarted.
    ///
    /// # Errors
    /// [`Problem`] of kind `Unavailable` if none is to be had.
    pub async fn get(&self) -> Result<Object<Conn>, Problem> {
        match self.pool.get().await {
            Ok(conn) => Ok(conn),
            Err(PoolError::Backend(error)) => {
                let Some(cluster) = &self.cluster else {
                    return Err(Problem::unavailable(error));
                };
                cluster.ensure_running().await.map_err(Problem::unavailable)?;
                self.pool.get().await.map_err(Problem::unavailable)
            }
            Err(error) => Err(Problem::unavailable(error)),
        }
    }

    /// Runs a read. One that met a server just gone is tried once more on a new connection.
    ///
    /// # Errors
    /// What the read gives, or [`Problem`] of kind `Unavailable`.
    pub async fn read<T, F>(&self, read: F) -> Result<T, Problem>
    where
        F: AsyncFn(&mut Conn) -> Result<T, Failure>,
    {
        let mut conn = self.get().await?;
        match read(&mut conn).await {
            Err(Failure::Db(error)) if is_outage(&error) => {
                let _ = Object::take(conn);
                read(&mut *self.get().await?).await.map_err(Problem::from)
            }
            other => other.map_err(Problem::from),
        }
    }

    /// Runs several reads on one snapshot of the database (REPEATABLE READ, read only).
    ///
    /// # Errors
    /// What the reads give, or [`Problem`] of kind `Unavailable`.
    pub async fn snapshot<T, F>(&self, read: F) -> Result<T, Problem>
    where
        F: AsyncFn(&mut Conn) -> Result<T, Failure>,
    {
        self.read(async |conn| {
            let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
            AnsiTransactionManager::begin_transaction_sql(conn, begin).await?;
            let result = read(conn).await;
            finish(conn, result).await
        })
        .await
    }

    /// Runs a write in one transaction, and rings for a seal once it is committed.
    ///
    /// A transaction that lost against another is tried again, so `write` must be repeatable.
    ///
    /// # Errors
    /// What the write gives; nothing of it is then kept.
    pub async fn write<T, F>(&self, write: F) -> Result<T, Problem>
    where
        F: AsyncFn(&mut Conn) -> Result<T, Failure>,
    {
        let value = self.write_silently(write).await?;
        self.written.notify_one();
        Ok(value)
    }

    /// A write that rings for nobody, as the sealer's.
    pub(super) async fn write_silently<T, F>(&self, write: F) -> Result<T, Problem>
    where
        F: AsyncFn(&mut Conn) -> Result<T, Failure>,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            let mut conn = self.get().await?;
            let result = transaction(&mut conn, &write).await;
            match result {
                Ok(value) => return Ok(value),
                Err(Failure::Db(error)) if tries < TRIES && is_worth_a_retry(&error) => {
                    log::debug!(tries, cause:% = error; "transaction tried again");
                }
                Err(failure) => {
                    if matches!(&failure, Failure::Db(error) if is_outage(error)) {
                        let _ = Object::take(conn);
                    }
                    return Err(failure.into());
                }
            }
        }
    }
}

/// One transaction: committed if `write` succeeds, else rolled back whole.
///
/// It goes through diesel's transaction manager: should the caller go away amid it, the pool sees
/// a connection in mid-transaction and throws it away.
async fn transaction<T, F>(conn: &mut Conn, write: &F) -> Result<T, Failure>
where
    F: AsyncFn(&mut Conn) -> Result<T, Failure>,
{
    AnsiTransactionManager::begin_transaction(conn).await?;
    let result = write(conn).await;
    finish(conn, result).await
}

async fn finish<T>(conn: &mut Conn, result: Result<T, Failure>) -> Result<T, Failure> {
    if result.is_ok() {
        AnsiTransactionManager::commit_transaction(conn).await?;
    } else {
        // If even this fails the connection is broken, and the server rolls back by itself.
        let _ = AnsiTransactionManager::rollback_transaction(conn).await;
    }
    result
}

/// Why a read or a write inside a transaction ends: the database failed, or a rule said no.
#[derive(Debug)]
pub enum Failure {
    Db(diesel::result::Error),
    Rule(Problem),
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Rule(problem)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Db(error) => error.into(),
            Failure::Rule(problem) => problem,
        }
    }
}
