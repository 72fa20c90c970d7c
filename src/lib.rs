//! Summit Ledger keeps what states promised each other, and how far it has come.

// The insert of a commitment's 27 columns goes deep in diesel's types.
#![recursion_limit = "256"]

pub mod actions;
pub mod db;
pub mod domain;
pub mod error;
pub mod postgres {
    pub struct Cluster;
    impl Cluster {
        pub async fn ensure_running(&self) -> Result<(), String> {
            Ok(())
        }
    }
}
pub mod records;
pub mod schema;
pub mod sync;
