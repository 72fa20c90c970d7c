//! Review: conflicts between edits, each to be decided, and obligations on which statements differ.

mod compare;
mod decide;
mod faults;
mod fields;

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use self::compare::{Fate, Line, compare, plain};
pub use self::decide::resolve;
use self::fields::{FieldRow, rows};
use super::answer::page;
use super::fields::{language, said};
use super::frame::{Frame, Place};
use crate::app::AppState;
use crate::db::conflicts::{self, ConflictFilter};
use crate::db::filter::Filter;
use crate::db::moment::{Listing, Sort};
use crate::db::{obligations, parties};
use crate::domain::commitment::{Kind as ItemKind, Strength};
use crate::domain::fault::Reason;
use crate::domain::terms::Term;
use crate::domain::user::UserRole;
use crate::error::Problem;
use crate::reading::page::{Asked, resolve as moment_of};
use crate::reading::parameters::Parameter;
use crate::records::conflict::Conflict;
use crate::records::party::Party;

/// How many conflicts, and how many obligations on which statements differ, a page has.
const MOST: i64 = 50;

/// The fields of which a new wording is told word by word.
const WORDINGS: &[&str] = &["quote", "verb", "title", "note", "no_deadline"];

const OWN: &[Parameter] = &[Parameter::text("state", "open or resolved.")];

#[derive(Template)]
#[template(path = "web/review.html")]
struct ReviewPage {
    frame: Frame,
    is_resolved_shown: bool,
    may_edit: bool,
    /// What was refused of a conflict that is not among those shown any more.
    notice: Option<String>,
    conflicts: Vec<ConflictCard>,
    differing: Vec<DifferingRow>,
    is_cut: bool,
}

/// A conflict as the page shows it.
struct ConflictCard {
    conflict: Conflict,
    group: String,
    rows: Vec<Row>,
    /// Why a decision could not be carried out.
    faults: Vec<String>,
    /// The version that the next decision is then about.
    version: Option<i64>,
    /// Whether a value of one's own was written.
    is_written: bool,
}

/// A field of a conflict as the page shows it.
struct Row {
    label: String,
    base: Vec<Line>,
    theirs: Side,
    yours: Side,
    is_disputed: bool,
    entries: Vec<Entry>,
}

/// What one side says of a field.
struct Side {
    lines: Vec<Line>,
    is_deletion: bool,
    /// Whether it says what the base says.
    is_unchanged: bool,
}

/// Where a value of one's own is written.
struct Entry {
    label: String,
    name: String,
    text: String,
    is_json: bool,
    /// The words that can be chosen, each with what it is called; none where it is written freely.
    choices: Vec<(&'static str, String)>,
}

/// A decision that could not be carried out.
struct Refused {
    conflict: Uuid,
    faults: Vec<String>,
    version: Option<i64>,
    /// What was written in place of either value, by the name of its place.
    written: BTreeMap<String, String>,
}

/// An obligation on which statements differ.
struct DifferingRow {
    code: String,
    title: String,
    party: String,
    declared: Option<crate::domain::fold::Statement>,
    assessed: Option<crate::domain::fold::Statement>,
    /// Statements about the same day contradict each other.
    is_contested: bool,
    /// The party has since said something else than the assessor.
    is_to_be_reassessed: bool,
}

/// The page.
///
/// # Errors
/// 400 for a bad parameter.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let (frame, mut query) = Frame::read(&request, &state, Place::Review, OWN)?;
    let is_resolved_shown = match query.text("state").as_deref() {
        None | Some("open") => false,
        Some("resolved") => true,
        Some(other) => {
            let reason = Reason::choice(other, &["open", "resolved"]);
            query.refuse("state", reason, "must be open or resolved");
            false
        }
    };
    query.end()?;
    let shown = review(&state, frame, is_resolved_shown, None).await?;
    page(&request, &shown)
}

async fn review(
    state: &AppState,
    frame: Frame,
    is_resolved_shown: bool,
    refused: Option<Refused>,
) -> Result<ReviewPage, Problem> {
    let declarations: Vec<String> = frame.declaration.iter().cloned().collect();
    let filter = ConflictFilter {
        is_open: Some(!is_resolved_shown),
        declarations: declarations.clone(),
        ..ConflictFilter::default()
    };
    let differing =
        Filter { declarations, tracked: Some(true), differing: true, ..Filter::default() };
    let asked = Asked { day: frame.day, known_at: None };
    let (found, rows, parties) = state
        .db
        .read(async |conn| {
            let found = conflicts::list(conn, &filter, None, MOST + 1).await?;
            let moment = moment_of(conn, asked).await?;
            let listing = Listing {
                filter: &differing,
                moment,
                sort: Sort::Code,
                after: None,
                limit: MOST + 1,
            };
            let rows = obligations::list(conn, &listing).await?;
            Ok((found, rows, parties::list(conn).await?))
        })
        .await?;
    let name = |party: Party| (party.code, frame.language().pick(&party.name).to_owned());
    let names: BTreeMap<String, String> = parties.into_iter().map(name).collect();
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let is_cut = found.len() > most || rows.len() > most;
    let may_edit = frame.caller.as_ref().is_some_and(|caller| caller.role.edits());
    let found: Vec<Conflict> = found.into_iter().take(most).collect();
    let is_there = |refused: &Refused| found.iter().any(|one| one.id == refused.conflict);
    let notice = refused.as_ref().filter(|refused| !is_there(refused));
    let notice = notice.map(|refused| refused.faults.join(" "));
    let cards = found
        .into_iter()
        .map(|conflict| card(&frame, &names, conflict, refused.as_ref()))
        .collect();
    let differing = rows.into_iter().take(most).map(|row| DifferingRow {
        title: frame.language().pick(&row.title.0).to_owned(),
        declared: row.declared.map(|said| said.0),
        assessed: row.assessed.map(|said| said.0),
        is_contested: row.contested,
        is_to_be_reassessed: row.reassess,
        code: row.code,
        party: names.get(&row.party).cloned().unwrap_or(row.party),
    });
    let (conflicts, differing) = (cards, differing.collect());
    Ok(ReviewPage { frame, is_resolved_shown, may_edit, notice, conflicts, differing, is_cut })
}

fn card(
    frame: &Frame,
    names: &BTreeMap<String, String>,
    conflict: Conflict,
    refused: Option<&Refused>,
) -> ConflictCard {
    let own = refused.filter(|refused| refused.conflict == conflict.id);
    let rows = rows_of(&conflict).into_iter();
    let mut rows: Vec<Row> = rows.map(|row| shown(frame, names, &conflict, &row)).collect();
    for entry in rows.iter_mut().flat_map(|row| &mut row.entries) {
        if let Some(text) = own.and_then(|refused| refused.written.get(&entry.name)) {
            entry.text.clone_from(text);
        }
    }
    ConflictCard {
        group: frame.term("conflict-group", conflict.group),
        rows,
        faults: own.map(|refused| refused.faults.clone()).unwrap_or_default(),
        version: own.and_then(|refused| refused.version),
        is_written: own.is_some_and(|refused| !refused.written.is_empty()),
        conflict,
    }
}

fn shown(
    frame: &Frame,
    names: &BTreeMap<String, String>,
    conflict: &Conflict,
    row: &FieldRow,
) -> Row {
    let words = |value: &Option<Value>| {
        value.as_ref().map(|value| said(frame, names, &row.name, value)).unwrap_or_default()
    };
    let base = words(&row.base);
    let is_wording = WORDINGS.contains(&row.name.as_str());
    let side = |value: &Option<Value>, is_deletion: bool| Side {
        lines: compare(&base, &words(value), is_wording),
        is_deletion,
        is_unchanged: *value == row.base,
    };
    Row {
        label: frame.field(&row.name),
        base: plain(&base),
        theirs: side(&row.theirs, conflict.theirs.is_none()),
        yours: side(&row.yours, conflict.yours.is_none()),
        is_disputed: row.is_disputed(),
        entries: row.entries().into_iter().map(|one| entry(frame, &row.name, one)).collect(),
    }
}

fn entry(frame: &Frame, field: &str, entry: fields::Entry) -> Entry {
    let of = match (field, entry.part.as_str()) {
        (_, "") => None,
        ("title", lang) => Some(language(lang)),
        (_, part) => Some(frame.field(part)),
    };
    let label = frame.field(field);
    Entry {
        label: of.map_or(label.clone(), |of| frame.marks().in_brackets(&label, &of)),
        name: entry.name,
        text: entry.text,
        is_json: entry.is_json,
        choices: match field {
            "strength" => choices::<Strength>(frame, field),
            "kind" => choices::<ItemKind>(frame, field),
            _ => Vec::new(),
        },
    }
}

fn choices<T: Term>(frame: &Frame, list: &str) -> Vec<(&'static str, String)> {
    T::ALL.iter().map(|one| (one.as_str(), frame.term(list, *one))).collect()
}

fn rows_of(conflict: &Conflict) -> Vec<FieldRow> {
    let value =
        |side: &Option<crate::records::texts::Json<Value>>| side.as_ref().map(|v| v.0.clone());
    rows(&conflict.base.0, value(&conflict.theirs).as_ref(), value(&conflict.yours).as_ref())
}

impl ReviewPage {
    /// Whether only editors decide, and this is none.
    fn needs_editor(&self) -> bool {
        !self.may_edit && !self.conflicts.is_empty()
    }

    /// The role that could.
    fn editor(&self) -> String {
        self.frame.term("user-role", UserRole::Editor)
    }
}
