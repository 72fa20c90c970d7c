//! Summit Ledger keeps what states promised each other, and how far it has come.

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
