//! Summit Ledger keeps what states promised each other, and how far it has come.

pub mod actions;
pub mod api;
pub mod app;
pub mod backup;
pub mod cli;
pub mod client;
pub mod config;
pub mod db;
pub mod domain;
pub mod error;
pub mod generate;
pub mod language;
pub mod logging;
pub mod postgres;
pub mod reading;
pub mod records;
pub mod reports;
pub mod request_log;
pub mod routes;
#[allow(clippy::wildcard_imports, reason = "diesel's notation, in table!")]
pub mod schema;
pub mod seeding;
pub mod sync;
pub mod tls;
pub mod web;
pub mod webhooks;
