//! The orders that lists come in, by the words that ask for them.

use crate::db::moment::Sort;

/// Those of obligations.
pub const OF_OBLIGATIONS: &[(&str, Sort)] = &[
    ("code", Sort::Code),
    ("due_on", Sort::Due),
    ("-due_on", Sort::DueDescending),
    ("-changed_at", Sort::ChangedDescending),
];

/// Those of commitments.
pub const OF_COMMITMENTS: &[(&str, Sort)] =
    &[("code", Sort::Code), ("due_on", Sort::Due), ("-due_on", Sort::DueDescending)];
