//! Keeping others in step: the feed and its sealing.

pub mod cursor;
pub mod envelope;
pub mod epoch;
pub mod resume;
pub mod seal;
pub mod verify;
pub mod watch;
