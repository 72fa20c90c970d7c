//! Tokens: the secret that a caller shows, and what of it may be kept.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What every token begins with, so that a lost one is known for what it is.
const PREFIX: &str = "sl_";

/// How many characters of a token its owner knows it by.
const HINT_LENGTH: usize = 8;

/// A token as its owner has it. It never shows itself; only [`Secret::hash`] is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The token of 256 random bits.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(random)))
    }

    /// Reads a token as a caller sent it; none if it cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let random = BASE64_URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        (random.len() == 32).then(|| Self(text.to_owned()))
    }

    /// SHA-256 of the token, by which it is found. The bits are random, so no salt is needed.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    /// The first characters.
    #[must_use]
    pub fn hint(&self) -> &str {
        &self.0[..HINT_LENGTH]
    }

    /// The token itself, for the one time that it is shown.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret({}…)", self.hint())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Secret;

    proptest! {
        #[test]
        fn a_token_is_read_back_and_does_not_show_itself(random: [u8; 32]) {
            let secret = Secret::new(random);
            prop_assert_eq!(Secret::parse(secret.expose()), Some(secret.clone()));
            prop_assert!(secret.expose().starts_with(secret.hint()));
            let debug = format!("{secret:?}");
            prop_assert!(!debug.contains(secret.expose()));
        }

        #[test]
        fn other_text_is_no_token(text in "(sl_)?[A-Za-z0-9_-]{0,42}|.{0,60}") {
            prop_assert_eq!(Secret::parse(&text), None);
        }
    }
}
