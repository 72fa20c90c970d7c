//! What every POST and PATCH share: the body, and the key that makes a retry harmless.

use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::body::{self, Body};
use super::respond;
use crate::actions::once::once;
use crate::app::AppState;
use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::operations::{Operation, Outcome};
use crate::domain::user::Caller;
use crate::error::{Kind, Problem};

pub const JSON: &[&str] = &["application/json"];
pub const MERGE_PATCH: &[&str] = &["application/merge-patch+json", "application/json"];

/// The header of a POST that may be retried.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyKey {
    /// A key of the caller's own choice. Sent again with the same body, it gives the first answer
    /// again and does nothing.
    #[param(rename = "Idempotency-Key", required = false, max_length = 255)]
    #[expect(dead_code, reason = "documents the header, which is read from the request")]
    idempotency_key: String,
}

/// The header of an edit.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatch {
    /// The ETag of the item that the edit was made on; only its version is compared.
    #[param(rename = "If-Match", example = "\"3.5d1f0c9ab2e47f60\"")]
    #[expect(dead_code, reason = "documents the header, which is read from the request")]
    if_match: String,
}

/// A write with a body, read and ready to run.
#[derive(Debug)]
pub struct Write {
    body: Body,
    operation: Option<Operation>,
}

impl Write {
    /// Reads the Idempotency-Key and the body.
    ///
    /// # Errors
    /// A bad key, media type, size or JSON.
    pub async fn read(
        request: &HttpRequest,
        state: &AppState,
        caller: &Caller,
        payload: Payload,
        media_types: &[&str],
    ) -> Result<Self, Problem> {
        let key = key(request)?;
        let body = body::read(request, payload, media_types, state.settings.body_limit).await?;
        let operation = key.map(|key| {
            let mut hash = Sha256::new();
            hash.update(request.method().as_str());
            hash.update(b"\n");
            hash.update(request.path());
            hash.update(b"\n");
            hash.update(&body.bytes);
            let request_hash = hash.finalize().into();
            Operation { user_id: caller.user_id, key, request_hash, said: None }
        });
        Ok(Self { body, operation })
    }

    /// The body's object.
    #[must_use]
    pub const fn object(&self) -> &Map<String, Value> {
        &self.body.object
    }

    /// Runs the write in one transaction with the note of its key, or gives the first answer
    /// again. A failure is not kept: the key is free for another try.
    ///
    /// # Errors
    /// What `work` gives; 422 if the key was used for another request.
    pub async fn run<F>(&self, state: &AppState, work: F) -> Result<HttpResponse, Problem>
    where
        F: AsyncFn(&mut Conn) -> Result<Outcome, Failure>,
    {
        let (outcome, replayed) = state
            .db
            .write(async |conn| {
                let Some(operation) = &self.operation else {
                    return Ok((work(conn).await?, false));
                };
                once(conn, operation, &work).await
            })
            .await?;
        Ok(respond::send(outcome, replayed))
    }
}

fn key(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let Some(header) = request.headers().get("Idempotency-Key") else { return Ok(None) };
    let key = header.to_str().unwrap_or_default().trim();
    if key.is_empty() || key.len() > 255 {
        let detail = "The Idempotency-Key must have 1 to 255 visible ASCII characters.";
        return Err(Problem::new(Kind::BadQuery, detail));
    }
    Ok(Some(key.to_owned()))
}
