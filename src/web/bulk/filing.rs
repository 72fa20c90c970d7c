//! Files the updates of many obligations one by one, and takes them back.

use uuid::Uuid;

use super::chosen::{Chosen, Loaded, about, is_same, of_row};
use super::filed::{Outcome, Refusal, Row, What};
use crate::actions::file_update::{About, file_update};
use crate::app::AppState;
use crate::domain::status::UpdateStatus;
use crate::domain::update::NewUpdate;
use crate::domain::user::Caller;
use crate::error::Kind;
use crate::records::ids;
use crate::records::update::Update;
use crate::web::frame::Frame;

/// Files `new` on every row that is not left out.
pub async fn file(state: &AppState, caller: &Caller, loaded: &Loaded, new: &NewUpdate) -> Vec<Row> {
    let mut rows = Vec::new();
    for (chosen, row) in &loaded.rows {
        let bar = loaded.bar(caller, row, Some(new));
        let filed = match (loaded.filed.get(&chosen.update), bar) {
            (Some(filed), _) if is_same(filed, new, row.id, caller) => Ok(()),
            (Some(_), _) => Err(Refusal::Used),
            (None, Some(bar)) => Err(bar),
            (None, None) => write(state, caller, &about(row), &of_row(new, chosen)).await,
        };
        rows.push(row_of(chosen, filed.err()));
    }
    rows.extend(loaded.gone.iter().map(|chosen| row_of(chosen, Some(Refusal::Gone))));
    rows
}

fn row_of(chosen: &Chosen, refusal: Option<Refusal>) -> Row {
    let Chosen { obligation, update, .. } = *chosen;
    Row { obligation, update, undo: ids::new(), refusal }
}

/// One transaction; why the row was refused, if it was.
async fn write(
    state: &AppState,
    caller: &Caller,
    about: &About,
    new: &NewUpdate,
) -> Result<(), Refusal> {
    let filed = state.db.write(async |conn| file_update(conn, caller, about, new).await).await;
    match filed {
        Ok(_) => Ok(()),
        // The same form, sent twice at one time: the other one was quicker.
        Err(problem) if problem.errors.iter().any(|fault| fault.pointer == "/id") => Ok(()),
        Err(problem) => Err(match problem.kind {
            Kind::NotFound => Refusal::Gone,
            Kind::Forbidden => Refusal::NotYours,
            Kind::Invalid if problem.errors.iter().any(|fault| fault.pointer == "/reason") => {
                Refusal::Closed
            }
            Kind::Invalid => Refusal::Faulty,
            _ => Refusal::NoAnswer,
        }),
    }
}

/// Takes back what stands filed: a correction says of each that it is withdrawn. Gives whether all
/// of it went.
pub async fn undo(state: &AppState, frame: &Frame, caller: &Caller, outcomes: &[Outcome]) -> bool {
    let mut is_all = true;
    for outcome in outcomes {
        if let What::Filed { update, undo } = &outcome.what {
            is_all &= take_back(state, frame, caller, update, *undo).await.is_ok();
        }
    }
    is_all
}

async fn take_back(
    state: &AppState,
    frame: &Frame,
    caller: &Caller,
    update: &Update,
    by: Uuid,
) -> Result<(), Refusal> {
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
