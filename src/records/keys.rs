//! Codes and sort keys: what an item is called, and where it stands in a list.

/// The letter of the item after `taken` others of its paragraph: a to z, then aa, ab …
#[must_use]
pub fn letter(taken: i64) -> String {
    let letter = |n: i64| char::from(b'a' + u8::try_from(n.rem_euclid(26)).unwrap_or(0));
    match taken / 26 {
        0 => letter(taken).to_string(),
        tens => format!("{}{}", letter(tens - 1), letter(taken)),
    }
}

/// The code of a commitment, as `AST25-12.7b`.
#[must_use]
pub fn code(prefix: &str, section: i32, paragraph: i32, letter: &str) -> String {
    format!("{prefix}-{section}.{paragraph}{letter}")
}

/// The sort key of a commitment, as `astana-2025/0012/0007/b`: its byte order is the text's.
///
/// After `z` comes `aa`, which is written `zaa` here so that its bytes come later too.
#[must_use]
pub fn commitment(slug: &str, section: i32, paragraph: i32, letter: &str) -> String {
    let later = if letter.len() > 1 { "z" } else { "" };
    format!("{slug}/{section:04}/{paragraph:04}/{later}{letter}")
}

/// The sort key of an obligation: its commitment's, then the party's place in the protocol, then
/// the occurrence.
#[must_use]
pub fn obligation(
    commitment_key: &str,
    position: i32,
    party: &str,
    occurrence: Option<&str>,
) -> String {
    format!("{commitment_key}/{position:03}/{party}/{}", occurrence.unwrap_or_default())
}

/// The sort key of another occurrence of what the obligation with `obligation_key` is one of.
#[must_use]
pub fn other_occurrence(obligation_key: &str, occurrence: Option<&str>) -> String {
    let stem = obligation_key.rsplit_once('/').map_or(obligation_key, |(stem, _)| stem);
    format!("{stem}/{}", occurrence.unwrap_or_default())
}

/// The place of an item's letter in its paragraph, from 0: `a` to `z`, then `aa` to `zz`.
/// None for anything else.
#[must_use]
pub fn letter_place(letter: &str) -> Option<u32> {
    let place = |byte: u8| byte.is_ascii_lowercase().then(|| u32::from(byte - b'a'));
    match *letter.as_bytes() {
        [only] => place(only),
        [first, second] => Some(26 + 26 * place(first)? + place(second)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_counted_as_they_sort() {
        for taken in 0..26 * 27 {
            assert_eq!(letter_place(&letter(taken)), u32::try_from(taken).ok());
        }
        assert_eq!((letter(25), letter(26)), ("z".to_owned(), "aa".to_owned()));
    }

    #[test]
    fn keys_have_their_form() {
        assert_eq!(code("AST25", 12, 7, "b"), "AST25-12.7b");
        let key = commitment("astana-2025", 12, 7, "b");
        assert_eq!(key, "astana-2025/0012/0007/b");
        let first = obligation(&key, 2, "KZ", Some("2027"));
        assert_eq!(first, "astana-2025/0012/0007/b/002/KZ/2027");
        assert_eq!(other_occurrence(&first, Some("2029")), obligation(&key, 2, "KZ", Some("2029")));
        assert_eq!(other_occurrence(&first, None), obligation(&key, 2, "KZ", None));
        assert_eq!(letter_place("A"), None);
        assert_eq!(letter_place("aaa"), None);
    }

    /// Section, paragraph, letter, position of the party and its occurrence.
    type Place = (i32, i32, String, i32, Option<String>);

    fn place() -> impl Strategy<Value = Place> {
        (0..9999i32, 1..9999i32, "[a-z]{1,2}", 0..999i32, proptest::option::of("20[0-9]{2}"))
    }

    proptest! {
        #[test]
        fn byte_order_is_the_order_of_the_text(a in place(), b in place()) {
            let sorted_by = |(section, paragraph, letter, position, occurrence): &Place| {
                (*section, *paragraph, letter_place(letter), *position, occurrence.clone())
            };
            let key = |(section, paragraph, letter, position, occurrence): &Place| {
                let item = commitment("x", *section, *paragraph, letter);
                obligation(&item, *position, "P", occurrence.as_deref())
            };
            prop_assert_eq!(key(&a).cmp(&key(&b)), sorted_by(&a).cmp(&sorted_by(&b)));
        }
    }
}
