//! Records and states as of a day and as known at a place of the feed, as parts of a query.
//!
//! Three ways lead to the same rows. The present state is kept beside each obligation, and is its
//! state on any day not before the last one that was spoken of: `Kept`. For an earlier day the
//! updates are folded anew: `Folded`. What was known in the past is read from versions: `Known`.
//! Tests hold the three against each other.

use chrono::{DateTime, NaiveDate};

use super::filter::{Filter, Moment, words};
use super::statement::Statement;
use crate::domain::timeliness::Timeliness;

/// Where the rows of a query come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Kept,
    Folded,
    Known,
}

impl Source {
    /// The sources that together give every row once.
    pub(super) const fn of(moment: Moment) -> &'static [Self] {
        match moment.known {
            None => &[Self::Kept, Self::Folded],
            Some(_) => &[Self::Known],
        }
    }

    /// `FROM` for obligations: `o` the record, `c` its commitment, `s` the state; and for what has
    /// no past, `row_o` and `row_c`, the current rows. Ends within `WHERE`.
    pub(super) fn obligations(self, moment: Moment) -> Statement {
        match self {
            Self::Kept => Statement::new(
                " FROM obligations o JOIN commitments c ON c.id = o.commitment_id
                CROSS JOIN LATERAL (SELECT o.*) s
                CROSS JOIN LATERAL (SELECT o.sort_key, o.due_key) row_o
                CROSS JOIN LATERAL (SELECT c.search) row_c
                WHERE o.standing AND o.dropped_at IS NULL
                AND (o.last_day IS NULL OR o.last_day <= ",
            )
            .bind(moment.day)
            .sql(")"),
            // The first condition is decided once for the whole query: on most days nothing was
            // said about a later one, and then this source costs nothing.
            Self::Folded => Statement::new(
                " FROM obligations o JOIN commitments c ON c.id = o.commitment_id
                CROSS JOIN LATERAL state_at(o.id, ",
            )
            .bind(moment.day)
            .sql(
                ", NULL) s
                CROSS JOIN LATERAL (SELECT o.sort_key, o.due_key) row_o
                CROSS JOIN LATERAL (SELECT c.search) row_c
                WHERE (SELECT max(last_day) FROM obligations) > ",
            )
            .bind(moment.day)
            .sql(" AND o.standing AND o.dropped_at IS NULL AND o.last_day > ")
            .bind(moment.day),
            Self::Known => Statement::new(
                " FROM obligations row_o JOIN commitments row_c ON row_c.id = row_o.commitment_id
                CROSS JOIN LATERAL jsonb_populate_record(NULL::obligations, version_at(row_o.id, ",
            )
            .bind(moment.known.unwrap_or_default())
            .sql(")) o CROSS JOIN LATERAL jsonb_populate_record(NULL::commitments, version_at(row_c.id, ")
            .bind(moment.known.unwrap_or_default())
            .sql(")) c CROSS JOIN LATERAL state_at(row_o.id, ")
            .bind(moment.day)
            .sql(", ")
            .bind(moment.known.unwrap_or_default())
            .sql(
                ") s WHERE o.id IS NOT NULL AND c.id IS NOT NULL
                AND c.deleted_at IS NULL AND o.dropped_at IS NULL",
            ),
        }
    }

    /// Conditions on an obligation's state in a query made by [`Self::obligations`].
    pub(super) fn on_state(self, filter: &Filter, moment: Moment, mut sql: Statement) -> Statement {
        if let Some(tracked) = filter.tracked {
            sql = sql.sql(if tracked { " AND c.tracked" } else { " AND NOT c.tracked" });
        }
        if !filter.statuses.is_empty() {
            let statuses = words(&filter.statuses);
            sql = sql.sql(" AND s.status = ANY(").bind(statuses).sql("::text[]::status[])");
        }
        if filter.timeliness == [Timeliness::Overdue] {
            return self.overdue(moment, sql);
        }
        if !filter.timeliness.is_empty() {
            sql = sql
                .sql(" AND timeliness_of(c.tracked, o.role, s.status, o.opens_on, o.due_on, s.done_on, ")
                .bind(moment.day)
                .sql(") = ANY(")
                .bind(words(&filter.timeliness))
                .sql("::text[]::timeliness[])");
        }
        sql
    }

    /// Overdue, said in the terms of the indexes. Means the same as `timeliness_of`.
    fn overdue(self, moment: Moment, sql: Statement) -> Statement {
        match self {
            Self::Kept => sql.sql(" AND o.is_open AND o.due_key < ").bind(moment.day),
            Self::Folded => sql.sql(" AND o.tracked AND o.due_key < ").bind(moment.day).sql(
                " AND o.role <> 'supporter'
                AND s.status NOT IN ('complete', 'abandoned', 'superseded')",
            ),
            Self::Known => sql.sql(" AND c.tracked AND o.due_on < ").bind(moment.day).sql(
                " AND o.role <> 'supporter'
                AND s.status NOT IN ('complete', 'abandoned', 'superseded')",
            ),
        }
    }
}

/// Where a page begins, in the order of the list: after this row's key and sort key.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct After {
    /// The key that the list is sorted by first; empty where that is the sort key alone.
    pub key: String,
    pub sort_key: String,
}

/// Which rows, when, in which order, from where on.
#[derive(Debug, Clone)]
pub struct Listing<'a> {
    pub filter: &'a Filter,
    pub moment: Moment,
    pub sort: Sort,
    pub after: Option<&'a After>,
    /// At most this many rows.
    pub limit: i64,
}

/// The order of a list. Every order ends in the text's own, and so is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// As the text has it.
    Code,
    /// Oldest due day first, undated ones last.
    Due,
    /// Latest due day first, undated ones before them.
    DueDescending,
    /// Last spoken of first; those never spoken of are left out.
    ChangedDescending,
}

impl Sort {
    /// Whether a list in this order can have a row of this key.
    #[must_use]
    pub fn takes(self, key: &str) -> bool {
        match self {
            Self::Code => key.is_empty(),
            Self::Due | Self::DueDescending => key.parse::<NaiveDate>().is_ok(),
            Self::ChangedDescending => DateTime::parse_from_str(key, "%F %T%.f%#z").is_ok(),
        }
    }

    /// The SQL of the first key, its type, and the direction.
    pub(super) const fn key(self, due: &'static str, changed: &'static str) -> SortKey {
        match self {
            Self::Code => SortKey { sql: "''", of: "text", direction: "" },
            Self::Due => SortKey { sql: due, of: "date", direction: "" },
            Self::DueDescending => SortKey { sql: due, of: "date", direction: " DESC" },
            Self::ChangedDescending => {
                SortKey { sql: changed, of: "timestamptz", direction: " DESC" }
            }
        }
    }
}

/// How a list is sorted, in SQL.
#[derive(Debug, Clone, Copy)]
pub(super) struct SortKey {
    sql: &'static str,
    of: &'static str,
    direction: &'static str,
}

impl SortKey {
    /// Columns `key1` and `key2` of the query.
    pub(super) fn columns(self, sort_key: &str) -> String {
        format!("{}::text AS key1, {sort_key} AS key2", self.sql)
    }

    /// The seek: only rows after `after`.
    pub(super) fn seek(self, sql: Statement, after: Option<&After>, sort_key: &str) -> Statement {
        let sql = match self.of {
            "timestamptz" => sql.sql(&format!(" AND {} IS NOT NULL", self.sql)),
            _ => sql,
        };
        let Some(after) = after else { return sql };
        let sign = if self.direction.is_empty() { ">" } else { "<" };
        if self.of == "text" {
            return sql.sql(&format!(" AND {sort_key} {sign} ")).bind(after.sort_key.clone());
        }
        sql.sql(&format!(" AND ({}, {sort_key}) {sign} (", self.sql))
            .bind(after.key.clone())
            .sql(&format!("::text::{}, ", self.of))
            .bind(after.sort_key.clone())
            .sql(")")
    }

    /// `ORDER BY … LIMIT …` of one source.
    pub(super) fn order(self, sql: Statement, sort_key: &str, limit: i64) -> Statement {
        let direction = self.direction;
        let by = if self.of == "text" {
            format!(" ORDER BY {sort_key}{direction}")
        } else {
            format!(" ORDER BY {}{direction}, {sort_key}{direction}", self.sql)
        };
        sql.sql(&by).sql(" LIMIT ").bind(limit)
    }

    /// One query of several sources' queries, each of them sorted and limited.
    pub(super) fn union(self, sources: Vec<Statement>, limit: i64) -> Statement {
        let several = sources.len() > 1;
        let mut all = Statement::new(if several { "SELECT * FROM (" } else { "" });
        for (i, source) in sources.into_iter().enumerate() {
            if i > 0 {
                all = all.sql(" UNION ALL ");
            }
            all = all.sql("(").append(source).sql(")");
        }
        if !several {
            return all;
        }
        let Self { of, direction, .. } = self;
        all.sql(&format!(") u ORDER BY key1::{of}{direction}, key2{direction} LIMIT ")).bind(limit)
    }
}
