//! Every write, one a file: each locks what it needs, checks, writes, and appends its changes,
//! within the transaction that it is called in.

pub mod acknowledge_reader;
pub mod create_commitment;
pub mod create_first_admin;
pub mod create_milestone;
pub mod create_password_link;
pub mod create_token;
pub mod create_user;
pub mod create_webhook;
pub mod delete_commitment;
pub mod draft;
pub mod drop_reader;
pub mod fields;
pub mod file_update;
pub mod keep_report;
mod merge_commitment;
mod merge_milestone;
pub mod once;
mod open_conflicts;
pub mod patch_commitment;
pub mod patch_milestone;
pub mod patch_webhook;
pub mod prune_changes;
pub mod push_edits;
pub mod record_attempt;
pub mod redact_change;
pub mod redeliver;
pub mod resolve_conflict;
pub mod revoke_token;
pub mod rotate_webhook_secret;
pub mod set_password;
pub mod sign_in;
pub(crate) mod standing;
pub mod stated;
