//! Conditions on the states of obligations, said in the terms of the indexes.

use chrono::NaiveDate;

use super::filter::{Filter, Moment, dated, one_of};
use super::possible::{DueSide, Possible};
use super::sources::Source;
use super::statement::Statement;
use crate::domain::status::Status;

impl Source {
    /// Conditions on an obligation's state in a query made by [`Self::obligations`]; `possible` is
    /// what the filter can find.
    pub(super) fn on_state(
        self,
        possible: Option<&Possible>,
        filter: &Filter,
        moment: Moment,
        sql: Statement,
    ) -> Statement {
        let Some(possible) = possible else { return sql.sql(" AND false") };
        let mut sql = self.on_possible(possible, filter, moment, sql);
        if filter.differing {
            sql = sql.sql(
                " AND (s.contested OR s.reassess
                OR s.declared ->> 'status' <> s.assessed ->> 'status')",
            );
        }
        if possible.is_all {
            return sql;
        }
        sql.sql(&format!(
            " AND timeliness_of({}, o.role, s.status, o.opens_on, o.due_on, s.done_on, ",
            self.tracked()
        ))
        .bind(moment.day)
        .sql(") = ANY(")
        .bind(filter.timeliness.clone())
        .sql(")")
    }

    fn on_possible(
        self,
        possible: &Possible,
        filter: &Filter,
        moment: Moment,
        sql: Statement,
    ) -> Statement {
        // What is open has an index of its own, and is the rarer the older the due day.
        let mut sql = if self == Self::Kept && possible.is_open {
            one_of(sql.sql(" AND o.is_open"), "s.status", &filter.statuses)
        } else {
            let sql = one_of(sql, "s.status", &possible.statuses);
            let sql = one_of(sql, "o.role", &possible.roles);
            match possible.tracked {
                Some(true) => sql.sql(&format!(" AND {}", self.tracked())),
                Some(false) => sql.sql(&format!(" AND NOT {}", self.tracked())),
                None => sql,
            }
        };
        if self == Self::Held {
            sql = begun(&possible.statuses, moment.day, sql);
        }
        sql = on_sides(sql, &possible.due, self.due(), moment.day);
        sql = match possible.opens_later {
            Some(true) => sql.sql(" AND o.opens_on > ").bind(moment.day),
            Some(false) => {
                sql.sql(" AND (o.opens_on IS NULL OR o.opens_on <= ").bind(moment.day).sql(")")
            }
            None => sql,
        };
        match possible.done_late {
            Some(true) => sql.sql(" AND s.done_on > o.due_on"),
            Some(false) => sql.sql(" AND s.done_on <= o.due_on"),
            None => sql,
        }
    }
}

/// That the due day lies on one of these sides; `key` is the day as an index has it.
pub(super) fn on_sides(sql: Statement, sides: &[DueSide], key: &str, day: NaiveDate) -> Statement {
    let has = |side| sides.contains(&side);
    match (has(DueSide::Past), has(DueSide::Ahead), has(DueSide::Undated)) {
        (true, true, true) | (false, false, false) => sql,
        (true, true, false) => sql.sql(&dated(key)),
        (true, false, false) => sql.sql(&format!(" AND {key} < ")).bind(day),
        (false, true, false) => sql.sql(&format!(" AND {key} >= ")).bind(day).sql(&dated(key)),
        (false, true, true) => sql.sql(&format!(" AND {key} >= ")).bind(day),
        (false, false, true) => sql.sql(&format!(" AND {key} = DATE '9999-12-31'")),
        (true, false, true) => sql
            .sql(&format!(" AND ({key} < "))
            .bind(day)
            .sql(&format!(" OR {key} = DATE '9999-12-31')")),
    }
}

/// That a state of one of these statuses had begun by `day`. What is not reported has no beginning,
/// and all else has one.
fn begun(statuses: &[Status], day: NaiveDate, sql: Statement) -> Statement {
    match statuses {
        [Status::NotReported] => sql,
        [] => sql.sql(" AND (s.from_day IS NULL OR s.from_day <= ").bind(day).sql(")"),
        some if some.contains(&Status::NotReported) => begun(&[], day, sql),
        _ => sql.sql(" AND s.from_day <= ").bind(day),
    }
}
