//! The pages over HTTP, on real Postgres: what they say, whom they let do what, and how they answer
//! bad forms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod item;
mod my_return;
#[allow(dead_code, reason = "what a visitor can do, whatever is tested")]
mod site;
#[path = "../support/mod.rs"]
mod support;
mod updating;
#[path = "../api/world.rs"]
#[allow(dead_code, reason = "the tests of the API use more of it")]
mod world;
