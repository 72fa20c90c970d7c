//! A client of a ledger elsewhere: over HTTP, and from a copy while there is no line.

pub mod connection;
pub mod copy;
pub mod failure;
pub mod folder;
pub mod journal;
pub mod listing;
pub mod present;
pub mod pull;
pub mod push;
pub mod queue;
pub mod upon;
