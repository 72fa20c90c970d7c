//! Records and states as of a day and as known at a place of the feed, as parts of a query.
//!
//! The present state is kept beside each obligation, and is its state on any day not before the
//! last one that was spoken of: `Kept`. For an earlier day a state of the past is kept: `Past`.
//! What was known in the past is folded from the updates known then, and the record is the row
//! itself if that was never edited: `Known`; else a version of it: `Edited`. A row is in one of the
//! sources of a moment only. Tests hold them against each other.

use super::filter::{Filter, Moment, one_of, words};
use super::statement::Statement;
use crate::domain::timeliness::Timeliness;

/// Where the rows of a query come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Kept,
    Past,
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

/// The due day of a commitment as its index has it, the undated last.
pub(super) const COMMITMENT_DUE: &str = "coalesce(c.due_on, DATE '9999-12-31')";

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
            None => &[Self::Kept, Self::Past],
            Some(_) => &[Self::Known, Self::Edited],
        }
    }

    /// What a query calls the current row of an obligation; of it only what never changes is told.
    pub(super) const fn row_o(self) -> &'static str {
        match self {
            Self::Kept | Self::Past | Self::Known => "o",
            Self::Edited => "row_o",
        }
    }

    /// The same of the commitment that a query for obligations joins.
    pub(super) const fn row_c(self) -> &'static str {
        match self {
            Self::Kept | Self::Past => "c",
            Self::Known | Self::Edited => "row_c",
        }
    }

    /// The same in a query for commitments.
    pub(super) const fn row_of_commitment(self) -> &'static str {
        match self {
            Self::Kept | Self::Past | Self::Known => "c",
            Self::Edited => "row_c",
        }
    }

    /// The due day of an obligation, the undated last.
    pub(super) const fn due(self) -> &'static str {
        match self {
            Self::Kept | Self::Past | Self::Known => "o.due_key",
            Self::Edited => "coalesce(o.due_on, DATE '9999-12-31')",
        }
    }

    /// When the last update about an obligation was filed.
    pub(super) const fn changed(self) -> &'static str {
        match self {
            Self::Kept | Self::Past => "o.changed_at",
            Self::Known | Self::Edited => "s.changed_at",
        }
    }

    /// Whether there is something to be done: as near to the obligation's row as it is told.
    const fn tracked(self) -> &'static str {
        match self {
            Self::Kept | Self::Past => "o.tracked",
            Self::Known | Self::Edited => "c.tracked",
        }
    }

    /// `FROM` for obligations: `o` the record, `c` its commitment, `s` the state. Ends in `WHERE`.
    pub(super) fn obligations(self, moment: Moment, item: Item) -> Statement {
        let Moment { day, known: seq } = moment;
        let seq = seq.unwrap_or_default();
        let sql = Statement::new(" FROM obligations ").sql(self.row_o());
        let sql = match (item, self) {
            (Item::Outer, _) => sql,
            (Item::Joined, Self::Kept | Self::Past) => {
                sql.sql(" JOIN commitments c ON c.id = o.commitment_id")
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
            Self::Kept => sql
                .sql(
                    " CROSS JOIN LATERAL (SELECT o.*) s
                    WHERE o.standing AND o.dropped_at IS NULL
                    AND (o.last_day IS NULL OR o.last_day <= ",
                )
                .bind(day)
                .sql(")"),
            // The first condition is decided once for the whole query: on most days nothing was
            // said about a later one, and then this source costs nothing.
            Self::Past => holding(sql.sql(" JOIN past_states p ON p.obligation_id = o.id"), day)
                .sql(" CROSS JOIN LATERAL (SELECT p.*, o.changed_at) s")
                .sql(" WHERE (SELECT max(last_day) FROM obligations) > ")
                .bind(day)
                .sql(" AND o.standing AND o.dropped_at IS NULL AND o.last_day > ")
                .bind(day),
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

    /// `FROM` for commitments: `c` the record. Ends in `WHERE`. What is known now needs no parting
    /// by the day.
    pub(super) fn commitments(moment: Moment) -> Vec<(Self, Statement)> {
        let Some(seq) = moment.known else {
            let sql = Statement::new(" FROM commitments c WHERE c.standing");
            return vec![(Self::Kept, sql)];
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

    /// Conditions on an obligation's state in a query made by [`Self::obligations`].
    pub(super) fn on_state(self, filter: &Filter, moment: Moment, mut sql: Statement) -> Statement {
        let tracked = self.tracked();
        if let Some(wanted) = filter.tracked {
            sql = sql.sql(if wanted { " AND " } else { " AND NOT " }).sql(tracked);
        }
        sql = one_of(sql, "s.status", &words(&filter.statuses), "status");
        if filter.differing {
            sql = sql.sql(
                " AND (s.contested OR s.reassess
                OR s.declared ->> 'status' <> s.assessed ->> 'status')",
            );
        }
        if filter.timeliness == [Timeliness::Overdue] {
            return self.overdue(moment, sql);
        }
        if !filter.timeliness.is_empty() {
            let timeliness = words(&filter.timeliness);
            sql = sql
                .sql(&format!(
                    " AND timeliness_of({tracked}, o.role, s.status, o.opens_on, o.due_on, \
                     s.done_on, "
                ))
                .bind(moment.day)
                .sql(") = ANY(")
                .bind(timeliness)
                .sql("::text[]::timeliness[])");
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

/// The state by the updates known at `seq`.
fn state_known(sql: Statement, row_o: &str, day: chrono::NaiveDate, seq: i64) -> Statement {
    let sql = sql.sql(&format!(" CROSS JOIN LATERAL state_at({row_o}.id, "));
    sql.bind(day).sql(", ").bind(seq).sql(") s")
}

/// That the days of the past `p` hold `day`.
fn holding(sql: Statement, day: chrono::NaiveDate) -> Statement {
    sql.sql(" AND p.until_day > ")
        .bind(day)
        .sql(" AND (p.from_day IS NULL OR p.from_day <= ")
        .bind(day)
        .sql(")")
}

/// Narrows a query to commitments `c` whose own status, as of the moment, is one of these: one
/// query, or several whose rows together are asked for, each row in one of them.
///
/// The present status is kept beside the commitment, and holds on any day not before the last that
/// was spoken of. An OR of that and the past would leave Postgres no index to begin with.
pub(super) fn on_rollup(filter: &Filter, moment: Moment, sql: Statement) -> Vec<Statement> {
    let rollups = words(&filter.rollups);
    let Moment { day, known } = moment;
    if rollups.is_empty() {
        return vec![sql];
    }
    if let Some(seq) = known {
        let sql = sql.sql(" AND ").append(rollup_known(day, seq));
        return vec![sql.sql(" = ANY(").bind(rollups).sql("::text[]::status[])")];
    }
    let kept = sql.clone().sql(" AND (c.last_day IS NULL OR c.last_day <= ").bind(day).sql(")");
    let past = sql
        .sql(" AND (SELECT max(last_day) FROM commitments) > ")
        .bind(day)
        .sql(" AND c.id IN (SELECT p.commitment_id FROM past_rollups p WHERE true");
    let past = one_of(holding(past, day), "p.status", &rollups, "status").sql(")");
    vec![one_of(kept, "c.status", &rollups, "status"), past]
}

/// The own status of the commitment `c` by what was known at `seq`.
fn rollup_known(day: chrono::NaiveDate, seq: i64) -> Statement {
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
