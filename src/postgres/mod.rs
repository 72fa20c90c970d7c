//! The embedded Postgres: a cluster of our own under the data folder, run from installed binaries.
//!
//! Three kinds of process take part, and three locks by the kernel (which forgets them with the
//! process, however it ends) hold them together:
//!
//! - A *user* is any command that needs the database: [`Cluster`]. It holds `users.lock` shared for
//!   as long as it needs the server.
//! - The *supervisor* is the server's parent: [`supervise`]. There is one at most, for it holds
//!   `supervisor.lock`. It waits for `users.lock` exclusively; that is granted when the last user
//!   has gone, even by kill -9, and then it stops the server.
//! - The *server* gets the signal of a clean stop from the kernel when its supervisor dies (Linux).
//!   Elsewhere the next supervisor stops a server that was left alone, and starts its own.
//!
//! A user that finds no server, or a server without a supervisor, starts a supervisor and waits.

mod account;
mod binaries;
mod cluster;
mod error;
mod exec;
mod initdb;
mod layout;
mod lock;
mod predecessor;
mod probe;
mod start;
mod supervisor;

pub use binaries::Binaries;
pub use cluster::{Cluster, Options};
pub use error::PostgresError;
pub use layout::default_data_dir;
pub use supervisor::supervise;

/// The hidden subcommand under which the program becomes a supervisor; see [`supervise`].
pub const SUPERVISOR: &str = "postgres-supervisor";

/// The cluster's superuser, and the only role that it starts with.
pub const OWNER: &str = "ledger_owner";

/// The database that the ledger lives in.
pub const DATABASE: &str = "ledger";

/// Names the socket's file only, as the server never listens on TCP.
const PORT: u16 = 5432;
