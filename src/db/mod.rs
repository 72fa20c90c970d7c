//! Every query, one file an aggregate; nothing outside this folder speaks SQL.

pub mod announce;
pub mod backup;
pub mod change_filter;
pub mod changes;
pub mod claim;
pub mod clock;
pub mod commitments;
pub mod conflicts;
pub mod connect;
pub mod copy;
pub mod courses;
pub mod declarations;
pub mod deliveries;
pub mod epochs;
pub mod evidence;
pub mod feed;
pub mod feed_window;
pub mod filter;
pub mod history;
pub mod known;
pub mod milestones;
pub mod moment;
pub mod node;
pub mod obligations;
mod on_state;
pub mod operations;
pub mod outbox;
pub mod parties;
pub mod passwords;
mod possible;
pub mod presence;
pub mod proofs;
pub mod readers;
pub mod reports;
pub mod retention;
pub mod schema_setup;
mod search;
pub mod seeded;
pub mod sessions;
pub mod sign_ins;
pub mod snapshot;
mod sources;
pub mod statement;
mod target;
pub mod terms;
pub mod tokens;
pub mod updates;
pub mod users;
pub mod versions;
mod way;
pub mod webhook_filter;
pub mod webhooks;

use diesel::result::{DatabaseErrorKind, Error};

pub use connect::{Conn, Db};

/// The name of the constraint that a write broke, if it broke one.
#[must_use]
pub fn broken_constraint(error: &Error) -> Option<&str> {
    match error {
        Error::DatabaseError(_, information) => information.constraint_name(),
        _ => None,
    }
}

/// Whether the same transaction may well succeed if it is tried again.
#[must_use]
pub fn is_worth_a_retry(error: &Error) -> bool {
    match error {
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        // SQLSTATE 40P01, which diesel has no kind for.
        Error::DatabaseError(_, information) => information.message().contains("deadlock detected"),
        _ => false,
    }
}

/// Whether the server has no room to write, which is for whoever runs it to mend.
#[must_use]
pub fn is_out_of_space(error: &Error) -> bool {
    match error {
        // SQLSTATE 53100, and what the system says where a file of its own cannot grow.
        Error::DatabaseError(_, information) => {
            information.message().contains("No space left on device")
        }
        _ => false,
    }
}

/// Whether the server is away, starting or stopping, rather than the query wrong.
#[must_use]
pub fn is_outage(error: &Error) -> bool {
    match error {
        Error::DatabaseError(
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
            _,
        )
        | Error::BrokenTransactionManager => true,
        // SQLSTATE class 57P, which diesel has no kinds for.
        Error::DatabaseError(_, information) => [
            "terminating connection",
            "the database system is",
            "canceling statement due to administrator",
        ]
        .iter()
        .any(|start| information.message().starts_with(start)),
        _ => false,
    }
}
