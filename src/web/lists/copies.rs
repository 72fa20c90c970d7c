//! What is shown, as something to take elsewhere: an address, a command, a file, a call.

use actix_web::HttpRequest;
use url::form_urlencoded::Serializer;

use crate::domain::terms::Term;
use crate::reading::parameters::FILTERS;
use crate::web::frame::Frame;

/// Something to be copied.
#[derive(Debug)]
pub struct Copy {
    pub label: String,
    pub text: String,
}

/// Ways to take the list elsewhere.
#[derive(Debug)]
pub struct Copies {
    /// The whole list as a file, from here.
    pub csv: String,
    pub all: Vec<Copy>,
}

impl Copies {
    /// Those of the list `what`, as the API calls it.
    #[must_use]
    pub fn new(request: &HttpRequest, frame: &Frame, what: &str, limit: i64) -> Self {
        let connection = request.connection_info();
        let server = format!("{}://{}", connection.scheme(), connection.host());
        let filters = filters(frame);
        let address = |more: &[(&str, &str)]| {
            let mut query = Serializer::new(String::new());
            query.extend_pairs(&filters).extend_pairs(more);
            format!("/api/v1/{what}?{}", query.finish())
        };
        let language = frame.language();
        let csv = address(&[("format", "csv"), ("lang", language.as_str())]);
        let json = format!("{server}{}", address(&[("limit", &limit.to_string())]));
        let copy = |key: &str, text: String| Copy { label: frame.t(key), text };
        let all = vec![
            copy("web-list-copy-url", format!("{server}{}", frame.path_and_query())),
            copy("web-list-copy-command", command(what, &server, &filters, limit)),
            copy("web-list-copy-csv", format!("{server}{csv}")),
            copy("web-list-copy-json", format!("curl {}", quoted(&json))),
        ];
        Self { csv, all }
    }
}

/// The parameters of the API that choose what is shown. The day is named even where it is today's,
/// lest another list come tomorrow.
fn filters(frame: &Frame) -> Vec<(String, String)> {
    let is_filter = |name: &str| {
        !matches!(name, "cursor" | "limit" | "as_of") && FILTERS.iter().any(|one| one.name == name)
    };
    let mut pairs = frame.pairs_without(&[]);
    pairs.retain(|(name, _)| is_filter(name));
    pairs.push(("as_of".to_owned(), frame.day.to_string()));
    pairs
}

/// The command that lists the same.
fn command(what: &str, server: &str, filters: &[(String, String)], limit: i64) -> String {
    let is = |name: &str, value: &str| filters.iter().any(|(n, v)| n == name && v == value);
    let has_order = filters.iter().any(|(name, _)| name == "sort");
    let is_overdue = what == "obligations"
        && is("timeliness", "overdue")
        && (!has_order || is("sort", "due_on"));
    let mut words = match (what, is_overdue) {
        ("commitments", _) => "summit-ledger list --items".to_owned(),
        (_, true) => "summit-ledger overdue".to_owned(),
        _ => "summit-ledger list".to_owned(),
    };
    let left_out: &[&str] = if is_overdue { &["timeliness", "sort"] } else { &[] };
    for (name, value) in filters.iter().filter(|(name, _)| !left_out.contains(&name.as_str())) {
        let joint = if value.starts_with('-') { "=" } else { " " };
        words.extend([" --", &name.replace('_', "-"), joint, &quoted(value)]);
    }
    format!("{words} --limit {limit} --server {}", quoted(server))
}

/// A word as a shell takes it (POSIX, 2.2.2).
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.,:/@%+=".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_command_has_the_same_filters() {
        let filters = pairs(&[("party", "KG,KZ"), ("q", "it's here"), ("sort", "-due_on")]);
        assert_eq!(
            command("obligations", "http://127.0.0.1:8080", &filters, 100),
            "summit-ledger list --party KG,KZ --q 'it'\\''s here' --sort=-due_on --limit 100 \
             --server http://127.0.0.1:8080"
        );
        let overdue = pairs(&[("timeliness", "overdue"), ("as_of", "2026-01-15")]);
        assert_eq!(
            command("obligations", "http://h", &overdue, 5),
            "summit-ledger overdue --as-of 2026-01-15 --limit 5 --server http://h"
        );
        assert!(command("commitments", "h", &overdue, 5).contains("list --items --timeliness"));
    }
}
