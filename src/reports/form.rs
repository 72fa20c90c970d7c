//! The forms that a report comes in.

use crate::domain::terms::{Term, terms};

terms! {
    /// A form of a report.
    Form {
        Json = "json",
        /// `CommonMark` with tables, as GitHub has them.
        Md = "md",
        /// RFC 4180, one obligation a row.
        Csv = "csv",
        /// One file, to be read or printed.
        Html = "html",
        /// Office Open XML workbook.
        Xlsx = "xlsx",
        /// Office Open XML document.
        Docx = "docx",
        Pdf = "pdf",
    }
}

impl Form {
    /// The media type, with its character set where it is text.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Md => "text/markdown; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Html => "text/html; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
        }
    }

    /// Whether a browser shows it, rather than keep it as a file.
    #[must_use]
    pub const fn is_shown(self) -> bool {
        match self {
            Self::Json | Self::Md | Self::Html | Self::Pdf => true,
            Self::Csv | Self::Xlsx | Self::Docx => false,
        }
    }

    /// Whether this program was built with what draws it.
    #[must_use]
    pub const fn is_built(self) -> bool {
        !matches!(self, Self::Pdf) || cfg!(feature = "pdf")
    }

    /// The media type without its parameters.
    fn essence(self) -> &'static str {
        self.media_type().split(';').next().unwrap_or_default()
    }

    /// The form that an Accept header (RFC 9110, 12.5.1) likes best; JSON where it likes all alike.
    /// None if it takes none of them.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
            let weight =
                parts.find_map(|part| part.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            let form = match kind.as_str() {
                "*/*" | "application/*" => Some(Self::Json),
                "text/*" => Some(Self::Html),
                other => Self::ALL.iter().copied().find(|form| form.essence() == other),
            };
            if let Some(form) = form.filter(|_| weight > 0.0 && best.is_none_or(|b| weight > b.0)) {
                best = Some((weight, form));
            }
        }
        best.map(|(_, form)| form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_gets_the_form_that_it_likes_best() {
        let best = Form::accepted;
        assert_eq!(best("*/*"), Some(Form::Json));
        assert_eq!(best("application/json"), Some(Form::Json));
        assert_eq!(best("text/html,application/xhtml+xml,*/*;q=0.8"), Some(Form::Html));
        assert_eq!(best("text/csv;q=0.4, application/pdf;q=0.5"), Some(Form::Pdf));
        assert_eq!(best("image/png"), None);
        assert_eq!(best("application/pdf;q=0, text/markdown;q=0.1"), Some(Form::Md));
        for form in Form::ALL {
            assert_eq!(best(form.media_type()), Some(*form));
        }
    }
}
