//! A commitment of a copy, with what is owed under it and how that stands.

use chrono::{DateTime, NaiveDate, Utc};

use crate::db::filter::Filter;
use crate::db::obligations::ObligationRow;
use crate::domain::fold::{State, UpdateFact, fold};
use crate::domain::rollup::rollup;
use crate::reading::views::Item;
use crate::records::commitment::Commitment;
use crate::records::obligation::Obligation;
use crate::records::texts::Json;
use crate::records::update::Update;

/// A commitment with its obligations, in the order of the text.
#[derive(Debug)]
pub(super) struct Standing<'a> {
    pub record: &'a Commitment,
    pub rows: Vec<ObligationRow>,
    /// How many conflicts about it are open.
    pub conflicts: i64,
}

impl Standing<'_> {
    /// Whether the commitment is asked for, by what is said of commitments.
    pub fn fits(&self, filter: &Filter) -> bool {
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

    pub fn view(&self, day: NaiveDate) -> Item {
        let rows: Vec<&ObligationRow> = self.rows.iter().collect();
        Item::new(self.record.clone(), &rows, self.conflicts, day)
    }
}

/// Whether `one` is among them, or anything is.
pub(super) fn among<T: PartialEq>(all: &[T], one: &T) -> bool {
    all.is_empty() || all.contains(one)
}

pub(super) fn is_due(due_on: Option<NaiveDate>, filter: &Filter) -> bool {
    filter.due_before.is_none_or(|day| due_on.is_some_and(|due| due < day))
        && filter.due_after.is_none_or(|day| due_on.is_some_and(|due| due > day))
}

/// An obligation with the state that its updates give it.
pub(super) fn row(
    item: &Commitment,
    owed: &Obligation,
    said: &[&Update],
    day: NaiveDate,
) -> ObligationRow {
    let facts: Vec<UpdateFact> = said.iter().map(|update| update.fact()).collect();
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
