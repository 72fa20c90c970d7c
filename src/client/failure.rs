//! Why a client did not do what it was asked, to be said in the reader's language.

use std::fmt::Display;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::domain::fault::Fault;
use crate::error::Problem;
use crate::language::{Args, Texts};

/// What went wrong.
#[derive(Debug)]
pub enum ClientError {
    /// There was no answer.
    Unreachable(Unreachable),
    /// The ledger says no.
    Refused(Refusal),
    /// Anything else: the key of a text, and what it is filled in with.
    Other { key: &'static str, values: Vec<(&'static str, String)> },
}

/// No answer came.
#[derive(Debug)]
pub struct Unreachable {
    pub server: String,
    pub cause: String,
    /// Whether the request may have come through; only its answer was lost then.
    pub may_have_arrived: bool,
}

/// A problem (RFC 9457) as a client reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    #[serde(default)]
    pub r#type: String,
    pub title: String,
    pub status: u16,
    #[serde(default)]
    pub detail: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
}

impl ClientError {
    /// One of the texts, filled in.
    #[must_use]
    pub fn other<const N: usize>(key: &'static str, values: [(&'static str, String); N]) -> Self {
        Self::Other { key, values: values.into() }
    }

    /// A file cannot be read or written.
    pub fn file(path: &Path, cause: impl Display) -> Self {
        let values = [("path", path.display().to_string()), ("cause", cause.to_string())];
        Self::other("command-error-file", values)
    }

    /// An answer that no ledger gives.
    pub fn strange(server: &str, cause: impl Display) -> Self {
        let values = [("server", server.to_owned()), ("cause", cause.to_string())];
        Self::other("command-error-strange", values)
    }

    /// Whether there was no line.
    #[must_use]
    pub const fn is_unreachable(&self) -> bool {
        matches!(self, Self::Unreachable(_))
    }

    /// Whether what was asked for cannot be: a value was given that there is not, or that does not
    /// fit the others.
    #[must_use]
    pub const fn is_usage(&self) -> bool {
        matches!(self, Self::Refused(refusal) if !refusal.errors.is_empty())
    }

    /// The words for it: what is wrong, and what to do.
    #[must_use]
    pub fn told(&self, texts: &Texts) -> String {
        match self {
            Self::Unreachable(Unreachable { server, cause, .. }) => filled(
                texts,
                "command-error-unreachable",
                &[("server", server.clone()), ("cause", cause.clone())],
            ),
            Self::Refused(refusal) => refusal.told(texts),
            Self::Other { key, values } => filled(texts, key, values),
        }
    }
}

impl Refusal {
    /// The problem in lines, a field a line: by its flag, and by the API's own name for it.
    #[must_use]
    pub fn told(&self, texts: &Texts) -> String {
        let mut lines = vec![filled(
            texts,
            "command-error-refused",
            &[("status", self.status.to_string()), ("title", self.title.clone())],
        )];
        if self.errors.is_empty() && !self.detail.is_empty() {
            lines.push(format!("  {}", self.detail));
        }
        for fault in &self.errors {
            let flag = flag(&fault.pointer);
            lines.push(format!("  --{flag} ({}): {}", fault.pointer, fault.message));
        }
        if self.status == 401 {
            lines.push(texts.text("command-error-no-token"));
        }
        lines.join("\n")
    }
}

/// The flag of what a pointer points at, in a query, in a body, or in an operation of a push.
fn flag(pointer: &str) -> String {
    let is_around = |part: &&str| {
        matches!(*part, "" | "operations" | "body" | "target") || part.parse::<usize>().is_ok()
    };
    pointer.split('/').find(|part| !is_around(part)).unwrap_or_default().replace('_', "-")
}

impl From<Problem> for ClientError {
    fn from(problem: Problem) -> Self {
        let body = problem.body();
        Self::Refused(Refusal {
            r#type: body.r#type,
            title: body.title,
            status: body.status,
            detail: body.detail,
            errors: body.errors,
        })
    }
}

/// A text, filled in.
#[must_use]
pub fn filled(texts: &Texts, key: &str, values: &[(&'static str, String)]) -> String {
    let mut args = Args::new();
    for (name, value) in values {
        args.set(*name, value.as_str());
    }
    texts.with(key, &args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_named_by_its_flag() {
        let names = ["due_before", "/done_on", "/evidence/0/url", "/operations/3/body/as_of"];
        assert_eq!(names.map(flag), ["due-before", "done-on", "evidence", "as-of"]);
    }
}
