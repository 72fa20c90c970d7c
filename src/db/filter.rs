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
    /// Only obligations on which what was said differs: within one basis, or between the two.
    pub differing: bool,
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

/// That `column` is one of these, if there are any. A single one is said so, which leaves rows in
/// the order of an index that begins with the column. `of` is the column's type.
pub(super) fn one_of(sql: Statement, column: &str, values: &[String], of: &str) -> Statement {
    match values {
        [] => sql,
        [one] => {
            sql.sql(&format!(" AND {column} = ")).bind(one.clone()).sql(&format!("::text::{of}"))
        }
        several => sql
            .sql(&format!(" AND {column} = ANY("))
            .bind(several.to_vec())
            .sql(&format!("::text[]::{of}[])")),
    }
}

impl Filter {
    /// Conditions on the commitment `c`, whose current row is `row`.
    ///
    /// The search goes to the current row even in the past: its index has no older versions, and
    /// so it is by today's words that an item of the past is found.
    pub(super) fn on_commitment(&self, sql: Statement, row: &str) -> Statement {
        let sections: Vec<String> = self.sections.iter().map(ToString::to_string).collect();
        let sql = one_of(sql, &format!("{row}.declaration"), &self.declarations, "text");
        let sql = one_of(sql, "c.section", &sections, "integer");
        let sql = one_of(sql, "c.strength", &words(&self.strengths), "strength");
        let sql = one_of(sql, "c.kind", &words(&self.kinds), "kind");
        match &self.q {
            None => sql,
            Some(q) => {
                sql.sql(&format!(" AND {row}.search @@ search_query(")).bind(q.clone()).sql(")")
            }
        }
    }

    /// Conditions on the obligation `o` that need no state; its current row is `row`.
    pub(super) fn on_obligation(&self, sql: Statement, row: &str) -> Statement {
        let sql = one_of(sql, &format!("{row}.declaration"), &self.declarations, "text");
        let sql = one_of(sql, &format!("{row}.party"), &self.parties, "text");
        one_of(sql, "o.role", &words(&self.roles), "party_role")
    }

    /// Conditions on the due day of `table`, which is `o` or `c`; `key` is the day as the index
    /// has it, the undated last.
    pub(super) fn on_due_day(&self, mut sql: Statement, table: &str, key: &str) -> Statement {
        if let Some(day) = self.due_before {
            sql = sql.sql(&format!(" AND {key} < ")).bind(day);
        }
        if let Some(day) = self.due_after {
            sql = sql.sql(&format!(" AND {key} > ")).bind(day);
            sql = sql.sql(&format!(" AND {table}.due_on IS NOT NULL"));
        }
        sql
    }

    /// Whether an obligation has to match for a commitment to be listed.
    #[must_use]
    pub const fn asks_of_obligations(&self) -> bool {
        !(self.parties.is_empty()
            && self.roles.is_empty()
            && self.statuses.is_empty()
            && self.timeliness.is_empty()
            && !self.differing)
    }
}
