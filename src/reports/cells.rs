//! How lists are written as CSV (RFC 4180).

use std::borrow::Cow;

use csv::{Terminator, Writer, WriterBuilder};

use crate::error::Problem;

/// What spreadsheets know UTF-8 by.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file's beginning: a mark that it is UTF-8, and the names of the fields.
///
/// # Errors
/// If it cannot be written.
pub fn head(fields: &[&str]) -> Result<Vec<u8>, Problem> {
    let mut writer = writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(fields).map_err(Problem::internal)?;
    written(writer)
}

/// Some rows more, without a head.
#[must_use]
pub fn writer(into: Vec<u8>) -> Writer<Vec<u8>> {
    // The head is written even where no row follows, so not by the first of them.
    WriterBuilder::new().has_headers(false).terminator(Terminator::CRLF).from_writer(into)
}

/// What was written.
///
/// # Errors
/// If it cannot be had.
pub fn written(writer: Writer<Vec<u8>>) -> Result<Vec<u8>, Problem> {
    writer.into_inner().map_err(|error| Problem::internal(error.error()))
}

/// A text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe
/// before it, which spreadsheets read as the mark of a text.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_made_a_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for text in ["", "1 = 1", "a-b", "'=1", "\u{2212}1"] {
            assert_eq!(harmless(text), text);
        }
    }
}
