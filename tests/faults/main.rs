//! What may go wrong about a running ledger, done to real processes on loopback: nothing that was
//! acknowledged is lost, and no retry has a second effect.
//!
//! Each test has a short form here, and a long one that `make test-faults` runs.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod account;
mod caller;
mod kills;
mod service;
#[path = "../support/verdict.rs"]
mod verdict;
mod writers;
