//! Dates: whether a quote holds one, and what a deadline comes to.

use super::faults::At;
use super::raw;
use crate::domain::commitment::Urgency;
use crate::domain::deadline::Deadline;
use crate::domain::occurrence::{Occurrence, occurrences};
use crate::domain::recurrence::Recurrence;
use crate::domain::terms::Term;

/// When an item is due, and how often.
pub(super) struct Dates {
    pub deadline: Option<Deadline>,
    pub urgency: Option<Urgency>,
    /// None if it does not recur.
    pub occurrences: Option<Vec<Occurrence>>,
}

/// Checks all that an item says of its dates.
pub(super) fn check(item: &raw::Item, date_words: &[String], at: &At) -> Dates {
    let deadline =
        item.deadline.as_deref().and_then(|edtf| at.keep("deadline", Deadline::parse(edtf)));
    let urgency = item.urgency.as_deref().and_then(|word| at.keep("urgency", Urgency::parse(word)));
    match (&item.deadline, &item.no_deadline) {
        (Some(_), Some(_)) => at.fault("no_deadline stands beside a deadline"),
        (None, None) if is_dated(&item.quote, date_words) => {
            at.fault(
                "quote holds a date: give a deadline, or say in no_deadline why there is none",
            );
        }
        (_, Some(reason)) if reason.trim().is_empty() => at.fault("no_deadline must say why"),
        _ => {}
    }
    if item.recurrence.is_some() && item.deadline.is_none() {
        at.fault("recurrence must start from a deadline");
    }
    let occurrences = deadline.as_ref().and_then(|deadline| every(item, deadline, at));
    Dates { deadline, urgency, occurrences }
}

fn every(item: &raw::Item, deadline: &Deadline, at: &At) -> Option<Vec<Occurrence>> {
    let recurrence = item.recurrence.as_ref()?;
    let horizon = at.keep("recurrence.until", Deadline::parse(&recurrence.until))?;
    let rule = Recurrence::parse(&recurrence.rule, Some(horizon.due_on()));
    let rule = at.keep("recurrence.rule", rule)?;
    at.keep("recurrence", occurrences(deadline, &rule))
}

/// Whether a text holds a year, or a number beside one of the `words` that make it a date.
pub(super) fn is_dated(text: &str, words: &[String]) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut end = 0;
    while let Some(offset) = text[end..].find(is_digit) {
        let start = end + offset;
        end = text[start..].find(|c| !is_digit(c)).map_or(text.len(), |length| start + length);
        let year = text[start..end].parse().is_ok_and(|year| (1900..=2999).contains(&year));
        let (before, after) = (text[..start].trim_end(), text[end..].trim_start());
        let beside = |word: &String| before.ends_with(word) || after.starts_with(word);
        if year || words.iter().any(beside) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_known_by_their_year_or_the_word_beside() {
        let words = ["月".to_owned(), "June".to_owned()];
        for dated in
            ["在2027年", "于8月举行", "on 17 June", "by June 17", "in 2027", "2025至2026年"]
        {
            assert!(is_dated(dated, &words), "{dated}");
        }
        for undated in ["", "每月", "第78/266号决议", "June", "17 July", "10000 trees", "五个月"]
        {
            assert!(!is_dated(undated, &words), "{undated}");
        }
    }
}
