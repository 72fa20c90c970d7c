//! What is kept of courses, against the fold of every day in SQL.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;
use summit_ledger::db::Conn;

#[derive(Debug, QueryableByName)]
struct Wrong {
    #[diesel(sql_type = Text)]
    #[expect(dead_code, reason = "read by whoever reads the test's output")]
    row: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

const WRONG: &str = "
    WITH days AS (
        SELECT as_of AS day FROM updates UNION SELECT as_of - 1 FROM updates
    ), owed AS (
        SELECT o.id, o.commitment_id, o.role, o.dropped_at, d.day,
            to_jsonb(s) - 'changed_at' AS folded,
            (SELECT jsonb_agg(to_jsonb(p) - ARRAY['obligation_id', 'from_day', 'until_day'])
                FROM obligation_states p WHERE p.obligation_id = o.id AND d.day < p.until_day
                    AND d.day >= coalesce(p.from_day, '-infinity')) AS kept,
            s.status
        FROM obligations o CROSS JOIN days d
        CROSS JOIN LATERAL state_at(o.id, d.day, NULL) s
    ), items AS (
        SELECT c.id, o.day,
            to_jsonb(rollup_of(array_agg(o.role), array_agg(o.status))) AS folded,
            (SELECT jsonb_agg(p.status) FROM commitment_statuses p
                WHERE p.commitment_id = c.id AND o.day < p.until_day
                    AND o.day >= coalesce(p.from_day, '-infinity')) AS kept
        FROM commitments c JOIN owed o ON o.commitment_id = c.id
        WHERE o.dropped_at IS NULL GROUP BY c.id, o.day
    )
    SELECT jsonb_build_array(id, day, folded, kept)::text AS row FROM owed
    WHERE kept IS DISTINCT FROM jsonb_build_array(folded)
    UNION ALL
    SELECT jsonb_build_array(id, day, folded, kept)::text FROM items
    WHERE kept IS DISTINCT FROM
        CASE WHEN folded IS NOT NULL THEN jsonb_build_array(folded) END";

/// That what is kept of courses is, day by day, what the updates fold to: of obligations and of
/// commitments. Gives how many rows of it there are.
pub async fn check_courses(conn: &mut Conn) -> i64 {
    let wrong: Vec<Wrong> = diesel::sql_query(WRONG).load(conn).await.unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let counted = "SELECT (SELECT count(*) FROM obligation_states)
        + (SELECT count(*) FROM commitment_statuses) AS count";
    diesel::sql_query(counted).get_result::<Count>(conn).await.unwrap().count
}
