//! Seeding: declarations as files of data, read whole, checked whole, and kept in step with.

mod dates;
mod declaration;
mod faults;
mod files;
mod items;
mod load;
mod owes;
mod parties;
mod plan;
mod raw;
mod report;
mod sections;
mod spans;
mod sync;

use crate::db::Db;
use crate::db::declarations;
use crate::error::Problem;
use crate::records::declaration::DeclarationRecord;
use crate::records::party::Party;

pub use crate::records::groups::Item;
pub use faults::{Place, SeedFault, SeedFaults};
pub use files::{SeedFiles, shipped};
pub use load::{load, load_folder};
pub use report::{Outcome, ReportLine, SyncReport};
pub use sync::sync;

/// A declaration with its parties and items, read from files and found right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedSet {
    pub declaration: DeclarationRecord,
    pub parties: Vec<Party>,
    /// In the order of the text.
    pub items: Vec<Item>,
}

/// Whether the ledger holds no declaration yet.
///
/// # Errors
/// If the database does not answer.
pub async fn is_empty(db: &Db) -> Result<bool, Problem> {
    db.read(async |conn| Ok(!declarations::any(conn).await?)).await
}

#[cfg(test)]
mod tests;
