//! Asks the server whether it is there.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls};

use super::error::PostgresError;
use super::layout::Layout;
use super::{DATABASE, OWNER, PORT};

/// A server that takes longer to answer is taken for one that is not there yet.
const PATIENCE: Duration = Duration::from_secs(5);

/// What came of a try to connect.
#[derive(Debug)]
pub(super) enum Answer {
    /// The database is open.
    Ready,
    /// The server is up, but has no database of ours yet.
    NoDatabase,
    /// A server is there that is starting, recovering or stopping.
    Busy,
    /// There is none.
    Absent,
    /// There is one, and it will not have us.
    Refused(String),
}

/// How to connect to a database of the cluster.
pub(super) fn config(layout: &Layout, database: &str) -> Config {
    let mut config = Config::new();
    config
        .host_path(&layout.run)
        .port(PORT)
        .user(OWNER)
        .dbname(database)
        .application_name("summit-ledger")
        .connect_timeout(PATIENCE);
    config
}

/// Tries to connect to the ledger's database.
pub(super) async fn probe(layout: &Layout) -> Answer {
    match connect(layout, DATABASE).await {
        Ok(_) => Answer::Ready,
        Err(answer) => answer,
    }
}

/// Makes the ledger's database, if no one else has.
///
/// # Errors
/// [`PostgresError::Refused`] when the server would not.
pub(super) async fn create_database(layout: &Layout) -> Result<(), PostgresError> {
    // A server that has gone meanwhile is the caller's to find out.
    let client = match connect(layout, "postgres").await {
        Ok(client) => client,
        Err(Answer::Refused(reason)) => return Err(PostgresError::Refused(reason)),
        Err(_) => return Ok(()),
    };
    // Two first users may both get here; the second is told of a duplicate, by the one error or,
    // when they are really at once, by the other.
    let statement = format!("CREATE DATABASE {DATABASE} TEMPLATE template0");
    match client.batch_execute(&statement).await {
        Err(error) => match error.code() {
            Some(code)
                if ![SqlState::DUPLICATE_DATABASE, SqlState::UNIQUE_VIOLATION].contains(code) =>
            {
                Err(PostgresError::Refused(describe(&error)))
            }
            _ => Ok(()),
        },
        Ok(()) => Ok(()),
    }
}

async fn connect(layout: &Layout, database: &str) -> Result<Client, Answer> {
    if !layout.is_run_safe() {
        return Err(Answer::Absent);
    }
    let config = config(layout, database);
    match tokio::time::timeout(PATIENCE, config.connect(NoTls)).await {
        Ok(Ok((client, connection))) => {
            tokio::spawn(connection);
            Ok(client)
        }
        Ok(Err(error)) => Err(judge(&error)),
        Err(_) => Err(Answer::Busy),
    }
}

/// What a failed connection tells of the server.
fn judge(error: &tokio_postgres::Error) -> Answer {
    if let Some(code) = error.code() {
        return match *code {
            SqlState::CANNOT_CONNECT_NOW | SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN => {
                Answer::Busy
            }
            SqlState::INVALID_CATALOG_NAME => Answer::NoDatabase,
            // It runs, and is busy with others' connections; that is for the caller's to find.
            SqlState::TOO_MANY_CONNECTIONS => Answer::Ready,
            _ => Answer::Refused(describe(error)),
        };
    }
    match error.source().and_then(|source| source.downcast_ref::<io::Error>()) {
        Some(source) if source.kind() == io::ErrorKind::PermissionDenied => {
            Answer::Refused(format!("the socket is another user's: {source}"))
        }
        // No socket, one that no one listens on, or a server that went away in mid-sentence.
        _ => Answer::Absent,
    }
}

/// The server's own words, which tokio-postgres keeps from its error's short form.
fn describe(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(
        || error.to_string(),
        |error| format!("{} (SQLSTATE {})", error.message(), error.code().code()),
    )
}
