//! Conditions on the states of obligations, and what follows from them, said in the terms of the
//! indexes: Postgres does not know the rules, and would look at every row for what no row can be.

use super::filter::{Filter, Moment, one_of, words};
use super::sources::Source;
use super::statement::Statement;
use crate::domain::timeliness::Timeliness;

use Timeliness::{DoneLate, DoneOnTime, Follows, InWindow, NotDue, Overdue, Undated, Upcoming};

impl Source {
    /// Conditions on an obligation's state in a query made by [`Self::obligations`].
    pub(super) fn on_state(self, filter: &Filter, moment: Moment, sql: Statement) -> Statement {
        let sql = self.on_tracked(filter, sql);
        let mut sql = one_of(sql, "s.status", &words(&filter.statuses), "status");
        if filter.differing {
            sql = sql.sql(
                " AND (s.contested OR s.reassess
                OR s.declared ->> 'status' <> s.assessed ->> 'status')",
            );
        }
        if filter.timeliness.is_empty() {
            return sql;
        }
        if filter.timeliness == [Overdue] {
            return self.overdue(moment, sql);
        }
        let timeliness = words(&filter.timeliness);
        self.implied(filter, moment, sql)
            .sql(&format!(
                " AND timeliness_of({}, o.role, s.status, o.opens_on, o.due_on, s.done_on, ",
                self.tracked()
            ))
            .bind(moment.day)
            .sql(") = ANY(")
            .bind(timeliness)
            .sql("::text[]::timeliness[])")
    }

    /// Whether there is something to be done: asked for, or said by the strength.
    fn on_tracked(self, filter: &Filter, sql: Statement) -> Statement {
        let untracked = filter.strengths.iter().filter(|strength| !strength.tracked()).count();
        let is_untracked = untracked > 0 && untracked == filter.strengths.len();
        let tracked = self.tracked();
        match filter.tracked {
            Some(true) if is_untracked => sql.sql(" AND false"),
            Some(true) => sql.sql(&format!(" AND {tracked}")),
            Some(false) => sql.sql(&format!(" AND NOT {tracked}")),
            None if is_untracked => sql.sql(&format!(" AND NOT {tracked}")),
            None => sql,
        }
    }

    /// What all obligations have in common whose timeliness is one of those asked for.
    fn implied(self, filter: &Filter, moment: Moment, mut sql: Statement) -> Statement {
        let only = |those: &[Timeliness]| filter.timeliness.iter().all(|one| those.contains(one));
        if only(&[InWindow, Upcoming, Undated]) {
            sql = sql.sql(&format!(" AND {} >= ", self.due())).bind(moment.day);
        }
        if self == Self::Kept && only(&[Overdue, InWindow, Upcoming]) {
            sql = sql.sql(" AND o.is_open");
        }
        if only(&[DoneOnTime, DoneLate]) {
            sql = sql.sql(" AND s.status = 'complete'");
        }
        if only(&[Follows]) {
            sql = sql.sql(" AND o.role = 'supporter'");
        }
        if only(&[NotDue]) && filter.tracked == Some(true) {
            sql = sql.sql(" AND s.status IN ('abandoned', 'superseded')");
        }
        sql
    }

    /// Overdue, said in the terms of the indexes. Means the same as `timeliness_of`.
    fn overdue(self, moment: Moment, sql: Statement) -> Statement {
        let sql = sql.sql(&format!(" AND {} < ", self.due())).bind(moment.day);
        if self == Self::Kept {
            return sql.sql(" AND o.is_open");
        }
        sql.sql(&format!(
            " AND {} AND o.role <> 'supporter'
            AND s.status NOT IN ('complete', 'abandoned', 'superseded')",
            self.tracked()
        ))
    }
}
