//! A status as pages show it: colour, sign and word.

use crate::domain::status::Status;
use crate::web::frame::Frame;

/// A status, ready to be shown.
pub struct Badge {
    /// The class by which the style knows its colour.
    pub class: String,
    pub sign: char,
    pub word: String,
}

impl Badge {
    #[must_use]
    pub fn new(frame: &Frame, status: Status) -> Self {
        Self { class: frame.class(status), sign: status.sign(), word: frame.term("status", status) }
    }

    /// Of an update; of none the sign for taking one back, with the text of this key.
    #[must_use]
    pub fn of_update(frame: &Frame, status: Option<Status>, taken_back: &str) -> Self {
        status.map_or_else(
            || Self { class: String::new(), sign: '↶', word: frame.t(taken_back) },
            |status| Self::new(frame, status),
        )
    }
}
