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
mod clients;
mod clocks;
mod disk_full;
mod fork;
mod kills;
mod offline;
mod readers;
mod replica;
mod service;
mod slow_readers;
mod standby;
mod storm;
mod stream;
#[path = "../support/verdict.rs"]
mod verdict;
mod writers;

use std::time::Duration;

/// How long a long form takes: `FAULT_SECONDS`, or so many.
fn long_form(seconds: u64) -> Duration {
    let wanted = std::env::var("FAULT_SECONDS").ok();
    let wanted = wanted.map(|text| text.parse().expect("FAULT_SECONDS is a whole number"));
    Duration::from_secs(wanted.unwrap_or(seconds))
}
