//! A form that does something once, however often it is sent.

use super::form::Form;
use crate::actions::once::once;
use crate::app::AppState;
use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::operations::{Operation, Outcome};
use crate::domain::user::Caller;
use crate::error::{Kind, Problem};

/// Runs the write of a form in one transaction, under the form's own id, its hidden field
/// `operation`; gives where to go on, of the first time if it was sent before.
///
/// # Errors
/// What `work` gives; 422 if the form has no id, or it was used for something else.
pub async fn run<F>(
    state: &AppState,
    caller: &Caller,
    form: &Form,
    path: &str,
    work: F,
) -> Result<String, Problem>
where
    F: AsyncFn(&mut Conn) -> Result<String, Failure>,
{
    let key = form.get("operation").filter(|key| key.parse::<uuid::Uuid>().is_ok());
    let key = key.ok_or_else(|| Problem::new(Kind::Invalid, "The form has lost its id."))?;
    let operation = Operation {
        user_id: caller.user_id,
        key: key.to_owned(),
        request_hash: form.hash(path),
        said: None,
    };
    let (outcome, _) = state
        .db
        .write(async |conn| {
            once(conn, &operation, async |conn| {
                let location = Some(work(conn).await?);
                Ok(Outcome {
                    request_hash: Vec::new(),
                    status: Some(303),
                    location,
                    etag: None,
                    body: None,
                })
            })
            .await
        })
        .await?;
    Ok(outcome.location.unwrap_or_else(|| "/".to_owned()))
}
