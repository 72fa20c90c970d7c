//! The merge held against its laws, in a model of clients that edit offline.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const GROUPS: u8 = 3;

/// A few groups of a few values each: small enough that every way to clash is met often.
type State = Groups<u8, u8>;

/// What a number says of each group, four bits for one: numbers are quicker made than maps, and a
/// hundred thousand cases take a second or two.
fn nibbles(code: u16) -> impl Iterator<Item = (u8, u8)> {
    (0..GROUPS).map(move |group| (group, u8::try_from((code >> (4 * group)) & 15).unwrap()))
}

/// Most groups are there, with one of three values.
fn state(code: u16) -> State {
    let there = nibbles(code).filter(|(_, nibble)| *nibble < 12);
    there.map(|(group, nibble)| (group, nibble % 3)).collect()
}

/// What an edit makes of a state: half of the groups stay, a few go, the others get a value.
fn edited(base: &State, edit: u16) -> State {
    let mut state = base.clone();
    for (group, nibble) in nibbles(edit) {
        match nibble {
            0..8 => {}
            8..14 => drop(state.insert(group, nibble % 3)),
            _ => drop(state.remove(&group)),
        }
    }
    state
}

fn changed(base: &State, side: &State) -> Vec<u8> {
    (0..GROUPS).filter(|group| base.get(group) != side.get(group)).collect()
}

/// What is readable of a group afterwards: its committed value, and what a conflict holds.
fn readable(merged: &Merged<u8, u8>, group: u8) -> [Option<u8>; 2] {
    let there = merged.state.get(&group).copied();
    let mut both = [there, merged.conflicts.get(&group).map_or(there, |one| one.yours)];
    both.sort_unstable();
    both
}

fn laws_of_two(base: &State, x: &State, y: &State) -> Result<(), TestCaseError> {
    let (xy, yx) = (merge(base, x, y), merge(base, y, x));
    prop_assert_eq!(&merge(base, x, base).state, x, "an edit that changes nothing");
    prop_assert_eq!(&merge(base, base, y).state, y, "an edit that nobody came before");
    prop_assert!(merge(base, base, y).conflicts.is_empty());
    let alike = merge(base, x, x);
    prop_assert_eq!((&alike.state, alike.taken.len(), alike.conflicts.len()), (x, 0, 0));
    // Merged again it changes nothing, and says the same.
    let again = merge(base, &xy.state, y);
    prop_assert_eq!(&again.state, &xy.state);
    prop_assert!(again.taken.is_empty());
    prop_assert_eq!(&again.conflicts, &xy.conflicts);
    // In either order the same groups clash, and the same values can be read of them.
    prop_assert!(xy.conflicts.keys().eq(yx.conflicts.keys()));
    for group in 0..GROUPS {
        prop_assert_eq!(readable(&xy, group), readable(&yx, group));
    }
    let (by_x, by_y) = (changed(base, x), changed(base, y));
    if by_x.iter().all(|group| !by_y.contains(group)) {
        prop_assert_eq!(&xy.state, &yx.state, "disjoint edits commute");
        prop_assert!(xy.conflicts.is_empty());
        prop_assert!(xy.taken == by_y);
    }
    for group in by_y {
        let (value, there) = (y.get(&group), xy.state.get(&group));
        let conflict = xy.conflicts.get(&group);
        prop_assert!(there == value || conflict.is_some_and(|one| one.yours.as_ref() == value));
        prop_assert_eq!(conflict.is_some() && there == value, false);
    }
    for (group, conflict) in &xy.conflicts {
        let of = |side: &State| side.get(group).copied();
        let held = (conflict.base, conflict.theirs, conflict.yours);
        prop_assert_eq!(held, (of(base), of(x), of(y)), "a conflict holds all three");
        prop_assert_eq!(xy.state.get(group), x.get(group), "the committed value stays");
    }
    let refused = refuse(base, x, y);
    prop_assert_eq!(&refused.state, x);
    prop_assert!(refused.taken.is_empty());
    let clashing = changed(base, y).into_iter().filter(|group| y.get(group) != x.get(group));
    prop_assert!(refused.conflicts.keys().copied().eq(clashing));
    for (group, conflict) in &refused.conflicts {
        prop_assert_eq!(conflict.yours, y.get(group).copied());
        prop_assert_eq!(conflict.theirs, x.get(group).copied());
    }
    Ok(())
}

/// A ledger that edits are pushed to: every committed state, and every conflict.
struct Ledger {
    versions: Vec<State>,
    conflicts: Vec<(u8, Conflict<u8>)>,
}

impl Ledger {
    /// Pushes an edit that was made on a version; nothing may be overwritten that its author
    /// had not seen, and nothing that its author wrote may be lost.
    fn push(&mut self, base: usize, edit: u16) -> Result<(), TestCaseError> {
        let base = &self.versions[base % self.versions.len()];
        let yours = edited(base, edit);
        let present = self.versions.last().unwrap();
        let merged = merge(base, present, &yours);
        for group in changed(present, &merged.state) {
            prop_assert_eq!(base.get(&group), present.get(&group), "overwritten unseen");
            prop_assert_eq!(yours.get(&group), merged.state.get(&group));
        }
        for group in changed(base, &yours) {
            let kept = merged.state.get(&group) == yours.get(&group);
            prop_assert!(kept || merged.conflicts.contains_key(&group), "lost");
        }
        if merged.state != *present {
            self.versions.push(merged.state);
        }
        self.conflicts.extend(merged.conflicts);
        Ok(())
    }

    /// Every value that a group ever had, or would have had.
    fn values(&self, group: u8) -> BTreeSet<Option<u8>> {
        let held = self.conflicts.iter().filter(|(of, _)| *of == group);
        let committed = self.versions.iter().map(|state| state.get(&group).copied());
        committed.chain(held.map(|(_, conflict)| conflict.yours)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn two_edits_keep_the_laws(base in any::<u16>(), x in any::<u16>(), y in any::<u16>()) {
        let base = state(base);
        laws_of_two(&base, &edited(&base, x), &edited(&base, y))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Clients that have seen different versions push in turn.
    #[test]
    fn nothing_is_overwritten_unseen(
        base in any::<u16>(), edits in vec((0..6usize, any::<u16>()), 1..8),
    ) {
        let mut ledger = Ledger { versions: vec![state(base)], conflicts: Vec::new() };
        for (on, edit) in edits {
            ledger.push(on, edit)?;
        }
    }

    /// Edits that were all made on one base, in any order: of every group the same values are
    /// readable, and where all who edited it agree, their value holds.
    #[test]
    fn the_order_of_arrival_loses_nothing(
        base in any::<u16>(), edits in vec(any::<u16>(), 1..6), turn in any::<prop::sample::Index>(),
    ) {
        let base = state(base);
        let push_all = |edits: &[u16]| {
            let mut ledger = Ledger { versions: vec![base.clone()], conflicts: Vec::new() };
            edits.iter().try_for_each(|edit| ledger.push(0, *edit)).map(|()| ledger)
        };
        let mut turned = edits.clone();
        turned.rotate_left(turn.index(edits.len()));
        turned.reverse();
        let (one, other) = (push_all(&edits)?, push_all(&turned)?);
        for group in 0..GROUPS {
            prop_assert_eq!(one.values(group), other.values(group));
            let of = |state: &State| state.get(&group).copied();
            let wanted = edits.iter().map(|edit| of(&edited(&base, *edit)));
            let wanted: BTreeSet<_> = wanted.filter(|value| *value != of(&base)).collect();
            let ends = [&one, &other].map(|ledger| ledger.versions.last().and_then(of));
            match wanted.len() {
                0 => prop_assert_eq!(ends, [of(&base); 2]),
                1 => prop_assert!(ends.iter().all(|end| wanted.contains(end))),
                _ => prop_assert!(wanted.is_superset(&BTreeSet::from(ends))),
            }
        }
    }
}

#[test]
fn says_what_went_in_and_what_clashes() {
    let groups = |all: &[(&'static str, i32)]| all.iter().copied().collect::<BTreeMap<_, _>>();
    let base = groups(&[("titles", 1), ("deadline", 1), ("coding", 1)]);
    let theirs = groups(&[("titles", 2), ("deadline", 2), ("coding", 1)]);
    let yours = groups(&[("titles", 3), ("deadline", 2), ("coding", 3)]);
    let merged = merge(&base, &theirs, &yours);
    assert_eq!(merged.state, groups(&[("titles", 2), ("deadline", 2), ("coding", 3)]));
    assert_eq!(merged.taken, ["coding"]);
    let conflict = Conflict { base: Some(1), theirs: Some(2), yours: Some(3) };
    assert_eq!(merged.conflicts, BTreeMap::from([("titles", conflict)]));
}
