//! `openapi`: prints the API's document.

use super::exit::CliError;
use super::output::print;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger openapi > openapi.json";

pub(super) fn run() -> Result<(), CliError> {
    let document = serde_json::to_string_pretty(&crate::api::openapi::document())
        .map_err(|error| CliError::failed(format!("The document cannot be written: {error}.")))?;
    print(&document)
}
