//! File an update about an obligation.

use chrono::{Days, Utc};
use uuid::Uuid;

use super::standing;
use crate::db::connect::Failure;
use crate::db::{Conn, broken_constraint, changes, clock, commitments, obligations, updates};
use crate::domain::fault::Fault;
use crate::domain::fold::UpdateFact;
use crate::domain::status::Basis;
use crate::domain::update::NewUpdate;
use crate::domain::user::Caller;
use crate::error::Problem;
use crate::records::change::{Change, Record};
use crate::records::ids;
use crate::records::obligation::Obligation;
use crate::records::update::Update;

/// Which obligation an update is about.
#[derive(Debug, Clone)]
pub struct About {
    /// The commitment's code.
    pub code: String,
    /// The party's code.
    pub party: String,
    pub occurrence: Option<String>,
}

/// Whether the caller may file about this party's obligations at all, before the body is read.
///
/// # Errors
/// [`Problem`] of kind `Forbidden`.
pub fn may_file(caller: &Caller, party: &str) -> Result<Basis, Problem> {
    match (caller.role.files(), caller.party.as_deref()) {
        (None, _) => Err(Problem::forbidden(format!(
            "The role {} files no updates; analysts and assessors do.",
            caller.role
        ))),
        (Some(Basis::Declared), own) if own != Some(party) => Err(Problem::forbidden(format!(
            "An analyst of {} files on the obligations of {0} only, not of {party}.",
            own.unwrap_or("no party"),
        ))),
        (Some(basis), _) => Ok(basis),
    }
}

/// Files the update; gives the commitment's id and the update.
///
/// Neither the present state nor a deletion refuses an update: one that was made offline is as
/// good as one made here.
///
/// # Errors
/// Not found, forbidden, or invalid with every fault; nothing is then written.
pub async fn file_update(
    conn: &mut Conn,
    caller: &Caller,
    about: &About,
    new: &NewUpdate,
) -> Result<(Uuid, Update), Failure> {
    let basis = may_file(caller, &about.party)?;
    if new.basis != basis {
        return Err(Problem::forbidden(format!(
            "The role {} files {basis} updates, not {} ones.",
            caller.role, new.basis
        ))
        .into());
    }
    // The item is locked first and its obligation after it, here as in every edit.
    let Some(commitment) = commitments::lock(conn, &about.code).await? else {
        return Err(Problem::not_found(format!("There is no commitment {}.", about.code)).into());
    };
    let obligation = find(conn, commitment.id, about).await?;
    obligations::lock(conn, obligation.id).await?;
    let earlier = updates::facts(conn, obligation.id).await?;
    let mut faults = faults(new, &earlier);
    if let Some(id) = new.id
        && updates::is_taken(conn, id).await?
    {
        faults.push(taken());
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }

    let at = clock::now(conn).await?;
    let id = match new.id {
        Some(id) => id,
        None => ids::new(),
    };
    let update = Update::filed(new, id, (&obligation, &about.code), &caller.name, at);
    updates::create(conn, &update).await.map_err(|error| match broken_constraint(&error) {
        // Somebody else was quicker with the same id.
        Some("updates_pkey") => Failure::from(Problem::invalid(vec![taken()])),
        _ => error.into(),
    })?;
    standing::refold(conn, obligation.id, &earlier, update.fact(), at).await?;
    standing::roll_up(conn, &[commitment.id]).await?;
    let change = Change::created(Record::Update(update.clone()));
    changes::append(conn, &[change], &caller.name, at).await?;
    Ok((commitment.id, update))
}

async fn find(conn: &mut Conn, commitment: Uuid, about: &About) -> Result<Obligation, Failure> {
    let occurrence = about.occurrence.as_deref();
    if let Some(found) = obligations::find(conn, commitment, &about.party, occurrence).await? {
        return Ok(found);
    }
    let all = obligations::lock_of_commitment(conn, commitment).await?;
    let own: Vec<_> = all.iter().filter(|one| one.party == about.party).collect();
    let keys: Vec<_> = own.iter().filter_map(|one| one.occurrence.as_deref()).collect();
    let About { code, party, .. } = about;
    Err(Problem::not_found(match (own.as_slice(), keys.as_slice()) {
        ([], _) => format!("{party} owes nothing under {code}."),
        (_, []) => format!("{party} owes {code} once, with no occurrence to be named."),
        _ => format!("{party} owes {code} by occurrences; name one of {}.", keys.join(", ")),
    })
    .into())
}

/// Every fault of the update by itself, and against the earlier ones of its obligation.
fn faults(new: &NewUpdate, earlier: &[UpdateFact]) -> Vec<Fault> {
    let named = |id: Uuid| earlier.iter().find(|fact| fact.id == id);
    let seen = new.seen.and_then(named);
    let mut faults = new.faults(seen.map(|fact| fact.status));
    if new.seen.is_some() && seen.is_none() {
        faults.push(Fault::new("/seen", "must be an earlier update of this obligation, or null"));
    }
    match new.corrects.map(|id| (id, named(id))) {
        Some((_, None)) => faults
            .push(Fault::new("/corrects", "must be an earlier update of this obligation, or null")),
        Some((_, Some(fact))) if fact.basis != new.basis => faults.push(Fault::new(
            "/corrects",
            format!("must be an earlier update of the same basis, {}", new.basis),
        )),
        _ => {}
    }
    // Ids of ours that can be foretold are of version 5: nobody can take one before its time.
    if new.id.is_some_and(|id| !matches!(id.get_version_num(), 4 | 7)) {
        faults.push(Fault::new("/id", "must be a UUID of version 4 or 7"));
    }
    // Somewhere on Earth it is already tomorrow; no later day has come anywhere.
    let latest = Utc::now().date_naive() + Days::new(1);
    if new.as_of > latest {
        faults.push(Fault::new("/as_of", "must not be a day to come"));
    }
    faults
}

fn taken() -> Fault {
    Fault::new("/id", "is the id of something else already; make a new one")
}
