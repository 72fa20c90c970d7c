//! The command line: the real program against a real Postgres.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod backup;
mod changes;
mod desk;
mod embedded;
mod epochs;
mod far;
mod feed_proof;
mod filed;
mod harness;
mod help;
mod line;
mod lost_lines;
mod migrate;
mod offline;
mod reading;
mod seed;
mod serve;
mod service;
mod settings;
#[path = "../support/mod.rs"]
mod support;
mod updating;
mod users;
mod verify_report;
