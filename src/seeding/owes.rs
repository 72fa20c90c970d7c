//! Who owes an item: from roles and party codes to obligations.

use std::collections::{BTreeMap, BTreeSet};

use super::dates::Dates;
use super::faults::At;
use super::load::Context;
use super::raw;
use crate::domain::commitment::Strength;
use crate::domain::party::{PartyKind, Role};
use crate::domain::terms::Term;
use crate::records::commitment::Commitment;
use crate::records::obligation::Obligation;
use crate::records::{ids, keys};

/// Checks who owes; gives each party's role.
pub(super) fn check(
    item: &raw::Item,
    strength: Option<Strength>,
    context: &Context<'_>,
    at: &At,
) -> BTreeMap<String, Role> {
    let mut roles = BTreeMap::new();
    for (role, parties) in &item.owes {
        let Some(role) = at.keep("owes", Role::parse(role)) else { continue };
        for party in parties {
            check_party(party, context, at);
            if roles.insert(party.clone(), role).is_some() {
                at.fault(format!("owes names {party} twice"));
            }
        }
    }
    let has = |wanted: fn(Role) -> bool| roles.values().any(|role| wanted(*role));
    if has(|role| role == Role::Supporter) && !has(Role::leads) {
        at.fault("owes has a supporter, but no host or lead to follow");
    }
    match strength {
        Some(Strength::Acknowledgement) if !item.owes.is_empty() => {
            at.fault("owes belongs to no acknowledgement: nothing is owed");
        }
        Some(strength) if strength != Strength::Acknowledgement && roles.is_empty() => {
            at.fault(format!("owes must name somebody, since this is a {strength}"));
        }
        _ => {}
    }
    if let Some(group) = &item.group {
        check_group(group, &roles, context, at);
    }
    roles
}

/// A party may owe unless it is a group whose members can owe themselves.
fn check_party(code: &str, context: &Context<'_>, at: &At) {
    match context.parties.get(code) {
        None => at.fault(format!("owes names {code}, which is no party here")),
        Some(party) if party.members.is_some() => {
            at.fault(format!("owes names {code}: name its members, and give it as the group"));
        }
        Some(_) => {}
    }
}

/// By a group's name all its members are meant, and nobody else.
fn check_group(code: &str, roles: &BTreeMap<String, Role>, context: &Context<'_>, at: &At) {
    let group = context.parties.get(code).filter(|party| party.kind == PartyKind::Group);
    let Some(group) = group else {
        return at.fault(format!("group names {code}, which is no group here"));
    };
    let Some(members) = &group.members else {
        return at.fault(format!("group {code} has unstated members: it owes itself, as a party"));
    };
    let (members, owing): (BTreeSet<_>, BTreeSet<_>) =
        (members.iter().collect(), roles.keys().collect());
    if members != owing {
        at.fault(format!("group {code}: owes must name its members and nobody else"));
    }
}

/// One obligation a party and occurrence, in protocol order.
pub(super) fn obligations(
    commitment: &Commitment,
    roles: &BTreeMap<String, Role>,
    dates: &Dates,
    context: &Context<'_>,
) -> Vec<Obligation> {
    let windows: Vec<_> = match &dates.occurrences {
        None => vec![(None, commitment.opens_on, commitment.due_on)],
        Some(occurrences) => occurrences
            .iter()
            .map(|one| {
                (Some(one.key.clone()), one.deadline.opens_on(), Some(one.deadline.due_on()))
            })
            .collect(),
    };
    let mut obligations = Vec::new();
    for (party, role) in roles {
        let position = context.parties.get(party.as_str()).map_or(0, |party| party.position);
        for (occurrence, opens_on, due_on) in &windows {
            let occurrence = occurrence.as_deref();
            obligations.push(Obligation {
                id: ids::obligation(commitment.id, party, occurrence),
                commitment_id: commitment.id,
                declaration: commitment.declaration.clone(),
                party: party.clone(),
                role: *role,
                occurrence: occurrence.map(str::to_owned),
                opens_on: *opens_on,
                due_on: *due_on,
                sort_key: keys::obligation(&commitment.sort_key, position, party, occurrence),
                version: 1,
                dropped_at: None,
            });
        }
    }
    obligations.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
    obligations
}
