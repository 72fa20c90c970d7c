//! `config`: prints the settings and where each comes from.

use std::fmt::Write as _;

use super::exit::CliError;
use super::output::print;
use crate::config::{FILE_NAME, Loaded};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger config                             What `serve` would work with
  LEDGER_POOL_SIZE=32 summit-ledger config
  summit-ledger config --config other.toml         Is that file right? Exit code 3 if not";

/// Each setting as a line of TOML, with its source as a comment.
pub(super) fn run(loaded: &Loaded) -> Result<(), CliError> {
    let mut text = String::new();
    let file = match &loaded.file {
        Some(file) => format!("# The settings file is {}.", file.display()),
        None => format!(
            "# There is no settings file; {} would be read.",
            loaded.settings.data_dir.join(FILE_NAME).display()
        ),
    };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{file}");
    for (key, value) in loaded.settings.shown() {
        let source = loaded.sources.get(key).map_or("default", String::as_str);
        let _ = match value {
            Some(value) => writeln!(text, "{key} = {value}  # {source}"),
            None => writeln!(text, "# {key} is not set"),
        };
    }
    print(&text)
}
