//! The log: one line a record on stderr, with its key-values as `key=value`.

use std::io::{self, Write};

use env_logger::fmt::Formatter;
use log::Record;
use log::kv::{Error, Key, Value, VisitSource};

/// Starts the log. Only the first call in a process counts.
pub fn start(filter: &str) {
    // A second logger, as in tests, is refused; the first goes on.
    let _ = env_logger::Builder::new().parse_filters(filter).format(write_record).try_init();
}

fn write_record(out: &mut Formatter, record: &Record<'_>) -> io::Result<()> {
    let style = out.default_level_style(record.level());
    write!(
        out,
        "{} {style}{:5}{style:#} {} {}",
        out.timestamp_millis(),
        record.level(),
        record.target(),
        one_line(&record.args().to_string()),
    )?;
    record.key_values().visit(&mut Pairs(out)).map_err(io::Error::other)?;
    writeln!(out)
}

/// Writes ` key=value` for each pair.
struct Pairs<'a>(&'a mut Formatter);

impl<'kvs> VisitSource<'kvs> for Pairs<'_> {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
        write!(self.0, " {key}={}", quoted(&value.to_string()))?;
        Ok(())
    }
}

/// A record is one line, whatever is in it: nobody may forge another by a line break.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// A value as it is, or in quotes where it would else run into what stands beside it.
fn quoted(value: &str) -> String {
    let is_plain = !value.is_empty()
        && !value.contains(|c: char| c.is_whitespace() || c.is_control() || "\"=\\".contains(c));
    if is_plain {
        return value.to_owned();
    }
    format!("\"{}\"", one_line(&value.replace('\\', "\\\\").replace('"', "\\\"")))
}

#[cfg(test)]
mod tests {
    use super::{one_line, quoted};

    #[test]
    fn a_record_is_one_line() {
        assert_eq!(one_line("a\nb\u{1b}[31m"), "a\\nb\\u{1b}[31m");
    }

    #[test]
    fn values_that_would_run_on_are_quoted() {
        assert_eq!(quoted("/api/v1"), "/api/v1");
        assert_eq!(quoted(""), "\"\"");
        assert_eq!(quoted("a b"), "\"a b\"");
        assert_eq!(quoted("a\"b\nc\\"), "\"a\\\"b\\nc\\\\\"");
        assert_eq!(quoted("已完成"), "已完成");
    }
}
