//! The lists of commitments and of what is owed: filters, order, columns and pages by the address.

mod around;
mod asked;
mod cells;
pub(super) mod columns;
pub mod commitments;
mod copies;
mod filters;
pub(super) mod names;
pub mod obligations;
mod since;
