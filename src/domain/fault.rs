//! What is wrong with one place of an input, so that all faults can be named at once.

use chrono::NaiveDate;

/// One fault of an input document.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Fault {
    /// Where: a JSON Pointer (RFC 6901) into the input, such as `/evidence/0/url`.
    pub pointer: String,
    /// What would be right, as the rest of a sentence that opens with the field's name.
    pub message: String,
    /// The same for pages, which tell it in the reader's language.
    #[serde(skip)]
    pub reason: Option<Reason>,
}

/// What would be right in a query, for whoever says so in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// One of the parameters that there are.
    Name {
        known: Vec<&'static str>,
    },
    /// One of these words, and not what was typed; of very many only the first are told.
    Choice {
        typed: String,
        known: Vec<String>,
        more: usize,
    },
    Day {
        typed: String,
    },
    Time {
        typed: String,
    },
    Number {
        typed: String,
    },
    /// A day before this one.
    Before(NaiveDate),
    /// A time that has come.
    Past,
    /// A word, and no more than a search may have.
    Words,
}

impl Fault {
    /// A fault at `pointer`.
    #[must_use]
    pub fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), message: message.into(), reason: None }
    }

    /// The same with what would be right.
    #[must_use]
    pub fn because(self, reason: Reason) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

impl Reason {
    /// One of a closed list.
    #[must_use]
    pub fn choice(typed: &str, known: &[&str]) -> Self {
        let known = known.iter().map(|&word| word.to_owned()).collect();
        Self::Choice { typed: typed.to_owned(), known, more: 0 }
    }
}
