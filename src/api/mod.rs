//! The JSON API under `/api/v1`: thin handlers that extract, call and wrap.

pub mod auth;
pub mod bodies;
pub mod body;
pub mod changes;
pub mod commitments;
pub mod conflicts;
pub mod declarations;
pub mod deliveries;
pub mod export;
pub mod health;
pub mod history;
pub mod kept_reports;
pub mod me;
pub mod milestones;
pub mod node;
pub mod obligations;
pub mod openapi;
pub mod outlet;
pub mod parties;
pub mod readers;
pub mod redactions;
pub mod reports;
pub mod respond;
pub mod snapshot;
pub mod stream;
pub mod sync;
pub mod updates;
pub mod webhook_bodies;
pub mod webhooks;
pub mod write;

use crate::actions::fields;
