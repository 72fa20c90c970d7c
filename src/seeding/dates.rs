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
            at.fault("quote holds a date: give a deadline, or say in no_deadline why there is none")
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
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (number, after) = from.split_at(end);
        // A number that opens the text has all that came before behind it; only words matter.
        let passed = &text[..text.len() - rest.len() + before.len()];
        let year = number.parse().is_ok_and(|year| (1900..=2999).contains(&year));
        let beside = words.iter().any(|word| {
            after.trim_start().starts_with(word.as_str())
                || passed.trim_end().ends_with(word.as_str())
        });
        if year || beside {
            return true;
        }
        rest = after;
    }
    false
}
