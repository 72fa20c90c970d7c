//! Progress reports: one model, built from one reading of the ledger.

pub mod compare;
pub mod counts;
pub mod lists;
pub mod progress;
