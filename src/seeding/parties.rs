//! `parties.toml`: who may owe, and in which order they stand.

use std::collections::BTreeSet;

use super::declaration::{Frame, is_word};
use super::faults::{At, Place};
use super::raw;
use crate::domain::party::PartyKind;
use crate::domain::terms::Term;
use crate::records::ids;
use crate::records::party::Party;

/// Checks the parties, and gives them in protocol order.
pub(super) fn check(raw: raw::Parties, frame: &Frame, at: &At) -> Vec<Party> {
    let mut parties = Vec::new();
    let (mut codes, mut positions) = (BTreeSet::new(), BTreeSet::new());
    for party in raw.party {
        let at = at.and(Place::Named(party.code.clone()));
        if !is_word(&party.code, 40, |c| c.is_ascii_alphanumeric(), "-") {
            at.fault("code must be of letters, digits and hyphens, as KZ or relevant-parties");
        }
        if !codes.insert(party.code.clone()) {
            at.fault("code is there twice");
        }
        if !(0..=999).contains(&party.position) || !positions.insert(party.position) {
            at.fault("position must be from 0 to 999, and nobody else's");
        }
        let kind = at.keep("kind", PartyKind::parse(&party.kind)).unwrap_or(PartyKind::State);
        parties.push(Party {
            id: ids::party(&party.code),
            code: party.code,
            kind,
            name: frame.titles("name", party.name, &at),
            position: party.position,
            members: party.members,
            version: 1,
        });
    }
    let states: BTreeSet<&str> = parties
        .iter()
        .filter(|party| party.kind != PartyKind::Group)
        .map(|party| party.code.as_str())
        .collect();
    for party in &parties {
        check_members(party, &states, &at.and(Place::Named(party.code.clone())));
    }
    parties.sort_by_key(|party| party.position);
    parties
}

/// Only a group has members, and they are parties that are no groups themselves.
fn check_members(party: &Party, states: &BTreeSet<&str>, at: &At) {
    let Some(members) = &party.members else { return };
    if party.kind != PartyKind::Group {
        at.fault("members belong to a group only");
    }
    if members.is_empty() {
        at.fault("members must name somebody; leave them out where the text does not state them");
    }
    let mut seen = BTreeSet::new();
    for member in members {
        if !states.contains(member.as_str()) {
            at.fault(format!("members names {member}, which is no party here"));
        } else if !seen.insert(member) {
            at.fault(format!("members names {member} twice"));
        }
    }
}
