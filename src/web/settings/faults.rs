//! What is wrong with a form of the settings, in the reader's language.

use url::Url;

use crate::domain::terms::Term;
use crate::domain::user::UserRole;
use crate::domain::webhook::PRIVATE;
use crate::error::{Kind, Problem};
use crate::web::form::Form;

/// The key of the text for why a form was refused; none for what is no fault of the form's, and is
/// told on a page of its own. Which fault it is shows in what was typed, so that no sentence of the
/// API has to be compared.
pub(super) fn key(problem: &Problem, form: &Form) -> Option<&'static str> {
    let is_webhook = form.get("do") == Some("webhook");
    match problem.kind {
        Kind::Forbidden => Some("web-fault-admins-only"),
        Kind::NotFound => Some("web-fault-gone"),
        Kind::Conflict if is_webhook => Some("web-fault-webhooks-many"),
        Kind::Conflict => Some("web-fault-name-taken"),
        Kind::Invalid => {
            let Some(fault) = problem.errors.first() else { return Some("web-fault-form") };
            Some(match fault.pointer.as_str() {
                "/url" if fault.message == PRIVATE => "web-fault-webhook-private",
                "/url" => of_url(form.get("url").unwrap_or_default()),
                "/name" => "web-fault-name",
                "/role" => "web-fault-role",
                "/party" => of_party(form),
                "" => "web-fault-characters",
                _ => "web-fault-form",
            })
        }
        _ => None,
    }
}

fn of_party(form: &Form) -> &'static str {
    let is_analyst = form.get("role").and_then(|role| UserRole::parse(role).ok());
    match (is_analyst == Some(UserRole::Analyst), form.get("party")) {
        (true, None) => "web-fault-party-missing",
        (false, Some(_)) => "web-fault-party-extra",
        _ => "web-fault-party",
    }
}

/// What is wrong with an address that was refused, in the order in which addresses are judged.
fn of_url(text: &str) -> &'static str {
    match Url::parse(text) {
        Ok(url) if !matches!(url.scheme(), "http" | "https") => "web-fault-webhook-scheme",
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            "web-fault-webhook-user"
        }
        Ok(url) if url.fragment().is_some() => "web-fault-webhook-fragment",
        Ok(url) if url.host().is_some() && url.port() != Some(0) => "web-fault-too-long",
        Ok(_) | Err(_) => "web-fault-webhook-url",
    }
}
