//! The lists as anybody would make them who had all rows at hand, and the rules of the domain.

use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::RunQueryDsl;
use serde_json::{Map, Value, json};
use summit_ledger::db::filter::Filter;
use summit_ledger::db::moment::Sort;
use summit_ledger::db::obligations::ObligationRow;
use summit_ledger::db::statement::Statement as Sql;
use summit_ledger::db::{Conn, courses};
use summit_ledger::domain::course::{Course, states, statuses};
use summit_ledger::domain::deadline::Deadline;
use summit_ledger::domain::fold::{State, Statement, UpdateFact, fold};
use summit_ledger::domain::rollup::rollup;
use summit_ledger::domain::status::{Basis, Status};
use summit_ledger::domain::timeliness::Due;
use summit_ledger::records::commitment::Commitment;
use summit_ledger::records::obligation::Obligation;
use summit_ledger::records::update::Update;
use uuid::Uuid;

use crate::ledger::Sketch;

/// All that a ledger knows.
#[derive(Debug, Clone)]
pub struct World {
    pub sketch: Sketch,
    items: Vec<(Commitment, Vec<Owed>)>,
    /// Whose each update is, in the order of their filing.
    filed: Vec<(usize, usize, usize)>,
}

impl Default for World {
    fn default() -> Self {
        Self::new(Sketch::new("made-up", "MADE"))
    }
}

/// An obligation, and what was said about it.
#[derive(Debug, Clone)]
pub struct Owed {
    pub record: Obligation,
    updates: Vec<Update>,
    dropped: bool,
}

impl Owed {
    pub fn facts(&self) -> Vec<UpdateFact> {
        self.updates.iter().map(Update::fact).collect()
    }

    fn changed_at(&self) -> Option<DateTime<Utc>> {
        self.updates.iter().map(|update| update.at).max()
    }
}

/// An obligation as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    id: Uuid,
    status: Status,
    basis: Option<Basis>,
    days: [Option<NaiveDate>; 4],
    statements: [Option<Statement>; 2],
    contested: bool,
    reassess: bool,
    head: Option<Uuid>,
    changed_at: Option<DateTime<Utc>>,
}

impl Seen {
    pub fn of(row: &ObligationRow) -> Self {
        Self {
            id: row.id,
            status: row.status,
            basis: row.basis,
            days: [row.opens_on, row.due_on, row.as_of, row.done_on],
            statements: [row.declared.as_ref(), row.assessed.as_ref()].map(|s| s.map(|s| s.0)),
            contested: row.contested,
            reassess: row.reassess,
            head: row.head,
            changed_at: row.changed_at,
        }
    }
}

impl World {
    pub fn new(sketch: Sketch) -> Self {
        let owed = |record: &Obligation| Owed {
            record: record.clone(),
            updates: Vec::new(),
            dropped: false,
        };
        let items = sketch
            .set
            .items
            .iter()
            .map(|item| (item.commitment.clone(), item.obligations.iter().map(owed).collect()))
            .collect();
        Self { sketch, items, filed: Vec::new() }
    }

    /// Takes the items over as an edit of the seeds has them; what is gone is dropped.
    pub fn adopt(&mut self, sketch: Sketch) {
        for ((commitment, owed), item) in self.items.iter_mut().zip(&sketch.set.items) {
            *commitment = item.commitment.clone();
            for owed in owed {
                match item.obligations.iter().find(|edited| edited.id == owed.record.id) {
                    Some(edited) => owed.record = edited.clone(),
                    None => owed.dropped = true,
                }
            }
        }
        self.sketch = sketch;
    }

    /// Files an update about an obligation, made upon those that there are.
    pub fn file(&mut self, item: usize, place: usize, make: impl Fn(&[Update]) -> Update) {
        let (commitment, owed) = &mut self.items[item];
        let owed = &mut owed[place];
        let update = Update {
            obligation_id: owed.record.id,
            declaration: owed.record.declaration.clone(),
            commitment: commitment.code.clone(),
            party: owed.record.party.clone(),
            ..make(&owed.updates)
        };
        self.filed.push((item, place, owed.updates.len()));
        owed.updates.push(update);
    }

    /// All updates, in the order of their filing.
    pub fn updates(&self) -> impl Iterator<Item = &Update> {
        self.filed.iter().map(|(item, place, n)| &self.items[*item].1[*place].updates[*n])
    }

    /// All obligations, dropped ones too.
    pub fn obligations(&self) -> impl Iterator<Item = &Owed> {
        self.items.iter().flat_map(|(_, owed)| owed)
    }

    /// What stands beside the obligations.
    pub fn kept_states(&self) -> Vec<Value> {
        self.obligations().map(|owed| state_row(&fold(&owed.facts(), None), owed)).collect()
    }

    /// What stands beside the items.
    pub fn kept_rollups(&self) -> Vec<Value> {
        let kept = |(commitment, owed): &(Commitment, Vec<Owed>)| {
            let each = standing(owed).map(|o| (o.record.role, fold(&o.facts(), None).status));
            json!({"id": commitment.id, "status": rollup(each)})
        };
        self.items.iter().map(kept).collect()
    }

    /// What stands beside the items and their obligations day by day.
    pub async fn keep_courses(&self, owner: &mut Conn) {
        Sql::new("DELETE FROM obligation_states").execute(owner).await.unwrap();
        let mut all = Vec::new();
        for (commitment, owed) in &self.items {
            for one in owed {
                let states = states(&one.facts());
                courses::keep_states(owner, one.record.id, &[], &states).await.unwrap();
            }
            let course = |one: &Owed| Course {
                role: one.record.role,
                statuses: states(&one.facts()).iter().map(|s| s.map(|s| s.status)).collect(),
            };
            let courses: Vec<Course> = standing(owed).map(course).collect();
            all.push((commitment.id, statuses(&courses)));
        }
        courses::keep_statuses(owner, &all).await.unwrap();
    }

    pub fn list_obligations(&self, filter: &Filter, day: NaiveDate, sort: Sort) -> Vec<Seen> {
        let mut found = Vec::new();
        for (item, all) in &self.items {
            for owed in standing(all) {
                let state = fold(&owed.facts(), Some(day));
                if of_item(filter, item, rolled_up(all, day))
                    && of_obligation(filter, item, owed, &state, day)
                    && due_in(filter, window(item).1)
                    && (sort != Sort::ChangedDescending || owed.changed_at().is_some())
                {
                    found.push((owed, window(item), state));
                }
            }
        }
        found.sort_by_key(|(owed, _, _)| owed.record.sort_key.clone());
        match sort {
            Sort::Code => {}
            Sort::Due => found.sort_by_key(|(_, (_, due), _)| due.unwrap_or(NaiveDate::MAX)),
            Sort::DueDescending => {
                found.reverse();
                let key = |due: Option<NaiveDate>| std::cmp::Reverse(due.unwrap_or(NaiveDate::MAX));
                found.sort_by_key(|(_, (_, due), _)| key(*due));
            }
            Sort::ChangedDescending => {
                found.reverse();
                found.sort_by_key(|(owed, _, _)| std::cmp::Reverse(owed.changed_at()));
            }
        }
        found.into_iter().map(|(owed, window, state)| seen(owed, window, &state)).collect()
    }

    pub fn list_commitments(
        &self,
        filter: &Filter,
        day: NaiveDate,
        sort: Sort,
    ) -> Vec<(String, Option<NaiveDate>)> {
        let asks = !filter.parties.is_empty()
            || !filter.roles.is_empty()
            || !filter.statuses.is_empty()
            || !filter.timeliness.is_empty()
            || filter.differing;
        let matches = |(item, all): &&(Commitment, Vec<Owed>)| {
            let mut states = standing(all).map(|owed| (owed, fold(&owed.facts(), Some(day))));
            of_item(filter, item, rolled_up(all, day))
                && due_in(filter, window(item).1)
                && (!asks || states.any(|(o, state)| of_obligation(filter, item, o, &state, day)))
        };
        let mut found: Vec<&Commitment> =
            self.items.iter().filter(matches).map(|(item, _)| item).collect();
        found.sort_by_key(|item| item.sort_key.clone());
        match sort {
            Sort::Due => found.sort_by_key(|item| window(item).1.unwrap_or(NaiveDate::MAX)),
            Sort::DueDescending => {
                found.sort_by_key(|item| window(item).1.unwrap_or(NaiveDate::MAX));
                // Equal ones too go backwards.
                found.reverse();
            }
            Sort::Code | Sort::ChangedDescending => {}
        }
        found.into_iter().map(|item| (item.code.clone(), window(item).1)).collect()
    }
}

fn standing(owed: &[Owed]) -> impl Iterator<Item = &Owed> {
    owed.iter().filter(|owed| !owed.dropped)
}

/// The window, from the written deadline anew.
fn window(item: &Commitment) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let deadline = item.edtf.as_deref().map(|edtf| Deadline::parse(edtf).unwrap());
    (deadline.as_ref().and_then(Deadline::opens_on), deadline.as_ref().map(Deadline::due_on))
}

fn rolled_up(owed: &[Owed], day: NaiveDate) -> Option<Status> {
    rollup(standing(owed).map(|o| (o.record.role, fold(&o.facts(), Some(day)).status)))
}

fn of_item(filter: &Filter, item: &Commitment, status: Option<Status>) -> bool {
    (filter.declarations.is_empty() || filter.declarations.contains(&item.declaration))
        && (filter.sections.is_empty() || filter.sections.contains(&item.section))
        && (filter.strengths.is_empty() || filter.strengths.contains(&item.strength))
        && (filter.kinds.is_empty() || filter.kinds.contains(&item.kind))
        && (filter.rollups.is_empty() || status.is_some_and(|s| filter.rollups.contains(&s)))
        && filter.tracked.is_none_or(|tracked| tracked == item.strength.tracked())
}

fn of_obligation(
    filter: &Filter,
    item: &Commitment,
    owed: &Owed,
    state: &State,
    day: NaiveDate,
) -> bool {
    let (opens_on, due_on) = window(item);
    let due = Due {
        tracked: item.strength.tracked(),
        role: owed.record.role,
        status: state.status,
        opens_on,
        due_on,
        done_on: state.done_on,
    };
    (filter.parties.is_empty() || filter.parties.contains(&owed.record.party))
        && (filter.roles.is_empty() || filter.roles.contains(&owed.record.role))
        && (filter.statuses.is_empty() || filter.statuses.contains(&state.status))
        && (!filter.differing || differs(state))
        && (filter.timeliness.is_empty() || filter.timeliness.contains(&due.timeliness(day)))
}

fn differs(state: &State) -> bool {
    let statuses =
        state.declared.zip(state.assessed).map(|(one, other)| (one.status, other.status));
    state.contested || state.reassess || statuses.is_some_and(|(one, other)| one != other)
}

fn due_in(filter: &Filter, due: Option<NaiveDate>) -> bool {
    filter.due_before.is_none_or(|day| due.is_some_and(|due| due < day))
        && filter.due_after.is_none_or(|day| due.is_some_and(|due| due > day))
}

fn seen(owed: &Owed, window: (Option<NaiveDate>, Option<NaiveDate>), state: &State) -> Seen {
    Seen {
        id: owed.record.id,
        status: state.status,
        basis: state.basis,
        days: [window.0, window.1, state.as_of, state.done_on],
        statements: [state.declared, state.assessed],
        contested: state.contested,
        reassess: state.reassess,
        head: state.update,
        changed_at: owed.changed_at(),
    }
}

/// A state as the columns have it.
pub fn plain_state(state: &State) -> Value {
    json!({
        "status": state.status, "basis": state.basis, "as_of": state.as_of,
        "done_on": state.done_on, "declared": state.declared, "assessed": state.assessed,
        "contested": state.contested, "reassess": state.reassess, "head": state.update,
        "first_day": state.first_day, "last_day": state.last_day,
    })
}

/// Of a row, what [`plain_state`] has.
pub fn kept(row: &Value) -> Map<String, Value> {
    let state = plain_state(&State::default());
    let names = state.as_object().unwrap().keys();
    names.map(|name| (name.clone(), row[name].clone())).collect()
}

/// A state with its obligation's id and the time of the last update.
pub fn state_row(state: &State, owed: &Owed) -> Value {
    let mut row = plain_state(state);
    row["id"] = json!(owed.record.id);
    row["changed_at"] = json!(owed.changed_at());
    row
}

/// A row of Postgres with its time as serde writes it.
pub fn with_utc(mut row: Value) -> Value {
    if let Some(at) = row["changed_at"].as_str() {
        let at: DateTime<Utc> = at.parse().unwrap();
        row["changed_at"] = json!(at);
    }
    row
}

/// An update as its table has it.
pub fn update_row(update: &Update) -> Value {
    json!({
        "id": update.id, "obligation_id": update.obligation_id, "basis": update.basis,
        "status": update.status, "as_of": update.as_of, "done_on": update.done_on,
        "narrative": update.narrative, "corrects": update.corrects, "author": update.author,
        "at": update.at,
    })
}
