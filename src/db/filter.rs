//! The filters that all lists share, and the moment that a list is asked about.

use chrono::NaiveDate;

use super::statement::Statement;
use crate::domain::commitment::{Kind, Strength};
use crate::domain::party::Role;
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::timeliness::Timeliness;

/// What a list is narrowed to. An empty list or `None` narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Slugs.
    pub declarations: Vec<String>,
    pub sections: Vec<i32>,
    /// Codes; a group is found by its own code only, never by a member's.
    pub parties: Vec<String>,
    pub roles: Vec<Role>,
    /// Of obligations.
    pub statuses: Vec<Status>,
    /// Of commitments.
    pub rollups: Vec<Status>,
    pub strengths: Vec<Strength>,
    pub kinds: Vec<Kind>,
    pub timeliness: Vec<Timeliness>,
    /// Due before this day.
    pub due_before: Option<NaiveDate>,
    /// Due after this day.
    pub due_after: Option<NaiveDate>,
    /// `None` for tracked and untracked ones.
    pub tracked: Option<bool>,
    /// Words.
    pub q: Option<String>,
}

/// When: the day that states are about, and what was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Statements about later days do not count.
    pub day: NaiveDate,
    /// Changes sealed after this one are not known; `None` for all that has committed.
    pub known: Option<i64>,
}

impl Moment {
    /// All that is known now, about `day`.
    #[must_use]
    pub const fn live(day: NaiveDate) -> Self {
        Self { day, known: None }
    }
}

/// The written forms of terms, to be bound as text and cast to the enum.
pub(super) fn words<T: Term>(terms: &[T]) -> Vec<String> {
    terms.iter().map(|term| term.as_str().to_owned()).collect()
}

impl Filter {
    /// Conditions on the commitment's own fields, in a query that calls it `c`.
    pub(super) fn on_commitment(&self, mut sql: Statement) -> Statement {
        if !self.declarations.is_empty() {
            sql = sql.sql(" AND c.declaration = ANY(").bind(self.declarations.clone()).sql(")");
        }
        if !self.sections.is_empty() {
            let sections = self.sections.iter().map(ToString::to_string).collect::<Vec<_>>();
            sql = sql.sql(" AND c.section = ANY(").bind(sections).sql("::text[]::integer[])");
        }
        if !self.strengths.is_empty() {
            let strengths = words(&self.strengths);
            sql = sql.sql(" AND c.strength = ANY(").bind(strengths).sql("::text[]::strength[])");
        }
        if !self.kinds.is_empty() {
            sql = sql.sql(" AND c.kind = ANY(").bind(words(&self.kinds)).sql("::text[]::kind[])");
        }
        if let Some(q) = &self.q {
            sql = sql.sql(" AND ").append(Self::words_found(q));
        }
        sql
    }

    /// The search goes to the current row even in the past: its index has no older versions, and
    /// so it is by today's words that an item of the past is found.
    fn words_found(q: &str) -> Statement {
        Statement::new("row_c.search @@ search_query(").bind(q.to_owned()).sql(")")
    }

    /// Conditions on an obligation that need no state, in a query that calls it `o`.
    pub(super) fn on_obligation(&self, mut sql: Statement) -> Statement {
        if !self.parties.is_empty() {
            sql = sql.sql(" AND o.party = ANY(").bind(self.parties.clone()).sql(")");
        }
        if !self.roles.is_empty() {
            sql = sql
                .sql(" AND o.role = ANY(")
                .bind(words(&self.roles))
                .sql("::text[]::party_role[])");
        }
        sql
    }

    /// Conditions on the due day of `table`, which is `o` or `c`.
    pub(super) fn on_due_day(&self, mut sql: Statement, table: &str) -> Statement {
        if let Some(day) = self.due_before {
            sql = sql.sql(&format!(" AND {table}.due_on < ")).bind(day);
        }
        if let Some(day) = self.due_after {
            sql = sql.sql(&format!(" AND {table}.due_on > ")).bind(day);
        }
        sql
    }

    /// Whether an obligation has to match for a commitment to be listed.
    pub(super) fn asks_of_obligations(&self) -> bool {
        !(self.parties.is_empty()
            && self.roles.is_empty()
            && self.statuses.is_empty()
            && self.timeliness.is_empty())
    }
}
