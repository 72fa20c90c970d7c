//! What somebody typed whose session had ended: it goes through the sign-in, and back to its form.
//!
//! Nothing is filed by it. The form is shown again with what was typed, and whoever has signed in
//! sends it, with the proof of the new session.

use actix_web::HttpRequest;
use url::form_urlencoded;

use super::answer::local;
use super::form::{AGAIN, Form};

/// What the names of the fields begin with while they are in the form to sign in.
const PREFIX: &str = "typed.";

/// The fields of a form, and where it is shown again.
#[derive(Debug)]
pub struct Carried {
    pub to: String,
    /// Names and values, as the form itself has them.
    pub pairs: Vec<(String, String)>,
}

/// Where the form is that is sent to a path, if it is one to be kept.
#[must_use]
pub fn form_of(path: &str) -> Option<&str> {
    match path {
        // Looked at, and not filed.
        "/obligations/update" | "/obligations/update/file" => Some("/obligations/update"),
        path if path.starts_with("/commitments/") && path.ends_with("/update") => Some(path),
        _ => None,
    }
}

impl Carried {
    /// What was typed into the form that was sent by this request.
    #[must_use]
    pub fn typed(request: &HttpRequest, form: &Form) -> Option<Self> {
        let path = form_of(request.path())?;
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
            // The language can be changed on the way.
            if name != "lang" {
                query.append_pair(&name, &value);
            }
        }
        let query = query.finish();
        let to = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        let is_typed = |(name, _): &&(String, String)| name != "csrf" && name != AGAIN;
        Some(Self { to, pairs: form.pairs().filter(is_typed).cloned().collect() })
    }

    /// What the form to sign in carries, if anything.
    #[must_use]
    pub fn of_sign_in(form: &Form) -> Option<Self> {
        let to = local(form.get("to")).to_owned();
        let path = to.split_once('?').map_or(to.as_str(), |(path, _)| path);
        // With the proof of a session go what was typed, and to its form, and to no other.
        if form_of(path) != Some(path) {
            return None;
        }
        let pairs: Vec<(String, String)> = form
            .pairs()
            .filter_map(|(name, value)| {
                Some((name.strip_prefix(PREFIX)?.to_owned(), value.clone()))
            })
            .collect();
        (!pairs.is_empty()).then_some(Self { to, pairs })
    }

    /// The hidden fields of the form to sign in.
    #[must_use]
    pub fn hidden(&self) -> Vec<(String, &str)> {
        let all = self.pairs.iter();
        all.map(|(name, value)| (format!("{PREFIX}{name}"), value.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_forms_of_updates_are_kept_and_none_that_files_at_once() {
        let update = "/commitments/A-1/obligations/KG/update";
        assert_eq!(form_of(update), Some(update));
        assert_eq!(form_of("/obligations/update/file"), Some("/obligations/update"));
        for other in ["/obligations/update/undo", "/settings", "/sign-out", "/commitments/A-1"] {
            assert_eq!(form_of(other), None, "{other}");
        }
    }
}
