//! Progress reports in every form and language: of one small ledger, whose figures are worked out by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod across;
mod export;
mod figures;
mod forms;
mod golden;
mod lake;
#[path = "../support/ledger.rs"]
mod ledger;
mod office;
mod reading;
#[path = "../support/mod.rs"]
mod support;
