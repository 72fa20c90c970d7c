//! The quality of the coded Astana Declaration: what its rules promise, checked on every item.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod counts;
mod parties;
mod titles;

use std::path::Path;

use summit_ledger::domain::commitment::Strength;
use summit_ledger::domain::party::Role;
use summit_ledger::records::commitment::Commitment;
use summit_ledger::seeding::{Item, SeedSet, load_folder};

/// A folder of seeds that has no faults.
fn load(folder: &str) -> SeedSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    load_folder(&folder).unwrap_or_else(|faults| panic!("{faults}"))
}

fn astana() -> SeedSet {
    load("seeds/astana-2025")
}

/// Fails with every line that is there.
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_section_and_the_preamble_are_coded() {
    let set = astana();
    let numbers: Vec<i32> =
        set.declaration.declaration.sections.iter().map(|section| section.number).collect();
    assert_eq!(numbers, (0..=16).collect::<Vec<_>>());
    assert!(set.declaration.declaration.sections.iter().all(|section| section.coded));
    let numbered = set.declaration.paragraphs.iter().filter(|p| p.section > 0).count();
    assert_eq!((numbered, set.declaration.paragraphs.len()), (100, 103));
}

/// Not by the loader's own count: quotes and spans laid end to end are the paragraph.
#[test]
fn every_character_is_in_a_quote_or_in_an_uncoded_span() {
    let set = astana();
    for paragraph in &set.declaration.paragraphs {
        let place = (paragraph.section, paragraph.number);
        let of_paragraph = set
            .items
            .iter()
            .map(|item| &item.commitment)
            .filter(|c| (c.section, c.paragraph) == place);
        let quotes = of_paragraph.map(|c| (c.quote_start.unwrap(), c.quote.clone().unwrap()));
        let spans = paragraph.uncoded.iter().map(|span| (span.start, span.text.clone()));
        let mut pieces: Vec<(i32, String)> = quotes.chain(spans).collect();
        pieces.sort();
        let laid: String = pieces.into_iter().map(|(_, text)| text).collect();
        assert_eq!(laid, paragraph.text, "{place:?}");
    }
}

#[test]
fn only_what_is_to_be_done_is_tracked_and_all_of_it_is_owed() {
    let mut faults = Vec::new();
    for Item { commitment: item, obligations } in &astana().items {
        let owes = !obligations.is_empty();
        match item.strength {
            Strength::Acknowledgement if item.tracked || owes => {
                faults.push(format!("{}: an acknowledgement is owed by nobody", item.code));
            }
            Strength::Position if item.tracked => {
                faults.push(format!("{}: a position is never due", item.code));
            }
            Strength::Decision | Strength::Undertaking | Strength::Support
                if !(item.tracked && owes) =>
            {
                faults.push(format!("{}: is to be done, by somebody", item.code));
            }
            _ => {}
        }
        let has = |role| obligations.iter().any(|one| one.role == role);
        if has(Role::Supporter) && !has(Role::Host) && !has(Role::Lead) {
            faults.push(format!("{}: a supporter has nobody to follow", item.code));
        }
    }
    assert_none(&faults);
}

/// Every year, and every month with it, that the text names in a quote.
fn dates(quote: &str) -> Vec<String> {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let mut found = Vec::new();
    let mut rest = quote;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let length = digits(rest);
        let (number, after) = rest.split_at(length);
        let is_year = length == 4 && after.starts_with(['年', '—', '至']);
        if is_year || after.starts_with(['月', '日']) {
            found.push(number.to_owned());
        }
        rest = after;
    }
    found
}

#[test]
fn every_date_of_the_text_is_a_deadline_or_has_a_stated_reason_why_not() {
    let set = astana();
    let mut faults = Vec::new();
    for Item { commitment: item, .. } in &set.items {
        let dates = dates(item.quote.as_deref().unwrap());
        if !dates.is_empty() && item.edtf.is_none() && item.no_deadline.is_none() {
            faults.push(format!("{}: {dates:?} is neither deadline nor explained", item.code));
        }
        let years = dates.iter().filter(|date| date.len() == 4);
        if let Some(edtf) = &item.edtf
            && item.no_deadline.is_none()
            && !years.clone().any(|year| edtf.contains(year.as_str()))
            && years.clone().count() > 0
        {
            faults.push(format!("{}: its deadline {edtf} is in none of {dates:?}", item.code));
        }
    }
    for paragraph in &set.declaration.paragraphs {
        for span in paragraph.uncoded.iter().filter(|span| !dates(&span.text).is_empty()) {
            if !matches!(span.why.as_str(), "explanation" | "past_fact" | "narrative") {
                let place = (paragraph.section, paragraph.number);
                faults.push(format!("{place:?}: {} is uncoded as {}", span.text, span.why));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn what_the_rules_settle_is_coded_so() {
    let set = astana();
    let item = |code: &str| find(&set, code).commitment.clone();
    for (code, deadline) in [
        ("AST25-4.3b", "2025"),
        ("AST25-4.8a", "2024/2025"),
        ("AST25-4.8b", "2024/2025"),
        ("AST25-6.12a", "2025"),
        ("AST25-8.6b", "2027/2036"),
        ("AST25-11.3a", "2025"),
        ("AST25-11.4b", "2026"),
        ("AST25-12.3a", "2023/2027"),
        ("AST25-12.7b", "2025-08"),
        ("AST25-12.7c", "2027"),
        ("AST25-12.11a", "2026"),
        ("AST25-15.1b", "2025/2026"),
        ("AST25-16.2a", "2027"),
    ] {
        assert_eq!(item(code).edtf.as_deref(), Some(deadline), "{code}");
    }
    let urgent: Vec<String> = set
        .items
        .iter()
        .filter(|one| one.commitment.urgency.is_some())
        .map(|one| one.commitment.code.clone())
        .collect();
    assert_eq!(urgent, ["AST25-14.3g"], "only the convention is called for as soon as possible");
}

#[test]
fn the_recurrence_yields_its_occurrences_up_to_the_horizon() {
    let set = astana();
    let themes = find(&set, "AST25-15.1a");
    let mut of_china: Vec<_> = themes
        .obligations
        .iter()
        .filter(|one| one.party == "CN")
        .map(|one| (one.occurrence.clone().unwrap(), one.due_on.unwrap().to_string()))
        .collect();
    of_china.sort();
    let wanted = [
        ("2027", "2028-12-31"),
        ("2029", "2030-12-31"),
        ("2031", "2032-12-31"),
        ("2033", "2034-12-31"),
    ];
    assert_eq!(of_china, wanted.map(|(key, due)| (key.to_owned(), due.to_owned())));
}

#[test]
fn ties_lead_to_items_that_are_there_and_to_no_item_itself() {
    let set = astana();
    let ties: Vec<(&Commitment, &str)> = set
        .items
        .iter()
        .flat_map(|one| {
            one.commitment.related.iter().map(|tie| (&one.commitment, tie.item.as_str()))
        })
        .collect();
    for (item, other) in &ties {
        assert_ne!(item.code, *other);
        find(&set, other);
        assert!(
            !ties.iter().any(|(from, to)| from.code == *other && *to == item.code),
            "{} and {other} are tied twice",
            item.code
        );
    }
    assert!(ties.len() > 5, "the text has items that build on each other");
}

/// The format carries to other texts: two languages, other parties.
#[test]
fn another_declaration_loads_by_the_same_rules() {
    let set = load("tests/fixtures/lake-compact");
    assert!(!set.items.is_empty());
    assert_eq!(set.declaration.declaration.languages.len(), 2);
    assert!(set.parties.iter().all(|party| !["CN", "KZ"].contains(&party.code.as_str())));
}

fn find<'a>(set: &'a SeedSet, code: &str) -> &'a Item {
    let found = set.items.iter().find(|one| one.commitment.code == code);
    found.unwrap_or_else(|| panic!("there is no {code}"))
}
