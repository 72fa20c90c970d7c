//! Lists drawn from a copy, by the rules of the domain and in the API's own shapes.

mod standing;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use url::form_urlencoded;
use uuid::Uuid;

use self::standing::{Standing, among, is_due, row};
use super::connection::Pair;
use super::copy::{Copy, Records};
use super::failure::ClientError;
use crate::db::filter::Filter;
use crate::db::moment::Sort;
use crate::db::obligations::ObligationRow;
use crate::domain::timeliness::Timeliness;
use crate::reading::known::{Known, sections};
use crate::reading::orders::{OF_COMMITMENTS, OF_OBLIGATIONS};
use crate::reading::parameters::FILTERS;
use crate::reading::query::Query;
use crate::reading::views::{Item, ObligationListItem};
use crate::records::commitment::Commitment;
use crate::records::obligation::Obligation;
use crate::records::party::Party;
use crate::records::update::Update;

/// A copy as of a day.
#[derive(Debug)]
pub struct Reading<'a> {
    day: NaiveDate,
    known: Known,
    items: Vec<Standing<'a>>,
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
        let Records { commitments, obligations, updates, conflicts, .. } = &copy.records;
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
        Self { day, known: known(&copy.records), items }
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
        self.known.check((&wanted.filter).into())?;
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
        self.known.check(filter.into())?;
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

/// What a filter may name.
fn known(records: &Records) -> Known {
    let declarations = records.declarations.values().map(sections).collect();
    let mut parties: Vec<&Party> = records.parties.values().collect();
    parties.sort_by_key(|party| (party.position, &party.code));
    Known { declarations, parties: parties.iter().map(|party| party.code.clone()).collect() }
}

/// The undated come last.
fn due_key(due_on: Option<NaiveDate>) -> (bool, Option<NaiveDate>) {
    (due_on.is_none(), due_on)
}
