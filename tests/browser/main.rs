//! The pages in a real browser: Chromium, driven as a person would.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod analyst;
mod browser;
mod every_page;
mod office;
mod shifts;
#[path = "../support/mod.rs"]
mod support;
#[path = "../api/world.rs"]
#[allow(dead_code, reason = "the tests of the API use more of it")]
mod world;
