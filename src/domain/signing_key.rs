//! The key that a node signs with (Ed25519, RFC 8032).

use ring::error::KeyRejected;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

/// A private key with its public part.
pub struct SigningKey {
    seed: [u8; 32],
    pair: Ed25519KeyPair,
}

impl SigningKey {
    /// The key of a seed, which is to be random.
    ///
    /// # Errors
    /// Never for 32 bytes; the signature is the library's.
    pub fn new(seed: [u8; 32]) -> Result<Self, KeyRejected> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed)?;
        Ok(Self { seed, pair })
    }

    /// The seed that it is made from, to be kept.
    #[must_use]
    pub const fn seed(&self) -> &[u8; 32] {
        &self.seed
    }

    /// The part that everybody may know, 32 bytes.
    #[must_use]
    pub fn public_key(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// The signature of a text, 64 bytes.
    #[must_use]
    pub fn sign(&self, text: &[u8]) -> Vec<u8> {
        self.pair.sign(text).as_ref().to_vec()
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The seed is for nobody to read.
        f.debug_struct("SigningKey").finish_non_exhaustive()
    }
}

/// Whether the key of this public part signed the text.
#[must_use]
pub fn is_signed(text: &[u8], signature: &[u8], public_key: &[u8; 32]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key).verify(text, signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_seed_is_the_one_of_the_standard() {
        // RFC 8032, 7.1, test 1.
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        let bytes = |text: &str| -> [u8; 32] {
            std::array::from_fn(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap())
        };
        let key = SigningKey::new(bytes(seed)).unwrap();
        assert_eq!(key.public_key(), bytes(public));
        let signature = key.sign(b"");
        assert_eq!(signature[..4], [0xe5, 0x56, 0x43, 0x00]);
        assert!(is_signed(b"", &signature, &bytes(public)));
        assert!(!is_signed(b"x", &signature, &bytes(public)));
        assert!(!format!("{key:?}").contains("9d"), "{key:?}");
    }
}
