//! A write under a caller's key: done once, and answered alike for ever.

use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::operations::{self, Operation, Outcome};
use crate::error::{Kind, Problem};

/// Runs `work` and keeps its outcome under the key, in one transaction; or gives the first outcome
/// again, and true. A failure is not kept: the key is free for another try.
///
/// # Errors
/// What `work` gives; [`Problem`] of kind `OperationReused` if the key was used for something else.
pub async fn once<F>(
    conn: &mut Conn,
    operation: &Operation,
    work: F,
) -> Result<(Outcome, bool), Failure>
where
    F: AsyncFnOnce(&mut Conn) -> Result<Outcome, Failure>,
{
    if let Some(earlier) = operations::begin(conn, operation).await? {
        return Ok((same(operation, earlier)?, true));
    }
    let outcome = work(conn).await?;
    operations::finish(conn, operation, &outcome).await?;
    Ok((outcome, false))
}

/// The earlier outcome, if it was of the same request.
fn same(operation: &Operation, earlier: Outcome) -> Result<Outcome, Problem> {
    if earlier.request_hash == operation.request_hash {
        return Ok(earlier);
    }
    let what = if operation.said.is_some() { "operation id" } else { "Idempotency-Key" };
    let detail =
        format!("The {what} {:?} was used for another request; choose a new one.", operation.key);
    Err(Problem::new(Kind::OperationReused, detail))
}
