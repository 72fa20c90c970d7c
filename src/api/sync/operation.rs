//! One operation of a push, read: every field that is wrong is named at once, the body's last.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::actions::file_update::may_file;
use crate::actions::patch_commitment::may_edit;
use crate::actions::push_edits::{Edit, EditKind, Named};
use crate::actions::stated;
use crate::api::fields::Fields;
use crate::api::updates;
use crate::db::operations::{self, Said};
use crate::domain::fault::Fault;
use crate::domain::user::Caller;
use crate::error::Problem;
use crate::reading::decision::decision;

/// The longest id of an operation, in characters.
const LONGEST_ID: usize = 255;

/// An operation, ready to run.
#[derive(Debug)]
pub(super) struct Operation {
    pub key: operations::Operation,
    pub said: Said,
    pub kind: EditKind,
    pub edit: Edit,
}

impl Operation {
    /// Reads an operation that stands at `at` in the push of `node`. Whether the caller may do
    /// such a thing is settled before its body is looked at, as everywhere.
    ///
    /// # Errors
    /// Forbidden, or invalid with every bad field.
    pub(super) fn read(
        caller: &Caller,
        node: &str,
        value: Value,
        at: &str,
    ) -> Result<Self, Problem> {
        let Value::Object(object) = value else {
            return Err(Problem::invalid(vec![Fault::new(at, "must be an object")]));
        };
        let request_hash = hash(&object)?;
        let mut faults = Vec::new();
        let mut fields = Fields::new(object, at.to_owned(), &mut faults);
        let key = fields.required("id", id);
        let made_at = fields.required("made_at", time);
        let kind: Option<EditKind> = fields.required("kind", Fields::term);
        let Some(kind) = kind else {
            // What else it should have is not known either.
            return Err(Problem::invalid(faults));
        };
        let target = Target::read(&mut fields, kind);
        let base_version = if kind.has_base() {
            fields.required("base_version", |fields, name| {
                fields.plain::<i64>(name, "the version that the edit was made on")
            })
        } else {
            None
        };
        let body = match kind {
            EditKind::DeleteCommitment => None,
            _ => fields.required("body", Fields::object_of),
        };
        fields.end();
        target.check_rights(caller, kind)?;
        let edit = target.edit(kind, base_version, body).unwrap_or_else(|problem| {
            faults.extend(problem.within(&format!("{at}/body")).errors);
            None
        });
        match (key, made_at, edit) {
            (Some(key), Some(made_at), Some(edit)) if faults.is_empty() => {
                let said = Said { node: node.to_owned(), made_at };
                let (user_id, said_too) = (caller.user_id, Some(said.clone()));
                let key = operations::Operation { user_id, key, request_hash, said: said_too };
                Ok(Self { key, said, kind, edit })
            }
            _ => Err(Problem::invalid(faults)),
        }
    }
}

impl EditKind {
    /// Whether it is made on a version of what it edits.
    const fn has_base(self) -> bool {
        match self {
            Self::PatchCommitment | Self::DeleteCommitment | Self::PatchMilestone => true,
            Self::FileUpdate
            | Self::CreateCommitment
            | Self::CreateMilestone
            | Self::ResolveConflict => false,
        }
    }
}

/// What an operation is about; it has what its kind needs, unless a fault was noted.
#[derive(Debug, Default)]
struct Target {
    commitment: Option<Named>,
    party: Option<String>,
    occurrence: Option<String>,
    milestone: Option<Named>,
    conflict: Option<Uuid>,
}

impl Target {
    fn read(fields: &mut Fields<'_>, kind: EditKind) -> Self {
        let object = match kind {
            EditKind::CreateCommitment => fields.object_of("target"),
            _ => fields.required("target", Fields::object_of),
        };
        let mut target = Self::default();
        let Some(object) = object else { return target };
        let mut fields = fields.nested(object, "target");
        match kind {
            EditKind::CreateCommitment => {}
            EditKind::ResolveConflict => {
                target.conflict = fields.required("conflict", Fields::uuid);
            }
            _ => target.commitment = fields.required("commitment", named),
        }
        if kind == EditKind::FileUpdate {
            target.party = fields.required("party", Fields::text);
            target.occurrence = fields.text("occurrence");
        }
        if kind == EditKind::PatchMilestone {
            target.milestone = fields.required("milestone", named);
        }
        fields.end();
        target
    }

    fn check_rights(&self, caller: &Caller, kind: EditKind) -> Result<(), Problem> {
        match (kind, &self.party) {
            (EditKind::FileUpdate, Some(party)) => may_file(caller, party).map(drop),
            (EditKind::FileUpdate, None) => Ok(()),
            _ => may_edit(caller),
        }
    }

    /// The edit; none if something that it needs was found wrong before.
    ///
    /// # Errors
    /// Invalid, with every bad field of the body.
    fn edit(
        self,
        kind: EditKind,
        base_version: Option<i64>,
        body: Option<Map<String, Value>>,
    ) -> Result<Option<Edit>, Problem> {
        let Self { commitment, party, occurrence, milestone, conflict } = self;
        let edit = match (kind, body) {
            (EditKind::DeleteCommitment, _) => commitment
                .zip(base_version)
                .map(|(item, base_version)| Edit::DeleteCommitment { item, base_version }),
            (_, None) => None,
            (EditKind::FileUpdate, Some(body)) => {
                let new = updates::read(&body)?;
                commitment.zip(party).map(|(item, party)| Edit::FileUpdate {
                    item,
                    party,
                    occurrence,
                    new,
                })
            }
            (EditKind::CreateCommitment, Some(body)) => {
                let (place, draft) = stated::new_commitment(&body)?;
                Some(Edit::CreateCommitment { place, draft: Box::new(draft) })
            }
            (EditKind::PatchCommitment, Some(patch)) => commitment
                .zip(base_version)
                .map(|(item, base_version)| Edit::PatchCommitment { item, base_version, patch }),
            (EditKind::CreateMilestone, Some(body)) => {
                let draft = stated::milestone(None, &body)?;
                commitment.map(|item| Edit::CreateMilestone { item, draft })
            }
            (EditKind::PatchMilestone, Some(patch)) => commitment
                .zip(milestone)
                .zip(base_version)
                .map(|((item, milestone), base_version)| Edit::PatchMilestone {
                    item,
                    milestone,
                    base_version,
                    patch,
                }),
            (EditKind::ResolveConflict, Some(body)) => {
                let decision = decision(&body)?;
                conflict.map(|conflict| Edit::ResolveConflict { conflict, decision })
            }
        };
        Ok(edit)
    }
}

/// What is told apart by it: the clock and the name of the client may have been set right between
/// a try and its retry, so they are left out.
fn hash(object: &Map<String, Value>) -> Result<[u8; 32], Problem> {
    let of = |name: &str| object.get(name).unwrap_or(&Value::Null);
    let asked = json!({
        "kind": of("kind"),
        "target": of("target"),
        "base_version": of("base_version"),
        "body": of("body"),
    });
    let canonical = serde_json_canonicalizer::to_vec(&asked).map_err(Problem::internal)?;
    Ok(Sha256::digest(canonical).into())
}

fn id(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    let id = fields.text(name)?;
    let is_good = id.len() <= LONGEST_ID && id.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_good {
        let wanted = format!("must be 1 to {LONGEST_ID} visible ASCII characters");
        fields.fault(name, wanted);
    }
    is_good.then_some(id)
}

fn time(fields: &mut Fields<'_>, name: &str) -> Option<DateTime<Utc>> {
    let text = fields.text(name)?;
    let time = DateTime::parse_from_rfc3339(&text).ok();
    if time.is_none() {
        fields.fault(name, "must be a time such as 2026-01-15T09:30:00Z");
    }
    time.map(|time| time.to_utc())
}

/// A name, or `{"operation": ID}`.
fn named(fields: &mut Fields<'_>, name: &str) -> Option<Named> {
    if fields.holds_object(name) {
        let object = fields.object_of(name)?;
        let mut inner = fields.nested(object, name);
        let operation = inner.required("operation", Fields::text);
        inner.end();
        return operation.map(Named::MadeBy);
    }
    fields.text(name).map(Named::Name)
}
