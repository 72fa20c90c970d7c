//! Every write, one a file: each locks what it needs, checks, writes, and appends its changes,
//! within the transaction that it is called in.

pub mod create_commitment;
pub mod create_first_admin;
pub mod create_milestone;
pub mod create_token;
pub mod create_user;
pub mod delete_commitment;
pub mod draft;
pub mod fields;
pub mod file_update;
mod merge_commitment;
mod merge_milestone;
pub mod once;
mod open_conflicts;
pub mod patch_commitment;
pub mod patch_milestone;
pub mod push_edits;
pub mod resolve_conflict;
pub mod revoke_token;
mod standing;
pub mod stated;
