//! Pushing: every operation of the queue is sent until it is answered, and has one effect.

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::connection::Connection;
use super::failure::{ClientError, Refusal};
use super::folder::Folder;
use super::queue::{Operation, Outcome, Queue, Target, Waiting};
use crate::api::me::Me;
use crate::error::Kind;

/// How many operations go in one push.
const BATCH: usize = 100;

/// An operation, and what came of it.
pub type Done = (Operation, Outcome);

#[derive(Deserialize)]
struct Answer {
    outcomes: Vec<Answered>,
}

#[derive(Deserialize)]
struct Answered {
    id: Option<String>,
    #[serde(flatten)]
    outcome: Outcome,
}

/// Sends what waits, and notes each answer before `told` hears of it.
///
/// # Errors
/// Without an answer: what was not answered stays in the queue, to be sent again as it was.
pub async fn push(
    connection: &Connection,
    folder: &Folder,
    mut told: impl FnMut(&Done),
) -> Result<Vec<Operation>, ClientError> {
    let queue = Queue::open(folder)?;
    let me: Me = connection.json(&["me"], &[]).await?;
    let open = queue.unsettled()?.waiting.into_iter().filter(|one| one.refusal.is_none());
    let (own, others): (Vec<_>, Vec<_>) = open.partition(|one| one.operation.user == me.name);
    let (sent, fresh): (Vec<Waiting>, Vec<Waiting>) = own.into_iter().partition(|one| one.is_sent);
    for one in sent {
        let done = alone(connection, &queue, one.operation).await?;
        told(&done);
    }
    for batch in fresh.chunks(BATCH) {
        together(connection, &queue, batch).await?.iter().for_each(&mut told);
    }
    queue.compact()?;
    Ok(others.into_iter().map(|one| one.operation).collect())
}

/// Sends one operation at once by itself, and notes its answer. The operation is in the queue.
///
/// # Errors
/// Without an answer: it stays in the queue.
pub async fn send(
    connection: &Connection,
    queue: &Queue,
    operation: Operation,
) -> Result<Done, ClientError> {
    queue.sent(operation.id)?;
    let done = alone(connection, queue, operation).await?;
    queue.compact()?;
    Ok(done)
}

async fn alone(
    connection: &Connection,
    queue: &Queue,
    operation: Operation,
) -> Result<Done, ClientError> {
    let Target { commitment, party, occurrence } = &operation.target;
    let mut path = vec!["commitments", commitment, "obligations", party];
    path.extend(occurrence.as_deref());
    path.push("updates");
    let body = written(&operation);
    let answer = connection.post::<Value>(&path, &body, Some(operation.id)).await;
    let outcome = match answer {
        Ok(_) => Outcome::plain("applied"),
        Err(ClientError::Refused(refusal)) if is_final(&refusal) => Outcome::rejected(refusal),
        Err(error) => {
            if let ClientError::Unreachable(lost) = &error
                && !lost.may_have_arrived
            {
                queue.kept(operation.id)?;
            }
            return Err(error);
        }
    };
    let done = (operation, outcome);
    queue.answered(std::slice::from_ref(&done))?;
    Ok(done)
}

/// Sends operations in one push. The answers are noted in one go.
async fn together(
    connection: &Connection,
    queue: &Queue,
    batch: &[Waiting],
) -> Result<Vec<Done>, ClientError> {
    let operations: Vec<Value> = batch.iter().map(|one| pushed(&one.operation)).collect();
    let body = json!({"node": node(), "operations": operations});
    let answer: Answer = connection.post(&["sync", "push"], &body, None).await?;
    let outcome_of = |id: Uuid| {
        let id = id.to_string();
        answer.outcomes.iter().find(|one| one.id.as_deref() == Some(id.as_str()))
    };
    let done: Vec<Done> = batch
        .iter()
        .filter_map(|one| {
            let found = outcome_of(one.operation.id)?;
            Some((one.operation.clone(), found.outcome.clone()))
        })
        .collect();
    queue.answered(&done)?;
    if done.len() < batch.len() {
        return Err(ClientError::strange(connection.server(), "outcomes are missing"));
    }
    Ok(done)
}

fn pushed(operation: &Operation) -> Value {
    json!({
        "id": operation.id,
        "kind": "file_update",
        "target": operation.target,
        "body": written(operation),
        "made_at": operation.made_at,
    })
}

/// The update as the API takes it.
fn written(operation: &Operation) -> Value {
    // Plain fields always serialize.
    serde_json::to_value(&operation.body).unwrap_or_default()
}

/// Whether the answer is about the operation, and not about who sends it or how the server is.
fn is_final(refusal: &Refusal) -> bool {
    refusal.status < 500
        && refusal.status != Kind::Unauthenticated.status().as_u16()
        && refusal.status != 429
}

/// The name of this machine, by which the ledger remembers where an edit was made.
fn node() -> String {
    let name = nix::unistd::gethostname().ok().and_then(|name| name.into_string().ok());
    name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "terminal".to_owned())
}
