//! Ledgers at random, in two steps, and questions about them.

use chrono::{DateTime, Days, NaiveDate, TimeDelta};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use summit_ledger::db::filter::Filter;
use summit_ledger::db::moment::Sort;
use summit_ledger::domain::commitment::{Kind, Strength};
use summit_ledger::domain::deadline::Deadline;
use summit_ledger::domain::party::Role;
use summit_ledger::domain::status::{Basis, Status, UpdateStatus};
use summit_ledger::domain::terms::Term;
use summit_ledger::domain::timeliness::Timeliness;
use summit_ledger::records::update::Update;
use uuid::Uuid;

use super::naive::World;
use crate::ledger::{PARTIES, Sketch, Terms, day};

/// Near each other, so that days fall on, before and after them.
const DEADLINES: [Option<&str>; 8] = [
    None,
    Some("2025"),
    Some("2025-12"),
    Some("2026-01-04"),
    Some("../2026-01-05"),
    Some("2026-01-03/2026-01-08"),
    Some("2026-01"),
    Some("2026"),
];

/// A ledger in two steps, and what is asked of it.
#[derive(Debug, Clone)]
pub struct Case {
    items: Vec<ItemPlan>,
    pub questions: Vec<Question>,
}

#[derive(Debug, Clone)]
struct ItemPlan {
    section: i32,
    strength: Strength,
    kind: Kind,
    deadline: Option<&'static str>,
    owes: Vec<(&'static str, Role)>,
    /// The obligations' updates, in the order of their filing: whose, and what.
    updates: Vec<(Index, UpdatePlan)>,
    /// How many of these are of the first step.
    early: usize,
    /// In the second step: another deadline, and one obligation fewer.
    other_deadline: Option<Patch>,
    drops: bool,
}

/// Another deadline, or none.
#[derive(Debug, Clone)]
struct Patch(Option<&'static str>);

#[derive(Debug, Clone)]
struct UpdatePlan {
    id: u128,
    basis: Basis,
    status: UpdateStatus,
    as_of: NaiveDate,
    done_before: u64,
    corrects: Option<Index>,
    /// Seconds; several may be filed in one.
    at: i64,
}

/// What a list is asked.
#[derive(Debug, Clone)]
pub struct Question {
    pub filter: Filter,
    pub day: NaiveDate,
    pub when: When,
    pub sort: Sort,
    /// How many rows a page has.
    pub page: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// All that has committed.
    Live,
    /// What was known after the first step.
    Earlier,
    /// What was known after the second: the same as live, by another way.
    Later,
}

/// The first days of 2026, or far from them.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    let near = (0..10_u64).prop_map(|days| day("2026-01-01") + Days::new(days));
    let far = select(vec!["2025-06-01", "2025-12-31", "2026-12-31", "2027-01-01", "2030-01-01"]);
    prop_oneof![6 => near, 1 => far.prop_map(day)]
}

fn update() -> impl Strategy<Value = UpdatePlan> {
    let basis = select(Basis::ALL);
    let status = select(UpdateStatus::ALL);
    let corrects = option::weighted(0.3, any::<Index>());
    (any::<u128>(), basis, status, any_day(), 0..4_u64, corrects, 0..1000_i64).prop_map(
        |(id, basis, status, as_of, done_before, corrects, at)| UpdatePlan {
            id,
            basis,
            status,
            as_of,
            done_before,
            corrects,
            at,
        },
    )
}

fn item() -> impl Strategy<Value = ItemPlan> {
    let owes = (subsequence(PARTIES.to_vec(), 0..=4), vec(select(Role::ALL), 4))
        .prop_map(|(parties, roles)| parties.into_iter().zip(roles).collect());
    let coded = (1..=3, select(Strength::ALL), select(Kind::ALL), select(DEADLINES.to_vec()));
    let updates = (vec((any::<Index>(), update()), 0..=9), 0..=9_usize);
    let patch = option::weighted(0.2, select(DEADLINES.to_vec()).prop_map(Patch));
    let edits = (patch, prop::bool::weighted(0.2));
    (coded, owes, updates, edits).prop_map(
        |((section, strength, kind, deadline), owes, (updates, early), edits)| ItemPlan {
            section,
            strength,
            kind,
            deadline,
            owes: if strength.is_owed() { owes } else { Vec::new() },
            updates,
            early,
            other_deadline: edits.0,
            drops: edits.1,
        },
    )
}

/// Often none, else a few.
fn few<T: Term + std::fmt::Debug>() -> impl Strategy<Value = Vec<T>> {
    prop_oneof![4 => Just(Vec::new()), 1 => subsequence(T::ALL.to_vec(), 1..=3)]
}

fn filter() -> impl Strategy<Value = Filter> {
    let sections = prop_oneof![4 => Just(Vec::new()), 1 => subsequence(vec![1, 2, 3, 9], 1..=2)];
    let parties = prop_oneof![3 => Just(Vec::new()), 1 => subsequence(PARTIES.to_vec(), 1..=2)];
    let declarations = prop_oneof![
        2 => Just(Vec::new()), 2 => Just(vec!["made-up"]), 1 => Just(vec!["made-up", "other"]),
    ];
    let differing = prop::bool::weighted(0.1);
    let owed = (few::<Role>(), few::<Status>(), few::<Timeliness>(), differing);
    let own = (few::<Status>(), few::<Strength>(), few::<Kind>());
    let due = (option::weighted(0.2, any_day()), option::weighted(0.2, any_day()));
    let tracked = select(vec![Some(true), Some(true), Some(false), None]);
    (sections, parties, declarations, owed, own, due, tracked).prop_map(
        |(sections, parties, declarations, owed, own, due, tracked)| Filter {
            declarations: declarations.into_iter().map(str::to_owned).collect(),
            sections,
            parties: parties.into_iter().map(str::to_owned).collect(),
            roles: owed.0,
            statuses: owed.1,
            timeliness: owed.2,
            differing: owed.3,
            rollups: own.0,
            strengths: own.1,
            kinds: own.2,
            due_before: due.0,
            due_after: due.1,
            tracked,
            q: None,
        },
    )
}

fn question() -> impl Strategy<Value = Question> {
    let when = select(vec![When::Live, When::Live, When::Earlier, When::Later]);
    let sorts = vec![Sort::Code, Sort::Due, Sort::DueDescending, Sort::ChangedDescending];
    (filter(), any_day(), when, select(sorts), select(vec![1_000, 1_000, 7, 3]))
        .prop_map(|(filter, day, when, sort, page)| Question { filter, day, when, sort, page })
}

/// Cases of some 25 items, 50 obligations and 100 updates, with as many questions.
pub fn case() -> impl Strategy<Value = Case> {
    (vec(item(), 1..=50), vec(question(), 60))
        .prop_map(|(items, questions)| Case { items, questions })
}

impl Case {
    /// The ledger after each of the two steps.
    pub fn worlds(&self) -> [World; 2] {
        let mut sketch = Sketch::new("made-up", "MADE");
        for item in &self.items {
            let ItemPlan { section, strength, kind, deadline, ref owes, .. } = *item;
            sketch.item(&Terms { section, strength, kind, deadline, owes });
        }
        let mut first = World::new(sketch.clone());
        for (place, item) in self.items.iter().enumerate() {
            item.file(&mut first, place, 0..item.early.min(item.updates.len()));
        }
        let mut second = first.clone();
        for (place, item) in self.items.iter().enumerate() {
            item.edit(&mut sketch, place);
            item.file(&mut second, place, item.early.min(item.updates.len())..item.updates.len());
        }
        second.adopt(sketch);
        [first, second]
    }
}

impl ItemPlan {
    fn file(&self, world: &mut World, place: usize, which: std::ops::Range<usize>) {
        for (whose, plan) in &self.updates[which] {
            if !self.owes.is_empty() {
                world.file(place, whose.index(self.owes.len()), |earlier| plan.update(earlier));
            }
        }
    }

    fn edit(&self, sketch: &mut Sketch, place: usize) {
        let item = &mut sketch.set.items[place];
        if let Some(Patch(edtf)) = self.other_deadline {
            let deadline = edtf.map(|edtf| Deadline::parse(edtf).unwrap());
            item.commitment.edtf = edtf.map(str::to_owned);
            item.commitment.opens_on = deadline.as_ref().and_then(Deadline::opens_on);
            item.commitment.due_on = deadline.as_ref().map(Deadline::due_on);
            for owed in &mut item.obligations {
                (owed.opens_on, owed.due_on) = (item.commitment.opens_on, item.commitment.due_on);
            }
        }
        if self.drops && item.obligations.len() > 1 {
            item.obligations.pop();
        }
    }
}

impl UpdatePlan {
    /// The update, upon those that there are about the same obligation.
    fn update(&self, earlier: &[Update]) -> Update {
        let alike: Vec<Uuid> = earlier
            .iter()
            .filter(|update| update.basis == self.basis)
            .map(|update| update.id)
            .collect();
        let corrects = self.corrects.filter(|_| !alike.is_empty());
        let corrects = corrects.map(|index| alike[index.index(alike.len())]);
        let status = match self.status {
            UpdateStatus::Withdrawn if corrects.is_none() => UpdateStatus::Complete,
            other => other,
        };
        let done = self.as_of - Days::new(self.done_before);
        let at = DateTime::UNIX_EPOCH + TimeDelta::seconds(self.at);
        Update {
            id: Uuid::from_u128(self.id),
            obligation_id: Uuid::nil(),
            declaration: String::new(),
            commitment: String::new(),
            party: String::new(),
            occurrence: None,
            basis: self.basis,
            status,
            as_of: self.as_of,
            done_on: (status == UpdateStatus::Complete).then_some(done),
            narrative: "x".to_owned(),
            reason: None,
            corrects,
            seen: None,
            evidence: Vec::new(),
            author: "somebody".to_owned(),
            at,
        }
    }
}
