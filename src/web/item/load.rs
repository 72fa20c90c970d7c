//! What the page of an item is made from, read in one go.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::app::AppState;
use crate::db::conflicts::{self, ConflictFilter};
use crate::db::connect::Failure;
use crate::db::filter::Moment;
use crate::db::history::{self, HistoryRow};
use crate::db::updates::{self, Told};
use crate::db::{Conn, commitments, declarations, milestones, parties};
use crate::error::Problem;
use crate::reading::views::{Item, items};
use crate::records::conflict::Conflict;
use crate::records::declaration::{Declaration, Paragraph};
use crate::records::milestone::Milestone;
use crate::records::party::Party;
use crate::records::texts::Texts;
use crate::sync::seal::seal;

/// How many changes a page of the history has.
pub(super) const MOST_PAST: usize = 100;

/// An item with all that stands around it.
pub(super) struct Loaded {
    pub item: Item,
    pub declaration: Option<Declaration>,
    pub paragraph: Option<Paragraph>,
    pub parties: Vec<Party>,
    /// The updates that count, by their ids.
    pub told: BTreeMap<Uuid, Told>,
    pub milestones: Vec<Milestone>,
    /// What the related items are called.
    pub titles: BTreeMap<String, Texts>,
    /// The open ones.
    pub conflicts: Vec<Conflict>,
    /// One more than a page has, if there are more.
    pub history: Vec<HistoryRow>,
}

impl Loaded {
    /// An item as of a moment; none if there is none of that code.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find(
        state: &AppState,
        code: &str,
        moment: Moment,
        before: Option<i64>,
    ) -> Result<Option<Self>, Problem> {
        // The history is told in the order of the feed.
        seal(&state.db).await?;
        state.db.read(async |conn| find(conn, code, moment, before).await).await
    }
}

async fn find(
    conn: &mut Conn,
    code: &str,
    moment: Moment,
    before: Option<i64>,
) -> Result<Option<Loaded>, Failure> {
    let Some(record) = commitments::find_at(conn, code, moment).await? else { return Ok(None) };
    let id = record.id;
    let Some(item) = items(conn, vec![record], moment).await?.pop() else { return Ok(None) };
    let heads: Vec<Uuid> = item.obligations.iter().filter_map(|one| one.update).collect();
    let ties: Vec<String> = item.related.iter().map(|tie| tie.item.clone()).collect();
    let titles =
        if ties.is_empty() { BTreeMap::new() } else { commitments::titles(conn, &ties).await? };
    let conflicts = if item.conflicts == 0 {
        Vec::new()
    } else {
        let filter = ConflictFilter {
            is_open: Some(true),
            items: vec![item.code.clone()],
            ..ConflictFilter::default()
        };
        conflicts::list(conn, &filter, None, item.conflicts).await?
    };
    let limit = i64::try_from(MOST_PAST + 1).unwrap_or(i64::MAX);
    let before = before.unwrap_or(i64::MAX);
    Ok(Some(Loaded {
        declaration: declarations::find(conn, &item.declaration).await?,
        paragraph: declarations::find_paragraph(
            conn,
            &item.declaration,
            item.section,
            item.paragraph,
        )
        .await?,
        parties: parties::list(conn).await?,
        told: updates::told(conn, &heads).await?,
        milestones: milestones::list(conn, id).await?,
        history: history::of_commitment(conn, id, before, limit).await?,
        titles,
        conflicts,
        item,
    }))
}
