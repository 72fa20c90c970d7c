//! The pages: what an analyst opens in the morning.
//!
//! Every page is drawn by the service, works without a script and is better with one. A handler
//! reads what is asked, calls what the API calls, and fills in a template; what stands around every
//! page is the [`frame`](frame::Frame). The words stand in `locales/*/web.ftl`.

pub mod answer;
pub mod assets;
pub mod bulk;
pub mod form;
pub mod frame;
pub mod lists;
pub mod sign_in;
pub mod update_fields;
pub mod visitor;
pub mod welcome;
