//! Backups: a dump by Postgres's own tools, and the way back, which is also the way across
//! Postgres versions.

mod dump;
mod error;
mod restore;
mod tools;

pub use dump::backup;
pub use error::BackupError;
pub use restore::restore;
pub use tools::Tools;
