//! Deadlines: what is read, what is refused, and the window of each.

use chrono::Days;
use proptest::prelude::*;

use super::*;

fn ymd(year: i32, month: u32, of_month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, of_month).unwrap()
}

fn deadline(text: &str) -> Deadline {
    Deadline::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Text, first day, last day, precision.
const WINDOWS: &[(&str, &str, &str, Precision)] = &[
    ("2027", "2027-01-01", "2027-12-31", Precision::Year),
    ("2027~", "2027-01-01", "2027-12-31", Precision::Year),
    ("2027-XX", "2027-01-01", "2027-12-31", Precision::Year),
    ("2027-XX-XX", "2027-01-01", "2027-12-31", Precision::Year),
    ("2025-08", "2025-08-01", "2025-08-31", Precision::Month),
    ("2025-08-XX?", "2025-08-01", "2025-08-31", Precision::Month),
    ("2024-02", "2024-02-01", "2024-02-29", Precision::Month),
    ("2100-02", "2100-02-01", "2100-02-28", Precision::Month),
    ("2025-08-31%", "2025-08-31", "2025-08-31", Precision::Day),
    ("2024-02-29", "2024-02-29", "2024-02-29", Precision::Day),
    ("202X", "2020-01-01", "2029-12-31", Precision::Decade),
    ("20XX", "2000-01-01", "2099-12-31", Precision::Century),
    ("2026-21", "2026-03-01", "2026-05-31", Precision::Season),
    ("2026-22", "2026-06-01", "2026-08-31", Precision::Season),
    ("2026-23", "2026-09-01", "2026-11-30", Precision::Season),
    ("2027-24", "2027-12-01", "2028-02-29", Precision::Season),
    ("2025/2026", "2025-01-01", "2026-12-31", Precision::Interval),
    ("2027/2036", "2027-01-01", "2036-12-31", Precision::Interval),
    ("2025-06-17/2026-02", "2025-06-17", "2026-02-28", Precision::Interval),
    ("2026/2026-05", "2026-01-01", "2026-05-31", Precision::Interval),
];

#[test]
fn the_window_is_the_first_and_the_last_day_that_the_expression_allows() {
    for (text, opens_on, due_on, precision) in WINDOWS {
        let deadline = deadline(text);
        assert_eq!(deadline.edtf(), *text);
        assert_eq!(deadline.opens_on(), Some(opens_on.parse().unwrap()), "{text}");
        assert_eq!(deadline.due_on(), due_on.parse::<NaiveDate>().unwrap(), "{text}");
        assert_eq!(deadline.precision(), *precision, "{text}");
    }
}

#[test]
fn an_open_or_unknown_start_has_no_first_day() {
    for text in ["../2026", "/2026"] {
        let deadline = deadline(text);
        assert_eq!(deadline.opens_on(), None);
        assert_eq!(deadline.due_on(), ymd(2026, 12, 31));
        assert_eq!(deadline.precision(), Precision::Interval);
    }
}

#[test]
fn what_is_no_deadline_is_refused_with_what_would_be_right() {
    use DeadlineError::{EndsBeforeItBegins, NoLastDay, NotEdtf, TimeOfDay, YearOutOfRange};
    for (text, error) in [
        ("", NotEdtf),
        ("soon", NotEdtf),
        (" 2027", NotEdtf),
        ("2027 ", NotEdtf),
        ("２０２７", NotEdtf),
        ("2025-13", NotEdtf),
        ("2025-25", NotEdtf),
        ("2025-02-29", NotEdtf),
        ("2100-02-29", NotEdtf),
        ("2025-8", NotEdtf),
        ("31.08.2025", NotEdtf),
        ("202X-05", NotEdtf),
        ("2025/..", NoLastDay),
        ("2025/", NoLastDay),
        ("2025-08-31T10:00:00Z", TimeOfDay),
        ("1899", YearOutOfRange),
        ("3000", YearOutOfRange),
        ("18XX", YearOutOfRange),
        ("-2025", YearOutOfRange),
        ("Y12025", YearOutOfRange),
        ("1025/2026", YearOutOfRange),
        ("2026/2025", EndsBeforeItBegins),
        ("2026-05/2026-04", EndsBeforeItBegins),
    ] {
        assert_eq!(Deadline::parse(text), Err(error), "{text}");
    }
    assert_eq!(
        NotEdtf.to_string(),
        "must be an EDTF date such as 2027, 2025-08, 2025-08-31 or 2025/2026"
    );
}

/// One date of EDTF level 1, with the days that it must and must not allow left to the tests.
fn date_text() -> impl Strategy<Value = String> {
    let year = 1900..=2999_i32;
    let bare = prop_oneof![
        year.clone().prop_map(|y| format!("{y}")),
        (year.clone(), 1..=12_u32).prop_map(|(y, m)| format!("{y}-{m:02}")),
        (year.clone(), 21..=24_u32).prop_map(|(y, s)| format!("{y}-{s}")),
        (year.clone(), 1..=366_u32).prop_filter_map("no such day", |(y, n)| {
            NaiveDate::from_yo_opt(y, n).map(|day| day.to_string())
        }),
        year.clone().prop_map(|y| format!("{y}-XX")),
        year.clone().prop_map(|y| format!("{y}-XX-XX")),
        (year, 1..=12_u32).prop_map(|(y, m)| format!("{y}-{m:02}-XX")),
        (190..=299_i32).prop_map(|decade| format!("{decade}X")),
        (19..=29_i32).prop_map(|century| format!("{century}XX")),
    ];
    (bare, prop::sample::select(vec!["", "~", "?", "%"])).prop_map(|(date, q)| date + q)
}

fn deadline_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => date_text(),
        1 => date_text().prop_map(|end| format!("../{end}")),
        1 => date_text().prop_map(|end| format!("/{end}")),
        3 => (date_text(), date_text()).prop_map(|(start, end)| format!("{start}/{end}")),
    ]
}

proptest! {
    #[test]
    fn what_is_accepted_is_kept_as_written_and_opens_before_it_is_due(text in deadline_text()) {
        match Deadline::parse(&text) {
            Ok(deadline) => {
                prop_assert_eq!(deadline.edtf(), &text);
                prop_assert_eq!(deadline.to_string(), text);
                prop_assert_eq!(Deadline::parse(deadline.edtf()), Ok(deadline.clone()));
                if let Some(opens_on) = deadline.opens_on() {
                    prop_assert!(opens_on <= deadline.due_on());
                }
            }
            Err(error) => {
                prop_assert_eq!(error, DeadlineError::EndsBeforeItBegins);
                prop_assert!(text.contains('/'));
            }
        }
    }

    #[test]
    fn any_text_is_accepted_or_refused_and_never_changed(text in "\\PC{0,12}|[0-9XY./~?%-]{0,21}") {
        if let Ok(deadline) = Deadline::parse(&text) {
            prop_assert_eq!(deadline.edtf(), text);
            // What is computed from the form must read as what was written.
            let again = Deadline::of_form(deadline.form());
            prop_assert_eq!(again, Ok(deadline));
        }
    }

    #[test]
    fn a_window_holds_its_own_days_and_no_neighbour(
        number in 1..=366_u32, year in 1900..=2999_i32,
    ) {
        prop_assume!(NaiveDate::from_yo_opt(year, number).is_some());
        let today = NaiveDate::from_yo_opt(year, number).unwrap();
        let holds = |text: &str, day: NaiveDate| {
            let window = deadline(text);
            window.opens_on().is_some_and(|opens_on| opens_on <= day) && day <= window.due_on()
        };
        let (of_day, of_month) = (today.to_string(), today.format("%Y-%m").to_string());
        let of_year = today.format("%Y").to_string();
        for text in [&of_day, &of_month, &of_year] {
            prop_assert!(holds(text, today));
            let window = deadline(text);
            let before = window.opens_on().unwrap() - Days::new(1);
            let after = window.due_on() + Days::new(1);
            prop_assert!(!holds(text, before) && !holds(text, after));
            // The day before opens another window of the same kind: the text changes with it.
            prop_assert_ne!(&before.to_string()[..text.len()], text.as_str());
            prop_assert_ne!(&after.to_string()[..text.len()], text.as_str());
        }
    }

    #[test]
    fn the_four_seasons_follow_one_another_without_a_gap(year in 1900..=2998_i32) {
        let seasons: Vec<_> = (21..=24).map(|s| deadline(&format!("{year}-{s}"))).collect();
        for pair in seasons.windows(2) {
            prop_assert_eq!(Some(pair[0].due_on() + Days::new(1)), pair[1].opens_on());
        }
        let spring = deadline(&format!("{}-21", year + 1));
        prop_assert_eq!(Some(seasons[3].due_on() + Days::new(1)), spring.opens_on());
    }

    #[test]
    fn an_interval_runs_from_its_starts_first_day_to_its_ends_last(
        start in date_text(), end in date_text(),
    ) {
        if let Ok(interval) = Deadline::parse(&format!("{start}/{end}")) {
            prop_assert_eq!(interval.opens_on(), deadline(&start).opens_on());
            prop_assert_eq!(interval.due_on(), deadline(&end).due_on());
        } else {
            prop_assert!(deadline(&start).opens_on() > Some(deadline(&end).due_on()));
        }
    }
}
