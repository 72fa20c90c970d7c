//! The pages over HTTP, on real Postgres: what they say, whom they let do what, and how they answer
//! bad forms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod activity;
mod address;
mod bulk;
mod headers;
mod item;
mod kept;
#[path = "../support/ledger.rs"]
mod ledger;
mod lists;
mod my_return;
mod overview;
mod review;
mod settings;
mod sign_in;
mod since;
mod site;
#[path = "../support/mod.rs"]
mod support;
mod text;
mod updating;
#[path = "../api/world.rs"]
#[allow(dead_code, reason = "the tests of the API use more of it")]
mod world;
