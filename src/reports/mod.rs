//! Progress reports: one model, built from one snapshot of the ledger, and many forms of it.

pub mod cells;
pub mod compare;
pub mod counts;
pub mod export;
pub mod form;
mod items;
pub mod lay_out;
pub mod lists;
pub mod model;
pub mod outline;
pub mod overview;
pub mod progress;
pub mod render;
pub mod signature;
mod signs;
mod strict;
mod summary;
pub mod timeline;
pub mod trend;
