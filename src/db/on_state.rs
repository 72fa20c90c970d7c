//! Conditions on the states of obligations, said in the terms of the indexes.

use chrono::NaiveDate;

use super::filter::{Filter, Moment, dated, one_of};
use super::possible::{DueSide, Possible};
use super::sources::{Item, Source};
use super::statement::Statement;
use crate::domain::status::Status;

impl Source {
    /// Conditions on an obligation's state in a query made by [`Self::obligations`].
    pub(super) fn on_state(
        self,
        filter: &Filter,
        moment: Moment,
        item: Item,
        sql: Statement,
    ) -> Statement {
        let Some(possible) = Possible::of(filter, item.due_of(moment)) else {
            return sql.sql(" AND false");
        };
        let mut sql = self.on_possible(&possible, filter, moment, sql);
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
        sql = self.on_side(&possible.due, moment, sql);
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

    /// That the due day lies on one of these sides.
    fn on_side(self, sides: &[DueSide], Moment { day, .. }: Moment, sql: Statement) -> Statement {
        let key = self.due();
        match sides {
            [] => sql,
            [DueSide::Past] => sql.sql(&format!(" AND {key} < ")).bind(day),
            [DueSide::Ahead] => sql.sql(&format!(" AND {key} >= ")).bind(day).sql(&dated(key)),
            [DueSide::Undated] => sql.sql(&format!(" AND {key} = DATE '9999-12-31'")),
            sides if !sides.contains(&DueSide::Past) => {
                sql.sql(&format!(" AND {key} >= ")).bind(day)
            }
            sides if !sides.contains(&DueSide::Undated) => sql.sql(&dated(key)),
            _ => sql.sql(&format!(" AND ({key} < ")).bind(day).sql(" OR o.due_on IS NULL)"),
        }
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
