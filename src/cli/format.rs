//! The forms in which a command shows rows: a table for people, or data.

use std::io::{IsTerminal, stdout};

use serde_json::Value;

use super::exit::CliError;
use super::grid::{Grid, wrapped};
use super::output::print;
use super::session::Session;
use crate::domain::terms::{Term, terms};

terms! {
    /// A form of rows.
    Format {
        /// Aligned for a terminal.
        Table = "table",
        /// As the API gives it.
        Json = "json",
        Csv = "csv",
        /// A table in Markdown.
        Md = "md",
    }
}

/// How far in a line goes on.
const INDENT: usize = 4;

/// The flag.
#[derive(Debug, clap::Args)]
pub(super) struct FormatArgs {
    /// How to show it: table and md in words, csv and json as data
    #[arg(long, value_name = "FORM", default_value = "table", value_parser = words())]
    format: Format,
}

fn words() -> impl clap::builder::TypedValueParser<Value = Format> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.as_str()))
        .try_map(|word| Format::parse(&word))
}

impl FormatArgs {
    /// Prints rows. `json` is what they were made of.
    pub(super) fn print(
        &self,
        session: &Session,
        grid: &Grid,
        json: &Value,
    ) -> Result<(), CliError> {
        let labelled = |label: &str, value: &str| {
            let values = [("label", label.to_owned()), ("value", value.to_owned())];
            session.text("command-labelled", &values)
        };
        match self.format {
            Format::Table => print(&grid.aligned(width(), is_colourful(), &labelled)),
            // A value always serializes.
            Format::Json => print(&serde_json::to_string_pretty(json).unwrap_or_default()),
            Format::Csv => print(&grid.csv()),
            Format::Md => print(&grid.markdown()),
        }
    }

    /// Lines of text above a table, going on in the next line where the terminal ends.
    pub(super) fn fitted(&self, text: &str) -> String {
        let Some(width) = width().filter(|_| self.is_table()) else { return text.to_owned() };
        let room = width.saturating_sub(INDENT).max(INDENT);
        let fit = |line: &str| {
            let begins = &line[..line.len() - line.trim_start().len()];
            let parts = wrapped(line, room);
            format!("{begins}{}\n", parts.join(&format!("\n{}", " ".repeat(INDENT))))
        };
        text.lines().map(fit).collect()
    }

    /// Whether it is for people.
    pub(super) const fn is_words(&self) -> bool {
        matches!(self.format, Format::Table | Format::Md)
    }

    pub(super) const fn is_table(&self) -> bool {
        matches!(self.format, Format::Table)
    }
}

/// How wide the terminal is; none where there is none, unless `COLUMNS` says so.
fn width() -> Option<usize> {
    if stdout().is_terminal()
        && let Some((width, _)) = terminal_size::terminal_size_of(stdout())
    {
        return Some(usize::from(width.0));
    }
    std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).filter(|width| *width > 0)
}

/// Whether there may be colour: on a terminal that has it, unless `NO_COLOR` is set
/// (<https://no-color.org>).
fn is_colourful() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
}
