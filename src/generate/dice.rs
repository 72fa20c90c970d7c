//! Chance that comes out alike for ever: one stream of numbers for each thing that is decided.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// What a stream decides about.
#[derive(Debug, Clone, Copy)]
pub(super) enum About {
    Sizes = 1,
    Declaration = 2,
    Obligation = 3,
    Narrative = 4,
    ChangeIds = 5,
}

/// A stream of numbers.
///
/// `ChaCha8` gives the same ones on every platform and in every version, and what is made of them
/// is made here, so a seed means the same ledger wherever and whenever it is used.
#[derive(Debug, Clone)]
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of one thing: streams can be begun in any order, and any number of times.
    pub(super) fn new(seed: u64, about: About, index: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut numbers = ChaCha8Rng::from_seed(key);
        numbers.set_stream(((about as u64) << 56) | index);
        Self(numbers)
    }

    /// From 0 up to `end`, without it; 0 if there is nothing to choose from.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let scaled = u64::from(self.0.next_u32()) * u64::from(end);
        u32::try_from(scaled >> 32).unwrap_or_default()
    }

    /// From `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i32, to: i32) -> i32 {
        let width = u32::try_from(i64::from(to) - i64::from(from) + 1).unwrap_or(1);
        from.saturating_add_unsigned(self.below(width))
    }

    /// True so many times in a thousand.
    pub(super) fn chance(&mut self, in_thousand: u32) -> bool {
        self.below(1000) < in_thousand
    }

    /// One of the list, each as likely.
    pub(super) fn index(&mut self, len: usize) -> usize {
        let len = u32::try_from(len).unwrap_or(u32::MAX);
        usize::try_from(self.below(len)).unwrap_or_default()
    }

    /// One of the list, each as likely.
    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.index(list.len())]
    }

    /// One of the list, by weight.
    pub(super) fn weighted<T: Copy>(&mut self, list: &[(u32, T)]) -> T {
        let mut left = self.below(list.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in list {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        list[0].1
    }

    /// One of `len` places, the first ones far more likely: the place p about as often as 1/(p+1).
    pub(super) fn skewed(&mut self, len: usize) -> usize {
        // A place chosen evenly below one chosen evenly below the whole.
        let end = self.index(len) + 1;
        let end = self.index(end) + 1;
        self.index(end)
    }

    /// Bytes that mean nothing.
    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_means_the_same_numbers_for_ever() {
        let mut dice = Dice::new(1, About::Obligation, 7);
        let numbers: Vec<u32> = (0..5).map(|_| dice.below(1000)).collect();
        assert_eq!(numbers, [599, 369, 425, 500, 855]);
    }

    #[test]
    fn streams_do_not_meet() {
        let first = |seed, index| Dice::new(seed, About::Obligation, index).bytes::<16>();
        assert_ne!(first(1, 7), first(1, 8));
        assert_ne!(first(1, 7), first(2, 7));
    }
}
