//! Offline edits over HTTP: many in one push, an outcome for each.

mod operation;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use self::operation::Operation;
use super::fields::Fields;
use super::write::JSON;
use super::{auth, bodies, body};
use crate::actions::once::once;
use crate::actions::push_edits::{EditKind, Effect, Made, Pushed, push_edit};
use crate::app::AppState;
use crate::db::Conn;
use crate::db::operations::Outcome;
use crate::domain::fault::Fault;
use crate::domain::terms::terms;
use crate::domain::user::Caller;
use crate::error::{Kind, Problem, ProblemBody};
use crate::records::conflict::{Conflict, ConflictGroup};
use crate::records::texts::Json;

/// The most operations that a push may have.
const MOST_OPERATIONS: usize = 500;
/// The longest name of a client, in characters.
const LONGEST_NODE: usize = 100;

terms! {
    /// What came of an operation.
    OutcomeKind {
        /// It is done.
        Applied = "applied",
        /// It was made on an earlier version, and its groups went in beside the others' edits.
        Merged = "merged",
        /// It was done before.
        Duplicate = "duplicate",
        /// Some of its groups were changed by others too: both values are kept.
        Conflict = "conflict",
        /// It was not done, and left nothing behind.
        Rejected = "rejected",
    }
}

/// What came of one operation of a push.
#[derive(Debug, Serialize, ToSchema)]
pub struct PushOutcome {
    /// The operation's id; null if it had none that can be read.
    pub id: Option<String>,
    /// The operation's kind; null if it had none that can be read.
    pub kind: Option<String>,
    pub outcome: OutcomeKind,
    /// The code of the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The version of the item or milestone after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Where what it made is to be found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The id of the milestone that it made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milestone: Option<Uuid>,
    /// The id of the update that it filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update: Option<Uuid>,
    /// The groups of it that went in (`merged` and `conflict`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<ConflictGroup>>,
    /// What did not go in (`conflict`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<Vec<ConflictBrief>>,
    /// The first outcome, whole (`duplicate`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub first: Option<Box<RawValue>>,
    /// What was wrong (`rejected`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<ProblemBody>,
}

/// A conflict, in the outcome of the operation that opened it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConflictBrief {
    pub id: Uuid,
    pub group: ConflictGroup,
    /// The fields of the group as both edits found them.
    #[schema(value_type = Object)]
    pub base: Json<Value>,
    /// As they were committed, and stay; null if the item was deleted.
    #[schema(value_type = Option<Object>)]
    pub theirs: Option<Json<Value>>,
    /// As this operation would have them; null if it is a deletion.
    #[schema(value_type = Option<Object>)]
    pub yours: Option<Json<Value>>,
}

/// The outcomes of a push.
#[derive(Debug, Serialize, ToSchema)]
pub struct PushOutcomes {
    /// One for each operation, in their order.
    #[schema(value_type = Vec<PushOutcome>)]
    pub outcomes: Vec<Box<RawValue>>,
}

/// Pushes edits that were made offline; each is a transaction of its own, with an outcome of its
/// own. Sent again, they are answered as the first time, and nothing is done twice.
///
/// # Errors
/// 400 or 422 only for what is no push at all. If the database is away or full, what was done
/// before stays done: send the same again.
#[utoipa::path(post, path = "/api/v1/sync/push", tag = "Offline edits",
    request_body = bodies::Push,
    responses((status = 200, body = PushOutcomes),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")),
    security(("token" = [])))]
pub async fn push(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let caller = auth::caller(&request)?;
    let body = body::read(&request, payload, JSON, state.settings.body_limit).await?;
    let (node, operations) = read(&body.object)?;
    let mut outcomes = Vec::with_capacity(operations.len());
    for (i, operation) in operations.into_iter().enumerate() {
        outcomes.push(outcome(&state, &caller, &node, i, operation).await?);
    }
    Ok(HttpResponse::Ok().json(PushOutcomes { outcomes }))
}

/// Reads who pushes, and the operations as they came.
fn read(object: &Map<String, Value>) -> Result<(String, Vec<Value>), Problem> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut fields = Fields::new(object.clone(), String::new(), &mut faults);
    let node = fields.required("node", |fields, name| fields.text_up_to(name, LONGEST_NODE));
    let operations =
        fields.required("operations", |fields, name| Some(fields.list(name))).unwrap_or_default();
    if operations.len() > MOST_OPERATIONS {
        fields
            .fault("operations", format!("must be {MOST_OPERATIONS} at most; push them in parts"));
    }
    fields.end();
    match node {
        Some(node) if faults.is_empty() => Ok((node, operations)),
        _ => Err(Problem::invalid(faults)),
    }
}

/// Does one operation; gives its outcome, written.
///
/// # Errors
/// What is no fault of the operation: the whole push is then to be sent again.
async fn outcome(
    state: &AppState,
    caller: &Caller,
    node: &str,
    place: usize,
    value: Value,
) -> Result<Box<RawValue>, Problem> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let (id, kind) = (text("id"), text("kind"));
    let at = format!("/operations/{place}");
    let done = match Operation::read(caller, node, value, &at) {
        Ok(operation) => run(state, caller, &operation).await.map_err(|e| e.within(&at)),
        Err(problem) => Err(problem),
    };
    let outcome = match done {
        Ok((first, false)) => return Ok(first),
        Ok((first, true)) => {
            let outcome = PushOutcome::new(id, kind, OutcomeKind::Duplicate);
            PushOutcome { first: Some(first), ..outcome }
        }
        Err(problem) if is_ours(&problem) => return Err(problem),
        Err(problem) => {
            let outcome = PushOutcome::new(id, kind, OutcomeKind::Rejected);
            PushOutcome { problem: Some(problem.body()), ..outcome }
        }
    };
    serde_json::value::to_raw_value(&outcome).map_err(Problem::internal)
}

/// Runs an operation in one transaction with the note of its id, or gives its first outcome again,
/// and true.
async fn run(
    state: &AppState,
    caller: &Caller,
    operation: &Operation,
) -> Result<(Box<RawValue>, bool), Problem> {
    let Operation { key, said, kind, edit } = operation;
    let pushed = Pushed { caller, operation: &key.key, said };
    let work = async |conn: &mut Conn| {
        let effect = push_edit(conn, pushed, edit).await?;
        Ok(keepable(&key.key, *kind, effect)?)
    };
    let done = state.db.write(async |conn| once(conn, key, &work).await);
    let (Outcome { body, .. }, is_replay) = done.await?;
    let written = RawValue::from_string(body.unwrap_or_default()).map_err(Problem::internal)?;
    Ok((written, is_replay))
}

/// The outcome in the form that is kept for a retry.
fn keepable(id: &str, kind: EditKind, effect: Effect) -> Result<Outcome, Problem> {
    let Effect { code, version, made, merged, conflicts } = effect;
    let item = format!("/api/v1/commitments/{code}");
    let location = match &made {
        None => None,
        Some(Made::Commitment) => Some(item),
        Some(Made::Milestone(id)) => Some(format!("{item}/milestones/{id}")),
        Some(Made::Update(id)) => Some(format!("{item}/history#{id}")),
    };
    let outcome = match (conflicts.as_slice(), &merged) {
        ([], None) => OutcomeKind::Applied,
        ([], Some(_)) => OutcomeKind::Merged,
        _ => OutcomeKind::Conflict,
    };
    let briefs: Vec<ConflictBrief> = conflicts.into_iter().map(ConflictBrief::from).collect();
    let outcome = PushOutcome {
        code: Some(code),
        version: Some(version),
        location: location.clone(),
        milestone: if let Some(Made::Milestone(id)) = made { Some(id) } else { None },
        update: if let Some(Made::Update(id)) = made { Some(id) } else { None },
        groups: merged,
        conflicts: Some(briefs).filter(|briefs| !briefs.is_empty()),
        ..PushOutcome::new(Some(id.to_owned()), Some(kind.to_string()), outcome)
    };
    let body = serde_json::to_string(&outcome).map_err(Problem::internal)?;
    let request_hash = Vec::new();
    Ok(Outcome { request_hash, status: Some(200), location, etag: None, body: Some(body) })
}

impl PushOutcome {
    const fn new(id: Option<String>, kind: Option<String>, outcome: OutcomeKind) -> Self {
        Self {
            id,
            kind,
            outcome,
            code: None,
            version: None,
            location: None,
            milestone: None,
            update: None,
            groups: None,
            conflicts: None,
            first: None,
            problem: None,
        }
    }
}

impl From<Conflict> for ConflictBrief {
    fn from(record: Conflict) -> Self {
        let Conflict { id, group, base, theirs, yours, .. } = record;
        Self { id, group, base, theirs, yours }
    }
}

/// Whether it is for us to mend, and no fault of the operation.
const fn is_ours(problem: &Problem) -> bool {
    matches!(problem.kind, Kind::Internal | Kind::Unavailable | Kind::OutOfSpace)
}
