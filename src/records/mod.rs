//! Whole records: what a row, its version and its change in the feed all are.
//!
//! One struct an entity serves the table (diesel), the version that is kept of every edit, and
//! the body of the change (serde), so the three cannot drift apart.

pub mod change;
pub mod commitment;
pub mod conflict;
pub mod declaration;
pub mod groups;
pub mod ids;
pub mod keys;
pub mod milestone;
pub mod obligation;
pub mod party;
pub mod texts;
pub mod update;
