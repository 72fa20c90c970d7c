//! The database by itself: what its tables refuse, and the feed, states and reports drawn from it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../support/courses.rs"]
mod courses;
#[path = "../support/ledger.rs"]
mod ledger;
#[path = "../support/mod.rs"]
mod support;

mod append_only;
mod as_of;
mod constraints;
mod epochs;
mod feed;
mod hang_ups;
mod idempotency;
mod known_at;
mod migrations;
mod retention;
mod verify;
mod versions;
