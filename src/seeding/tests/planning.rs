//! The plan of a sync: who wins, what is reported, and that nothing is done twice.

use chrono::{DateTime, Days, Utc};
use proptest::prelude::*;

use super::fixture::set;
use super::world::World;
use crate::domain::party::Role;
use crate::domain::terms::Term;
use crate::records::groups::{Group, Item, differ};
use crate::records::{ids, keys};
use crate::seeding::plan::LastSeeded;
use crate::seeding::report::Outcome;
use crate::seeding::{SeedSet, SyncReport};

const ONE: &str = "sections/01.toml";

/// An edit of one group of one item, in one of three ways.
#[derive(Debug, Clone, Copy)]
struct Edit {
    item: usize,
    group: Group,
    way: i16,
}

fn edit() -> impl Strategy<Value = Edit> {
    (0..4usize, proptest::sample::select(Group::ALL), 1..=3i16)
        .prop_map(|(item, group, way)| Edit { item, group, way })
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    proptest::collection::vec(edit(), 0..6)
}

fn apply(Edit { group, way, .. }: Edit, item: &mut Item) {
    match group {
        Group::Text => item.commitment.verb = Some(format!("verb {way}")),
        Group::Titles => {
            item.commitment.title.0.insert("de".to_owned(), format!("Titel {way}"));
        }
        Group::Deadline => {
            let later = Days::new(way.unsigned_abs().into());
            item.commitment.no_deadline = Some(format!("reason {way}"));
            for obligation in &mut item.obligations {
                obligation.due_on = obligation.due_on.map(|day| day + later);
            }
        }
        Group::Coding => item.commitment.sdgs = vec![way],
        Group::Obligations => match way {
            1 => item.obligations.iter_mut().for_each(|o| o.role = Role::Lead),
            2 => item.obligations.retain(|o| o.party != "FR"),
            _ => add_bureau(item),
        },
    }
}

fn add_bureau(item: &mut Item) {
    let Some(first) = item.obligations.first().cloned() else { return };
    let like = item.obligations.iter().filter(|o| o.party == first.party);
    let added: Vec<_> = like
        .map(|o| {
            let (party, occurrence) = ("bureau".to_owned(), o.occurrence.as_deref());
            let key = keys::obligation(&item.commitment.sort_key, 3, &party, occurrence);
            let id = ids::obligation(o.commitment_id, &party, occurrence);
            crate::records::obligation::Obligation { id, party, sort_key: key, ..o.clone() }
        })
        .filter(|o| !item.obligations.iter().any(|have| have.id == o.id))
        .collect();
    item.obligations.extend(added);
}

fn edited(set: &SeedSet, edits: &[Edit]) -> SeedSet {
    let mut set = set.clone();
    for edit in edits {
        apply(*edit, &mut set.items[edit.item]);
    }
    set
}

fn kept(report: &SyncReport) -> Vec<String> {
    let kept = report.lines.iter().filter(|line| line.outcome == Outcome::Kept);
    kept.map(ToString::to_string).collect()
}

proptest! {
    /// Group by group: what only the files changed is applied, all else is the ledger's; what
    /// both changed is reported, now and again; and the second run writes nothing.
    #[test]
    fn the_rule_holds_group_by_group(before in edits(), in_files in edits(), in_ledger in edits()) {
        let base = edited(&set(&[]), &before);
        let (files, ours) = (edited(&base, &in_files), edited(&base, &in_ledger));
        let mut world = World::seeded(&base);
        for (item, was) in ours.items.iter().zip(&base.items) {
            if item != was {
                world.edit(item);
            }
        }
        let first = world.sync(&files);
        let mut conflicts = 0;
        for ((file, ours), base) in files.items.iter().zip(&ours.items).zip(&base.items) {
            let now = world.item(&file.commitment.code);
            for group in Group::ALL.iter().copied() {
                let in_files = differ(group, file, base);
                let in_ledger = differ(group, ours, base);
                let winner = if in_files && !in_ledger { file } else { ours };
                prop_assert!(!differ(group, winner, &now), "{group} {in_files} {in_ledger}");
                conflicts += usize::from(in_files && in_ledger && differ(group, file, ours));
            }
        }
        prop_assert_eq!(first.report.count(Outcome::Kept), conflicts);
        let second = world.sync(&files);
        prop_assert!(second.is_empty(), "{second:?}");
        prop_assert_eq!(kept(&second.report), kept(&first.report));
        prop_assert_eq!(second.report.count(Outcome::Changed), 0);
    }

    /// The order in which edits of the files come does not matter, nor do syncs in between.
    #[test]
    fn syncs_in_between_change_nothing(a in edits(), b in edits()) {
        let base = set(&[]);
        let (halfway, end) = (edited(&base, &a), edited(&edited(&base, &a), &b));
        let mut stepwise = World::seeded(&base);
        stepwise.sync(&halfway);
        stepwise.sync(&end);
        let mut at_once = World::seeded(&base);
        at_once.sync(&end);
        for item in &end.items {
            let code = &item.commitment.code;
            let (x, y) = (stepwise.item(code), at_once.item(code));
            prop_assert!(Group::ALL.iter().all(|group| !differ(*group, &x, &y)));
            prop_assert!(Group::ALL.iter().all(|group| !differ(*group, &x, item)));
        }
    }
}

#[test]
fn a_first_seeding_creates_everything() {
    let files = set(&[]);
    let mut world = World::default();
    let plan = world.sync(&files);
    assert_eq!(plan.report.count(Outcome::Created), 1 + 5 + 4);
    assert!(world.sync(&files).is_empty());
    for item in &files.items {
        assert_eq!(world.item(&item.commitment.code), *item);
    }
}

#[test]
fn a_changed_deadline_moves_the_windows_of_whoever_owes() {
    let mut world = World::seeded(&set(&[]));
    let mut item = world.item("BERG-1.1a");
    item.obligations[1].role = Role::Lead;
    world.edit(&item);
    let plan = world.sync(&set(&[(ONE, "../2031-05", "2032-05")]));
    let lines: Vec<String> = plan.report.lines.iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["changed BERG-1.1a deadline: ../2031-05 → 2032-05"]);
    let now = world.item("BERG-1.1a");
    assert_eq!(now.obligations[1].role, Role::Lead);
    assert!(now.obligations.iter().all(|o| o.due_on == now.commitment.due_on));
    assert_eq!(now.commitment.due_on.unwrap().to_string(), "2032-05-31");
}

#[test]
fn a_dropped_obligation_comes_back_as_the_same() {
    let (both, host_only) =
        (set(&[]), set(&[(ONE, ", supporter = [\"FR\"]", ", lead = [\"FR\"]")]));
    let without = set(&[(ONE, ", supporter = [\"FR\"]", "")]);
    let mut world = World::seeded(&host_only);
    let id = world.item("BERG-1.1a").obligations[1].id;
    let plan = world.sync(&without);
    assert_eq!(plan.report.lines[0].to_string(), "changed BERG-1.1a obligations: − FR lead");
    assert_eq!(world.item("BERG-1.1a").obligations.len(), 1);
    let plan = world.sync(&host_only);
    assert_eq!(plan.obligations[0].obligation.id, id);
    assert_eq!(plan.obligations[0].obligation.version, 3);
    assert_eq!(plan.obligations[0].obligation.dropped_at, None);
    world.sync(&both);
    assert_eq!(world.item("BERG-1.1a").obligations[1].role, Role::Supporter);
}

#[test]
fn what_is_gone_or_deleted_is_reported_and_left_alone() {
    let files = set(&[(ONE, "related = [{ item = \"BERG-1.1b\", how = \"depends_on\" }]", "")]);
    let mut world = World::seeded(&files);
    let mut fewer = files.clone();
    fewer.items.remove(1);
    let plan = world.sync(&fewer);
    assert!(plan.is_empty());
    assert_eq!(
        plan.report.lines[0].to_string(),
        "gone BERG-1.1b: not in the files; delete it in the ledger if that is meant"
    );
    world.ledger.items.get_mut("BERG-1.1b").unwrap().commitment.deleted_at =
        Some(DateTime::<Utc>::UNIX_EPOCH);
    assert!(world.sync(&fewer).report.lines.is_empty());
    assert!(world.sync(&files).report.lines.is_empty());
    let mut changed = files.clone();
    changed.items[1].commitment.sdgs = vec![3];
    let plan = world.sync(&changed);
    assert!(plan.is_empty());
    assert_eq!(kept(&plan.report), ["kept BERG-1.1b: deleted in the ledger, changed in the files"]);
}

#[test]
fn an_item_of_the_ledger_under_the_same_code_stays() {
    let files = set(&[]);
    let mut world = World::seeded(&files);
    let mut other = files.clone();
    other.items[0].commitment.id = ids::new();
    let plan = world.sync(&other);
    assert!(plan.is_empty());
    assert_eq!(
        kept(&plan.report),
        ["kept BERG-1.1a: another item was made in the ledger under this code"]
    );
}

#[test]
fn what_came_another_way_is_adopted_where_it_agrees() {
    let files = set(&[]);
    let mut world = World::seeded(&files);
    world.last = LastSeeded::default();
    let mut differing = files.clone();
    differing.items[0].commitment.sdgs = vec![3];
    let plan = world.sync(&differing);
    assert!(plan.changes.is_empty());
    assert_eq!(plan.seeded.len(), 1 + 5 + 3);
    assert_eq!(
        kept(&plan.report),
        ["kept BERG-1.1a coding: edited in the ledger and in the files"]
    );
    assert_eq!(kept(&world.sync(&differing).report).len(), 1);
    assert!(world.sync(&files).report.lines.is_empty());
}

#[test]
fn declarations_and_parties_are_kept_in_step_as_wholes() {
    let mut world = World::seeded(&set(&[]));
    let files = set(&[
        ("parties.toml", "Schweiz", "Eidgenossenschaft"),
        ("declaration.toml", "Bergerklärung", "Erklärung vom Berg"),
    ]);
    let plan = world.sync(&files);
    let lines: Vec<String> = plan.report.lines.iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["changed declaration berg-2030", "changed party CH"]);
    assert_eq!(world.ledger.parties["CH"].version, 2);
    world.ledger.parties.get_mut("CH").unwrap().name.0.insert("de".into(), "Helvetia".into());
    assert!(world.sync(&files).report.lines.is_empty());
    let plan = world.sync(&set(&[
        ("parties.toml", "Schweiz", "Die Schweiz"),
        ("declaration.toml", "Bergerklärung", "Erklärung vom Berg"),
    ]));
    assert_eq!(kept(&plan.report), ["kept party CH: edited in the ledger and in the files"]);

    // Another declaration's party is as that one has it.
    world.last.parties.get_mut("FR").unwrap().0 = "tal-2029".into();
    let plan = world.sync(&set(&[
        ("parties.toml", "Frankreich", "La France"),
        ("declaration.toml", "Bergerklärung", "Erklärung vom Berg"),
        ("parties.toml", "Schweiz", "Eidgenossenschaft"),
    ]));
    assert!(plan.is_empty());
    assert_eq!(kept(&plan.report), ["kept party FR: it is as tal-2029 has it"]);
}

#[test]
fn obstacles_stop_the_whole() {
    let files = set(&[]);
    let mut world = World::seeded(&files);
    // An editor quoted what the files now take out of the text.
    let mut item = world.item("BERG-1.2c");
    item.commitment.quote = Some("Volk".into());
    item.commitment.quote_start = Some(56);
    world.edit(&item);
    assert!(world.plan(&files).obstacles.is_empty());
    let reworded = set(&[
        ("text.de.txt", "dem Volk.", "den Völkern."),
        (ONE, "die Staaten danken dem Volk", "die Staaten danken den Völkern"),
    ]);
    assert!(world.plan(&reworded).obstacles[0].contains("BERG-1.2c"));
    let mut renamed = files;
    renamed.declaration.declaration.prefix = "TAL".into();
    assert!(world.plan(&renamed).obstacles[0].contains("BERG"));
}

#[test]
fn a_paragraph_gone_from_the_files_stays() {
    let mut world = World::seeded(&set(&[]));
    let mut files = set(&[]);
    files.declaration.paragraphs.pop();
    let plan = world.sync(&files);
    assert!(plan.is_empty());
    assert_eq!(plan.report.lines[0].to_string(), "gone paragraph 2.1: not in the files; it stays");
}
