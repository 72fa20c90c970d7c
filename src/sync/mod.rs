//! Keeping others in step: the feed and its sealing.

pub mod cursor;
pub mod envelope;
pub mod epoch;
pub mod follow;
pub mod glance;
pub mod resume;
pub mod seal;
pub mod snapshot;
pub mod verify;
pub mod watch;
