//! The JSON shapes of items and obligations, made from rows and the domain's rules.

mod lists;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use self::lists::{items, obligation_list};
use crate::db::obligations::ObligationRow;
use crate::domain::commitment::{Kind, Strength, Urgency};
use crate::domain::fold::Statement;
use crate::domain::party::Role;
use crate::domain::rollup::{Follows, follows, item_timeliness, rollup};
use crate::domain::status::{Basis, Status};
use crate::domain::timeliness::Timeliness;
use crate::records::commitment::{Commitment, RecurrenceRule, Reference, Related};

/// A text by language.
pub type TextsView = BTreeMap<String, String>;

/// When an item is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeadlineView {
    /// As the text has it (EDTF, level 1); null where only its urgency is given.
    pub edtf: Option<String>,
    /// The first day of the window.
    pub opens_on: Option<NaiveDate>,
    /// The last day that the expression allows.
    pub due_on: Option<NaiveDate>,
    pub urgency: Option<Urgency>,
    pub recurrence: Option<RecurrenceRule>,
}

/// An obligation as of a day.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ObligationView {
    pub id: Uuid,
    /// The code of the party or group that owes.
    pub party: String,
    pub role: Role,
    /// Which one of a recurring item; null for the only one.
    pub occurrence: Option<String>,
    pub opens_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub status: Status,
    /// On whose word; null while nobody has said anything.
    pub basis: Option<Basis>,
    /// The day that the counting statement is about.
    pub as_of: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    /// What the party itself says.
    pub declared: Option<Statement>,
    /// What an assessor says.
    pub assessed: Option<Statement>,
    /// Statements about the same day contradict each other.
    pub contested: bool,
    /// The party has since said something else than the assessor.
    pub reassess: bool,
    /// While a supporter has said nothing: the least advanced host or lead.
    pub follows: Option<Follows>,
    pub timeliness: Timeliness,
    /// Days since the due day; null unless overdue.
    pub days_overdue: Option<i64>,
    /// The update that counts: what a new one names as `seen`.
    pub update: Option<Uuid>,
    /// When the last update was filed.
    pub changed_at: Option<DateTime<Utc>>,
}

/// An obligation in a list, with what its commitment is called.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ObligationListItem {
    pub commitment: CommitmentBrief,
    #[serde(flatten)]
    pub obligation: ObligationView,
}

/// What a commitment is called.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CommitmentBrief {
    pub code: String,
    /// The declaration's slug.
    pub declaration: String,
    pub section: i32,
    pub paragraph: i32,
    pub title: TextsView,
    pub deadline: Option<DeadlineView>,
}

/// A commitment with its obligations, as of a day.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Item {
    pub code: String,
    /// The declaration's slug.
    pub declaration: String,
    /// 0 is the preamble.
    pub section: i32,
    /// Counted from 1 in its section.
    pub paragraph: i32,
    pub quote: Option<String>,
    /// Offset of the quote in its paragraph, in characters from 0.
    pub quote_start: Option<i32>,
    pub verb: Option<String>,
    pub strength: Strength,
    pub kind: Kind,
    /// Whether something is to be done.
    pub tracked: bool,
    pub title: TextsView,
    pub deadline: Option<DeadlineView>,
    /// The group by whose name the text called the parties.
    pub group: Option<String>,
    pub topics: Vec<String>,
    /// Sustainable Development Goals, 1 to 17.
    pub sdgs: Vec<i16>,
    pub refs: Vec<Reference>,
    pub related: Vec<Related>,
    pub note: Option<String>,
    /// Why a clause with a date in it has no deadline.
    pub no_deadline: Option<String>,
    pub obligations: Vec<ObligationView>,
    /// Rolled up from the obligations; null if nobody owes it.
    pub status: Option<Status>,
    pub timeliness: Option<Timeliness>,
    /// How many conflicts about it are open.
    pub conflicts: i64,
    /// Counts the edits of the item's own fields and of who owes it.
    pub version: i64,
}

fn deadline(
    edtf: Option<&String>,
    window: (Option<NaiveDate>, Option<NaiveDate>),
    urgency: Option<Urgency>,
    recurrence: Option<&RecurrenceRule>,
) -> Option<DeadlineView> {
    (edtf.is_some() || urgency.is_some()).then(|| DeadlineView {
        edtf: edtf.cloned(),
        opens_on: window.0,
        due_on: window.1,
        urgency,
        recurrence: recurrence.cloned(),
    })
}

impl ObligationView {
    /// The obligation on `day`; `others` are those of the same commitment, for a supporter.
    #[must_use]
    pub fn new(row: &ObligationRow, others: &[&ObligationRow], day: NaiveDate) -> Self {
        let due = row.due();
        let is_silent_supporter = !row.role.delivers() && row.status == Status::NotReported;
        let same_occurrence = others.iter().filter(|other| other.occurrence == row.occurrence);
        Self {
            id: row.id,
            party: row.party.clone(),
            role: row.role,
            occurrence: row.occurrence.clone(),
            opens_on: row.opens_on,
            due_on: row.due_on,
            status: row.status,
            basis: row.basis,
            as_of: row.as_of,
            done_on: row.done_on,
            declared: row.declared.as_ref().map(|said| said.0),
            assessed: row.assessed.as_ref().map(|said| said.0),
            contested: row.contested,
            reassess: row.reassess,
            follows: if is_silent_supporter {
                follows(same_occurrence.map(|one| (one.role, one.party.as_str(), one.status)))
            } else {
                None
            },
            timeliness: due.timeliness(day),
            days_overdue: due.days_overdue(day),
            update: row.head,
            changed_at: row.changed_at,
        }
    }
}

impl ObligationListItem {
    /// The obligation on `day`; `others` are those of the same commitment, for a supporter.
    #[must_use]
    pub fn new(row: &ObligationRow, others: &[&ObligationRow], day: NaiveDate) -> Self {
        Self { commitment: brief(row), obligation: ObligationView::new(row, others, day) }
    }
}

impl Item {
    /// The commitment on `day`, with all its obligations, and how many conflicts are open.
    #[must_use]
    pub fn new(
        record: Commitment,
        rows: &[&ObligationRow],
        conflicts: i64,
        day: NaiveDate,
    ) -> Self {
        let obligations: Vec<_> =
            rows.iter().map(|row| ObligationView::new(row, rows, day)).collect();
        Self {
            status: rollup(obligations.iter().map(|one| (one.role, one.status))),
            timeliness: item_timeliness(obligations.iter().map(|one| (one.role, one.timeliness))),
            deadline: deadline(
                record.edtf.as_ref(),
                (record.opens_on, record.due_on),
                record.urgency,
                record.recurrence.as_ref().map(|rule| &rule.0),
            ),
            code: record.code,
            declaration: record.declaration,
            section: record.section,
            paragraph: record.paragraph,
            quote: record.quote,
            quote_start: record.quote_start,
            verb: record.verb,
            strength: record.strength,
            kind: record.kind,
            tracked: record.tracked,
            title: record.title.0,
            group: record.party_group,
            topics: record.topics,
            sdgs: record.sdgs,
            refs: record.refs.0,
            related: record.related.0,
            note: record.note,
            no_deadline: record.no_deadline,
            obligations,
            conflicts,
            version: record.version,
        }
    }
}

fn brief(row: &ObligationRow) -> CommitmentBrief {
    CommitmentBrief {
        code: row.code.clone(),
        declaration: row.declaration.clone(),
        section: row.section,
        paragraph: row.paragraph,
        title: row.title.0.clone(),
        deadline: deadline(
            row.edtf.as_ref(),
            (row.deadline_opens_on, row.deadline_due_on),
            row.urgency,
            row.recurrence.as_ref().map(|rule| &rule.0),
        ),
    }
}
