//! Where a reader of the feed stands: epoch, seq and a piece of the chain, opaque to the reader.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// How much of the chain a cursor carries: enough that two histories do not agree by chance.
const PREFIX: usize = 8;

/// A place in the feed, after `seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedCursor {
    pub epoch: Uuid,
    /// The last change that was read; 0 before the first.
    pub seq: i64,
    pub chain_prefix: [u8; PREFIX],
}

impl FeedCursor {
    /// The place after the change `seq`, whose link of the chain is `chain`.
    #[must_use]
    pub fn new(epoch: Uuid, seq: i64, chain: &[u8; 32]) -> Self {
        let mut chain_prefix = [0; PREFIX];
        chain_prefix.copy_from_slice(&chain[..PREFIX]);
        Self { epoch, seq, chain_prefix }
    }

    /// The form that readers hold.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut bytes = Vec::with_capacity(16 + 8 + PREFIX);
        bytes.extend_from_slice(self.epoch.as_bytes());
        bytes.extend_from_slice(&self.seq.to_be_bytes());
        bytes.extend_from_slice(&self.chain_prefix);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads it back; none if it never was a cursor.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (epoch, rest) = bytes.split_first_chunk::<16>()?;
        let (seq, prefix) = rest.split_first_chunk::<8>()?;
        let seq = i64::from_be_bytes(*seq);
        let chain_prefix = prefix.try_into().ok()?;
        (seq >= 0).then_some(Self { epoch: Uuid::from_bytes(*epoch), seq, chain_prefix })
    }

    /// Whether it was given out by this history, whose link at its seq is `chain`.
    #[must_use]
    pub fn fits(&self, chain: &[u8; 32]) -> bool {
        chain[..PREFIX] == self.chain_prefix
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_reads_back_what_it_was_made_of(
            epoch in any::<u128>(), seq in 0i64.., chain in any::<[u8; 32]>(),
        ) {
            let cursor = FeedCursor::new(Uuid::from_u128(epoch), seq, &chain);
            prop_assert_eq!(FeedCursor::decode(&cursor.encode()), Some(cursor));
            prop_assert!(cursor.fits(&chain));
        }

        #[test]
        fn any_other_text_is_refused(text in "\\PC{0,60}") {
            if let Some(cursor) = FeedCursor::decode(&text) {
                prop_assert_eq!(cursor.encode(), text);
            }
        }
    }
}
