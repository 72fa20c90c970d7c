//! Keep a report, signed with its place in the feed.

use crate::db::connect::Failure;
use crate::db::reports::Kept;
use crate::db::{Conn, clock, feed, node, reports};
use crate::domain::user::Caller;
use crate::error::Problem;
use crate::records::ids;
use crate::reports::model::{ProgressReport, Request};
use crate::reports::signature::{Heading, report_sha256, sign};
use crate::sync::cursor::FeedCursor;

/// Keeps the report that was drawn up for `request`, byte for byte.
///
/// # Errors
/// If the database does not answer.
pub async fn keep_report(
    conn: &mut Conn,
    caller: &Caller,
    request: &Request,
    report: &ProgressReport,
) -> Result<Kept, Failure> {
    let body = serde_json::to_string(report).map_err(Problem::internal)?;
    // The text as its readers will read it, which is what the hash is of.
    let value = serde_json::from_str(&body).map_err(Problem::internal)?;
    let cursor = FeedCursor::decode(&report.cursor);
    let epoch = cursor.ok_or_else(|| Problem::internal("a report has no cursor"))?.epoch;
    let key = node::signing_key(conn).await?;
    let mut kept = Kept {
        id: ids::new(),
        made_by: caller.name.clone(),
        made_at: clock::now(conn).await?,
        declaration: report.declaration.slug.clone(),
        node: feed::node(conn).await?.name,
        epoch,
        seq: report.seq,
        chain: report.chain.clone(),
        request: serde_json::to_value(request).map_err(Problem::internal)?,
        body_sha256: report_sha256(&value).map_err(Problem::internal)?,
        public_key: key.public_key().to_vec(),
        signature: Vec::new(),
    };
    kept.signature = sign(&key, &Heading::from(&kept)).map_err(Problem::internal)?;
    reports::create(conn, &kept, &body).await?;
    Ok(kept)
}
