//! Lists drawn from a copy, by the rules of the domain and in the API's own shapes.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use url::form_urlencoded;
use uuid::Uuid;

use super::connection::Pair;
use super::copy::{Copy, Records};
use super::failure::ClientError;
use crate::db::filter::Filter;
use crate::db::moment::Sort;
use crate::db::obligations::ObligationRow;
use crate::domain::fold::{State, UpdateFact, fold};
use crate::domain::rollup::rollup;
use crate::domain::timeliness::Timeliness;
use crate::reading::orders::{OF_COMMITMENTS, OF_OBLIGATIONS};
use crate::reading::parameters::FILTERS;
use crate::reading::query::Query;
use crate::reading::views::{Item, ObligationListItem};
use crate::records::commitment::Commitment;
use crate::records::obligation::Obligation;
use crate::records::texts::Json;
use crate::records::update::Update;

/// A copy as of a day.
#[derive(Debug)]
pub struct Reading<'a> {
    day: NaiveDate,
    items: Vec<Standing<'a>>,
}

/// A commitment with its obligations, in the order of the text.
#[derive(Debug)]
struct Standing<'a> {
    record: &'a Commitment,
    rows: Vec<ObligationRow>,
    /// How many conflicts about it are open.
    conflicts: i64,
}

/// What a list is asked for, read as the server reads it.
#[derive(Debug)]
struct Wanted {
    filter: Filter,
    sort: Sort,
}

impl Wanted {
    /// # Errors
    /// As the server has it; and what a copy cannot tell, which is what was known in the past.
    fn read(
        pairs: &[Pair],
        sorts: &[(&str, Sort)],
        default: impl FnOnce(&Filter) -> Sort,
    ) -> Result<Self, ClientError> {
        let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let mut query = Query::read(&text, FILTERS);
        let filter = query.filter();
        let default = default(&filter);
        let sort = query.sort(sorts, default);
        let known_at = query.time("known_at");
        query.date("as_of");
        query.end()?;
        if known_at.is_some() {
            return Err(ClientError::other("command-error-known-offline", []));
        }
        Ok(Self { filter, sort })
    }
}

impl<'a> Reading<'a> {
    /// Folds what the copy knows, as of `day`.
    #[must_use]
    pub fn new(copy: &'a Copy, day: NaiveDate) -> Self {
        let Records { commitments, obligations, updates, conflicts } = &copy.records;
        let mut said: BTreeMap<Uuid, Vec<&Update>> = BTreeMap::new();
        for update in updates.values() {
            said.entry(update.obligation_id).or_default().push(update);
        }
        let mut owed: BTreeMap<Uuid, Vec<&Obligation>> = BTreeMap::new();
        for obligation in obligations.values().filter(|one| one.dropped_at.is_none()) {
            owed.entry(obligation.commitment_id).or_default().push(obligation);
        }
        let mut open: BTreeMap<Uuid, i64> = BTreeMap::new();
        for conflict in conflicts.values().filter(|one| one.resolved_at.is_none()) {
            *open.entry(conflict.commitment_id).or_default() += 1;
        }
        let standing = |record: &'a Commitment| {
            let mut owed = owed.remove(&record.id).unwrap_or_default();
            owed.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
            let row = |one: &Obligation| {
                row(record, one, said.get(&one.id).map_or(&[][..], Vec::as_slice), day)
            };
            let conflicts = open.get(&record.id).copied().unwrap_or_default();
            Standing { record, rows: owed.into_iter().map(row).collect(), conflicts }
        };
        let there = commitments.values().filter(|one| one.deleted_at.is_none());
        let mut items: Vec<Standing<'_>> = there.map(standing).collect();
        items.sort_by(|a, b| a.record.sort_key.cmp(&b.record.sort_key));
        Self { day, items }
    }

    /// The obligations that the parameters of the API's list ask for.
    ///
    /// # Errors
    /// As the server has it.
    pub fn obligations(&self, pairs: &[Pair]) -> Result<Vec<ObligationListItem>, ClientError> {
        let wanted = Wanted::read(pairs, OF_OBLIGATIONS, |filter| {
            let is_overdue = filter.timeliness == [Timeliness::Overdue];
            if is_overdue { Sort::Due } else { Sort::Code }
        })?;
        let mut found = Vec::new();
        for item in &self.items {
            let others: Vec<&ObligationRow> = item.rows.iter().collect();
            let is_listed = item.fits(&wanted.filter);
            for row in item.rows.iter().filter(|row| is_listed && self.owes(row, &wanted.filter)) {
                found.push((row, others.clone()));
            }
        }
        match wanted.sort {
            Sort::Code => {}
            Sort::Due => found.sort_by_key(|(row, _)| due_key(row.due_on)),
            // From behind, also where rows are of one day.
            Sort::DueDescending => found.sort_by_key(|(row, _)| due_key(row.due_on)),
            Sort::ChangedDescending => {
                found.retain(|(row, _)| row.changed_at.is_some());
                found.sort_by_key(|(row, _)| row.changed_at);
            }
        }
        if matches!(wanted.sort, Sort::DueDescending | Sort::ChangedDescending) {
            found.reverse();
        }
        let view = |(row, others): (&ObligationRow, Vec<&ObligationRow>)| {
            ObligationListItem::new(row, &others, self.day)
        };
        Ok(found.into_iter().map(view).collect())
    }

    /// The commitments that the parameters of the API's list ask for.
    ///
    /// # Errors
    /// As the server has it.
    pub fn items(&self, pairs: &[Pair]) -> Result<Vec<Item>, ClientError> {
        let wanted = Wanted::read(pairs, OF_COMMITMENTS, |_| Sort::Code)?;
        let filter = &wanted.filter;
        let asks = filter.asks_of_obligations();
        let mut found: Vec<&Standing<'_>> = self
            .items
            .iter()
            .filter(|item| item.fits(filter) && is_due(item.record.due_on, filter))
            .filter(|item| !asks || item.rows.iter().any(|row| self.is_asked(row, filter)))
            .collect();
        match wanted.sort {
            Sort::Code | Sort::ChangedDescending => {}
            Sort::Due => found.sort_by_key(|item| due_key(item.record.due_on)),
            Sort::DueDescending => {
                found.sort_by_key(|item| due_key(item.record.due_on));
                found.reverse();
            }
        }
        Ok(found.into_iter().map(|item| item.view(self.day)).collect())
    }

    /// One commitment.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<Item> {
        let found = self.items.iter().find(|item| item.record.code == code)?;
        Some(found.view(self.day))
    }

    /// Whether an obligation is asked for, by what is said of obligations.
    fn owes(&self, row: &ObligationRow, filter: &Filter) -> bool {
        self.is_asked(row, filter) && is_due(row.due_on, filter)
    }

    fn is_asked(&self, row: &ObligationRow, filter: &Filter) -> bool {
        among(&filter.parties, &row.party)
            && among(&filter.roles, &row.role)
            && among(&filter.statuses, &row.status)
            && among(&filter.timeliness, &row.due().timeliness(self.day))
    }
}

impl Standing<'_> {
    /// Whether the commitment is asked for, by what is said of commitments.
    fn fits(&self, filter: &Filter) -> bool {
        // Whole, so that a new filter is not forgotten here.
        let Filter {
            declarations,
            sections,
            parties: _,
            roles: _,
            statuses: _,
            rollups,
            strengths,
            kinds,
            timeliness: _,
            due_before: _,
            due_after: _,
            tracked,
            q,
            differing: _,
        } = filter;
        let status = || rollup(self.rows.iter().map(|row| (row.role, row.status)));
        among(declarations, &self.record.declaration)
            && among(sections, &self.record.section)
            && among(strengths, &self.record.strength)
            && among(kinds, &self.record.kind)
            && (rollups.is_empty() || status().is_some_and(|status| rollups.contains(&status)))
            && tracked.is_none_or(|tracked| tracked == self.record.tracked)
            && q.as_deref().is_none_or(|q| self.has_words(q))
    }

    /// Whether every word stands in a title or in the quote. The server knows the forms of a word
    /// too; here it is the letters that count.
    fn has_words(&self, words: &str) -> bool {
        let quote = self.record.quote.iter();
        let texts: Vec<String> =
            self.record.title.0.values().chain(quote).map(|text| text.to_lowercase()).collect();
        let is_there = |word: &str| texts.iter().any(|text| text.contains(word));
        words.to_lowercase().split_whitespace().all(is_there)
    }

    fn view(&self, day: NaiveDate) -> Item {
        let rows: Vec<&ObligationRow> = self.rows.iter().collect();
        Item::new(self.record.clone(), &rows, self.conflicts, day)
    }
}

/// Whether `one` is among them, or anything is.
fn among<T: PartialEq>(all: &[T], one: &T) -> bool {
    all.is_empty() || all.contains(one)
}

fn is_due(due_on: Option<NaiveDate>, filter: &Filter) -> bool {
    filter.due_before.is_none_or(|day| due_on.is_some_and(|due| due < day))
        && filter.due_after.is_none_or(|day| due_on.is_some_and(|due| due > day))
}

/// The undated come last.
fn due_key(due_on: Option<NaiveDate>) -> (bool, Option<NaiveDate>) {
    (due_on.is_none(), due_on)
}

/// An obligation with the state that its updates give it.
fn row(item: &Commitment, owed: &Obligation, said: &[&Update], day: NaiveDate) -> ObligationRow {
    let facts: Vec<UpdateFact> = said.iter().map(|update| fact(update)).collect();
    let state: State = fold(&facts, Some(day));
    let changed_at: Option<DateTime<Utc>> = said.iter().map(|update| update.at).max();
    ObligationRow {
        id: owed.id,
        commitment_id: owed.commitment_id,
        party: owed.party.clone(),
        role: owed.role,
        occurrence: owed.occurrence.clone(),
        opens_on: owed.opens_on,
        due_on: owed.due_on,
        version: owed.version,
        status: state.status,
        basis: state.basis,
        as_of: state.as_of,
        done_on: state.done_on,
        declared: state.declared.map(Json),
        assessed: state.assessed.map(Json),
        contested: state.contested,
        reassess: state.reassess,
        head: state.update,
        changed_at,
        code: item.code.clone(),
        declaration: item.declaration.clone(),
        section: item.section,
        paragraph: item.paragraph,
        tracked: item.tracked,
        title: item.title.clone(),
        edtf: item.edtf.clone(),
        deadline_opens_on: item.opens_on,
        deadline_due_on: item.due_on,
        urgency: item.urgency,
        recurrence: item.recurrence.clone(),
        key1: String::new(),
        key2: owed.sort_key.clone(),
    }
}

/// What the fold reads of an update.
pub(super) fn fact(update: &Update) -> UpdateFact {
    UpdateFact {
        id: update.id,
        basis: update.basis,
        status: update.status,
        as_of: update.as_of,
        done_on: update.done_on,
        corrects: update.corrects,
    }
}
