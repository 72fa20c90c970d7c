//! Who owes an item: from roles and party codes to obligations.

use std::collections::{BTreeMap, BTreeSet};

use super::dates::Dates;
use super::faults::At;
use super::load::Context;
use super::raw;
use crate::domain::commitment::Strength;
use crate::domain::occurrence::windows;
use crate::domain::party::{PartyKind, Role};
use crate::domain::terms::Term;
use crate::records::commitment::Commitment;
use crate::records::obligation::Obligation;

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
    let owing: Vec<Role> = roles.values().copied().collect();
    if let Some(fault) = strength.and_then(|strength| strength.fault_of_roles(&owing)) {
        at.fault(format!("owes {fault}"));
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
    let windows = windows(dates.deadline.as_ref(), dates.occurrences.as_deref());
    let mut obligations = Vec::new();
    for (party, role) in roles {
        // One that is no party here is a fault already.
        let Some(party) = context.parties.get(party.as_str()) else { continue };
        obligations
            .extend(windows.iter().map(|one| Obligation::new(commitment, party, *role, one)));
    }
    obligations.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
    obligations
}
