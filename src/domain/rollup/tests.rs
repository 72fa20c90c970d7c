//! The rollup, rule by rule, and in any order.

use proptest::prelude::*;

use super::*;
use crate::domain::terms::Term;

use Role::{Host, Lead, Participant, Supporter};
use Status::{
    Abandoned, Complete, InProgress, NotReported, NotStarted, Ongoing, Stalled, Substantial,
    Superseded,
};

/// A rule, obligations, and what they come to.
type Case = (&'static str, &'static [(Role, Status)], Option<Status>);

/// "Rollup": each of its rules in its order.
#[test]
fn hard_case_rollup() {
    let cases: &[Case] = &[
        ("no obligations, none", &[], None),
        ("supporters decide nothing", &[(Supporter, Complete)], None),
        ("all alike", &[(Host, Complete), (Lead, Complete)], Some(Complete)),
        ("all alike, abandoned", &[(Host, Abandoned), (Lead, Abandoned)], Some(Abandoned)),
        ("nobody has said anything", &[(Participant, NotReported)], Some(NotReported)),
        ("any stalled", &[(Host, Complete), (Lead, Stalled)], Some(Stalled)),
        ("any abandoned", &[(Host, InProgress), (Lead, Abandoned)], Some(Stalled)),
        ("stalled and abandoned", &[(Host, Stalled), (Lead, Abandoned)], Some(Stalled)),
        ("otherwise", &[(Host, NotReported), (Lead, Complete)], Some(InProgress)),
        ("otherwise", &[(Host, Ongoing), (Host, Substantial)], Some(InProgress)),
        ("superseded left out", &[(Host, Superseded), (Lead, NotStarted)], Some(NotStarted)),
        ("all superseded", &[(Host, Superseded), (Lead, Superseded)], Some(Superseded)),
        ("hosts before others", &[(Host, Complete), (Participant, Stalled)], Some(Complete)),
        ("leads before others", &[(Participant, Stalled), (Lead, Complete)], Some(Complete)),
        (
            "a superseded host hides none",
            &[(Host, Superseded), (Participant, Complete)],
            Some(Superseded),
        ),
        ("else participants", &[(Participant, Complete), (Supporter, Stalled)], Some(Complete)),
    ];
    for (rule, obligations, expected) in cases {
        assert_eq!(rollup(obligations.iter().copied()), *expected, "{rule}");
    }
}

#[test]
fn the_item_is_as_pressing_as_the_most_pressing_that_decides() {
    let pressing = [
        Timeliness::Overdue,
        Timeliness::InWindow,
        Timeliness::Upcoming,
        Timeliness::DoneLate,
        Timeliness::DoneOnTime,
        Timeliness::Undated,
        Timeliness::NotDue,
    ];
    for (place, first) in pressing.iter().enumerate() {
        for second in &pressing[place..] {
            let both = [(Lead, *second), (Host, *first), (Participant, Timeliness::Overdue)];
            assert_eq!(item_timeliness(both), Some(*first));
        }
    }
    let participants = [(Participant, Timeliness::Overdue), (Supporter, Timeliness::Follows)];
    assert_eq!(item_timeliness(participants), Some(Timeliness::Overdue));
    assert_eq!(item_timeliness([(Supporter, Timeliness::Follows)]), None);
}

/// "Supporters": beside a supporter's own status stands that of the least advanced host or lead.
#[test]
fn hard_case_supporters_follow_the_least_advanced_host_or_lead() {
    let found = follows([
        (Supporter, "CN", NotReported),
        (Participant, "KG", Abandoned),
        (Host, "TM", InProgress),
        (Lead, "UZ", NotStarted),
        (Lead, "KZ", NotStarted),
    ]);
    let expected = Follows { party: "UZ".to_owned(), status: NotStarted };
    assert_eq!(found, Some(expected), "of equal ones the first given");
    assert_eq!(follows([(Supporter, "CN", Complete), (Participant, "KG", Complete)]), None);
}

fn obligations() -> impl Strategy<Value = Vec<(Role, Status)>> {
    let one = (prop::sample::select(Role::ALL), prop::sample::select(Status::ALL));
    prop::collection::vec(one, 0..7)
}

/// The rules once more, in sets.
fn naive(obligations: &[(Role, Status)]) -> Option<Status> {
    let of = |roles: &[Role]| -> Vec<Status> {
        let chosen = obligations.iter().filter(|(role, _)| roles.contains(role));
        chosen.map(|(_, status)| *status).collect()
    };
    let (leading, participating) = (of(&[Host, Lead]), of(&[Participant]));
    let mut all = if leading.is_empty() { participating } else { leading };
    all.sort_unstable();
    all.dedup();
    if all == [Superseded] {
        return Some(Superseded);
    }
    all.retain(|status| *status != Superseded);
    match all.as_slice() {
        [] => None,
        [one] => Some(*one),
        several if several.contains(&Stalled) || several.contains(&Abandoned) => Some(Stalled),
        _ => Some(InProgress),
    }
}

type Obligations = Vec<(Role, Status)>;

/// The same in the given order and in any other.
fn with_shuffled(all: Obligations) -> impl Strategy<Value = (Obligations, Obligations)> {
    (Just(all.clone()), Just(all).prop_shuffle())
}

proptest! {
    #[test]
    fn the_rollup_equals_its_rules_in_sets(obligations in obligations()) {
        prop_assert_eq!(rollup(obligations.iter().copied()), naive(&obligations));
    }

    #[test]
    fn order_and_supporters_decide_nothing(
        (ordered, shuffled) in obligations().prop_flat_map(with_shuffled),
    ) {
        let status = rollup(ordered.iter().copied());
        prop_assert_eq!(status, rollup(shuffled.iter().copied()));
        let delivering = shuffled.into_iter().filter(|(role, _)| *role != Supporter);
        prop_assert_eq!(status, rollup(delivering));
    }

    #[test]
    fn whoever_is_followed_is_a_host_or_lead_and_none_is_less_advanced(
        obligations in obligations(),
    ) {
        let named: Vec<(Role, String, Status)> = obligations
            .iter()
            .enumerate()
            .map(|(place, (role, status))| (*role, format!("P{place}"), *status))
            .collect();
        let given = named.iter().map(|(role, party, status)| (*role, party.as_str(), *status));
        let found = follows(given);
        let leading: Vec<_> = named.iter().filter(|(role, ..)| role.leads()).collect();
        prop_assert_eq!(found.is_some(), !leading.is_empty());
        if let Some(followed) = found {
            let Follows { party, status } = followed;
            let least = leading.iter().map(|(_, _, s)| s.advancement()).min();
            prop_assert_eq!(Some(status.advancement()), least);
            prop_assert!(leading.iter().any(|(_, p, s)| *p == party && *s == status));
        }
    }
}
