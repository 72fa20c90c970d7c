//! Resolve a conflict: keep what was committed, or write the other value over it.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::delete_commitment::delete_commitment;
use super::draft::Draft;
use super::patch_commitment::{Locked, lock_any, patch_commitment};
use super::patch_milestone::patch_milestone;
use super::stated;
use crate::db::connect::Failure;
use crate::db::{Conn, changes, clock, conflicts, milestones};
use crate::domain::fault::Fault;
use crate::domain::user::Caller;
use crate::error::{Kind, Problem};
use crate::records::change::Change;
use crate::records::conflict::{Conflict, ConflictGroup, Resolution};
use crate::records::groups::Group;
use crate::records::milestone::Milestone;
use crate::records::texts::Json;

/// What a resolver decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub keep: Resolution,
    /// The fields of the group, if `keep` is `Value`, and only then.
    pub value: Option<Map<String, Value>>,
    /// The version of the item or milestone that the resolver looked at.
    pub version: Option<i64>,
}

/// Resolves a conflict; gives it, and the version that its item or milestone now has.
///
/// Resolved alike before, it is given as it is. If the group has been edited since the conflict
/// was opened, the resolver has to say that it has seen that, by the present version.
///
/// # Errors
/// Not found; invalid with every fault; or a conflict, if it was resolved otherwise before, or the
/// group was edited meanwhile. Nothing is then written.
pub async fn resolve_conflict(
    conn: &mut Conn,
    caller: &Caller,
    id: Uuid,
    decision: &Decision,
) -> Result<(Conflict, i64), Failure> {
    let unknown = || Problem::not_found(format!("There is no conflict {id}."));
    let code = conflicts::find(conn, id).await?.ok_or_else(unknown)?.code;
    // The item is locked first, here as in every edit; with it, whatever is decided about it.
    let locked = lock_any(conn, &code).await?;
    let conflict = conflicts::find(conn, id).await?.ok_or_else(unknown)?;
    let subject = Subject::read(conn, locked, &conflict).await?;
    let given = decision.value.clone().map(|value| Json(Value::Object(value)));
    if let Some(resolution) = conflict.resolution {
        if resolution == decision.keep && conflict.value == given {
            return Ok((conflict, subject.version()));
        }
        return Err(resolved_otherwise(&conflict)?.into());
    }
    if conflict.group == ConflictGroup::Existence && decision.keep == Resolution::Value {
        let message = "must be theirs or yours: there is an item, or there is none";
        return Err(Problem::invalid(vec![Fault::new("/keep", message)]).into());
    }
    let wanted = match decision.keep {
        Resolution::Theirs => None,
        Resolution::Yours => Some(conflict.yours.clone()),
        Resolution::Value => Some(given.clone()),
    };
    let mut version = subject.version();
    if let Some(wanted) = wanted.filter(|wanted| *wanted != subject.present) {
        if subject.present != conflict.theirs && decision.version != Some(version) {
            return Err(subject.edited_meanwhile().into());
        }
        let written = subject.write(conn, caller, conflict.group, wanted.map(|value| value.0));
        version = written.await.map_err(|failure| explain(failure, decision.keep))?;
    }
    let at = clock::now(conn).await?;
    let resolved = Conflict {
        version: 2,
        resolution: Some(decision.keep),
        value: given,
        resolved_by: Some(caller.name.clone()),
        resolved_at: Some(at),
        ..conflict
    };
    conflicts::resolve(conn, &resolved).await?;
    let change = Change::edited(resolved.clone().into());
    changes::append(conn, &[change], &caller.name, at).await?;
    Ok((resolved, version))
}

/// What a conflict is about, locked.
struct Subject {
    locked: Locked,
    /// None if it is about the item.
    milestone: Option<Milestone>,
    /// The fields of the conflict's group as they are now; none if the item is deleted.
    present: Option<Json<Value>>,
}

impl Subject {
    async fn read(conn: &mut Conn, locked: Locked, of: &Conflict) -> Result<Self, Failure> {
        let milestone = match of.group {
            ConflictGroup::Milestone => {
                milestones::find(conn, locked.item.id, of.entity_id).await?
            }
            _ => None,
        };
        let mut groups = stated::by_group(&Draft::of(&locked.item, &locked.obligations));
        let is_deleted = locked.item.deleted_at.is_some();
        let present = match (of.group.of_item(), &milestone) {
            (Some(group), _) => groups.remove(&group),
            (None, Some(milestone)) => {
                let draft = stated::milestone(Some(milestone), &Map::new())?;
                Some(stated::of_milestone(&draft))
            }
            (None, None) => Some(Value::Object(stated::together(groups))),
        };
        let present = present.filter(|_| !is_deleted || milestone.is_some()).map(Json);
        Ok(Self { locked, milestone, present })
    }

    fn version(&self) -> i64 {
        self.milestone.as_ref().map_or(self.locked.item.version, |milestone| milestone.version)
    }

    /// Writes a value of the group over what is there, as an edit like any other; gives the new
    /// version.
    async fn write(
        &self,
        conn: &mut Conn,
        caller: &Caller,
        group: ConflictGroup,
        wanted: Option<Value>,
    ) -> Result<i64, Failure> {
        let Self { locked, milestone, .. } = self;
        let Some(Value::Object(fields)) = wanted else {
            return Ok(delete_commitment(conn, caller, locked).await?.version);
        };
        if let Some(milestone) = milestone {
            let draft = stated::milestone(None, &fields)?;
            let edited = patch_milestone(conn, caller, &locked.item, milestone, &draft).await?;
            return Ok(edited.version);
        }
        let body = match group.of_item() {
            None => fields,
            Some(_) if locked.item.deleted_at.is_some() => {
                let detail = format!(
                    "{} was deleted meanwhile, so there is nothing to write this over; \
                     keep theirs, or bring the item back first.",
                    locked.item.code
                );
                return Err(Problem::new(Kind::Conflict, detail).into());
            }
            Some(group) => self.with(group, fields)?,
        };
        let draft = stated::whole(body)?;
        Ok(patch_commitment(conn, caller, locked, &draft).await?.version)
    }

    /// What is stated of the item, with other fields in one group.
    fn with(
        &self,
        group: Group,
        fields: Map<String, Value>,
    ) -> Result<Map<String, Value>, Problem> {
        let strangers = fields.keys().filter(|field| !group.fields().contains(&field.as_str()));
        let allowed = group.fields().join(", ");
        let faults: Vec<Fault> = strangers
            .map(|field| {
                let field = field.replace('~', "~0").replace('/', "~1");
                let message = format!("is not in the group {group}, which has {allowed}");
                Fault::new(format!("/{field}"), message)
            })
            .collect();
        if !faults.is_empty() {
            return Err(Problem::invalid(faults));
        }
        let mut groups = stated::by_group(&Draft::of(&self.locked.item, &self.locked.obligations));
        groups.insert(group, Value::Object(fields));
        Ok(stated::together(groups))
    }

    /// The refusal to overwrite what the resolver has not seen, with what there is now.
    fn edited_meanwhile(&self) -> Problem {
        let Self { locked, milestone, present } = self;
        let (code, version) = (&locked.item.code, self.version());
        let detail = format!(
            "This has been edited since the conflict was opened. Look at it as it is now, and \
             send version {version} with your decision."
        );
        let item = stated::by_group(&Draft::of(&locked.item, &locked.obligations));
        let stated = match (milestone, present) {
            (Some(_), Some(milestone)) => milestone.0.clone(),
            _ => Value::Object(stated::together(item)),
        };
        let mut current = json!({
            "code": code, "version": version, "deleted_at": locked.item.deleted_at,
        });
        if let (Value::Object(current), Value::Object(stated)) = (&mut current, stated) {
            current.extend(stated);
        }
        Problem { current: Some(current), ..Problem::new(Kind::Conflict, detail) }
    }
}

fn resolved_otherwise(conflict: &Conflict) -> Result<Problem, Problem> {
    let by = conflict.resolved_by.as_deref().unwrap_or_default();
    let detail = format!("{by} has resolved this conflict otherwise.");
    let current = serde_json::to_value(conflict).map_err(Problem::internal)?;
    Ok(Problem { current: Some(current), ..Problem::new(Kind::Conflict, detail) })
}

/// Faults of what was to be kept, told by where the decision has it.
fn explain(failure: Failure, keep: Resolution) -> Failure {
    let Failure::Rule(problem) = failure else { return failure };
    if keep == Resolution::Value {
        return Failure::Rule(problem.within("/value"));
    }
    let beside = |fault: Fault| {
        let Fault { pointer, message, .. } = fault;
        let detail =
            format!("must be theirs or value, as yours is not right now: {pointer} {message}");
        Fault::new("/keep", detail)
    };
    if problem.errors.is_empty() {
        return Failure::Rule(problem);
    }
    Problem::invalid(problem.errors.into_iter().map(beside).collect()).into()
}
