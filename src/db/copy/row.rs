//! A row as COPY reads it.

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

/// A time as Postgres reads it, to the microsecond.
pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// An array's literal; of texts without quotes or backslashes, or of numbers.
pub(super) fn array<T: std::fmt::Display>(values: &[T]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
    format!("{{{}}}", values.join(","))
}

/// A row that is being written: fields between tabs, NULL as `\N`.
pub(super) struct Row<'a> {
    text: &'a mut String,
    is_begun: bool,
}

impl<'a> Row<'a> {
    pub(super) const fn new(text: &'a mut String) -> Self {
        Self { text, is_begun: false }
    }

    fn next(&mut self) {
        if self.is_begun {
            self.text.push('\t');
        }
        self.is_begun = true;
    }

    /// A value whose written form needs no escape.
    pub(super) fn plain(mut self, value: impl std::fmt::Display) -> Self {
        self.next();
        // Writing to a String cannot fail.
        let _ = write!(self.text, "{value}");
        self
    }

    pub(super) fn maybe<T: std::fmt::Display>(self, value: Option<T>) -> Self {
        match value {
            Some(value) => self.plain(value),
            None => self.plain("\\N"),
        }
    }

    pub(super) fn text(mut self, text: &str) -> Self {
        self.next();
        let mut rest = text;
        while let Some(place) = rest.find(['\\', '\t', '\n', '\r']) {
            self.text.push_str(&rest[..place]);
            self.text.push_str(match rest.as_bytes()[place] {
                b'\t' => "\\t",
                b'\n' => "\\n",
                b'\r' => "\\r",
                _ => "\\\\",
            });
            rest = &rest[place + 1..];
        }
        self.text.push_str(rest);
        self
    }

    pub(super) fn maybe_text(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(text),
            None => self.plain("\\N"),
        }
    }

    pub(super) fn json(self, value: &impl Serialize) -> Self {
        // A value of plain fields always serializes.
        self.text(&serde_json::to_string(value).unwrap_or_default())
    }

    pub(super) fn maybe_json<T: Serialize>(self, value: Option<&T>) -> Self {
        match value {
            Some(value) => self.json(value),
            None => self.plain("\\N"),
        }
    }

    pub(super) fn end(self) {
        self.text.push('\n');
    }
}
