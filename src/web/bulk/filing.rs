//! Files the updates of many obligations one by one, and takes them back.

use uuid::Uuid;

use super::chosen::{Chosen, Label, Loaded, about, is_same, of_row};
use crate::actions::file_update::{About, file_update};
use crate::app::AppState;
use crate::db::filter::Moment;
use crate::db::obligations::{self, ObligationRow};
use crate::db::updates;
use crate::domain::status::{Status, UpdateStatus};
use crate::domain::update::NewUpdate;
use crate::domain::user::Caller;
use crate::error::{Kind, Problem};
use crate::records::ids;
use crate::records::update::Update;
use crate::web::form::Form;
use crate::web::frame::Frame;

/// What came of one row.
pub struct Outcome {
    pub label: Label,
    pub is_done: bool,
    pub text: String,
    /// How the row stands now.
    pub now: Option<Now>,
    /// What takes it back.
    pub undo: Option<String>,
}

/// How a row stands.
#[derive(Clone, Copy)]
pub struct Now {
    pub status: Status,
}

/// Files `new` on every row that is not left out.
///
/// # Errors
/// If the database does not answer at all.
pub async fn file(
    state: &AppState,
    frame: &Frame,
    caller: &Caller,
    loaded: &Loaded,
    new: &NewUpdate,
) -> Result<Vec<Outcome>, Problem> {
    let mut outcomes = Vec::new();
    for (chosen, row) in &loaded.rows {
        let undo = Some(format!("{}.{}", chosen.update, ids::new()));
        let outcome = match (loaded.filed.get(&chosen.update), loaded.bar(caller, row, Some(new))) {
            (Some(filed), _) if is_same(filed, new, row.id, caller) => Ok(()),
            (Some(_), _) => Err("web-bulk-used"),
            (None, Some(bar)) => Err(bar),
            (None, None) => file_one(state, caller, row, &of_row(new, chosen)).await,
        };
        let text = frame.t(outcome.err().unwrap_or("web-bulk-is-filed"));
        let undo = undo.filter(|_| outcome.is_ok());
        let label = loaded.label(frame, row);
        outcomes.push(Outcome { label, is_done: outcome.is_ok(), text, now: None, undo });
    }
    let ids: Vec<Uuid> = loaded.rows.iter().map(|(_, row)| row.id).collect();
    let after = standing(state, frame, &ids).await?;
    for ((_, row), outcome) in loaded.rows.iter().zip(&mut outcomes) {
        let found = after.iter().find(|other| other.id == row.id);
        outcome.now = found.map(|row| Now { status: row.status });
    }
    Ok(outcomes)
}

async fn file_one(
    state: &AppState,
    caller: &Caller,
    row: &ObligationRow,
    new: &NewUpdate,
) -> Result<(), &'static str> {
    write(state, caller, &about(row), new).await
}

/// One transaction; the key of the text that says what went wrong.
async fn write(
    state: &AppState,
    caller: &Caller,
    about: &About,
    new: &NewUpdate,
) -> Result<(), &'static str> {
    let filed = state.db.write(async |conn| file_update(conn, caller, about, new).await).await;
    match filed {
        Ok(_) => Ok(()),
        // The same form, sent twice at one time: the other one was quicker.
        Err(problem) if problem.errors.iter().any(|fault| fault.pointer == "/id") => Ok(()),
        Err(problem) => Err(match problem.kind {
            Kind::NotFound => "web-bulk-gone",
            Kind::Forbidden => "web-bulk-not-yours",
            Kind::Invalid if problem.errors.iter().any(|fault| fault.pointer == "/reason") => {
                "web-bulk-closed"
            }
            Kind::Invalid => "web-fault-form",
            _ => "web-bulk-no-answer",
        }),
    }
}

/// The rows as they are now.
async fn standing(
    state: &AppState,
    frame: &Frame,
    ids: &[Uuid],
) -> Result<Vec<ObligationRow>, Problem> {
    let moment = Moment::live(frame.today);
    state.db.read(async |conn| Ok(obligations::these(conn, ids, moment).await?)).await
}

/// An update that is to be taken back, and the id of the update that does.
#[derive(Debug, Clone, Copy)]
pub struct TakenBack {
    update: Uuid,
    by: Uuid,
}

impl TakenBack {
    /// Those of a form.
    #[must_use]
    pub fn all(form: &Form) -> Vec<Self> {
        let parse = |text: &str| {
            let (update, by) = text.split_once('.')?;
            Some(Self { update: update.parse().ok()?, by: by.parse().ok()? })
        };
        form.all("undo").filter_map(parse).take(500).collect()
    }
}

/// Takes the caller's own updates back: a correction says that each is withdrawn.
///
/// # Errors
/// If the database does not answer at all.
pub async fn undo(
    state: &AppState,
    frame: &Frame,
    caller: &Caller,
    all: &[TakenBack],
) -> Result<Vec<Outcome>, Problem> {
    let ids: Vec<Uuid> = all.iter().flat_map(|one| [one.update, one.by]).collect();
    let known = state.db.read(async |conn| Ok(updates::find(conn, &ids).await?)).await?;
    let find = |id: Uuid| known.iter().find(|update| update.id == id);
    let mut done = Vec::new();
    for one in all {
        let Some(update) = find(one.update).filter(|update| update.author == caller.name) else {
            continue;
        };
        let outcome = if find(one.by).is_some_and(|by| by.corrects == Some(update.id)) {
            Ok(())
        } else {
            take_back(state, frame, caller, update, one.by).await
        };
        done.push((*one, update, outcome));
    }
    let chosen = done.iter().map(|(one, update, _)| Chosen {
        obligation: update.obligation_id,
        update: one.by,
        seen: None,
        is_new: false,
    });
    let chosen: Vec<Chosen> = chosen.collect();
    let (language, today) = (frame.language(), frame.today);
    let loaded = state
        .db
        .read(async |conn| Loaded::read(conn, chosen.clone(), language, today).await)
        .await?;
    let outcome = |(chosen, row): &(Chosen, ObligationRow)| {
        let (.., outcome) = done.iter().find(|(one, ..)| one.by == chosen.update)?;
        Some(Outcome {
            label: loaded.label(frame, row),
            is_done: outcome.is_ok(),
            text: frame.t(outcome.err().unwrap_or("web-bulk-is-taken-back")),
            now: Some(Now { status: row.status }),
            undo: None,
        })
    };
    Ok(loaded.rows.iter().filter_map(outcome).collect())
}

async fn take_back(
    state: &AppState,
    frame: &Frame,
    caller: &Caller,
    update: &Update,
    by: Uuid,
) -> Result<(), &'static str> {
    let why = frame.t("web-bulk-why-taken-back");
    let new = NewUpdate {
        id: Some(by),
        basis: update.basis,
        status: UpdateStatus::Withdrawn,
        as_of: update.as_of,
        done_on: None,
        narrative: why.clone(),
        reason: Some(why),
        corrects: Some(update.id),
        seen: Some(update.id),
        evidence: Vec::new(),
    };
    let Update { commitment, party, occurrence, .. } = update.clone();
    write(state, caller, &About { code: commitment, party, occurrence }, &new).await
}
