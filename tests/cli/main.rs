//! The command line: the real program against a real Postgres.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod backup;
mod changes;
mod embedded;
mod epochs;
mod feed_proof;
mod harness;
mod help;
mod migrate;
mod seed;
mod serve;
mod service;
mod settings;
#[path = "../support/mod.rs"]
mod support;
mod users;
mod verify_report;
