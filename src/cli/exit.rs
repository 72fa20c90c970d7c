//! How a command ends: its exit code, and what it says when something is wrong.

use std::process::ExitCode;

use super::output::say;
use crate::backup::BackupError;
use crate::error::{Kind, Problem};
use crate::postgres::PostgresError;

/// The end of every command's help.
pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed; the message says why, and what to do
  2  wrong usage: an unknown command or flag, a value that there is not or that does not fit,
     or a setting that cannot be
  3  faults found by `seed`, `seed --check`, `config`; migrations waiting, by `migrate status`;
     something overdue, by `check --fail-on-overdue`; something not taken or left, by `push`

Data goes to stdout; messages and the log go to stderr.";

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    Faults = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(super) struct CliError {
    exit: Exit,
    /// Sentences that say what to do next; none if nobody listens.
    message: Option<String>,
}

impl CliError {
    pub(super) fn failed(message: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, message: Some(message.into()) }
    }

    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: Some(message.into()) }
    }

    pub(super) fn faults(message: impl Into<String>) -> Self {
        Self { exit: Exit::Faults, message: Some(message.into()) }
    }

    /// Whoever read our output has read enough: that is no failure, as for `head`.
    pub(super) const fn nobody_reads() -> Self {
        Self { exit: Exit::Done, message: None }
    }

    /// Says what is wrong, and gives the exit code.
    pub(super) fn report(&self) -> ExitCode {
        if let Some(message) = &self.message {
            say(message);
        }
        self.exit.into()
    }
}

impl From<Problem> for CliError {
    fn from(problem: Problem) -> Self {
        match problem.kind {
            Kind::Internal => Self::failed(
                "Something went wrong on our side; the log has the cause. Try again, and report it \
                 if it stays.",
            ),
            Kind::Unavailable => Self::failed(
                "The database does not answer; the log has the cause. Try again in a moment.",
            ),
            _ if problem.errors.is_empty() => Self::failed(problem.detail),
            _ => {
                let sentences: Vec<String> = problem
                    .errors
                    .iter()
                    .map(|fault| format!("{} {}.", argument(&fault.pointer), fault.message))
                    .collect();
                Self::failed(sentences.join("\n"))
            }
        }
    }
}

impl From<PostgresError> for CliError {
    fn from(error: PostgresError) -> Self {
        Self::failed(error.to_string())
    }
}

impl From<BackupError> for CliError {
    fn from(error: BackupError) -> Self {
        Self::failed(error.to_string())
    }
}

/// What the command line calls the field of a body.
fn argument(pointer: &str) -> &str {
    match pointer {
        "/name" => "NAME",
        "/party" => "--party",
        "/role" => "--role",
        other => other.trim_start_matches('/'),
    }
}
