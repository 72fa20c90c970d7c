//! Telling listeners: changes of the feed go out as signed messages to webhooks.
//!
//! It is a way out of the service as `api` is a way in, and so stands beside it, and speaks of a
//! change in the same shape. A job turns the feed into deliveries, which wait in the database, and
//! sends what is due. However many processes share a database, they share the work; one that ends
//! before it has noted how a delivery went leaves it to be sent again, under the same id.

pub mod client;
pub mod message;
pub mod worker;
