//! Connections: how they are pooled, and used in transactions.

use std::sync::Arc;
use std::time::Duration;

use diesel_async::pooled_connection::deadpool::{Object, Pool, PoolError};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager};
use futures_util::FutureExt;
use scopeguard::ScopeGuard;
use tokio::sync::Notify;

pub use super::target::Target;
use super::{is_outage, is_worth_a_retry};
use crate::error::Problem;
use crate::postgres::{Cluster, PostgresError};

/// One connection to the ledger's database.
pub type Conn = AsyncPgConnection;

/// How often a transaction is tried that lost against another.
const TRIES: u32 = 5;

/// How long a caller waits for a connection before it is told to come again.
const WAIT: Duration = Duration::from_secs(10);

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
                cluster.ensure_running().await.map_err(|error| match error {
                    PostgresError::NoRoom(_) => Problem::out_of_space(error),
                    other => Problem::unavailable(other),
                })?;
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
        let mut conn = self.lend().await?;
        let mut result = read(&mut conn).await;
        if is_broken(&result) {
            conn = self.lend().await?;
            result = read(&mut conn).await;
        }
        if !is_broken(&result) {
            drop(ScopeGuard::into_inner(conn));
        }
        result.map_err(Problem::from)
    }

    /// A connection that the pool takes back only if it is told that it is whole. A caller may go
    /// away amid a transaction, as one who hangs up does: in the pool, it would hold its locks
    /// until somebody happened to be given that connection.
    async fn lend(&self) -> Result<Lent, Problem> {
        Ok(scopeguard::guard(self.get().await?, |conn| drop(Object::take(conn))))
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

    /// A write that leaves no change, and so rings for nobody.
    ///
    /// # Errors
    /// What the write gives; nothing of it is then kept.
    pub async fn write_silently<T, F>(&self, write: F) -> Result<T, Problem>
    where
        F: AsyncFn(&mut Conn) -> Result<T, Failure>,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            let mut conn = self.lend().await?;
            let result = transaction(&mut conn, &write).await;
            if !is_broken(&result) {
                drop(ScopeGuard::into_inner(conn));
            }
            match result {
                Ok(value) => return Ok(value),
                Err(Failure::Db(error)) if tries < TRIES && is_worth_a_retry(&error) => {
                    log::debug!(tries, cause:% = error; "transaction tried again");
                }
                Err(failure) => return Err(failure.into()),
            }
        }
    }
}

/// A pooled connection that is thrown away when it is dropped as it is.
type Lent = ScopeGuard<Object<Conn>, fn(Object<Conn>)>;

/// Whether the connection itself is gone.
fn is_broken<T>(result: &Result<T, Failure>) -> bool {
    matches!(result, Err(Failure::Db(error)) if is_outage(error))
}

/// One transaction: committed if `write` succeeds, else rolled back whole.
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
