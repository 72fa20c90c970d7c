//! Courses against the fold and the rollup of each day.

use proptest::prelude::*;

use super::*;
use crate::domain::fold::tests::updates;
use crate::domain::terms::Term;

/// The days around all that `updates` are about.
fn days() -> impl Iterator<Item = NaiveDate> {
    NaiveDate::from_yo_opt(2026, 8).unwrap().iter_days().take(14)
}

fn on<T: Copy>(day: NaiveDate, spells: &[Spell<T>]) -> Vec<T> {
    let holds = |spell: &&Spell<T>| {
        spell.from.is_none_or(|from| from <= day) && spell.until.is_none_or(|until| day < until)
    };
    spells.iter().filter(holds).map(|spell| spell.what).collect()
}

fn course(role: Role, updates: &[UpdateFact]) -> Course {
    let statuses = states(updates).iter().map(|spell| spell.map(|state| state.status)).collect();
    Course { role, statuses }
}

proptest! {
    #[test]
    fn each_day_has_one_state_and_it_is_the_fold(updates in updates()) {
        let all = states(&updates);
        let present = fold(&updates, None);
        let ends: Vec<_> = all.iter().filter_map(|spell| spell.until).collect();
        prop_assert_eq!(ends.first().copied(), present.first_day);
        prop_assert_eq!(ends.last().copied(), present.last_day);
        for day in days() {
            let folded = State { first_day: None, last_day: None, ..fold(&updates, Some(day)) };
            prop_assert_eq!(on(day, &all), [folded]);
        }
    }

    #[test]
    fn each_day_has_the_rollup_of_its_states(
        owed in prop::collection::vec((prop::sample::select(Role::ALL), updates()), 0..4),
    ) {
        let courses: Vec<_> = owed.iter().map(|(role, updates)| course(*role, updates)).collect();
        let all = statuses(&courses);
        for day in days() {
            let expected =
                rollup(owed.iter().map(|(role, updates)| (*role, fold(updates, Some(day)).status)));
            prop_assert_eq!(on(day, &all), Vec::from_iter(expected));
        }
        // Nothing is said twice.
        for pair in all.windows(2) {
            prop_assert_ne!(pair[0].what, pair[1].what);
            prop_assert_eq!(pair[0].until, pair[1].from);
        }
        let present =
            rollup(owed.iter().map(|(role, updates)| (*role, fold(updates, None).status)));
        prop_assert_eq!(all.last().map(|spell| spell.what), present);
    }
}

#[test]
fn what_nobody_has_spoken_of_is_not_reported_since_ever() {
    let ever = Spell { from: None, until: None, what: Status::NotReported };
    let silent = course(Role::Host, &[]);
    assert_eq!(silent, Course { role: Role::Host, statuses: vec![ever] });
    assert_eq!(statuses(&[silent]), [ever]);
    assert_eq!(statuses(&[course(Role::Supporter, &[])]), []);
    assert_eq!(statuses(&[]), []);
}
