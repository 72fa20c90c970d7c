//! Texts in lines of so many columns of a terminal, in which a Chinese character takes two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Words go on in the next line; a code or a number is cut short.
pub(super) fn lines(text: &str, width: usize, wraps: bool) -> Vec<String> {
    let has_words = text.contains(' ') || has_chinese(text);
    if wraps || has_words { wrapped(text, width) } else { vec![cut(text, width)] }
}

/// The narrowest that a text can be with no word of it broken. A sign stays with its word.
pub(super) fn longest_word(text: &str) -> usize {
    let (mut longest, mut own, mut has_letters) = (0, 0, false);
    let mut before = None;
    for c in text.chars() {
        if has_letters && may_part(before, c) {
            (own, has_letters) = (0, false);
        }
        if !(c == ' ' && own == 0) {
            own += c.width().unwrap_or(0);
        }
        has_letters |= c.is_alphanumeric();
        longest = longest.max(own);
        before = Some(c);
    }
    longest
}

/// The text in as many columns as are given, with `…` where it is cut short.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut short, mut so_far) = (String::new(), 1);
    for c in text.chars() {
        so_far += c.width().unwrap_or(0);
        if so_far > width {
            break;
        }
        short.push(c);
    }
    short + "…"
}

/// Marks that begin no line, and need not be parted from what they close.
const CLOSING: &str = "，。、；：？！）》」』”’…";

/// Marks that end no line.
const OPENING: &str = "（《「『“‘";

/// Whether there are characters that take two columns.
pub(super) fn has_chinese(text: &str) -> bool {
    text.chars().any(is_wide)
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// Whether a line may end before `c`: at spaces, and beside Chinese characters.
fn may_part(before: Option<char>, c: char) -> bool {
    let begins = c == ' '
        || is_wide(c)
        || OPENING.contains(c)
        || (c.is_alphanumeric() && before.is_some_and(is_wide));
    begins && !CLOSING.contains(c) && !before.is_some_and(|before| OPENING.contains(before))
}

/// The text in lines of at most that width, broken where it may part.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut may_break) = (String::new(), 0);
    let mut before = None;
    for c in text.chars() {
        if may_part(before, c) {
            may_break = line.len();
        }
        before = Some(c);
        if line.width() + c.width().unwrap_or(0) > width && !line.is_empty() {
            let at = if may_break > 0 { may_break } else { line.len() };
            let rest = line.split_off(at).trim_start().to_owned();
            lines.push(std::mem::replace(&mut line, rest));
            may_break = 0;
        }
        if !(c == ' ' && line.is_empty()) {
            line.push(c);
        }
    }
    lines.push(line);
    lines
}
