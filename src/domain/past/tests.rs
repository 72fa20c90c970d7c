//! The past against the fold and the rollup of each day.

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::domain::fold::tests::updates;
use crate::domain::terms::Term;

/// The days around all that `updates` are about.
fn days() -> impl Iterator<Item = NaiveDate> {
    NaiveDate::from_yo_opt(2026, 8).unwrap().iter_days().take(14)
}

fn without_days(state: State) -> State {
    State { first_day: None, last_day: None, ..state }
}

/// What holds on a day, of parts that each have a first day and an end.
fn on<T>(day: NaiveDate, parts: &[T], of: fn(&T) -> (Option<NaiveDate>, NaiveDate)) -> Vec<&T> {
    let holds = |part: &&T| {
        let (from, until) = of(part);
        from.is_none_or(|from| from <= day) && day < until
    };
    parts.iter().filter(holds).collect()
}

proptest! {
    #[test]
    fn each_day_of_the_past_has_one_state_and_it_is_the_fold(updates in updates()) {
        let past = past_states(&updates);
        let present = fold(&updates, None);
        prop_assert_eq!(past.last().map(|last| last.until), present.last_day);
        prop_assert_eq!(past.first().map(|first| first.until), present.first_day);
        for day in days() {
            let held = on(day, &past, |one| (one.from, one.until));
            let is_past = present.last_day.is_some_and(|last| day < last);
            prop_assert_eq!(held.len(), usize::from(is_past));
            for one in held {
                prop_assert_eq!(one.state, without_days(fold(&updates, Some(day))));
            }
        }
    }

    #[test]
    fn each_day_of_the_past_has_the_rollup_of_its_states(
        owed in prop::collection::vec((prop::sample::select(Role::ALL), updates()), 0..4),
    ) {
        let courses: Vec<Course> = owed
            .iter()
            .map(|(role, updates)| Course {
                role: *role,
                past: past_states(updates).iter().map(|p| (p.until, p.state.status)).collect(),
                present: fold(updates, None).status,
            })
            .collect();
        let past = past_rollups(&courses);
        let last_day = courses.iter().filter_map(Course::last_day).max();
        for day in days().filter(|day| last_day.is_some_and(|last| *day < last)) {
            let expected =
                rollup(owed.iter().map(|(role, updates)| (*role, fold(updates, Some(day)).status)));
            let held = on(day, &past, |one| (one.from, one.until));
            let held: Vec<Status> = held.iter().map(|one| one.status).collect();
            prop_assert_eq!(held, Vec::from_iter(expected));
        }
        // Nothing is said twice, and nothing of the present.
        for pair in past.windows(2) {
            prop_assert_ne!(pair[0].status, pair[1].status);
            prop_assert_eq!(Some(pair[0].until), pair[1].from);
        }
        prop_assert!(past.last().is_none_or(|last| Some(last.until) == last_day));
    }
}

#[test]
fn what_nobody_has_spoken_of_has_no_past() {
    assert_eq!(past_states(&[]), []);
    let silent = Course { role: Role::Host, past: Vec::new(), present: Status::NotReported };
    assert_eq!(past_rollups(&[silent]), []);
    // The day before one was spoken of belongs to the past, since ever.
    let day = NaiveDate::from_yo_opt(2026, 8).unwrap() + Days::new(1);
    let spoken = Course {
        role: Role::Host,
        past: vec![(day, Status::NotReported)],
        present: Status::Complete,
    };
    let expected = PastRollup { from: None, until: day, status: Status::NotReported };
    assert_eq!(past_rollups(&[spoken]), [expected]);
}
