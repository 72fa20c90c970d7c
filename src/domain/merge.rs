//! The three-way merge of two edits that were made on one base, group by group.
//!
//! It knows nothing of what the groups are. A group that a side does not have is as good a value
//! as any other: that is how one side makes or removes what the other edits.

use std::collections::{BTreeMap, BTreeSet};

/// A state: the value of each group.
pub type Groups<G, V> = BTreeMap<G, V>;

/// One group that both sides changed, and not alike. Nothing of it is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict<V> {
    /// What both edits were made on; none if the group was not there.
    pub base: Option<V>,
    /// What is committed, and stays.
    pub theirs: Option<V>,
    /// What would have come in.
    pub yours: Option<V>,
}

/// What comes of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged<G, V> {
    /// The state that holds from now on.
    pub state: Groups<G, V>,
    /// The groups of yours that went in. Those that both sides changed alike are not among them.
    pub taken: Vec<G>,
    pub conflicts: BTreeMap<G, Conflict<V>>,
}

/// Merges `yours` into `theirs`; both were made from `base`.
///
/// A group that neither side changed, or both alike, stays as it is. One that one side changed
/// is as that side has it. One that both changed differently keeps the committed value, theirs,
/// and is a conflict.
#[must_use]
pub fn merge<G: Ord + Clone, V: Eq + Clone>(
    base: &Groups<G, V>,
    theirs: &Groups<G, V>,
    yours: &Groups<G, V>,
) -> Merged<G, V> {
    let mut merged =
        Merged { state: theirs.clone(), taken: Vec::new(), conflicts: BTreeMap::new() };
    let groups: BTreeSet<&G> = base.keys().chain(theirs.keys()).chain(yours.keys()).collect();
    for group in groups {
        let (b, t, y) = (base.get(group), theirs.get(group), yours.get(group));
        if y == b || y == t {
            continue;
        }
        if t == b {
            match y {
                Some(value) => drop(merged.state.insert(group.clone(), value.clone())),
                None => drop(merged.state.remove(group)),
            }
            merged.taken.push(group.clone());
        } else {
            let conflict = Conflict { base: b.cloned(), theirs: t.cloned(), yours: y.cloned() };
            merged.conflicts.insert(group.clone(), conflict);
        }
    }
    merged
}

/// Merges as if every group that yours changed had been changed on both sides: for an edit that is
/// good by itself, and not together with what others have committed since.
#[must_use]
pub fn refuse<G: Ord + Clone, V: Eq + Clone>(
    base: &Groups<G, V>,
    theirs: &Groups<G, V>,
    yours: &Groups<G, V>,
) -> Merged<G, V> {
    let mut merged = merge(base, theirs, yours);
    for group in std::mem::take(&mut merged.taken) {
        let of = |side: &Groups<G, V>| side.get(&group).cloned();
        let conflict = Conflict { base: of(base), theirs: of(theirs), yours: of(yours) };
        merged.conflicts.insert(group, conflict);
    }
    merged.state.clone_from(theirs);
    merged
}

#[cfg(test)]
mod tests;
