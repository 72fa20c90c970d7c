//! Webhooks: their states, where they may lead, and how what is sent is signed, by the Standard
//! Webhooks specification.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::hmac;
use url::{Host, Url};

use super::address::is_public;
use super::terms::terms;

terms! {
    /// Whether a webhook is delivered to.
    WebhookState {
        Active = "active",
        /// Its owner wants nothing for now.
        Paused = "paused",
        /// Its receiver said that it is gone.
        Disabled = "disabled",
    }
}

terms! {
    /// How far a delivery has come.
    DeliveryState {
        Pending = "pending",
        Delivered = "delivered",
        /// Given up.
        Failed = "failed",
        /// The webhook was disabled before it was delivered.
        Cancelled = "cancelled",
    }
}

/// The longest address of a webhook, in characters.
const LONGEST_URL: usize = 2_000;

/// The address of a webhook, in its normal form.
///
/// # Errors
/// What would be right. With `to_private` false, a literal address that is not public is refused,
/// however it is written; what a name leads to is known only when it is looked up.
pub fn parse_url(text: &str, to_private: bool) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("must be a URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("must begin with https:// or http://".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not have a user name or password; deliveries are signed".to_owned());
    }
    if url.fragment().is_some() {
        return Err("must not have a fragment".to_owned());
    }
    if url.as_str().chars().count() > LONGEST_URL {
        return Err(format!("must have at most {LONGEST_URL} characters"));
    }
    if url.port() == Some(0) {
        return Err("must not have the port 0".to_owned());
    }
    let is_refused = match url.host() {
        None => return Err("must name a host".to_owned()),
        Some(Host::Domain(_)) => false,
        Some(Host::Ipv4(address)) => !is_public(address.into()),
        Some(Host::Ipv6(address)) => !is_public(address.into()),
    };
    if is_refused && !to_private {
        return Err(PRIVATE.to_owned());
    }
    Ok(url)
}

/// What is said of a private target.
pub const PRIVATE: &str =
    "must lead to a public address; private ones are allowed by the setting webhooks_to_private";

/// How many random bytes a secret has; the specification asks for 24 to 64.
pub const SECRET_BYTES: usize = 32;

/// The secret that a webhook's deliveries are signed with. It never shows itself.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(Vec<u8>);

impl SigningSecret {
    #[must_use]
    pub const fn new(random: Vec<u8>) -> Self {
        Self(random)
    }

    /// The bytes, to be kept.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The form that its owner is shown once.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("whsec_{}", BASE64_STANDARD.encode(&self.0))
    }

    /// The signature of a message that is sent at `timestamp`, in seconds since 1970.
    #[must_use]
    pub fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let tag = hmac::sign(&key, format!("{id}.{timestamp}.{body}").as_bytes());
        format!("v1,{}", BASE64_STANDARD.encode(tag))
    }
}

impl std::fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// HMAC by RFC 2104, from SHA-256 alone.
    fn hmac_sha256(key: &[u8; 32], text: &[u8]) -> Vec<u8> {
        use sha2::{Digest, Sha256};

        let pad = |byte: u8| {
            let mut block = [byte; 64];
            block.iter_mut().zip(key).for_each(|(one, key)| *one ^= key);
            block
        };
        let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
        Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
    }

    #[test]
    fn a_signature_covers_id_time_and_body() {
        let key: [u8; 32] = std::array::from_fn(|i| u8::try_from(7 * i % 256).expect("a byte"));
        let secret = SigningSecret::new(key.to_vec());
        let wanted = hmac_sha256(&key, b"msg.1674087231.{}");
        let signed = secret.sign("msg", 1_674_087_231, "{}");
        assert_eq!(signed, format!("v1,{}", BASE64_STANDARD.encode(wanted)));
        for other in [
            secret.sign("msh", 1_674_087_231, "{}"),
            secret.sign("msg", 1_674_087_232, "{}"),
            secret.sign("msg", 1_674_087_231, "{ }"),
        ] {
            assert_ne!(other, signed);
        }
    }

    #[test]
    fn a_secret_shows_itself_only_when_it_is_asked_to() {
        let secret = SigningSecret::new(vec![0xff; SECRET_BYTES]);
        assert_eq!(format!("{secret:?}"), "SigningSecret(…)");
        assert!(secret.expose().starts_with("whsec_/////"));
    }

    #[test]
    fn a_url_is_of_http_and_bare_and_leads_out() {
        for (text, what) in [
            ("", "must be a URL"),
            ("example.org/hook", "must be a URL"),
            ("https://", "must be a URL"),
            ("https://exa mple.org", "must be a URL"),
            ("ftp://example.org", "must begin with"),
            ("file:///etc/passwd", "must begin with"),
            ("data:text/plain,x", "must begin with"),
            ("https://me@example.org", "must not have a user"),
            ("https://:word@example.org", "must not have a user"),
            ("https://example.org/#there", "must not have a fragment"),
            ("https://example.org:0/", "must not have the port"),
            ("http://127.0.0.1/", "must lead to a public"),
            ("http://127.1/", "must lead to a public"),
            ("http://2130706433/", "must lead to a public"),
            ("http://0x7f000001/", "must lead to a public"),
            ("http://0177.0.0.1/", "must lead to a public"),
            ("http://10.1.2.3/", "must lead to a public"),
            ("http://169.254.169.254/latest", "must lead to a public"),
            ("http://[::1]:80/", "must lead to a public"),
            ("http://[::ffff:127.0.0.1]/", "must lead to a public"),
            ("http://０/", "must lead to a public"),
        ] {
            let said = parse_url(text, false).expect_err(text);
            assert!(said.starts_with(what), "{text}: {said}");
        }
        let long = format!("https://example.org/{}", "x".repeat(LONGEST_URL));
        assert!(parse_url(&long, true).is_err());
        for text in ["https://example.org/hook?key=1", "http://8.8.8.8:8080/", "https://бар.kz/"]
        {
            assert!(parse_url(text, false).is_ok(), "{text}");
        }
        assert!(parse_url("http://127.0.0.1:9/x", true).is_ok());
    }
}
