//! The rules of the ledger: no I/O, no clock, no HTTP, no database.

pub mod address;
pub mod commitment;
pub mod course;
pub mod deadline;
pub mod epoch;
pub mod fault;
pub mod fold;
pub mod merge;
pub mod occurrence;
pub mod party;
pub mod password;
pub mod quote;
pub mod recurrence;
pub mod reference;
pub mod retry;
pub mod rollup;
pub mod rubric;
pub mod signing_key;
pub mod status;
pub mod terms;
pub mod timeliness;
pub mod token;
pub mod topic;
pub mod update;
pub mod user;
pub mod webhook;
