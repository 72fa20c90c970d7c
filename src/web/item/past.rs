//! The history of an item as its page tells it: updates with what stands behind them, and edits
//! with what they changed.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use super::badge::Badge;
use crate::db::history::HistoryRow;
use crate::domain::status::UpdateStatus;
use crate::reading::changes::{FieldChange, changed};
use crate::records::change::{Entity, Op};
use crate::records::update::{Evidence, Update};
use crate::web::fields::{Said, said};
use crate::web::frame::Frame;

/// An entry of the history.
pub enum Entry {
    Update(Box<UpdateView>),
    Change(ChangeView),
}

/// An update in words.
pub struct UpdateView {
    pub id: Uuid,
    pub party: String,
    pub occurrence: Option<String>,
    pub basis: String,
    pub status: Badge,
    /// Whether it takes another back.
    pub is_withdrawal: bool,
    pub as_of: String,
    /// Whether it is about a later day than the page, and so does not count on it.
    pub is_later: bool,
    pub done_on: Option<String>,
    pub narrative: String,
    pub reason: Option<String>,
    pub evidence: Vec<LinkView>,
    pub author: String,
    /// When it was filed, for machines and in words.
    pub time: String,
    pub at: String,
    pub corrects: Option<Uuid>,
    /// The update that corrects or takes back this one.
    pub corrected_by: Option<Uuid>,
}

/// A link behind an update.
pub struct LinkView {
    pub url: String,
    pub title: String,
    pub lang: String,
    pub published_on: Option<String>,
}

impl LinkView {
    fn new(frame: &Frame, link: &Evidence) -> Self {
        Self {
            url: link.url.clone(),
            title: link.title.clone(),
            lang: link.lang.clone(),
            published_on: link.published_on.map(|day| frame.date(day)),
        }
    }
}

/// An edit in words.
pub struct ChangeView {
    /// What was done to what.
    pub what: String,
    /// The parties or milestones that it is about: several, if their changes are alike.
    pub subjects: Vec<String>,
    pub actor: String,
    pub time: String,
    pub at: String,
    /// Which version it made, unless it is the first.
    pub version: Option<String>,
    pub lines: Vec<Line>,
}

/// A field before and after an edit.
#[derive(PartialEq, Eq)]
pub struct Line {
    pub label: String,
    pub before: String,
    pub after: String,
}

impl UpdateView {
    #[must_use]
    pub fn new(frame: &Frame, update: &Update) -> Self {
        Self {
            id: update.id,
            party: update.party.clone(),
            occurrence: update.occurrence.clone(),
            basis: frame.term("basis", update.basis),
            status: Badge::of_update(frame, update.status.status(), "web-item-withdrawn"),
            is_withdrawal: update.status == UpdateStatus::Withdrawn,
            as_of: frame.date(update.as_of),
            is_later: update.as_of > frame.day,
            done_on: update.done_on.map(|day| frame.date(day)),
            narrative: update.narrative.clone(),
            reason: update.reason.clone(),
            evidence: update.evidence.iter().map(|link| LinkView::new(frame, link)).collect(),
            author: update.author.clone(),
            time: update.at.to_rfc3339(),
            at: frame.moment(&update.at),
            corrects: update.corrects,
            corrected_by: None,
        }
    }
}

/// The history in words, newest first. Changes alike that were made together are told as one.
#[must_use]
pub fn entries(frame: &Frame, rows: &[HistoryRow], names: &BTreeMap<String, String>) -> Vec<Entry> {
    let updates: Vec<Update> = rows.iter().filter_map(update).collect();
    let corrected: BTreeMap<Uuid, Uuid> =
        updates.iter().filter_map(|one| Some((one.corrects?, one.id))).collect();
    let mut entries: Vec<Entry> = Vec::new();
    for row in rows {
        if let Some(update) = updates.iter().find(|one| one.id == row.entity_id) {
            let mut view = UpdateView::new(frame, update);
            view.party = name(names, &update.party);
            view.corrected_by = corrected.get(&update.id).copied();
            entries.push(Entry::Update(Box::new(view)));
            continue;
        }
        let view = ChangeView::new(frame, row, names);
        match entries.last_mut() {
            Some(Entry::Change(last)) if last.is_like(&view) => {
                last.subjects.splice(0..0, view.subjects);
            }
            _ => entries.push(Entry::Change(view)),
        }
    }
    entries
}

fn update(row: &HistoryRow) -> Option<Update> {
    let body = row.body.as_ref().filter(|_| row.entity == Entity::Update)?;
    serde_json::from_value(body.clone()).ok()
}

fn name(names: &BTreeMap<String, String>, code: &str) -> String {
    names.get(code).cloned().unwrap_or_else(|| code.to_owned())
}

impl ChangeView {
    fn new(frame: &Frame, row: &HistoryRow, names: &BTreeMap<String, String>) -> Self {
        let field = |name: &str| row.body.as_ref().and_then(|body| body.get(name));
        let party = field("party").and_then(Value::as_str).map(|code| name(names, code));
        let occurrence = field("occurrence").and_then(Value::as_str);
        let subject = match row.entity {
            Entity::Milestone => field("title").map(|title| {
                let texts: BTreeMap<String, String> =
                    serde_json::from_value(title.clone()).unwrap_or_default();
                frame.language().pick(&texts).to_owned()
            }),
            Entity::Obligation => {
                party.map(|name| occurrence.map_or(name.clone(), |key| format!("{name} {key}")))
            }
            _ => None,
        };
        let changes = changed(row.before.as_ref(), row.body.as_ref());
        let line = |change: &FieldChange| {
            let label = LABELS.iter().find(|(field, _)| *field == change.field)?;
            let (before, after) = words(frame, names, change);
            Some(Line { label: frame.t(label.1), before, after })
        };
        let is_dropped = field("dropped_at").is_some_and(|at| !at.is_null());
        let op = if is_dropped { Op::Deleted } else { row.op };
        Self {
            what: [&frame.term("entity", row.entity), frame.marks().colon, &frame.term("op", op)]
                .concat(),
            subjects: subject.into_iter().collect(),
            actor: row.actor.clone(),
            time: row.at.to_rfc3339(),
            at: frame.moment(&row.at),
            version: (row.version > 1).then(|| frame.n("web-item-version", row.version)),
            lines: changes.iter().filter_map(line).collect(),
        }
    }

    /// Whom it is about, in words; of very many only how many they are.
    #[must_use]
    pub fn whom(&self, frame: &Frame) -> String {
        match self.subjects.len() {
            0..=6 => self.subjects.join(frame.marks().list),
            many => format!("×{many}"),
        }
    }

    /// Whether the two are told as one.
    fn is_like(&self, other: &Self) -> bool {
        self.what == other.what
            && self.actor == other.actor
            && self.at == other.at
            && self.lines == other.lines
            && !self.subjects.is_empty()
    }
}

/// The fields that an editor sees, and what they are called.
const LABELS: &[(&str, &str)] = &[
    ("quote", "web-item-part-quote"),
    ("verb", "web-item-part-verb"),
    ("strength", "web-item-strength"),
    ("kind", "web-item-kind"),
    ("title", "web-item-part-title"),
    ("edtf", "web-item-deadline"),
    ("due", "web-item-deadline"),
    ("opens_on", "web-item-part-opens"),
    ("due_on", "web-item-part-due"),
    ("done_on", "web-update-done-on"),
    ("urgency", "web-item-part-urgency"),
    ("recurrence", "web-item-part-recurrence"),
    ("party_group", "web-item-group"),
    ("party", "web-item-party"),
    ("role", "web-item-role"),
    ("topics", "web-item-topics"),
    ("sdgs", "web-item-sdgs"),
    ("refs", "web-item-refs"),
    ("related", "web-item-related"),
    ("note", "web-item-note"),
    ("no_deadline", "web-item-no-deadline"),
    ("resolution", "web-item-part-resolution"),
];

/// What a field said and says, each on one line; of what it says of several, only what differs.
fn words(
    frame: &Frame,
    names: &BTreeMap<String, String>,
    change: &FieldChange,
) -> (String, String) {
    let marks = frame.marks();
    let [before, after] =
        [&change.before, &change.after].map(|value| said(frame, names, &change.field, value));
    let text = |one: &Said| match &one.label {
        Some(label) => [label, marks.colon, &one.text].concat(),
        None => one.text.clone(),
    };
    let line = |all: &[Said], others: &[Said]| {
        let all = all.iter().filter(|one| one.label.is_none() || !others.contains(one));
        let all: Vec<String> = all.map(text).collect();
        if all.is_empty() { frame.t("web-item-nothing") } else { all.join(marks.list) }
    };
    (line(&before, &after), line(&after, &before))
}
