//! What is wrong with one place of an input, so that all faults can be named at once.

/// One fault of an input document.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Fault {
    /// Where: a JSON Pointer (RFC 6901) into the input, such as `/evidence/0/url`.
    pub pointer: String,
    /// What would be right, as the rest of a sentence that opens with the field's name.
    pub message: String,
}

impl Fault {
    /// A fault at `pointer`.
    #[must_use]
    pub fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), message: message.into() }
    }
}
