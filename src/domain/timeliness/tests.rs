//! Timeliness: one answer for every case, and monotone in the day.

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::domain::terms::Term;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A host's, of the window 2025.
fn due(status: Status) -> Due {
    Due {
        tracked: true,
        role: Role::Host,
        status,
        opens_on: Some(ymd(2025, 1, 1)),
        due_on: Some(ymd(2025, 12, 31)),
        done_on: None,
    }
}

#[test]
fn it_is_overdue_from_the_day_after_the_due_day() {
    let due = due(Status::NotReported);
    for (day, timeliness, days) in [
        (ymd(2024, 12, 31), Timeliness::Upcoming, None),
        (ymd(2025, 1, 1), Timeliness::InWindow, None),
        (ymd(2025, 12, 31), Timeliness::InWindow, None),
        (ymd(2026, 1, 1), Timeliness::Overdue, Some(1)),
        (ymd(2026, 1, 15), Timeliness::Overdue, Some(15)),
    ] {
        assert_eq!(due.timeliness(day), timeliness, "{day}");
        assert_eq!(due.days_overdue(day), days, "{day}");
    }
}

#[test]
fn done_is_on_time_or_late_by_done_on_alone() {
    for (done_on, timeliness) in [
        (Some(ymd(2024, 6, 1)), Timeliness::DoneOnTime),
        (Some(ymd(2025, 12, 31)), Timeliness::DoneOnTime),
        (Some(ymd(2026, 1, 1)), Timeliness::DoneLate),
        (None, Timeliness::DoneLate),
    ] {
        let due = Due { done_on, ..due(Status::Complete) };
        for day in [ymd(2020, 1, 1), ymd(2025, 6, 1), ymd(2030, 1, 1)] {
            assert_eq!(due.timeliness(day), timeliness);
            assert_eq!(due.days_overdue(day), None);
        }
    }
}

/// "Supporters": only those who must deliver can be overdue.
#[test]
fn hard_case_supporters_follow_and_are_never_overdue() {
    for status in Status::ALL {
        let due = Due { role: Role::Supporter, ..due(*status) };
        let expected = match status {
            Status::Abandoned | Status::Superseded => Timeliness::NotDue,
            _ => Timeliness::Follows,
        };
        assert_eq!(due.timeliness(ymd(2030, 1, 1)), expected);
        assert_eq!(due.days_overdue(ymd(2030, 1, 1)), None);
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..8000_u64).prop_map(|days| ymd(2015, 1, 1) + Days::new(days))
}

fn any_due() -> impl Strategy<Value = Due> {
    let window = prop::option::of((prop::option::of(0..2000_u64), any_day()));
    (
        prop::bool::weighted(0.9),
        prop::sample::select(Role::ALL),
        prop::sample::select(Status::ALL),
        window,
        any_day(),
    )
        .prop_map(|(tracked, role, status, window, done_on)| Due {
            tracked,
            role,
            status,
            opens_on: window.and_then(|(length, due_on)| Some(due_on - Days::new(length?))),
            due_on: window.map(|(_, due_on)| due_on),
            done_on: (status == Status::Complete).then_some(done_on),
        })
}

/// The rules once more, as conditions that exclude one another: exactly one must hold.
fn conditions(due: &Due, day: NaiveDate) -> Vec<(Timeliness, bool)> {
    let given_up = [Status::Abandoned, Status::Superseded].contains(&due.status);
    let counts = due.tracked && !given_up;
    let delivers = counts && due.role != Role::Supporter;
    let dated = delivers && due.due_on.is_some();
    let done = dated && due.status == Status::Complete;
    let open = dated && due.status != Status::Complete;
    let past = due.due_on < Some(day);
    let opened = due.opens_on.is_none() || due.opens_on <= Some(day);
    let in_time = due.done_on.is_some() && due.done_on <= due.due_on;
    vec![
        (Timeliness::NotDue, !counts),
        (Timeliness::Follows, counts && due.role == Role::Supporter),
        (Timeliness::Undated, delivers && due.due_on.is_none()),
        (Timeliness::DoneOnTime, done && in_time),
        (Timeliness::DoneLate, done && !in_time),
        (Timeliness::Overdue, open && past),
        (Timeliness::Upcoming, open && !past && !opened),
        (Timeliness::InWindow, open && !past && opened),
    ]
}

proptest! {
    #[test]
    fn exactly_one_rule_fits_and_it_is_the_one_given(due in any_due(), day in any_day()) {
        let fitting: Vec<_> = conditions(&due, day).into_iter().filter(|c| c.1).collect();
        prop_assert_eq!(fitting, vec![(due.timeliness(day), true)]);
        let overdue = due.timeliness(day) == Timeliness::Overdue;
        prop_assert_eq!(due.days_overdue(day).is_some(), overdue);
        prop_assert!(due.days_overdue(day).is_none_or(|days| days >= 1));
    }

    #[test]
    fn with_the_days_it_only_goes_from_upcoming_to_in_window_to_overdue(
        due in any_due(), day in any_day(), later in 0..4000_u64,
    ) {
        let rank = |timeliness| match timeliness {
            Timeliness::Upcoming => 0,
            Timeliness::InWindow => 1,
            Timeliness::Overdue => 2,
            _ => 3,
        };
        let (now, then) = (due.timeliness(day), due.timeliness(day + Days::new(later)));
        prop_assert!(rank(now) <= rank(then));
        prop_assert!(rank(now) < 3 || now == then, "the others do not move with the day");
    }
}
