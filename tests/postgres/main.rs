//! The embedded Postgres on real servers: sharing, kills, folders.
// The tests look at processes by /proc, and end them as only Linux lets the module notice.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod folders;
mod kills;
mod sharing;
mod support;
