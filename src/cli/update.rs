//! `update`: says how far an obligation has come, now or once there is a line.

use std::str::FromStr;

use chrono::Utc;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use uuid::Uuid;

use super::day::Day;
use super::exit::{CliError, Exit};
use super::output::say;
use super::rows::update_status;
use super::session::{Done, Failure, Session};
use crate::api::me::Me;
use crate::client::failure::ClientError;
use crate::client::listing::Reading;
use crate::client::push;
use crate::client::queue::{Operation, Queue, Target, Unsettled};
use crate::client::upon::{Upon, queued_by};
use crate::domain::status::{Basis, UpdateStatus};
use crate::domain::terms::Term;
use crate::domain::update::{NewEvidence, NewUpdate};
use crate::error::Problem;
use crate::reading::views::{Item, ObligationView};
use crate::records::ids;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger update AST25-12.7b KG --status complete --as-of 2025-09-01 --done-on 2025-08-20 \\
    --narrative 'The festival was held.' --evidence 'https://example.org/f|Festival report|en'
  summit-ledger update AST25-15.1a CN/2027 --status in_progress --as-of today --narrative '…'
  summit-ledger update AST25-12.7b KG --queue …    Keep it here; `push` sends it later";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The commitment's code
    code: String,
    /// The code of the party that owes; of a recurring one with its occurrence
    #[arg(value_name = "PARTY[/OCCURRENCE]")]
    party: String,
    /// What is said of it
    #[arg(long, value_parser = status())]
    status: UpdateStatus,
    /// The day that the statement is about
    #[arg(long, value_name = "DAY")]
    as_of: Day,
    /// The day of completion, with `complete` alone
    #[arg(long, value_name = "DAY")]
    done_on: Option<Day>,
    /// What happened, in plain text
    #[arg(long, value_name = "TEXT")]
    narrative: String,
    /// A link that stands behind it; its language is that of --lang if none is given
    #[arg(long, value_name = "URL|TITLE[|LANG]")]
    evidence: Vec<String>,
    /// It corrects this earlier update; without an id the one that counts
    #[arg(long, value_name = "ID", num_args = 0..=1, require_equals = true,
        default_missing_value = COUNTING)]
    corrects: Option<Corrected>,
    /// Why something that was closed is spoken of again
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The update that it was written upon [default: the one that `show` tells of]
    #[arg(long, value_name = "ID")]
    seen: Option<Uuid>,
    /// Keep it here for `push`, even if there is a line
    #[arg(long)]
    queue: bool,
}

/// Stands for the update that counts.
const COUNTING: &str = "counting";

/// What an update corrects.
#[derive(Debug, Clone, Copy)]
enum Corrected {
    Counting,
    Update(Uuid),
}

impl FromStr for Corrected {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == COUNTING { Ok(Self::Counting) } else { text.parse().map(Self::Update) }
    }
}

fn status() -> impl TypedValueParser<Value = UpdateStatus> {
    let words = UpdateStatus::ALL.iter().map(|status| status.as_str());
    PossibleValuesParser::new(words).try_map(|word| UpdateStatus::parse(&word))
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    let target = target(&args);
    let Found { me, upon, is_online } = look_up(&session, &target, args.queue).await?;
    let basis = me.basis.ok_or_else(|| {
        ClientError::other("command-error-files-nothing", [("role", me.role.to_string())])
    })?;
    // One id for the operation and the update: on whatever way it comes, it is filed once.
    let id = ids::new();
    let body = NewUpdate { id: Some(id), ..written(&args, &session, basis, upon)? };
    let operation = Operation { id, target, body, made_at: Utc::now(), user: me.name };
    let is_seen = operation.body.seen.is_some() && operation.body.seen == upon.update;
    let faults = operation.body.faults(upon.status.filter(|_| is_seen));
    if !faults.is_empty() {
        return Err(ClientError::from(Problem::invalid(faults)).into());
    }
    // Nobody else sends it meanwhile.
    let queue = Queue::open(&session.folder)?;
    queue.add(operation.clone())?;
    if !is_online {
        session.say("command-queued", &named(&operation));
        return Ok(Exit::Done);
    }
    send(&session, &queue, operation).await
}

/// Sends an operation that is in the queue already. It stays there unless it is answered.
async fn send(session: &Session, queue: &Queue, operation: Operation) -> Done {
    let sent = push::send(&session.connection, queue, operation.clone()).await;
    let refusal = match sent {
        Ok((operation, outcome)) => match outcome.problem {
            None => {
                session.say("command-filed", &named(&operation));
                return Ok(Exit::Done);
            }
            Some(refusal) => refusal,
        },
        Err(ClientError::Refused(refusal)) if refusal.status < 500 => refusal,
        Err(error) => {
            say(&error.told(session.texts));
            session.say("command-queued", &named(&operation));
            return Ok(Exit::Done);
        }
    };
    // Whoever asked is told at once, and asks again better.
    queue.drop(operation.id)?;
    Err(ClientError::Refused(refusal).into())
}

/// What an operation is called where it is spoken of.
pub(super) fn named(operation: &Operation) -> [(&'static str, String); 3] {
    let Target { commitment, party, occurrence } = &operation.target;
    let party = occurrence.as_ref().map_or_else(|| party.clone(), |o| format!("{party}/{o}"));
    [("code", commitment.clone()), ("party", party), ("id", operation.id.to_string())]
}

fn target(args: &Args) -> Target {
    let (party, occurrence) = match args.party.split_once('/') {
        Some((party, occurrence)) => (party, Some(occurrence.to_owned())),
        None => (args.party.as_str(), None),
    };
    Target { commitment: args.code.clone(), party: party.to_owned(), occurrence }
}

/// Who files, and upon what.
struct Found {
    me: Me,
    upon: Upon,
    /// Whether the server said so, and not the copy.
    is_online: bool,
}

/// Finds the obligation: as the server says, else as the copy does with what is queued upon it.
async fn look_up(session: &Session, target: &Target, is_queued: bool) -> Result<Found, Failure> {
    let connection = &session.connection;
    let found = session
        .read(
            is_queued,
            async |_| {
                let me: Me = connection.json(&["me"], &[]).await?;
                let item: Item = connection.json(&["commitments", &target.commitment], &[]).await?;
                let upon = Upon::of(owed(&item, target)?);
                Ok(Found { me, upon, is_online: true })
            },
            |copy| {
                let code = target.commitment.clone();
                let missing = || ClientError::other("command-error-no-item", [("code", code)]);
                let nobody = || ClientError::other("command-error-nobody", []);
                let item = Reading::new(copy, session.today).item(&target.commitment);
                let me = copy.head.me.clone().ok_or_else(nobody)?;
                let item = item.ok_or_else(missing)?;
                let unsettled = Unsettled::read(&session.folder)?;
                let mine = queued_by(&unsettled, target, &me.name);
                let upon = Upon::queued(copy, owed(&item, target)?, &mine, session.today);
                Ok(Found { me, upon, is_online: false })
            },
        )
        .await?;
    Ok(found)
}

/// The obligation of an item that is spoken of.
fn owed<'a>(item: &'a Item, target: &Target) -> Result<&'a ObligationView, ClientError> {
    let is_it =
        |one: &&ObligationView| one.party == target.party && one.occurrence == target.occurrence;
    item.obligations.iter().find(is_it).ok_or_else(|| {
        let known = item.obligations.iter().map(|one| {
            let occurrence = one.occurrence.as_ref().map(|o| format!("/{o}")).unwrap_or_default();
            format!("{}{occurrence}", one.party)
        });
        let known = known.collect::<Vec<_>>().join(", ");
        ClientError::other(
            "command-error-owes-nothing",
            [("code", target.commitment.clone()), ("known", known)],
        )
    })
}

fn written(args: &Args, session: &Session, basis: Basis, upon: Upon) -> Result<NewUpdate, Failure> {
    let corrects = match args.corrects {
        None => None,
        Some(Corrected::Update(id)) => Some(id),
        Some(Corrected::Counting) if upon.basis == Some(basis) => upon.update,
        Some(Corrected::Counting) => {
            return Err(ClientError::other("command-error-corrects", []).into());
        }
    };
    let evidence = args.evidence.iter().map(|text| evidence(session, text));
    Ok(NewUpdate {
        id: None,
        basis,
        status: args.status,
        as_of: args.as_of.date(session.today),
        done_on: args.done_on.map(|day| day.date(session.today)),
        narrative: args.narrative.clone(),
        reason: args.reason.clone(),
        corrects,
        seen: args.seen.or(upon.update),
        evidence: evidence.collect::<Result<_, _>>()?,
    })
}

/// Reads `URL|TITLE[|LANG]`.
fn evidence(session: &Session, text: &str) -> Result<NewEvidence, Failure> {
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let (url, title, lang) = match parts.as_slice() {
        [url, title] => (*url, *title, session.language().as_str()),
        [url, title, lang] => (*url, *title, *lang),
        _ => {
            let given = [("text", text.to_owned())];
            let message = session.text("command-error-evidence", &given);
            return Err(CliError::usage(message).into());
        }
    };
    let (url, title, lang) = (url.to_owned(), title.to_owned(), lang.to_owned());
    Ok(NewEvidence { url, title, lang, published_on: None, sha256: None })
}

/// What an operation says, in a few words.
pub(super) fn said(session: &Session, operation: &Operation) -> String {
    update_status(session.texts, operation.body.status)
}
