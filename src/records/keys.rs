//! Codes and sort keys: made once, from where an item stands, and never changed.

/// The letter of the item after `taken` others of its paragraph: a to z, then aa, ab …
#[must_use]
pub fn letter(taken: i64) -> String {
    let letter = |n: i64| char::from(b'a' + u8::try_from(n.rem_euclid(26)).unwrap_or(0));
    match taken / 26 {
        0 => letter(taken).to_string(),
        tens => format!("{}{}", letter(tens - 1), letter(taken)),
    }
}

/// A commitment's code, as `AST25-12.7b`.
#[must_use]
pub fn code(prefix: &str, section: i32, paragraph: i32, letter: &str) -> String {
    format!("{prefix}-{section}.{paragraph}{letter}")
}

/// A commitment's sort key: compared byte by byte, it gives the order of the text.
#[must_use]
pub fn commitment(slug: &str, section: i32, paragraph: i32, letter: &str) -> String {
    // The length goes first, so that aa comes after z.
    format!("{slug}/{section:04}/{paragraph:04}/{}{letter}", letter.len())
}

/// An obligation's sort key: its commitment's, then the protocol order of parties.
#[must_use]
pub fn obligation(
    commitment: &str,
    position: i32,
    party: &str,
    occurrence: Option<&str>,
) -> String {
    format!("{commitment}/{position:03}/{party}/{}", occurrence.unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_sort_as_they_are_counted() {
        let keys: Vec<String> = (0..60).map(|n| commitment("d", 1, 1, &letter(n))).collect();
        assert!(keys.is_sorted());
        assert_eq!(letter(0), "a");
        assert_eq!(letter(25), "z");
        assert_eq!(letter(26), "aa");
        assert_eq!(letter(52), "ba");
    }
}
