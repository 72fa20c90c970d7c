//! What readers ask and what they are shown, for the API and the pages alike.

pub mod changes;
pub mod decision;
pub mod etag;
pub mod known;
pub mod orders;
pub mod page;
pub mod parameters;
pub mod query;
pub mod rights;
pub mod session;
pub mod text;
pub mod views;
