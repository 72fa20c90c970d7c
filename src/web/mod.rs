//! The pages: what an analyst opens in the morning.
//!
//! Every page is drawn by the service, works without a script and is better with one. A handler
//! reads what is asked, calls what the API calls, and fills in a template; what stands around every
//! page is the [`frame`](frame::Frame). The words stand in `locales/*/web.ftl`.

pub mod activity;
pub mod address;
pub mod answer;
pub mod assets;
pub mod barred;
pub mod bulk;
pub mod carried;
pub mod charts;
pub mod csrf;
pub mod fields;
pub mod form;
pub mod frame;
pub mod item;
pub mod lists;
pub mod my_return;
pub mod once;
pub mod overview;
pub mod reports;
pub mod review;
pub mod settings;
pub mod sign_in;
pub mod text;
pub mod update_fields;
pub mod update_form;
pub mod visitor;
pub mod welcome;
