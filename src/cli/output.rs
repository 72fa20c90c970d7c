//! What a command writes: data to stdout, everything else to stderr.

use std::io::{self, ErrorKind, Write};

use chrono::{DateTime, SecondsFormat, Utc};

use super::exit::CliError;

/// Writes data to stdout, and a line break where it has none.
///
/// # Errors
/// If it cannot be written. That nobody reads on ends the command, in peace.
pub(super) fn print(data: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    let end = if data.is_empty() || data.ends_with('\n') { "" } else { "\n" };
    let written = write!(out, "{data}{end}").and_then(|()| out.flush());
    written.map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => CliError::nobody_reads(),
        _ => CliError::failed(format!("The answer could not be written to stdout: {error}.")),
    })
}

/// Says something to whoever sits there, on stderr.
pub(super) fn say(message: &str) {
    // If stderr is closed there is nobody to say it to, and nowhere to say so.
    let _ = writeln!(io::stderr().lock(), "{message}");
}

/// A table in aligned columns, the header first. An empty cell shows as `-`.
pub(super) fn table<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> String {
    let mut widths = header.map(|title| title.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let header = header.map(str::to_owned);
    let mut text = String::new();
    for row in std::iter::once(&header).chain(rows) {
        let cells = row.iter().zip(widths).map(|(cell, width)| {
            let cell = if cell.is_empty() { "-" } else { cell };
            format!("{cell:width$}")
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A time as data has it.
pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_are_aligned_and_empty_cells_shown() {
        let rows = [["aida".to_owned(), String::new()], ["b".to_owned(), "KG".to_owned()]];
        assert_eq!(table(["NAME", "PARTY"], &rows), "NAME  PARTY\naida  -\nb     KG\n");
    }
}
