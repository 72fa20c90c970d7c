//! The rules of the ledger: no I/O, no clock, no HTTP, no database.

pub mod commitment;
pub mod deadline;
pub mod fault;
pub mod fold;
pub mod merge;
pub mod occurrence;
pub mod party;
pub mod quote;
pub mod recurrence;
pub mod reference;
pub mod rollup;
pub mod rubric;
pub mod status;
pub mod terms;
pub mod timeliness;
pub mod token;
pub mod topic;
pub mod update;
pub mod user;
