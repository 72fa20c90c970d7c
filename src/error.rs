//! What goes wrong, as RFC 9457 problem details: one list of kinds, for the API and the commands.

mod kind;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpResponse, ResponseError};
use diesel::result::Error as DieselError;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::fault::Fault;

pub use kind::Kind;

/// Where whoever has lost the thread of the feed takes it up again.
const SNAPSHOT: &str = "/api/v1/snapshot";

/// A problem: what a caller is told, and never more.
#[derive(Debug)]
pub struct Problem {
    pub kind: Kind,
    pub detail: String,
    /// Every bad field at once.
    pub errors: Vec<Fault>,
    /// What an edit was made on, as it is now, when that is no longer what it was.
    pub current: Option<Value>,
    /// Where a reader of the feed begins anew, when its cursor is no good.
    pub snapshot: Option<&'static str>,
}

/// How a [`Problem`] is written (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// A stable URI of the kind of problem.
    #[schema(example = "urn:summit-ledger:problem:invalid")]
    pub r#type: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// Every bad field, by JSON pointer into the body, or by the parameter's name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<Fault>,
    /// The item or conflict as it is now (409 and 412 only).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<Value>,
    /// Where a reader of the feed begins anew (410 only).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/api/v1/snapshot")]
    pub snapshot: Option<&'static str>,
}

impl Problem {
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let snapshot = (kind.status() == StatusCode::GONE).then_some(SNAPSHOT);
        Self { kind, detail: detail.into(), errors: Vec::new(), current: None, snapshot }
    }

    /// A body with these faults.
    #[must_use]
    pub fn invalid(errors: Vec<Fault>) -> Self {
        Self::faulty(Kind::Invalid, errors)
    }

    /// A query with these faults; each pointer is a parameter's name.
    #[must_use]
    pub fn bad_query(errors: Vec<Fault>) -> Self {
        Self::faulty(Kind::BadQuery, errors)
    }

    fn faulty(kind: Kind, errors: Vec<Fault>) -> Self {
        let detail = match errors.as_slice() {
            [only] => format!("{}: {}", only.pointer, only.message),
            many => format!("{} things are wrong; see errors.", many.len()),
        };
        Self { errors, ..Self::new(kind, detail) }
    }

    /// The same, with its faults told by pointers from further out.
    #[must_use]
    pub fn within(self, at: &str) -> Self {
        if self.errors.is_empty() {
            return self;
        }
        let outer = |fault: Fault| Fault { pointer: format!("{at}{}", fault.pointer), ..fault };
        let errors = self.errors.into_iter().map(outer).collect();
        let (current, snapshot) = (self.current, self.snapshot);
        Self { current, snapshot, ..Self::faulty(self.kind, errors) }
    }

    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, detail)
    }

    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(Kind::Forbidden, detail)
    }

    /// Something of ours failed. The cause is logged, not told.
    pub fn internal(cause: impl fmt::Display) -> Self {
        log::error!(cause:% = cause; "internal error");
        Self::new(Kind::Internal, "The cause was logged under this request's id.")
    }

    /// The database cannot be reached, or asked to come again. The cause is logged, not told.
    pub fn unavailable(cause: impl fmt::Display) -> Self {
        log::warn!(cause:% = cause; "database unavailable");
        Self::new(Kind::Unavailable, "The database does not answer; try again in a moment.")
    }

    /// The database has no room to write. The cause is logged, not told.
    pub fn out_of_space(cause: impl fmt::Display) -> Self {
        log::error!(cause:% = cause; "the database has no room left");
        let detail = "The disk of the database is full, so nothing was written. Whoever runs the \
            service has to make room; then send the same again.";
        Self::new(Kind::OutOfSpace, detail)
    }

    /// The written form.
    #[must_use]
    pub fn body(&self) -> ProblemBody {
        ProblemBody {
            r#type: format!("urn:summit-ledger:problem:{}", self.kind.slug()),
            title: self.kind.title().to_owned(),
            status: self.kind.status().as_u16(),
            detail: self.detail.clone(),
            errors: self.errors.clone(),
            current: self.current.clone(),
            snapshot: self.snapshot,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.title(), self.detail)?;
        if self.errors.len() > 1 {
            for fault in &self.errors {
                write!(f, "\n  {}: {}", fault.pointer, fault.message)?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.kind.status());
        response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        match self.kind {
            Kind::Unauthenticated => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
            }
            Kind::Unavailable => {
                response.insert_header((header::RETRY_AFTER, "1"));
            }
            Kind::OutOfSpace => {
                response.insert_header((header::RETRY_AFTER, "60"));
            }
            _ => {}
        }
        if let Some(snapshot) = self.snapshot {
            response.insert_header((header::LINK, format!("<{snapshot}>; rel=\"alternate\"")));
        }
        match serde_json::to_string(&self.body()) {
            Ok(body) => response.body(body),
            Err(_) => response.finish(),
        }
    }
}

impl From<DieselError> for Problem {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::not_found("No row answers to that."),
            DieselError::DatabaseError(
                diesel::result::DatabaseErrorKind::ClosedConnection
                | diesel::result::DatabaseErrorKind::UnableToSendCommand,
                _,
            ) => Self::unavailable(error),
            other if crate::db::is_outage(&other) => Self::unavailable(other),
            other if crate::db::is_out_of_space(&other) => Self::out_of_space(other),
            // It lost against others every time: it may well succeed in a moment.
            other if crate::db::is_worth_a_retry(&other) => Self::unavailable(other),
            other => Self::internal(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_lists_every_kind_of_problem() {
        let (_, problems) = include_str!("../docs/api.md").split_once("## Problems\n").unwrap();
        let rows: Vec<&str> = problems.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(rows.len(), Kind::ALL.len() + 1, "and the head of the table");
        for kind in Kind::ALL {
            let (slug, status, title) = (kind.slug(), kind.status().as_u16(), kind.title());
            let row = format!("| `{slug}` | {status} | {title} |");
            assert!(rows.contains(&row.as_str()), "{row}");
        }
    }
}
