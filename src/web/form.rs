//! Reading what a form sent.

use actix_web::HttpRequest;
use actix_web::web::Payload;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

use super::visitor::Visitor;
use crate::app::AppState;
use crate::error::{Kind, Problem};

/// The field by which a form asks to be shown again as it is: in another language, or to somebody
/// who has had to sign in. Nothing is written then.
pub const AGAIN: &str = "again";

/// The fields of a form, in their order; one name may come several times.
#[derive(Debug)]
pub struct Form {
    pairs: Vec<(String, String)>,
    is_own: bool,
}

impl Form {
    /// Reads the body of a form, and whether it is the visitor's own.
    ///
    /// # Errors
    /// 413 if it is too long, 415 if it is none, 403 if it was not made for this visitor.
    pub async fn read(
        request: &HttpRequest,
        state: &AppState,
        visitor: &Visitor,
        payload: Payload,
    ) -> Result<Self, Problem> {
        Self::read_any(request, state, visitor, payload).await?.own()
    }

    /// Reads the body of a form that may be shown again to a visitor whose own it is not, such as
    /// one who has signed in since it was drawn.
    ///
    /// # Errors
    /// 413 if it is too long, 415 if it is none.
    pub async fn read_any(
        request: &HttpRequest,
        state: &AppState,
        visitor: &Visitor,
        mut payload: Payload,
    ) -> Result<Self, Problem> {
        if request
            .headers()
            .get("Content-Type")
            .is_none_or(|value| !value.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
        {
            let detail = "Send a form: application/x-www-form-urlencoded.";
            return Err(Problem::new(Kind::UnsupportedMediaType, detail));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|error| Problem::new(Kind::Invalid, error.to_string()))?;
            if bytes.len() + chunk.len() > state.settings.body_limit {
                let detail = format!("A form has at most {} bytes.", state.settings.body_limit);
                return Err(Problem::new(Kind::TooLarge, detail));
            }
            bytes.extend_from_slice(&chunk);
        }
        let pairs = url::form_urlencoded::parse(&bytes).into_owned().collect();
        let mut form = Self { pairs, is_own: false };
        let csrf = form.get("csrf").unwrap_or_default();
        // Where nobody is signed in there is nothing to be abused.
        form.is_own = visitor.session.is_none() || visitor.csrf.is_proved_by(csrf);
        Ok(form)
    }

    /// Whether it was made for the session that sent it.
    #[must_use]
    pub const fn is_own(&self) -> bool {
        self.is_own
    }

    /// The form, if it was made for the session that sent it.
    ///
    /// # Errors
    /// 403 if it was not.
    pub fn own(self) -> Result<Self, Problem> {
        if self.is_own {
            return Ok(self);
        }
        let detail = "This form was made for another session. Open the page and send it again.";
        Err(Problem::forbidden(detail))
    }

    /// A field as it was written, without space around it; none if it is empty or not there.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The fields of one name that are not empty.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs
            .iter()
            .filter(move |(other, _)| other == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// What it says at this path, in short: the same however often it is sent, and whoever has
    /// signed in anew meanwhile.
    #[must_use]
    pub fn hash(&self, path: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(path);
        for (name, value) in self.pairs.iter().filter(|(name, _)| name != "csrf") {
            hash.update(format!("\n{name}={value}"));
        }
        hash.finalize().into()
    }

    /// All of it, as it was sent.
    pub fn pairs(&self) -> impl Iterator<Item = &(String, String)> {
        self.pairs.iter()
    }

    /// A field as it was typed, to the letter: for passwords.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.pairs.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)
    }
}
