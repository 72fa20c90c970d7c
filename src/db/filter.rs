//! The filters that all lists share, and the moment that a list is asked about.

use chrono::NaiveDate;

use super::statement::{Bind, Statement};
use crate::domain::commitment::{Kind, Strength};
use crate::domain::party::Role;
use crate::domain::status::Status;
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

/// That `column` is one of these, if there are any. A single one is said so, which leaves rows in
/// the order of an index that begins with the column.
pub(super) fn one_of<T: Clone + Into<Bind>>(sql: Statement, column: &str, values: &[T]) -> Statement
where
    Vec<T>: Into<Bind>,
{
    match values {
        [] => sql,
        [one] => sql.sql(&format!(" AND {column} = ")).bind(one.clone()),
        several => sql.sql(&format!(" AND {column} = ANY(")).bind(several.to_vec()).sql(")"),
    }
}

/// That there is a due day, said in the terms of the index, which has the undated last.
pub(super) fn dated(key: &str) -> String {
    format!(" AND {key} < DATE '9999-12-31'")
}

impl Filter {
    /// Conditions on the commitment `c`, whose current row is `row`, but for the words.
    pub(super) fn on_commitment(&self, sql: Statement, row: &str) -> Statement {
        let sql = one_of(sql, &format!("{row}.declaration"), &self.declarations);
        let sql = one_of(sql, "c.section", &self.sections);
        let sql = one_of(sql, "c.strength", &self.strengths);
        one_of(sql, "c.kind", &self.kinds)
    }

    /// `tracked=` on the commitment `c` itself.
    pub(super) fn on_tracked(&self, sql: Statement) -> Statement {
        match self.tracked {
            None => sql,
            Some(true) => sql.sql(" AND c.tracked"),
            Some(false) => sql.sql(" AND NOT c.tracked"),
        }
    }

    /// Conditions on the obligation `o` that need no state; its current row is `row`.
    pub(super) fn on_obligation(&self, sql: Statement, row: &str) -> Statement {
        let sql = one_of(sql, &format!("{row}.declaration"), &self.declarations);
        let sql = one_of(sql, &format!("{row}.party"), &self.parties);
        one_of(sql, "o.role", &self.roles)
    }

    /// Conditions on the due day; `key` is the day as an index has it, the undated last.
    pub(super) fn on_due_day(&self, mut sql: Statement, key: &str) -> Statement {
        if self.has_no_due_day() {
            return sql.sql(" AND false");
        }
        if let Some(day) = self.due_before {
            sql = sql.sql(&format!(" AND {key} < ")).bind(day);
        }
        if let Some(day) = self.due_after {
            sql = sql.sql(&format!(" AND {key} > ")).bind(day).sql(&dated(key));
        }
        sql
    }

    /// Whether no day is due before the one and after the other that are asked for.
    pub(super) fn has_no_due_day(&self) -> bool {
        match (self.due_after, self.due_before) {
            (Some(after), Some(before)) => after.succ_opt().is_none_or(|first| first >= before),
            _ => false,
        }
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
