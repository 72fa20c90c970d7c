//! Who uses the ledger: every command and service together, or a restore alone.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::StreamExt;
use tokio::task::JoinHandle;

use super::connect::{Conn, Target};
use super::statement::Statement;

/// The lock of those who use the ledger. The number is arbitrary and ours.
const USE_LOCK: i64 = 0x4c45_4447_5553;

/// How long somebody who is leaving is waited for: a server takes a moment to see a process end.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long it takes to the next try.
const PAUSE: Duration = Duration::from_millis(100);

/// With whom somebody uses the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Company {
    /// With all others but one that wants to be alone.
    Shared,
    /// With nobody: what it does pulls the floor from under everybody else.
    Alone,
}

/// A use of the ledger, which ends when this is dropped or the process dies.
#[derive(Debug)]
pub struct Presence {
    task: JoinHandle<()>,
}

impl Presence {
    /// Says that somebody uses the ledger; none if others are there who do not suffer that. One
    /// that is just about to leave is waited for.
    ///
    /// Shared, it lasts: should the server be restarted, it is said again.
    ///
    /// # Errors
    /// If the server cannot be reached, or the database does not answer.
    pub async fn take(target: &Target, company: Company) -> ConnectionResult<Option<Self>> {
        let deadline = Instant::now() + PATIENCE;
        let conn = loop {
            if let Some(conn) = lock(target, company).await? {
                break conn;
            }
            if Instant::now() > deadline {
                return Ok(None);
            }
            tokio::time::sleep(PAUSE).await;
        };
        let target = target.clone();
        let task = tokio::spawn(async move {
            match company {
                Company::Shared => stay(conn, target).await,
                Company::Alone => wait_for_loss(conn).await,
            }
        });
        Ok(Some(Self { task }))
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A connection that holds the lock, for as long as it lives; none if others hold it.
async fn lock(target: &Target, company: Company) -> ConnectionResult<Option<Conn>> {
    #[derive(QueryableByName)]
    struct Granted {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        granted: bool,
    }
    let function = match company {
        Company::Shared => "pg_try_advisory_lock_shared",
        Company::Alone => "pg_try_advisory_lock",
    };
    let mut conn = target.connect().await?;
    let row: Granted = Statement::new(&format!("SELECT {function}({USE_LOCK}) AS granted"))
        .get_result(&mut conn)
        .await
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(row.granted.then_some(conn))
}

/// Takes the lock anew whenever the connection is lost, and the lock with it.
async fn stay(mut conn: Conn, target: Target) {
    loop {
        wait_for_loss(conn).await;
        log::debug!("the connection that shows our presence is gone");
        conn = lock_when_possible(&target).await;
    }
}

async fn lock_when_possible(target: &Target) -> Conn {
    let mut is_told = false;
    loop {
        tokio::time::sleep(PAUSE).await;
        match lock(target, Company::Shared).await {
            Ok(Some(conn)) => return conn,
            Ok(None) if is_told => {}
            Ok(None) => {
                is_told = true;
                log::error!("a restore runs in the database that this process uses");
            }
            Err(error) => log::debug!(cause:% = error; "the database is away"),
        }
    }
}

async fn wait_for_loss(mut conn: Conn) {
    let mut notifications = std::pin::pin!(conn.notifications_stream());
    while let Some(Ok(_)) = notifications.next().await {}
}
