//! The plan for items, group of fields by group of fields.

use std::collections::{BTreeMap, BTreeSet};

use super::{BOTH, Decision, LastSeeded, Ledger, LedgerItem, Plan, decide};
use crate::db::seeded::ObligationRow;
use crate::domain::terms::Term;
use crate::records::change::Change;
use crate::records::groups::{Group, Item, copy, describe, differ, differing};
use crate::records::obligation::Obligation;
use crate::seeding::report::Outcome;

/// Plans every item, and reports those that are gone from the files.
pub(super) fn plan(files: &[Item], last: &LastSeeded, ledger: &Ledger, plan: &mut Plan) {
    let mut codes = BTreeSet::new();
    for file in files {
        let code = file.commitment.code.as_str();
        codes.insert(code);
        let before = last.items.get(code);
        match ledger.items.get(code) {
            None => create(file, plan),
            Some(ours) if ours.commitment.deleted_at.is_some() => {
                if before.is_none_or(|before| !differing(file, before).is_empty()) {
                    let detail = ": deleted in the ledger, changed in the files";
                    plan.report.line(Outcome::Kept, code, detail);
                }
            }
            Some(ours) if ours.commitment.id != file.commitment.id => {
                let detail = ": another item was made in the ledger under this code";
                plan.report.line(Outcome::Kept, code, detail);
            }
            Some(ours) => edit(file, before, ours, plan),
        }
    }
    let standing = |code: &str| {
        ledger.items.get(code).is_some_and(|item| item.commitment.deleted_at.is_none())
    };
    for code in last.items.keys().map(String::as_str) {
        if !codes.contains(code) && standing(code) {
            let detail = ": not in the files; delete it in the ledger if that is meant";
            plan.report.line(Outcome::Gone, code, detail);
        }
    }
}

fn create(file: &Item, plan: &mut Plan) {
    let commitment = &file.commitment;
    plan.report.line(Outcome::Created, &commitment.code, "");
    plan.remember(commitment.id, &commitment.code, file);
    plan.changes.push(Change::created(commitment.clone().into()));
    write_item(file, &[], plan);
}

/// Takes over what only the files changed, group by group.
fn edit(file: &Item, before: Option<&Item>, ledger: &LedgerItem, plan: &mut Plan) {
    let ours = ledger.standing();
    let code = &file.commitment.code;
    let mut merged = ours.clone();
    let mut remembered = before.cloned();
    for group in Group::ALL.iter().copied() {
        let decision = decide(
            !differ(group, file, &ours),
            before.is_some_and(|before| !differ(group, file, before)),
            before.is_some_and(|before| !differ(group, &ours, before)),
        );
        match decision {
            Decision::Leave => continue,
            Decision::Keep => {
                plan.report.line(Outcome::Kept, code, format!("{group}{BOTH}"));
                continue;
            }
            Decision::Agreed => {}
            Decision::Apply => {
                let detail = format!("{group}: {}", describe(group, &ours, file));
                plan.report.line(Outcome::Changed, code, detail);
                copy(group, file, &mut merged);
            }
        }
        if let Some(remembered) = &mut remembered {
            copy(group, file, remembered);
        }
    }
    if before.is_none() && differing(file, &ours).is_empty() {
        remembered = Some(file.clone());
    }
    if let Some(remembered) = remembered.filter(|remembered| Some(remembered) != before) {
        plan.remember(remembered.commitment.id, code, &remembered);
    }
    write_edited(merged, &ours, ledger, plan);
}

/// Writes what the merge changed, of the commitment and of its obligations; or nothing.
fn write_edited(mut merged: Item, ours: &Item, ledger: &LedgerItem, plan: &mut Plan) {
    if merged == *ours {
        return;
    }
    // Who owes is the item's own too: whoever edits it must see by its version that this changed.
    merged.commitment.version += 1;
    plan.changes.push(Change::edited(merged.commitment.clone().into()));
    write_item(&merged, &ledger.obligations, plan);
}

/// Writes an item whose obligations were `before`, dropped ones among them.
fn write_item(item: &Item, before: &[Obligation], plan: &mut Plan) {
    let key = |o: &Obligation| (o.party.clone(), o.occurrence.clone());
    let mut rest: BTreeMap<_, &Obligation> = before.iter().map(|ours| (key(ours), ours)).collect();
    for wanted in &item.obligations {
        match rest.remove(&key(wanted)) {
            None => write_obligation(Change::created, wanted.clone(), item, plan),
            Some(ours) => {
                let edited = Obligation {
                    role: wanted.role,
                    opens_on: wanted.opens_on,
                    due_on: wanted.due_on,
                    dropped_at: None,
                    ..ours.clone()
                };
                if edited != *ours {
                    let edited = Obligation { version: ours.version + 1, ..edited };
                    write_obligation(Change::edited, edited, item, plan);
                }
            }
        }
    }
    for ours in rest.into_values().filter(|ours| ours.dropped_at.is_none()) {
        let dropped =
            Obligation { dropped_at: Some(plan.at), version: ours.version + 1, ..ours.clone() };
        write_obligation(Change::deleted, dropped, item, plan);
    }
    plan.items.push(item.commitment.clone());
}

fn write_obligation(
    change: fn(crate::records::change::Record) -> Change,
    obligation: Obligation,
    item: &Item,
    plan: &mut Plan,
) {
    plan.changes.push(change(obligation.clone().into()));
    plan.obligations.push(ObligationRow { obligation, tracked: item.commitment.tracked });
}
