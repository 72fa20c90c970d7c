//! A form that does something once, however often it is sent.

use super::form::Form;
use crate::actions::once::once;
use crate::app::AppState;
use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::operations::{Operation, Outcome};
use crate::domain::user::Caller;
use crate::error::{Kind, Problem};
use crate::sync::envelope::hex;

/// Where a form leads, and what was made if this was the first time that it was sent.
pub struct Done<T> {
    pub to: String,
    pub made: Option<T>,
}

/// Runs the write of a form in one transaction, which gives where to go on, and what it made. Sent
/// again as it was, with the id that was drawn into its hidden field `operation`, a form leads
/// where it led, and makes nothing. With other contents, as after the way back, it is another one.
///
/// # Errors
/// What `work` gives; 422 if the form has no id.
pub async fn run<T, F>(
    state: &AppState,
    caller: &Caller,
    form: &Form,
    path: &str,
    work: F,
) -> Result<Done<T>, Problem>
where
    F: AsyncFn(&mut Conn) -> Result<(String, T), Failure>,
{
    let id = form.get("operation").filter(|id| id.parse::<uuid::Uuid>().is_ok());
    id.ok_or_else(|| Problem::new(Kind::Invalid, "The form has lost its id."))?;
    let request_hash = form.hash(path);
    let key = hex(&request_hash[..16]);
    let operation = Operation { user_id: caller.user_id, key, request_hash, said: None };
    let attempt = async |conn: &mut _| {
        let mut made = None;
        let work = async |conn: &mut _| {
            let (to, new) = work(conn).await?;
            made = Some(new);
            // What was made may be a secret, and is not kept.
            Ok(Outcome {
                request_hash: Vec::new(),
                status: Some(303),
                location: Some(to),
                etag: None,
                body: None,
            })
        };
        let (outcome, _) = once(conn, &operation, work).await?;
        Ok(Done { to: outcome.location.unwrap_or_else(|| "/".to_owned()), made })
    };
    state.db.write(attempt).await
}
