//! The feed read by windows: a bounded stretch of it at a time, whatever is looked for.

use diesel_async::RunQueryDsl;

use super::Conn;
use super::change_filter::ChangeFilter;
use super::connect::Failure;
use super::feed::{self, Head, Sealed, link};
use super::statement::Statement;

/// How many changes are looked at for one page. Writes pay for no index of what readers look for,
/// so a page that finds little ends here, and its reader asks again from there.
const STRETCH: i64 = 20_000;

/// What a page of the feed is asked for.
#[derive(Debug, Clone)]
pub struct Window {
    pub filter: ChangeFilter,
    /// How many changes it has at most.
    pub limit: i64,
    /// Once its bodies have come to so many bytes it takes no further change.
    pub bytes: i64,
    /// Whether the bodies are wanted.
    pub bodies: bool,
}

/// What a window has shown.
#[derive(Debug)]
pub struct Seen {
    pub rows: Vec<Sealed>,
    /// The last change that was looked at, and the link of the chain there.
    pub seq: i64,
    pub chain: [u8; 32],
}

/// Looks at the changes after `seq`, whose link is `chain`, in order and up to `head`.
///
/// # Errors
/// If the database does not answer.
pub async fn look(
    conn: &mut Conn,
    (seq, chain): (i64, [u8; 32]),
    head: &Head,
    window: &Window,
) -> Result<Seen, Failure> {
    if seq >= head.seq {
        return Ok(Seen { rows: Vec::new(), seq, chain });
    }
    let is_plain = window.filter.is_open() && window.bodies && window.bytes == i64::MAX;
    let (rows, is_cut) = if is_plain {
        (feed::page(conn, seq, window.limit).await?, true)
    } else {
        found(conn, seq, head, window).await?
    };
    let end = head.seq.min(seq.saturating_add(STRETCH));
    let (seq, chain) = match rows.last() {
        Some(last) if is_cut => (last.seq, link(&last.chain)?),
        _ if end == head.seq => (end, head.chain),
        _ => (end, feed::chain_at(conn, end).await?.unwrap_or(chain)),
    };
    Ok(Seen { rows, seq, chain })
}

/// What matches in the stretch after `seq`, and whether more of it may be left in there.
async fn found(
    conn: &mut Conn,
    seq: i64,
    head: &Head,
    window: &Window,
) -> Result<(Vec<Sealed>, bool), Failure> {
    let body = if window.bodies { "b.body" } else { "NULL::text" };
    let sql = format!(
        "SELECT * FROM (
            SELECT f.seq, f.change_id, f.entity, f.entity_id, f.version, f.op, f.at, f.actor,
                f.node, f.body_hash, f.chain, {body} AS body,
                b.body IS NULL AS is_blank, r.cause AS redacted,
                (sum(coalesce(octet_length({body}), 0)) OVER (ORDER BY f.seq))::bigint AS bytes
            FROM feed f
            JOIN feed_bodies b ON b.seq = f.seq
            LEFT JOIN redactions r ON r.seq = f.seq
            WHERE f.seq > "
    );
    let statement = Statement::new(&sql)
        .bind(seq)
        .sql(" AND f.seq <= ")
        .bind(head.seq.min(seq.saturating_add(STRETCH)));
    let rows: Vec<Sealed> = window
        .filter
        .on_feed(statement)
        .sql(" ORDER BY f.seq LIMIT ")
        .bind(window.limit)
        .sql(") page WHERE bytes - coalesce(octet_length(body), 0) < ")
        .bind(window.bytes)
        .sql(" ORDER BY seq")
        .load(conn)
        .await?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|n| n >= window.limit);
    let bytes = |row: &Sealed| row.body.as_ref().map_or(0, String::len);
    let sum = i64::try_from(rows.iter().map(bytes).sum::<usize>()).unwrap_or(i64::MAX);
    Ok((rows, is_full || sum >= window.bytes))
}

/// What stands in the feed before a place, the latest first.
#[derive(Debug)]
pub struct Past {
    pub rows: Vec<Sealed>,
    /// Before which change to look further; none at the feed's beginning.
    pub before: Option<i64>,
}

/// Looks at the changes before `seq`, backwards, in one stretch: a page that finds little says
/// where to go on.
///
/// # Errors
/// If the database does not answer.
pub async fn look_back(
    conn: &mut Conn,
    seq: i64,
    filter: &ChangeFilter,
    limit: i64,
) -> Result<Past, Failure> {
    let first = seq.saturating_sub(STRETCH).max(1);
    let statement = Statement::new(
        "SELECT f.seq, f.change_id, f.entity, f.entity_id, f.version, f.op, f.at, f.actor, f.node,
            f.body_hash, f.chain, b.body, b.body IS NULL AS is_blank, r.cause AS redacted
        FROM feed f
        JOIN feed_bodies b ON b.seq = f.seq
        LEFT JOIN redactions r ON r.seq = f.seq
        WHERE f.seq < ",
    )
    .bind(seq)
    .sql(" AND f.seq >= ")
    .bind(first);
    let statement = filter.on_feed(statement).sql(" ORDER BY f.seq DESC LIMIT ");
    // One more than the page has shows whether there is a next one.
    let mut rows: Vec<Sealed> = statement.bind(limit.saturating_add(1)).load(conn).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let before = if rows.len() > limit {
        rows.truncate(limit);
        rows.last().map(|last| last.seq)
    } else {
        Some(first).filter(|first| *first > 1)
    };
    Ok(Past { rows, before })
}
