//! What only admins may do and see; the rights of edits and updates stand with their actions.

use uuid::Uuid;

use crate::domain::user::{Caller, UserRole};
use crate::error::Problem;

/// Refuses whoever is no admin.
///
/// # Errors
/// 403 for any other role.
pub fn only_admins(caller: &Caller) -> Result<(), Problem> {
    match caller.role {
        UserRole::Admin => Ok(()),
        _ => Err(Problem::forbidden("Only admins may do this.")),
    }
}

/// Whose webhooks a caller sees: an admin everybody's, another only the own.
#[must_use]
pub fn seen_by(caller: &Caller) -> Option<Uuid> {
    (caller.role != UserRole::Admin).then_some(caller.user_id)
}
