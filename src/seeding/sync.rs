//! The sync: reads, plans and writes in one transaction, a few statements each.

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::plan::{LastSeeded, Ledger, LedgerItem, Plan, plan};
use super::{SeedSet, SyncReport};
use crate::actions::standing;
use crate::db::connect::Failure;
use crate::db::seeded::{self, SeededRow};
use crate::db::{Conn, Db, changes, clock, declarations, obligations, parties, schema_setup};
use crate::error::{Kind, Problem};
use crate::records::declaration::DeclarationRecord;

/// Brings the ledger in step with a set of files, in the name of `actor`. Several may sync at
/// once: one does, and the others wait.
///
/// # Errors
/// [`Problem`] of kind `Conflict` if something in the ledger stands in the way; otherwise if the
/// database does not answer. Nothing is written then.
pub async fn sync(db: &Db, set: &SeedSet, actor: &str) -> Result<SyncReport, Problem> {
    db.write(async |conn| {
        schema_setup::lock_setup_in_transaction(conn).await?;
        let first = plan_now(conn, set).await?;
        if first.is_empty() {
            return Ok(first.report);
        }
        // Something is to be written: hold off whoever edits these items, and look again.
        seeded::lock_items(conn, &set.declaration.declaration.slug).await?;
        let plan = plan_now(conn, set).await?;
        write(conn, &plan, actor).await?;
        Ok(plan.report)
    })
    .await
}

async fn plan_now(conn: &mut Conn, set: &SeedSet) -> Result<Plan, Failure> {
    let ledger = read_ledger(conn, set).await?;
    let last = read_seeded(conn, set, &ledger).await?;
    let at = clock::now(conn).await?;
    let plan = plan(set, &last, &ledger, at);
    if plan.obstacles.is_empty() {
        return Ok(plan);
    }
    let detail = format!("{} Nothing was written.", plan.obstacles.join(" "));
    Err(Problem::new(Kind::Conflict, detail).into())
}

async fn read_ledger(conn: &mut Conn, set: &SeedSet) -> Result<Ledger, Failure> {
    let slug = &set.declaration.declaration.slug;
    let mut ledger = Ledger::default();
    if let Some(declaration) = declarations::find(conn, slug).await? {
        let paragraphs = declarations::paragraphs(conn, slug).await?;
        ledger.declaration = Some(DeclarationRecord { declaration, paragraphs });
    }
    let parties = parties::list(conn).await?;
    ledger.parties = parties.into_iter().map(|party| (party.code.clone(), party)).collect();
    let mut codes = std::collections::BTreeMap::new();
    for commitment in seeded::commitments(conn, slug).await? {
        codes.insert(commitment.id, commitment.code.clone());
        let item = LedgerItem { commitment, obligations: Vec::new() };
        ledger.items.insert(item.commitment.code.clone(), item);
    }
    for obligation in seeded::obligations(conn, slug).await? {
        let code = codes.get(&obligation.commitment_id);
        if let Some(item) = code.and_then(|code| ledger.items.get_mut(code)) {
            item.obligations.push(obligation);
        }
    }
    Ok(ledger)
}

async fn read_seeded(
    conn: &mut Conn,
    set: &SeedSet,
    ledger: &Ledger,
) -> Result<LastSeeded, Failure> {
    let declaration = &set.declaration.declaration;
    let party_ids: Vec<Uuid> = ledger.parties.values().map(|party| party.id).collect();
    let mut last = LastSeeded::default();
    for row in seeded::list(conn, &declaration.slug, &party_ids).await? {
        if party_ids.contains(&row.entity_id) {
            let slug = row.declaration.clone();
            let code = row.code.clone();
            last.parties.insert(code, (slug, read(row).map_err(Problem::internal)?));
        } else if row.code == declaration.slug {
            last.declaration = Some(read(row).map_err(Problem::internal)?);
        } else {
            last.items.insert(row.code.clone(), read(row).map_err(Problem::internal)?);
        }
    }
    Ok(last)
}

fn read<T: DeserializeOwned>(row: SeededRow) -> serde_json::Result<T> {
    serde_json::from_value(row.body.0)
}

async fn write(conn: &mut Conn, plan: &Plan, actor: &str) -> Result<(), Failure> {
    if let Some(declaration) = &plan.declaration {
        declarations::write(conn, declaration).await?;
    }
    if !plan.parties.is_empty() {
        parties::write(conn, &plan.parties).await?;
    }
    seeded::write_commitments(conn, &plan.items).await?;
    let owed: Vec<_> = plan.obligations.iter().map(|row| (&row.obligation, row.tracked)).collect();
    obligations::write(conn, &owed).await?;
    let written: Vec<Uuid> = plan.items.iter().map(|commitment| commitment.id).collect();
    standing::roll_up(conn, &written).await?;
    seeded::write(conn, &plan.seeded).await?;
    changes::append(conn, &plan.changes, actor, plan.at()).await
}
