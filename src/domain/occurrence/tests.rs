//! Occurrences: windows shifted by a rule, one after another.

use proptest::prelude::*;

use super::*;
use crate::domain::deadline::DeadlineError;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn all(edtf: &str, rule: &str, horizon: Option<NaiveDate>) -> Result<Vec<Occurrence>, String> {
    let deadline = Deadline::parse(edtf).map_err(|error| error.to_string())?;
    let recurrence = Recurrence::parse(rule, horizon).map_err(|error| error.to_string())?;
    occurrences(&deadline, &recurrence).map_err(|error| error.to_string())
}

fn windows(edtf: &str, rule: &str, horizon: Option<NaiveDate>) -> Vec<(String, String)> {
    all(edtf, rule, horizon)
        .unwrap()
        .into_iter()
        .map(|occurrence| (occurrence.key, occurrence.deadline.edtf().to_owned()))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(key, edtf)| ((*key).to_owned(), (*edtf).to_owned())).collect()
}

/// "Occurrences": up to the rule's UNTIL or a stated horizon, each with its own window.
#[test]
fn hard_case_occurrences() {
    let biennial = "FREQ=YEARLY;INTERVAL=2";
    let expected = [("2027", "2027/2028"), ("2029", "2029/2030"), ("2031", "2031/2032")];
    // The last one opens on or before the horizon, though it is due after it.
    let by_horizon = windows("2027/2028", biennial, Some(ymd(2031, 1, 1)));
    assert_eq!(by_horizon, pairs(&expected));
    let one_day_less = windows("2027/2028", biennial, Some(ymd(2030, 12, 31)));
    assert_eq!(one_day_less, pairs(&expected[..2]));
    let by_until = windows("2027/2028", "FREQ=YEARLY;INTERVAL=2;UNTIL=20321231", None);
    assert_eq!(by_until, pairs(&expected));
    let own_days = all("2027/2028", biennial, Some(ymd(2031, 1, 1))).unwrap();
    assert_eq!(own_days[1].deadline.opens_on(), Some(ymd(2029, 1, 1)));
    assert_eq!(own_days[1].deadline.due_on(), ymd(2030, 12, 31));
}

#[test]
fn every_precision_is_kept() {
    for (edtf, rule, next) in [
        ("2027~", "FREQ=YEARLY;INTERVAL=2;COUNT=2", ("2029", "2029~")),
        ("2026-11", "FREQ=MONTHLY;INTERVAL=3;COUNT=2", ("2027-02", "2027-02")),
        ("2026-03-15?", "FREQ=MONTHLY;COUNT=2", ("2026-04-15", "2026-04-15?")),
        ("2026-03-XX", "FREQ=MONTHLY;COUNT=2", ("2026-04-XX", "2026-04-XX")),
        ("2026-XX", "FREQ=MONTHLY;INTERVAL=12;COUNT=2", ("2027-XX", "2027-XX")),
        ("2026-XX-XX", "FREQ=YEARLY;COUNT=2", ("2027-XX-XX", "2027-XX-XX")),
        ("2026-24%", "FREQ=YEARLY;COUNT=2", ("2027-24", "2027-24%")),
        ("202X", "FREQ=YEARLY;INTERVAL=10;COUNT=2", ("203X", "203X")),
        ("20XX", "FREQ=YEARLY;INTERVAL=100;COUNT=2", ("21XX", "21XX")),
        (
            "2026-11-17/2027-01",
            "FREQ=MONTHLY;INTERVAL=2;COUNT=2",
            ("2027-01-17", "2027-01-17/2027-03"),
        ),
    ] {
        assert_eq!(windows(edtf, rule, None)[1..], pairs(&[next]), "{edtf}");
    }
}

#[test]
fn a_day_that_a_month_lacks_is_left_out() {
    assert_eq!(
        windows("2024-02-29", "FREQ=YEARLY;COUNT=3", None),
        pairs(&[
            ("2024-02-29", "2024-02-29"),
            ("2028-02-29", "2028-02-29"),
            ("2032-02-29", "2032-02-29"),
        ])
    );
    assert_eq!(
        windows("2026-01-31", "FREQ=MONTHLY", Some(ymd(2026, 5, 31))),
        pairs(&[
            ("2026-01-31", "2026-01-31"),
            ("2026-03-31", "2026-03-31"),
            ("2026-05-31", "2026-05-31"),
        ])
    );
}

#[test]
fn the_deadline_itself_always_occurs() {
    let before_it = Some(ymd(2020, 1, 1));
    assert_eq!(windows("2027", "FREQ=YEARLY", before_it), pairs(&[("2027", "2027")]));
}

#[test]
fn what_cannot_recur_is_refused() {
    let horizon = Some(ymd(2999, 12, 31));
    for (edtf, rule, error) in [
        ("../2027", "FREQ=YEARLY", RecurrenceError::NoOpening("../2027".to_owned())),
        ("2027", "FREQ=MONTHLY", RecurrenceError::StepTooFine("2027".to_owned())),
        ("202X", "FREQ=YEARLY;INTERVAL=4", RecurrenceError::StepTooFine("202X".to_owned())),
        ("2027", "FREQ=YEARLY", RecurrenceError::TooMany),
        (
            "2990",
            "FREQ=YEARLY;COUNT=11",
            RecurrenceError::Occurrence(DeadlineError::YearOutOfRange),
        ),
        (
            "2990/2997",
            "FREQ=YEARLY;INTERVAL=5",
            RecurrenceError::Occurrence(DeadlineError::YearOutOfRange),
        ),
    ] {
        let horizon = horizon.filter(|_| !rule.contains("COUNT"));
        assert_eq!(all(edtf, rule, horizon), Err(error.to_string()), "{edtf} {rule}");
    }
    assert_eq!(all("2600", "FREQ=YEARLY", horizon).unwrap().len(), 400);
    let one_more = Err(RecurrenceError::TooMany.to_string());
    assert_eq!(all("2599", "FREQ=YEARLY", horizon), one_more);
}

/// A deadline, a rule in its own units, and how many of those units make a step.
fn recurring() -> impl Strategy<Value = (String, String)> {
    let years = (2000..=2100_i32, 0..=4_i32, 1..=7_i32, 21..=24_u32);
    let yearly = years.prop_flat_map(|(year, length, interval, season)| {
        let texts = vec![
            format!("{year}"),
            format!("{year}~"),
            format!("{year}-{season}"),
            format!("{year}-XX"),
            format!("{year}/{}", year + length),
        ];
        (prop::sample::select(texts), Just(format!("FREQ=YEARLY;INTERVAL={interval}")))
    });
    let months = (2000..=2100_i32, 1..=12_u32, 1..=31_u32, 1..=15_i32);
    let monthly = months.prop_flat_map(|(year, month, day, interval)| {
        let mut texts = vec![
            format!("{year}-{month:02}"),
            format!("{year}-{month:02}-XX?"),
            format!("{year}-{month:02}/{}-{month:02}", year + 1),
        ];
        if NaiveDate::from_ymd_opt(year, month, day).is_some() {
            texts.push(format!("{year}-{month:02}-{day:02}"));
        }
        (prop::sample::select(texts), Just(format!("FREQ=MONTHLY;INTERVAL={interval}")))
    });
    prop_oneof![yearly, monthly]
}

proptest! {
    #[test]
    fn occurrences_increase_in_step_alike_and_end_at_the_horizon(
        (edtf, rule) in recurring(), reach in 0..=10_i32,
    ) {
        let first = Deadline::parse(&edtf).unwrap();
        let year = edtf[..4].parse::<i32>().unwrap() + reach;
        let horizon = ymd(year, 12, 31);
        let found = all(&edtf, &rule, Some(horizon)).unwrap();

        prop_assert_eq!(&found[0].deadline, &first);
        for occurrence in &found {
            let window = &occurrence.deadline;
            prop_assert!(window.opens_on().unwrap() <= horizon);
            // The same class of length: the same shape of text, and at most the
            // days by which months (3) and years (1) differ from one another.
            prop_assert_eq!(window.precision(), first.precision());
            prop_assert_eq!(window.edtf().len(), edtf.len());
            let days = |of: &Deadline| (of.due_on() - of.opens_on().unwrap()).num_days();
            prop_assert!((days(window) - days(&first)).abs() <= 4);
            let fits_a_url = |c: char| c.is_ascii_alphanumeric() || c == '-';
            prop_assert!(occurrence.key.chars().all(fits_a_url));
            prop_assert!(window.edtf().starts_with(&occurrence.key));
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].deadline.opens_on() < pair[1].deadline.opens_on());
            prop_assert!(pair[0].deadline.due_on() <= pair[1].deadline.due_on());
            prop_assert!(pair[0].key < pair[1].key);
        }
    }

    #[test]
    fn a_longer_horizon_only_adds((edtf, rule) in recurring(), reach in 0..=10_i32) {
        let year = edtf[..4].parse::<i32>().unwrap() + reach;
        let shorter = all(&edtf, &rule, Some(ymd(year, 6, 15))).unwrap();
        let longer = all(&edtf, &rule, Some(ymd(year + 3, 6, 15))).unwrap();
        prop_assert_eq!(&longer[..shorter.len()], &shorter[..]);
        prop_assert!(longer[shorter.len()..]
            .iter()
            .all(|added| added.deadline.opens_on() > Some(ymd(year, 6, 15))));
    }

    #[test]
    fn count_counts_the_first((edtf, rule) in recurring(), count in 1..=20_usize) {
        let found = all(&edtf, &format!("{rule};COUNT={count}"), None).unwrap();
        prop_assert_eq!(found.len(), count);
    }
}
