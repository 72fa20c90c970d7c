//! The API over HTTP, on real Postgres: a schema and a service for each test that writes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod conflicts;
mod document;
mod editors;
mod errors;
mod exports;
mod feed;
mod feed_filters;
mod idempotency;
mod items;
mod kept_reports;
#[path = "../support/ledger.rs"]
mod ledger;
mod lists;
mod long_poll;
mod me;
mod milestones;
mod office;
mod orders;
mod paging;
mod patches;
mod push;
mod queries;
mod readers;
mod redactions;
mod reports;
mod roles;
mod shutdown;
mod snapshot;
mod stream;
#[path = "../support/mod.rs"]
mod support;
mod update_faults;
mod updates;
mod webhooks;
mod world;
