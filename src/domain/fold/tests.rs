//! The fold against a naive telling of its rules.

use proptest::prelude::*;

use super::*;
use crate::domain::terms::Term;

use Basis::{Assessed, Declared};

/// A day of 2026.
fn day(number: u32) -> NaiveDate {
    NaiveDate::from_yo_opt(2026, number).unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn update(number: u128, basis: Basis, status: UpdateStatus, as_of: u32) -> UpdateFact {
    UpdateFact {
        id: id(number),
        basis,
        status,
        as_of: day(as_of),
        done_on: (status == UpdateStatus::Complete).then(|| day(as_of)),
        corrects: None,
    }
}

fn correcting(corrected: u128, update: UpdateFact) -> UpdateFact {
    UpdateFact { corrects: Some(id(corrected)), ..update }
}

/// "The fold", first sentence: what is corrected leaves.
#[test]
fn hard_case_the_fold_a_corrected_update_leaves() {
    let first = update(1, Declared, UpdateStatus::Substantial, 10);
    let better = correcting(1, update(2, Declared, UpdateStatus::Stalled, 40));
    let state = fold(&[first, better], None);
    assert_eq!((state.status, state.update), (Status::Stalled, Some(id(2))));
    // Also for a day that the correcting update is not about.
    assert_eq!(fold(&[first, better], Some(day(20))).status, Status::NotReported);
    // Taking a correction back does not bring the original back.
    let taken_back = correcting(2, update(3, Declared, UpdateStatus::Withdrawn, 50));
    let state = fold(&[first, better, taken_back], None);
    assert_eq!(state, State::default());
}

/// "The fold", second sentence: the latest day counts; if it is contested, the less advanced.
#[test]
fn hard_case_the_fold_the_latest_day_counts_and_may_be_contested() {
    let earlier = update(1, Declared, UpdateStatus::Complete, 10);
    let more = update(2, Declared, UpdateStatus::Substantial, 20);
    let less = update(3, Declared, UpdateStatus::InProgress, 20);
    let state = fold(&[earlier, more, less], None);
    assert_eq!(state.status, Status::InProgress);
    assert!(state.contested);
    assert_eq!(state.update, Some(id(3)));
    // The same said twice is no contest, and the greater id stands for both.
    let again = update(4, Declared, UpdateStatus::Substantial, 20);
    let state = fold(&[earlier, more, again], None);
    assert!(!state.contested);
    assert_eq!(state.update, Some(id(4)));
    // Two days of completion differ too; the later one counts meanwhile.
    let sooner =
        UpdateFact { done_on: Some(day(5)), ..update(5, Declared, UpdateStatus::Complete, 10) };
    let state = fold(&[earlier, sooner], None);
    assert!(state.contested);
    assert_eq!(state.done_on, Some(day(10)));
}

/// "The fold", last sentence: assessed before declared, however old.
#[test]
fn hard_case_the_fold_assessed_counts_before_declared() {
    let assessed = update(1, Assessed, UpdateStatus::InProgress, 10);
    let declared = update(2, Declared, UpdateStatus::Complete, 300);
    let state = fold(&[declared, assessed], None);
    assert_eq!((state.status, state.basis), (Status::InProgress, Some(Assessed)));
    assert_eq!(state.declared.unwrap().status, Status::Complete);
    assert!(state.reassess);
    assert_eq!(state.last_day, Some(day(300)));
    // Before the declared day there is nothing to assess again, and never if both say the same.
    assert!(!fold(&[declared, assessed], Some(day(299))).reassess);
    let same = update(3, Declared, UpdateStatus::InProgress, 300);
    assert!(!fold(&[same, assessed], None).reassess);
    let older = update(4, Declared, UpdateStatus::Stalled, 10);
    assert!(!fold(&[older, assessed], None).reassess);
    // A contest among the declared ones shows, though the assessed one counts.
    let other = update(5, Declared, UpdateStatus::Stalled, 300);
    assert!(fold(&[declared, other, assessed], None).contested);
}

/// "Closing and reopening": the fold refuses no update, whatever stood before.
#[test]
fn hard_case_closing_and_reopening_is_a_later_update_like_any_other() {
    let closed = update(1, Declared, UpdateStatus::Complete, 10);
    let reopened = update(2, Declared, UpdateStatus::InProgress, 20);
    assert_eq!(fold(&[closed, reopened], Some(day(15))).status, Status::Complete);
    let state = fold(&[closed, reopened], None);
    assert_eq!((state.status, state.done_on), (Status::InProgress, None));
}

pub(in crate::domain) fn updates() -> impl Strategy<Value = Vec<UpdateFact>> {
    let one = (
        prop::sample::select(Basis::ALL),
        prop::sample::select(UpdateStatus::ALL),
        1..=6_u32,
        0..=2_u32,
        prop::option::weighted(0.3, any::<prop::sample::Index>()),
    );
    prop::collection::vec(one, 0..9).prop_map(|many| {
        let numbers = 1_u128..;
        let length = many.len();
        numbers
            .zip(many)
            .map(|(number, (basis, status, as_of, earlier, corrected))| UpdateFact {
                done_on: (status == UpdateStatus::Complete).then(|| day(10 + as_of - earlier)),
                as_of: day(10 + as_of),
                // Any of them, itself too: the fold must stand whatever comes.
                corrects: corrected.map(|index| id(index.index(length) as u128 + 1)),
                ..update(number, basis, status, 1)
            })
            .collect()
    })
}

/// The same in the given order and in any other.
fn with_shuffled(
    updates: Vec<UpdateFact>,
) -> impl Strategy<Value = (Vec<UpdateFact>, Vec<UpdateFact>)> {
    (Just(updates.clone()), Just(updates).prop_shuffle())
}

/// The rules once more: sort what is left, and let the last line speak.
fn naive(updates: &[UpdateFact], as_of: Option<NaiveDate>) -> State {
    let mut left = updates.to_vec();
    for update in updates {
        left.retain(|other| Some(other.id) != update.corrects);
    }
    left.retain(|update| update.status != UpdateStatus::Withdrawn);
    let days = || left.iter().map(|update| update.as_of);
    let mut state = State { first_day: days().min(), last_day: days().max(), ..State::default() };
    left.retain(|update| as_of.is_none() || Some(update.as_of) <= as_of);
    // Declared first, so that assessed overwrites it.
    for basis in [Declared, Assessed] {
        let mut lines: Vec<_> = left
            .iter()
            .filter(|update| update.basis == basis)
            .map(|update| {
                let status = update.status.status().unwrap();
                (update.as_of, -i16::from(status.advancement()), update.done_on, update.id, status)
            })
            .collect();
        lines.sort_unstable();
        let Some((latest, _, done_on, id, status)) = lines.last().copied() else {
            continue;
        };
        let mut said: Vec<_> = lines.iter().filter(|l| l.0 == latest).map(|l| (l.4, l.2)).collect();
        said.dedup();
        let statement = Statement { status, as_of: latest, done_on };
        match basis {
            Declared => state.declared = Some(statement),
            Assessed => state.assessed = Some(statement),
        }
        state.contested |= said.len() > 1;
        state.status = status;
        state.basis = Some(basis);
        state.as_of = Some(latest);
        state.done_on = done_on;
        state.update = Some(id);
    }
    if let (Some(declared), Some(assessed)) = (state.declared, state.assessed) {
        let same = declared.status == assessed.status && declared.done_on == assessed.done_on;
        state.reassess = !same && declared.as_of > assessed.as_of;
    }
    state
}

fn any_day() -> impl Strategy<Value = Option<NaiveDate>> {
    prop::option::of((9..=18_u32).prop_map(day))
}

proptest! {
    #[test]
    fn the_fold_equals_its_rules_said_otherwise(updates in updates(), as_of in any_day()) {
        prop_assert_eq!(fold(&updates, as_of), naive(&updates, as_of));
    }

    #[test]
    fn the_order_decides_nothing(
        (ordered, shuffled) in updates().prop_flat_map(with_shuffled),
        as_of in any_day(),
    ) {
        prop_assert_eq!(fold(&ordered, as_of), fold(&shuffled, as_of));
    }

    #[test]
    fn an_update_that_comes_twice_counts_once(updates in updates()) {
        let twice: Vec<_> = updates.iter().chain(&updates).copied().collect();
        prop_assert_eq!(fold(&twice, None), fold(&updates, None));
    }

    #[test]
    fn an_update_about_an_earlier_day_of_its_basis_changes_nothing(
        updates in updates(),
        status in prop::sample::select(UpdateStatus::ALL),
        earlier in 1..=9_u32,
    ) {
        let before = fold(&updates, None);
        for basis in Basis::ALL {
            let spoke = match basis {
                Declared => before.declared,
                Assessed => before.assessed,
            };
            if spoke.is_some() {
                let mut more = updates.clone();
                more.push(update(1000, *basis, status, earlier));
                let after = State { first_day: before.first_day, ..fold(&more, None) };
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn correcting_everything_leaves_nothing(updates in updates()) {
        let mut all = updates.clone();
        for (number, taken_back) in (1000_u128..).zip(&updates) {
            let withdrawal = update(number, taken_back.basis, UpdateStatus::Withdrawn, 5);
            all.push(UpdateFact { corrects: Some(taken_back.id), ..withdrawal });
        }
        prop_assert_eq!(fold(&all, None), State::default());
    }

    #[test]
    fn as_of_a_day_is_the_fold_of_what_is_about_that_day_or_earlier(
        updates in updates(), number in 9..=18_u32,
    ) {
        let as_of = day(number);
        // What was corrected by a later one stays corrected, so that one must not be lost.
        let corrected: Vec<_> = updates.iter().filter_map(|u| u.corrects).collect();
        let early: Vec<_> = updates
            .iter()
            .filter(|u| u.as_of <= as_of && !corrected.contains(&u.id))
            .map(|u| UpdateFact { corrects: None, ..*u })
            .collect();
        let state = fold(&updates, Some(as_of));
        let of_early = fold(&early, None);
        let without_days = |state| State { first_day: None, last_day: None, ..state };
        prop_assert_eq!(without_days(state), without_days(of_early));
        // From the last day on, it is the present state.
        if state.last_day.is_none_or(|last_day| last_day <= as_of) {
            prop_assert_eq!(state, fold(&updates, None));
        }
    }
}
