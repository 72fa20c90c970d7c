//! Redact a change: blank its body in the feed, for a cause that is recorded.

use crate::db::connect::Failure;
use crate::db::retention::{self, Redaction};
use crate::db::{Conn, broken_constraint};
use crate::domain::fault::Fault;
use crate::error::Problem;

/// The longest cause, in characters.
const LONGEST_CAUSE: usize = 500;

/// Blanks the body of the change `seq`. The envelope stays, and so do the versions and updates that
/// reports are made from.
///
/// Done again, it gives the record of the first time.
///
/// # Errors
/// [`Problem`] of kind `Invalid` if the cause says nothing or too much, `NotFound` if there is no
/// such change.
pub async fn redact_change(
    conn: &mut Conn,
    seq: i64,
    cause: &str,
    actor: &str,
) -> Result<Redaction, Failure> {
    let cause = cause.trim();
    if cause.is_empty() || cause.chars().count() > LONGEST_CAUSE || cause.contains('\0') {
        let message = format!("must say why, in 1 to {LONGEST_CAUSE} characters");
        return Err(Problem::invalid(vec![Fault::new("/cause", message)]).into());
    }
    retention::redact(conn, seq, cause, actor).await.map_err(|error| {
        match broken_constraint(&error) {
            Some("redactions_seq_fkey") => {
                Problem::not_found(format!("The feed has no change {seq}.")).into()
            }
            _ => error.into(),
        }
    })
}
