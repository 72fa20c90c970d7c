//! Where a quote stands in its paragraph.

/// Whether `quote` stands in `text` to the letter, `start` characters from its beginning.
#[must_use]
pub fn stands_at(text: &str, quote: &str, start: i32) -> bool {
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    text.char_indices().nth(start).is_some_and(|(byte, _)| text[byte..].starts_with(quote))
}
