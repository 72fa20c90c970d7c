//! Quotes in their paragraph, and what is left between them.
//!
//! All offsets count characters. Quotes and uncoded spans together tile the paragraph.

use super::faults::At;
use super::raw;
use crate::domain::terms::{Term, terms};
use crate::records::declaration::UncodedSpan;

terms! {
    /// Why a stretch of text is in no item's quote.
    Why {
        /// The number of the section.
        Numeral = "numeral",
        /// A word that only connects, or a subject or verb that stands apart.
        Connective = "connective",
        Explanation = "explanation",
        /// Something past, told again.
        PastFact = "past_fact",
        Narrative = "narrative",
    }
}

/// Why a stretch is uncoded that holds no letter or digit. Nobody lists these.
const PUNCTUATION: &str = "punctuation";

/// Marks that separate clauses, and so belong to neither.
const SEPARATORS: &str = "，、；：。,;:";

/// Where `quote` stands in `text`.
///
/// # Errors
/// What is wrong, as the rest of a sentence that opens with "quote".
pub(super) fn anchor(text: &str, quote: &str, start: Option<usize>) -> Result<usize, String> {
    let edge = |c: char| SEPARATORS.contains(c) || c.is_whitespace();
    if quote.is_empty() {
        return Err("must not be empty".to_owned());
    }
    if quote.starts_with(edge) || quote.ends_with(edge) {
        return Err("must not begin or end with a mark that separates clauses".to_owned());
    }
    let places: Vec<usize> = text
        .char_indices()
        .enumerate()
        .filter(|(_, (byte, _))| text[*byte..].starts_with(quote))
        .map(|(place, _)| place)
        .collect();
    let listed = || places.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match (start, places.as_slice()) {
        (_, []) => Err("is not there".to_owned()),
        (None, [only]) => Ok(*only),
        (None, _) => {
            Err(format!("stands there more than once: give its start, one of {}", listed()))
        }
        (Some(start), _) if places.contains(&start) => Ok(start),
        (Some(start), _) => Err(format!("does not stand at {start}, but at {}", listed())),
    }
}

/// The stretches of `length` characters that none of `quotes` (start and length, in the items'
/// order) covers, as start and end.
///
/// # Errors
/// The place in `quotes` of the first that stands before the end of the one ahead of it.
pub(super) fn gaps(length: usize, quotes: &[(usize, usize)]) -> Result<Vec<(usize, usize)>, usize> {
    let mut gaps = Vec::new();
    let mut end = 0;
    for (place, (start, count)) in quotes.iter().enumerate() {
        if *start < end {
            return Err(place);
        }
        gaps.push((end, *start));
        end = start + count;
    }
    gaps.push((end, length));
    gaps.retain(|(start, end)| start < end);
    Ok(gaps)
}

/// Names every gap: as it is listed, or as punctuation.
///
/// In a paragraph of a coded section (`coded`) a gap that is neither is a fault; a listed text
/// that is no gap is one everywhere.
pub(super) fn name_gaps(
    text: &str,
    gaps: &[(usize, usize)],
    listed: &[raw::Uncoded],
    coded: bool,
    at: &At,
) -> Vec<UncodedSpan> {
    let chars: Vec<char> = text.chars().collect();
    let mut spans = Vec::new();
    let mut listed = listed.iter().peekable();
    for (start, gap) in gaps.iter().map(|(start, end)| (*start, &chars[*start..*end])) {
        if !gap.iter().any(|c| c.is_alphanumeric()) {
            push(&mut spans, start, gap, PUNCTUATION);
            continue;
        }
        let found = listed.peek().and_then(|uncoded| Some((*uncoded, within(gap, &uncoded.text)?)));
        if let Some((uncoded, offset)) = found {
            listed.next();
            let end = offset + uncoded.text.chars().count();
            push(&mut spans, start, &gap[..offset], PUNCTUATION);
            if let Some(why) = at.keep("uncoded.why", Why::parse(&uncoded.why)) {
                push(&mut spans, start + offset, &gap[offset..end], why.as_str());
            }
            push(&mut spans, start + end, &gap[end..], PUNCTUATION);
        } else if coded {
            let gap: String = gap.iter().collect();
            let words = gap.trim_matches(|c: char| !c.is_alphanumeric());
            at.fault(format!("“{words}” is in no quote, and uncoded does not list it here"));
        }
    }
    for uncoded in listed {
        at.fault(format!("uncoded lists “{}”, which is no gap here", uncoded.text));
    }
    spans
}

fn push(spans: &mut Vec<UncodedSpan>, start: usize, text: &[char], why: &str) {
    if let (false, Ok(start)) = (text.is_empty(), i32::try_from(start)) {
        spans.push(UncodedSpan { start, text: text.iter().collect(), why: why.to_owned() });
    }
}

/// Where `text` stands in the gap, if all around it is punctuation.
fn within(gap: &[char], text: &str) -> Option<usize> {
    let text: Vec<char> = text.chars().collect();
    let offset = gap.windows(text.len().max(1)).position(|window| window == text)?;
    let around = gap[..offset].iter().chain(&gap[offset + text.len()..]);
    around.into_iter().all(|c| !c.is_alphanumeric()).then_some(offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn quotes_and_gaps_tile_the_text(marks in proptest::collection::btree_set(0..80usize, 0..12)) {
            let marks: Vec<usize> = marks.into_iter().collect();
            let quotes: Vec<_> = marks.chunks_exact(2).map(|m| (m[0], m[1] - m[0])).collect();
            let mut tiles: Vec<_> = quotes.iter().map(|(start, count)| (*start, start + count)).collect();
            tiles.extend(gaps(80, &quotes).unwrap());
            tiles.sort_unstable();
            let mut end = 0;
            for (start, next) in tiles {
                prop_assert_eq!(start, end);
                end = next;
            }
            prop_assert_eq!(end, 80);
        }
    }
}
