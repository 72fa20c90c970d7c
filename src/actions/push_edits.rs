//! Edits that were made offline: each is applied, merged with what was committed since, or kept as
//! a conflict. Every one is a transaction of its own.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::create_commitment::create_commitment;
use super::create_milestone::{MilestoneDraft, create_milestone};
use super::draft::{Draft, Place};
use super::file_update::{About, file_update};
use super::merge_commitment::{merge_commitment, merge_deletion};
use super::merge_milestone::merge_milestone;
use super::patch_commitment::lock_any;
use super::resolve_conflict::{Decision, resolve_conflict};
use crate::db::connect::Failure;
use crate::db::operations::Said;
use crate::db::{Conn, operations};
use crate::domain::fault::Fault;
use crate::domain::terms::terms;
use crate::domain::update::NewUpdate;
use crate::domain::user::Caller;
use crate::error::Problem;
use crate::records::commitment::Commitment;
use crate::records::conflict::{Conflict, ConflictGroup};
use crate::records::milestone::Milestone;

terms! {
    /// What an operation does.
    EditKind {
        FileUpdate = "file_update",
        CreateCommitment = "create_commitment",
        PatchCommitment = "patch_commitment",
        DeleteCommitment = "delete_commitment",
        CreateMilestone = "create_milestone",
        PatchMilestone = "patch_milestone",
        ResolveConflict = "resolve_conflict",
    }
}

/// What an operation is about, by its name; or by the operation of the same user that made it, for
/// what was made offline and had no name yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    Name(String),
    MadeBy(String),
}

/// One edit, read and of the right form.
#[derive(Debug, Clone)]
pub enum Edit {
    FileUpdate { item: Named, party: String, occurrence: Option<String>, new: NewUpdate },
    CreateCommitment { place: Place, draft: Box<Draft> },
    PatchCommitment { item: Named, base_version: i64, patch: Map<String, Value> },
    DeleteCommitment { item: Named, base_version: i64 },
    CreateMilestone { item: Named, draft: MilestoneDraft },
    PatchMilestone { item: Named, milestone: Named, base_version: i64, patch: Map<String, Value> },
    ResolveConflict { conflict: Uuid, decision: Decision },
}

/// Whose edit it is, and what the client says of it.
#[derive(Debug, Clone, Copy)]
pub struct Pushed<'a> {
    pub caller: &'a Caller,
    /// The id of the client's operation.
    pub operation: &'a str,
    pub said: &'a Said,
}

/// What was made new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    Commitment,
    Milestone(Uuid),
    Update(Uuid),
}

/// What came of an edit that was not refused.
#[derive(Debug, Clone)]
pub struct Effect {
    /// The code of the item that it was about.
    pub code: String,
    /// The version of the item or milestone as it now is; an update has only its first.
    pub version: i64,
    pub made: Option<Made>,
    /// Of an edit that was not made on the present version: the groups of it that went in.
    pub merged: Option<Vec<ConflictGroup>>,
    /// What could not go in.
    pub conflicts: Vec<Conflict>,
}

impl Effect {
    /// The edit of an item that was made on its present version.
    #[must_use]
    pub(super) fn applied(item: &Commitment) -> Self {
        Self::of(item, item.version)
    }

    pub(super) fn of(item: &Commitment, version: i64) -> Self {
        let code = item.code.clone();
        Self { code, version, made: None, merged: None, conflicts: Vec::new() }
    }
}

/// Applies one edit within its transaction.
///
/// # Errors
/// Not found, forbidden, or invalid with every fault, by pointers into the operation; nothing is
/// then written.
pub async fn push_edit(
    conn: &mut Conn,
    pushed: Pushed<'_>,
    edit: &Edit,
) -> Result<Effect, Failure> {
    let caller = pushed.caller;
    match edit {
        Edit::FileUpdate { item, party, occurrence, new } => {
            let code = code(conn, caller, item).await?;
            let about = About { code, party: party.clone(), occurrence: occurrence.clone() };
            let filed = file_update(conn, caller, &about, new).await.map_err(in_body);
            let (_, update) = filed?;
            let made = Some(Made::Update(update.id));
            Ok(Effect { code: about.code, version: 1, made, merged: None, conflicts: Vec::new() })
        }
        Edit::CreateCommitment { place, draft } => {
            let item = create_commitment(conn, caller, place, draft).await.map_err(in_body)?;
            Ok(Effect { made: Some(Made::Commitment), ..Effect::applied(&item) })
        }
        Edit::PatchCommitment { item, base_version, patch } => {
            let code = code(conn, caller, item).await?;
            merge_commitment(conn, pushed, &code, *base_version, patch).await
        }
        Edit::DeleteCommitment { item, base_version } => {
            let code = code(conn, caller, item).await?;
            merge_deletion(conn, pushed, &code, *base_version).await
        }
        Edit::CreateMilestone { item, draft } => {
            let code = code(conn, caller, item).await?;
            let item = lock_any(conn, &code).await?.item;
            let made = create_milestone(conn, caller, &item, draft).await.map_err(in_body)?;
            let Milestone { id, version, .. } = made;
            Ok(Effect { made: Some(Made::Milestone(id)), ..Effect::of(&item, version) })
        }
        Edit::PatchMilestone { item, milestone, base_version, patch } => {
            let code = code(conn, caller, item).await?;
            let id = milestone_id(conn, caller, milestone).await?;
            merge_milestone(conn, pushed, &code, id, *base_version, patch).await
        }
        Edit::ResolveConflict { conflict, decision } => {
            let resolved = resolve_conflict(conn, caller, *conflict, decision).await;
            let (conflict, version) = resolved.map_err(in_body)?;
            let (code, made, merged) = (conflict.code, None, None);
            Ok(Effect { code, version, made, merged, conflicts: Vec::new() })
        }
    }
}

/// Faults of a body are told by pointers into the operation that has it.
pub(super) fn in_body(failure: Failure) -> Failure {
    match failure {
        Failure::Rule(problem) => Failure::Rule(problem.within("/body")),
        Failure::Db(_) => failure,
    }
}

/// The code of an item.
async fn code(conn: &mut Conn, caller: &Caller, item: &Named) -> Result<String, Failure> {
    match item {
        Named::Name(code) => Ok(code.clone()),
        Named::MadeBy(operation) => {
            let location = operations::location(conn, caller.user_id, operation).await?;
            let code = location.as_deref().and_then(|location| {
                let code = location.strip_prefix("/api/v1/commitments/")?;
                (!code.contains('/')).then(|| code.to_owned())
            });
            code.ok_or_else(|| not_made("/target/commitment/operation", "create_commitment"))
        }
    }
}

/// The id of a milestone.
async fn milestone_id(
    conn: &mut Conn,
    caller: &Caller,
    milestone: &Named,
) -> Result<Uuid, Failure> {
    match milestone {
        Named::Name(id) => id.parse().map_err(|_| {
            let fault = Fault::new("/target/milestone", "must be a UUID");
            Problem::invalid(vec![fault]).into()
        }),
        Named::MadeBy(operation) => {
            let location = operations::location(conn, caller.user_id, operation).await?;
            let id = location.as_deref().and_then(|location| {
                let (_, id) = location.split_once("/milestones/")?;
                id.parse().ok()
            });
            id.ok_or_else(|| not_made("/target/milestone/operation", "create_milestone"))
        }
    }
}

fn not_made(pointer: &str, kind: &str) -> Failure {
    let message = format!("must be the id of a {kind} of your own that was applied before");
    Problem::invalid(vec![Fault::new(pointer, message)]).into()
}
