//! The rows that are bad, each by one thing, and the constraint that must say so.

mod around;
mod ledger;

use serde_json::Value;

/// A write that must be refused.
#[derive(Debug)]
pub enum Bad {
    /// The template of a table with other values in some of its columns.
    Row(&'static str, fn() -> Value),
    Sql(&'static str),
}

/// Constraints that never show: what breaks them breaks another one first, which says so.
pub const IMPLIED: [&str; 5] = [
    "commitments_copied",
    "updates_id_obligation_id_key",
    "updates_id_obligation_id_basis_key",
    "declarations_languages_check",
    // Says commitments_quote_exact, which is what the editor must know.
    "paragraphs_quote_exact",
];

macro_rules! row {
    ($table:ident, $($patch:tt)+) => {
        Bad::Row(stringify!($table), || json!({ $($patch)+ }))
    };
}
use row;

/// What each constraint must refuse.
pub fn all() -> impl Iterator<Item = &'static (&'static str, Bad)> {
    ledger::CASES.iter().chain(around::CASES)
}
