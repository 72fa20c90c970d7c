//! The command line: the real program against a real Postgres.

#![allow(clippy::expect_used, reason = "a test stops at the first surprise")]

mod backup;
mod embedded;
mod harness;
mod help;
mod migrate;
mod seed;
mod serve;
mod service;
mod settings;
mod users;
