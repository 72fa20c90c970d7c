//! Why a history of the feed began.

use super::terms::terms;

terms! {
    /// What parted an epoch from the one before.
    EpochCause {
        /// The ledger was made.
        First = "first",
        /// A backup was read in.
        Restore = "restore",
        /// The database stands on another server, or was read in there by other means than ours.
        Clone = "clone",
        /// A standby was promoted, which may not have had the last commits.
        Promotion = "promotion",
        /// The data folder was copied, or moved to another file system.
        Moved = "moved",
        /// Somebody asked for it.
        Asked = "asked",
    }
}
