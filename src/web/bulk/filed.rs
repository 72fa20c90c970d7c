//! What came of an update of many: noted once, and to be looked at by its address ever after.
//!
//! The answer to a filing leads there, so that another language, a reload or the way back shows
//! the same and writes nothing. Noted is only what the ledger could not tell otherwise: which rows
//! it was about, and why one was refused. Whether a row stands filed, or was taken back since, is
//! read from its updates.

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::chosen::{Chosen, Label, Loaded};
use crate::actions::once::once;
use crate::app::AppState;
use crate::db::operations::{self, Operation};
use crate::db::updates;
use crate::domain::status::Status;
use crate::domain::user::Caller;
use crate::error::Problem;
use crate::records::update::Update;
use crate::sync::envelope::hex;
use crate::web::form::Form;
use crate::web::frame::Frame;

/// Where an update of many is filed.
pub const PATH: &str = "/obligations/update/file";

/// Why a row was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    Gone,
    NotYours,
    Closed,
    /// Something else was filed under the ids of the form.
    Used,
    Faulty,
    NoAnswer,
}

/// An update of many, as it is noted.
#[derive(Debug, Serialize, Deserialize)]
pub struct Filed {
    /// The list that it came from.
    pub back: String,
    pub rows: Vec<Row>,
}

/// What was done about one obligation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    pub obligation: Uuid,
    pub update: Uuid,
    /// The id of the update that takes it back, if one ever does: so that it is taken back once.
    pub undo: Uuid,
    pub refusal: Option<Refusal>,
}

/// How a row stands now.
pub struct Outcome {
    /// None for what is no longer there.
    pub label: Option<Label>,
    pub what: What,
    pub now: Option<Now>,
}

/// What became of a row.
pub enum What {
    Filed { update: Box<Update>, undo: Uuid },
    TakenBack,
    Refused(Refusal),
}

/// The status that an obligation has.
#[derive(Clone, Copy)]
pub struct Now {
    pub status: Status,
}

impl Refusal {
    /// The key of the text that says it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Gone => "web-bulk-gone",
            Self::NotYours => "web-bulk-not-yours",
            Self::Closed => "web-bulk-closed",
            Self::Used => "web-bulk-used",
            Self::Faulty => "web-fault-form",
            Self::NoAnswer => "web-bulk-no-answer",
        }
    }
}

impl Outcome {
    #[must_use]
    pub const fn is_filed(&self) -> bool {
        matches!(self.what, What::Filed { .. })
    }

    #[must_use]
    pub const fn is_taken_back(&self) -> bool {
        matches!(self.what, What::TakenBack)
    }

    #[must_use]
    pub const fn is_refused(&self) -> bool {
        matches!(self.what, What::Refused(_))
    }

    #[must_use]
    pub fn text(&self, frame: &Frame) -> String {
        frame.t(match &self.what {
            What::Filed { .. } => "web-bulk-is-filed",
            What::TakenBack => "web-bulk-is-taken-back",
            What::Refused(refusal) => refusal.key(),
        })
    }
}

/// The address of what came of an update of many.
#[must_use]
pub fn address(key: &str) -> String {
    format!("/obligations/update/filed/{key}")
}

impl Filed {
    /// Notes it under what its form said; gives the key. A form that is sent again, to the letter,
    /// has the key of the first time, and adds nothing.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn note(
        &self,
        state: &AppState,
        caller: &Caller,
        form: &Form,
    ) -> Result<String, Problem> {
        let request_hash = form.hash(PATH);
        let key = hex(&request_hash[..16]);
        let operation =
            Operation { user_id: caller.user_id, key: key.clone(), request_hash, said: None };
        let outcome = operations::Outcome {
            request_hash: Vec::new(),
            status: Some(StatusCode::SEE_OTHER.as_u16().cast_signed()),
            location: Some(address(&key)),
            etag: None,
            body: Some(serde_json::to_string(self).map_err(Problem::internal)?),
        };
        let note = async |conn: &mut _| {
            once(conn, &operation, async |_| Ok(outcome.clone())).await.map(drop)
        };
        state.db.write_silently(note).await?;
        Ok(key)
    }

    /// The one that a caller has filed under a key.
    ///
    /// # Errors
    /// 404 if there is none, or it is another's.
    pub async fn find(state: &AppState, caller: &Caller, key: &str) -> Result<Self, Problem> {
        let find = async |conn: &mut _| Ok(operations::find(conn, caller.user_id, key).await?);
        let body = state.db.read(find).await?.and_then(|outcome| outcome.body);
        let filed = body.and_then(|body| serde_json::from_str(&body).ok());
        filed.ok_or_else(|| Problem::not_found("You have filed no updates of many under this key."))
    }

    /// How each row stands now.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn outcomes(
        &self,
        state: &AppState,
        frame: &Frame,
        caller: &Caller,
    ) -> Result<Vec<Outcome>, Problem> {
        let chosen: Vec<Chosen> = self.rows.iter().map(Row::chosen).collect();
        let undone: Vec<Uuid> = self.rows.iter().map(|row| row.undo).collect();
        let (language, today) = (frame.language(), frame.today);
        let (loaded, undone) = state
            .db
            .read(async |conn| {
                let undone = updates::find(conn, &undone).await?;
                Ok((Loaded::read(conn, chosen.clone(), language, today).await?, undone))
            })
            .await?;
        let outcome = |row: &Row| {
            let found = loaded.rows.iter().find(|(_, owed)| owed.id == row.obligation);
            let owed = found.map(|(_, owed)| owed);
            Outcome {
                label: owed.map(|owed| loaded.label(frame, owed)),
                what: row.what(loaded.filed.get(&row.update), &undone, caller),
                now: owed.map(|owed| Now { status: owed.status }),
            }
        };
        Ok(self.rows.iter().map(outcome).collect())
    }
}

impl Row {
    const fn chosen(&self) -> Chosen {
        let Self { obligation, update, .. } = *self;
        Chosen { obligation, update, seen: None, is_new: false }
    }

    /// What became of it: what stands in the ledger counts before what was noted, as the form may
    /// have been sent again with more luck.
    fn what(&self, filed: Option<&Update>, undone: &[Update], caller: &Caller) -> What {
        let is_own =
            |update: &&Update| update.author == caller.name && self.refusal != Some(Refusal::Used);
        let Some(update) = filed.filter(is_own) else {
            return What::Refused(self.refusal.unwrap_or(Refusal::NoAnswer));
        };
        if undone.iter().any(|one| one.id == self.undo && one.corrects == Some(update.id)) {
            return What::TakenBack;
        }
        What::Filed { update: Box::new(update.clone()), undo: self.undo }
    }
}
