//! What is said of all that a filter can find, against every obligation that there can be.

use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::*;
use crate::domain::commitment::Strength;

/// The day that is asked about.
fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).unwrap()
}

fn near(days: u64) -> NaiveDate {
    day() - Days::new(3) + Days::new(days)
}

fn some<T: Term + std::fmt::Debug>() -> impl Strategy<Value = Vec<T>> {
    prop_oneof![Just(Vec::new()), subsequence(T::ALL.to_vec(), 1..=2)]
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let days = || weighted(0.3, (0..7_u64).prop_map(near));
    (some(), some(), some(), some(), weighted(0.4, any::<bool>()), days(), days()).prop_map(
        |(roles, statuses, strengths, timeliness, tracked, due_before, due_after)| Filter {
            roles,
            statuses,
            strengths,
            timeliness,
            due_before,
            due_after,
            tracked,
            ..Filter::default()
        },
    )
}

/// Obligations of every strength, role and status, with days before, on and after the one.
fn everything() -> Vec<(Strength, Due)> {
    let mut all = Vec::new();
    for &strength in Strength::ALL {
        for (&role, &status) in
            Role::ALL.iter().flat_map(|role| Status::ALL.iter().map(move |s| (role, s)))
        {
            for (due_on, opens_on, done_on) in windows() {
                let done_on = (status == Status::Complete).then_some(done_on);
                let tracked = strength.tracked();
                all.push((strength, Due { tracked, role, status, opens_on, due_on, done_on }));
            }
        }
    }
    all
}

/// Due day, day of opening and day of completion; of a window the beginning is not after the end.
fn windows() -> Vec<(Option<NaiveDate>, Option<NaiveDate>, NaiveDate)> {
    let days = || [None, Some(near(2)), Some(near(3)), Some(near(4))];
    let mut all = Vec::new();
    for due in days() {
        for opens in days().into_iter().filter(|opens| due.is_none() || *opens <= due) {
            all.extend([near(1), near(2), near(3)].map(|done| (due, opens, done)));
        }
    }
    all
}

fn finds(filter: &Filter, strength: Strength, due: &Due, due_of: DueOf) -> bool {
    fn any<T: Copy + PartialEq>(asked: &[T], one: T) -> bool {
        asked.is_empty() || asked.contains(&one)
    }
    let is_dated = (filter.due_before, filter.due_after) != (None, None);
    let is_between = |due: NaiveDate| {
        filter.due_before.is_none_or(|day| due < day)
            && filter.due_after.is_none_or(|day| due > day)
    };
    let is_due = match (due_of, due.due_on) {
        _ if !is_dated => true,
        (_, None) => false,
        (DueOf::Obligation(_), Some(due)) => is_between(due),
        // The first of its due days is this one or an earlier one.
        (DueOf::Commitment(_), Some(due)) => {
            !filter.has_no_due_day() && filter.due_after.is_none_or(|day| due > day)
        }
    };
    is_due
        && strength.is_owed()
        && any(&filter.roles, due.role)
        && any(&filter.statuses, due.status)
        && any(&filter.strengths, strength)
        && any(&filter.timeliness, due.timeliness(day()))
        && filter.tracked.is_none_or(|tracked| tracked == due.tracked)
}

/// Whether an obligation is as all are said to be.
fn fits(possible: &Possible, due: &Due) -> bool {
    let side = match due.due_on {
        None => DueSide::Undated,
        Some(due) if due < day() => DueSide::Past,
        Some(_) => DueSide::Ahead,
    };
    let opens_later = due.opens_on.is_some_and(|opens| opens > day());
    let done_late = due.done_on.zip(due.due_on).map(|(done, due)| done > due);
    (possible.tracked.is_none_or(|tracked| tracked == due.tracked))
        && (possible.roles.is_empty() || possible.roles.contains(&due.role))
        && (possible.statuses.is_empty() || possible.statuses.contains(&due.status))
        && (possible.due.is_empty() || possible.due.contains(&side))
        && (possible.opens_later.is_none_or(|later| later == opens_later))
        && (possible.done_late.is_none_or(|late| done_late == Some(late)))
        && (!possible.is_open || (due.tracked && due.role.delivers() && !due.status.is_closed()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing that is found is left out, and where the rest is not asked, nothing else is found.
    #[test]
    fn what_is_said_of_all_holds_of_each(filter in any_filter(), of_commitment: bool) {
        let due_of =
            if of_commitment { DueOf::Commitment(day()) } else { DueOf::Obligation(day()) };
        let possible = Possible::of(&filter, due_of);
        for (strength, due) in everything() {
            let is_found = finds(&filter, strength, &due, due_of);
            match &possible {
                None => prop_assert!(!is_found, "{due:?}"),
                Some(possible) => {
                    let asked = Filter { timeliness: Vec::new(), ..filter.clone() };
                    let fits = fits(possible, &due);
                    prop_assert!(fits || !is_found, "{due:?} {possible:?}");
                    let is_let_in = fits && finds(&asked, strength, &due, due_of);
                    prop_assert!(
                        is_found || !is_let_in || !possible.is_all,
                        "{due:?} {possible:?}"
                    );
                }
            }
        }
    }
}

fn asked(timeliness: &[Timeliness]) -> Filter {
    Filter { timeliness: timeliness.to_vec(), ..Filter::default() }
}

fn of(filter: &Filter) -> Option<Possible> {
    Possible::of(filter, DueOf::Obligation(day()))
}

#[test]
fn a_timeliness_is_said_by_columns_where_it_can_be() {
    let overdue = of(&asked(&[Timeliness::Overdue])).unwrap();
    assert_eq!(overdue.due, [DueSide::Past]);
    assert!(overdue.is_open && overdue.is_all);
    let late = of(&asked(&[Timeliness::DoneLate])).unwrap();
    assert_eq!((late.due, late.done_late), (vec![DueSide::Past], Some(true)));
    for one in Timeliness::ALL {
        let possible = of(&asked(&[*one])).unwrap();
        assert_eq!(possible.is_all, *one != Timeliness::NotDue, "{one}");
    }
    // What is not due is untracked, given up or replaced: two columns, neither of which is enough.
    let tracked = Filter { tracked: Some(true), ..asked(&[Timeliness::NotDue]) };
    let not_due = of(&tracked).unwrap();
    assert_eq!(not_due.statuses, [Status::Abandoned, Status::Superseded]);
    assert!(not_due.is_all);
    let nothing = of(&Filter::default()).unwrap();
    assert!(nothing.is_all && nothing.statuses.is_empty() && nothing.due.is_empty());
}

#[test]
fn what_cannot_be_is_found_out() {
    let tracked = |tracked, strength| Filter {
        tracked: Some(tracked),
        strengths: vec![strength],
        ..Filter::default()
    };
    let due = |after: u64, before: u64| Filter {
        due_after: Some(near(after)),
        due_before: Some(near(before)),
        ..Filter::default()
    };
    let undated = Filter { due_before: Some(day()), ..asked(&[Timeliness::Undated]) };
    let overdue_ahead = Filter { due_after: Some(near(2)), ..asked(&[Timeliness::Overdue]) };
    let window_past = Filter { due_before: Some(day()), ..asked(&[Timeliness::InWindow]) };
    let followed = Filter { roles: vec![Role::Lead], ..asked(&[Timeliness::Follows]) };
    let closed = Filter { statuses: vec![Status::Complete], ..asked(&[Timeliness::Overdue]) };
    for filter in [
        tracked(true, Strength::Position),
        tracked(false, Strength::Support),
        Filter { strengths: vec![Strength::Acknowledgement], ..Filter::default() },
        due(3, 3),
        due(3, 4),
        undated,
        overdue_ahead,
        window_past,
        followed,
        closed,
    ] {
        assert_eq!(of(&filter), None, "{filter:?}");
    }
    for filter in [tracked(true, Strength::Support), due(2, 4)] {
        assert!(of(&filter).is_some(), "{filter:?}");
    }
}
