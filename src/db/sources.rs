//! Records and states as of a day and as known at a place of the feed, as parts of a query.
//!
//! The present state is kept beside each obligation, and is its state on any day not before the
//! last one that was spoken of: `Kept`. If of anything a later day was spoken of than the one that
//! is asked about, the states that held on that day are read: `Held`. What was known in the past is
//! folded from the updates known then, and the record is the row itself if that was never edited:
//! `Known`; else a version of it: `Edited`. A row is in one of the sources of a moment only. Tests
//! hold them against each other.

use chrono::NaiveDate;

use super::filter::{Filter, Moment, one_of};
use super::statement::Statement;

/// Where the rows of a query come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Kept,
    Held,
    Known,
    Edited,
}

/// Whether a query for obligations joins their commitments as `c`, or stands within a query for
/// commitments and means the `c` of that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Joined,
    Outer,
}

/// The version of the record `id` that was known at `seq`, as `name`; no row if there was none.
fn version(id: &str, name: &str, seq: i64) -> Statement {
    Statement::new(&format!(
        " CROSS JOIN LATERAL (
            SELECT v.body FROM versions v
            JOIN feed f ON f.entity_id = v.entity_id AND f.version = v.version
            WHERE v.entity_id = {id} AND f.seq <= "
    ))
    .bind(seq)
    .sql(&format!(" ORDER BY v.version DESC LIMIT 1) {name}"))
}

/// That the first version of the record `id` was known at `seq`.
fn known(id: &str, seq: i64) -> Statement {
    Statement::new(&format!(
        " AND (SELECT f.seq FROM feed f WHERE f.entity_id = {id} AND f.version = 1) <= "
    ))
    .bind(seq)
}

impl Source {
    /// The sources that together give every row once.
    pub(super) const fn of(moment: Moment) -> &'static [Self] {
        match moment.known {
            None => &[Self::Kept, Self::Held],
            Some(_) => &[Self::Known, Self::Edited],
        }
    }

    /// What a query calls the current row of an obligation; of it only what never changes is told.
    pub(super) const fn row_o(self) -> &'static str {
        match self {
            Self::Kept | Self::Held | Self::Known => "o",
            Self::Edited => "row_o",
        }
    }

    /// The same of the commitment that a query for obligations joins.
    pub(super) const fn row_c(self) -> &'static str {
        match self {
            Self::Kept | Self::Held => "c",
            Self::Known | Self::Edited => "row_c",
        }
    }

    /// The same in a query for commitments.
    pub(super) const fn row_of_commitment(self) -> &'static str {
        match self {
            Self::Kept | Self::Held | Self::Known => "c",
            Self::Edited => "row_c",
        }
    }

    /// The due day of an obligation, the undated last.
    pub(super) const fn due(self) -> &'static str {
        match self {
            Self::Kept | Self::Held | Self::Known => "o.due_key",
            Self::Edited => "coalesce(o.due_on, DATE '9999-12-31')",
        }
    }

    /// The same of the commitment `c` in a query for commitments.
    pub(super) const fn due_of_commitment(self) -> &'static str {
        match self {
            Self::Kept | Self::Held | Self::Known => "c.due_key",
            Self::Edited => "coalesce(c.due_on, DATE '9999-12-31')",
        }
    }

    /// When the last update about an obligation was filed.
    pub(super) const fn changed(self) -> &'static str {
        match self {
            Self::Kept | Self::Held => "o.changed_at",
            Self::Known | Self::Edited => "s.changed_at",
        }
    }

    /// Whether there is something to be done: as near to the obligation's row as it is told.
    pub(super) const fn tracked(self) -> &'static str {
        match self {
            Self::Kept | Self::Held => "o.tracked",
            Self::Known | Self::Edited => "c.tracked",
        }
    }

    /// Which of `Kept` and `Held` it is that has rows on a day: decided once for a query, so that
    /// the other one costs nothing.
    pub(super) fn decided(self, sql: Statement, day: NaiveDate) -> Statement {
        let sql = sql.sql("((SELECT max(last_day) FROM obligations) > ").bind(day);
        sql.sql(if self == Self::Kept { ") IS NOT TRUE" } else { ")" })
    }

    /// `FROM` for obligations: `o` the record, `c` its commitment, `s` the state. Ends in `WHERE`.
    pub(super) fn obligations(self, moment: Moment, item: Item) -> Statement {
        let Moment { day, known: seq } = moment;
        let seq = seq.unwrap_or_default();
        let sql = Statement::new(" FROM obligations ").sql(self.row_o());
        let sql = match (item, self) {
            (Item::Outer, _) => sql,
            // Both stand or neither does; said of both, the indexes of both can be used.
            (Item::Joined, Self::Kept | Self::Held) => {
                sql.sql(" JOIN commitments c ON c.id = o.commitment_id AND c.standing")
            }
            (Item::Joined, Self::Known | Self::Edited) => sql
                .sql(&format!(
                    " JOIN commitments row_c ON row_c.id = {}.commitment_id",
                    self.row_o()
                ))
                .append(version("row_c.id", "version_c", seq))
                .sql(
                    " CROSS JOIN LATERAL
                    jsonb_populate_record(NULL::commitments, version_c.body) c",
                ),
        };
        let sql = match self {
            Self::Kept => self
                .decided(sql.sql(" CROSS JOIN LATERAL (SELECT o.*) s WHERE "), day)
                .sql(" AND o.standing AND o.dropped_at IS NULL"),
            Self::Held => {
                // That it had begun by then is said with the statuses.
                let sql = sql
                    .sql(" JOIN obligation_states h ON h.obligation_id = o.id AND h.until_day > ")
                    .bind(day);
                self.decided(
                    sql.sql(" CROSS JOIN LATERAL (SELECT h.*, o.changed_at) s WHERE "),
                    day,
                )
                .sql(" AND o.standing AND o.dropped_at IS NULL")
            }
            Self::Known => state_known(sql, "o", day, seq)
                .sql(" WHERE o.version = 1")
                .append(known("o.id", seq)),
            Self::Edited => state_known(
                sql.append(version("row_o.id", "version_o", seq)).sql(
                    " CROSS JOIN LATERAL
                    jsonb_populate_record(NULL::obligations, version_o.body) o",
                ),
                "row_o",
                day,
                seq,
            )
            .sql(" WHERE row_o.version > 1 AND o.dropped_at IS NULL"),
        };
        match (item, self) {
            (Item::Joined, Self::Known | Self::Edited) => sql.sql(" AND c.deleted_at IS NULL"),
            _ => sql,
        }
    }

    /// `FROM` for commitments: `c` the record. Ends in `WHERE`. Without a question about states,
    /// what is known now is one source.
    pub(super) fn commitments(moment: Moment, is_by_state: bool) -> Vec<(Self, Statement)> {
        let Some(seq) = moment.known else {
            let sql = Statement::new(" FROM commitments c WHERE c.standing");
            if !is_by_state {
                return vec![(Self::Kept, sql)];
            }
            let sources = Self::of(moment).iter();
            return sources
                .map(|source| (*source, source.decided(sql.clone().sql(" AND "), moment.day)))
                .collect();
        };
        let known = Statement::new(" FROM commitments c WHERE c.version = 1 AND c.standing")
            .append(known("c.id", seq));
        let edited = Statement::new(" FROM commitments row_c")
            .append(version("row_c.id", "version_c", seq))
            .sql(
                " CROSS JOIN LATERAL jsonb_populate_record(NULL::commitments, version_c.body) c
                WHERE row_c.version > 1 AND c.deleted_at IS NULL",
            );
        vec![(Self::Known, known), (Self::Edited, edited)]
    }

    /// `rollup=` narrows to commitments `c` whose own status, as of the moment, is one of these.
    pub(super) fn on_rollup(self, filter: &Filter, moment: Moment, sql: Statement) -> Statement {
        let rollups = &filter.rollups;
        let Moment { day, known } = moment;
        if rollups.is_empty() {
            return sql;
        }
        match (self, known) {
            (Self::Kept, _) => one_of(sql, "c.status", rollups),
            (_, None) => {
                let sql = sql
                    .sql(" AND c.id IN (SELECT h.commitment_id FROM commitment_statuses h")
                    .sql(" WHERE h.until_day > ")
                    .bind(day)
                    .sql(" AND (h.from_day IS NULL OR h.from_day <= ")
                    .bind(day)
                    .sql(")");
                one_of(sql, "h.status", rollups).sql(")")
            }
            (_, Some(seq)) => {
                let sql = sql.sql(" AND ").append(rollup_known(day, seq));
                sql.sql(" = ANY(").bind(rollups.clone()).sql(")")
            }
        }
    }
}

/// The state by the updates known at `seq`.
fn state_known(sql: Statement, row_o: &str, day: NaiveDate, seq: i64) -> Statement {
    let sql = sql.sql(&format!(" CROSS JOIN LATERAL state_at({row_o}.id, "));
    sql.bind(day).sql(", ").bind(seq).sql(") s")
}

/// The own status of the commitment `c` by what was known at `seq`.
fn rollup_known(day: NaiveDate, seq: i64) -> Statement {
    let sql = Statement::new(
        "(SELECT rollup_of(array_agg(r.role), array_agg(t.status)) FROM obligations row_r",
    );
    let sql = sql.append(version("row_r.id", "version_r", seq)).sql(
        " CROSS JOIN LATERAL jsonb_populate_record(NULL::obligations, version_r.body) r
        CROSS JOIN LATERAL state_at(row_r.id, ",
    );
    sql.bind(day)
        .sql(", ")
        .bind(seq)
        .sql(") t WHERE row_r.commitment_id = c.id AND r.dropped_at IS NULL)")
}
