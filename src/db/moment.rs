//! Lists: their order, where a page of one begins, and how sources' queries become one.

use chrono::{DateTime, NaiveDate};

use super::filter::{Filter, Moment};
use super::statement::Statement;
use super::way::Way;

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
    /// At most this many rows, or [`ALL`].
    pub limit: i64,
}

/// No limit.
pub const ALL: i64 = i64::MAX;

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
    /// Columns `key1` and `key2` of the query, and `key`, the first one as it is sorted by.
    pub(super) fn columns(self, sort_key: &str) -> String {
        format!("{} AS key, {}::text AS key1, {sort_key} AS key2", self.sql, self.sql)
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

    /// `ORDER BY … LIMIT …` of one source. To be gathered, rows are sorted by an expression that no
    /// index has.
    pub(super) fn order(self, sql: Statement, sort_key: &str, limit: i64, way: Way) -> Statement {
        let Self { sql: key, of, direction } = self;
        let same = match (way, of) {
            (Way::Walked, _) => "",
            (Way::Gathered, "text") => " || ''",
            (Way::Gathered, "date") => " + 0",
            (Way::Gathered, _) => " + interval '0'",
        };
        let by = match of {
            "text" => format!("{sort_key}{same}{direction}"),
            _ => format!("{key}{same}{direction}, {sort_key}{direction}"),
        };
        limited(sql.sql(" ORDER BY ").sql(&by), limit)
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
        let direction = self.direction;
        limited(all.sql(&format!(") u ORDER BY key{direction}, key2{direction}")), limit)
    }
}

fn limited(sql: Statement, limit: i64) -> Statement {
    if limit == ALL { sql } else { sql.sql(" LIMIT ").bind(limit) }
}
