//! The proof that a form is the visitor's own, and the mask that it wears in pages.
//!
//! A page is compressed, and also says what its address asks for. Whoever makes a browser load
//! many addresses and sees how long the answers are could guess a secret that stands in all of
//! them, letter by letter (BREACH). So it stands in none: each answer carries a pad of its own, by
//! chance, and the proof XOR that pad. Only that form is taken back; of one session all masks are
//! good, whenever they were drawn.
//!
//! The ETag is made of the page before it is masked, so a page that says the same is known to the
//! browser also where somebody is signed in. It is weak there (RFC 9110, 8.8.1), since the bytes
//! differ. A 304 has no body to be measured, and leaves the browser a page whose mask is still
//! good. A pad derived from the page would have kept the ETag strong, and would have been the same
//! for the same address, to be measured again and again.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::hmac;
use sha2::{Digest, Sha256};

use crate::domain::token::Secret;
use crate::sync::envelope::hex;

const LENGTH: usize = 32;

/// What every form has to send along: nobody else can know it. None without a session.
#[derive(Clone, Default)]
pub struct Csrf(Option<[u8; LENGTH]>);

impl Csrf {
    /// The proof of the session with this secret.
    #[must_use]
    pub fn of(secret: &Secret) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
        Self(hmac::sign(&key, b"forms").as_ref().try_into().ok())
    }

    /// The page as it is sent, with the proof masked by `pad` wherever it stands; none if it stands
    /// nowhere.
    #[must_use]
    pub fn mask(&self, page: &str, pad: [u8; LENGTH]) -> Option<String> {
        let bare = self.to_string();
        if bare.is_empty() || !page.contains(&bare) {
            return None;
        }
        let masked = xor(self.0?, pad);
        Some(page.replace(&bare, &BASE64_URL_SAFE_NO_PAD.encode([pad, masked].concat())))
    }

    /// Whether what a form has sent is this proof behind some mask.
    #[must_use]
    pub fn is_proved_by(&self, sent: &str) -> bool {
        let Some(proof) = self.0 else { return false };
        let sent = BASE64_URL_SAFE_NO_PAD.decode(sent).unwrap_or_default();
        let Some((pad, masked)) = sent.split_first_chunk::<LENGTH>() else { return false };
        let Ok(masked) = <[u8; LENGTH]>::try_from(masked) else { return false };
        // Hashes are compared, so that the time it takes tells nothing.
        Sha256::digest(xor(masked, *pad)) == Sha256::digest(proof)
    }
}

impl std::fmt::Display for Csrf {
    /// As templates have it: a mark in the place of which the answer puts the masked proof.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.map_or(Ok(()), |proof| f.write_str(&hex(&proof)))
    }
}

impl std::fmt::Debug for Csrf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Csrf(…)")
    }
}

fn xor(one: [u8; LENGTH], other: [u8; LENGTH]) -> [u8; LENGTH] {
    std::array::from_fn(|at| one[at] ^ other[at])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a page has between its marks.
    fn sent(csrf: &Csrf, pad: [u8; LENGTH]) -> String {
        let page = csrf.mask(&format!("<{csrf}>"), pad).expect("it stands there");
        page[1..page.len() - 1].to_owned()
    }

    proptest! {
        #[test]
        fn every_mask_of_a_session_is_good_and_no_other(
            session: [u8; 32], other: [u8; 32], pad: [u8; 32], text in ".{0,100}"
        ) {
            prop_assume!(session != other);
            let (csrf, others) = (Csrf::of(&Secret::new(session)), Csrf::of(&Secret::new(other)));
            let masked = sent(&csrf, pad);
            prop_assert!(csrf.is_proved_by(&masked));
            prop_assert!(!csrf.is_proved_by(&sent(&others, pad)));
            prop_assert!(!csrf.is_proved_by(&text));
            prop_assert!(!csrf.is_proved_by(&masked[1..]));
            prop_assert!(!csrf.is_proved_by(&csrf.to_string()));
            prop_assert!(!Csrf::default().is_proved_by(&masked));
            let debug = format!("{csrf:?}");
            prop_assert!(!debug.contains(&csrf.to_string()));
        }

        #[test]
        fn the_proof_itself_stands_nowhere(session: [u8; 32], pad: [u8; 32], other: [u8; 32]) {
            prop_assume!(pad != other && pad != [0; 32]);
            let csrf = Csrf::of(&Secret::new(session));
            let page = format!("<a {csrf}><b {csrf}>");
            let masked = csrf.mask(&page, pad).expect("it stands there");
            let proof = csrf.0.expect("of a session");
            prop_assert!(!masked.contains(&csrf.to_string()));
            prop_assert!(!masked.contains(&BASE64_URL_SAFE_NO_PAD.encode(proof)));
            prop_assert_ne!(csrf.mask(&page, other).expect("it stands there"), masked);
        }
    }

    #[test]
    fn a_page_without_a_form_stays_as_it_is() {
        let csrf = Csrf::of(&Secret::new([7; 32]));
        assert_eq!(csrf.mask("<p>", [1; 32]), None);
        assert_eq!(Csrf::default().mask("<p>", [1; 32]), None);
    }
}
