//! The plan of a sync: what to write, from the files, what was last seeded, and the ledger.
//!
//! Pure, and by one rule throughout. What the files did not change since is left alone; what
//! they changed is written if the ledger still has what was seeded; where both changed, the
//! ledger's stays and the report says so, each time until the two agree.

mod items;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::report::{Outcome, SyncReport};
use super::{Item, SeedSet};
use crate::db::seeded::{ObligationRow, SeededRow};
use crate::domain::quote::stands_at;
use crate::records::change::Change;
use crate::records::commitment::Commitment;
use crate::records::declaration::{DeclarationRecord, Paragraph};
use crate::records::obligation::Obligation;
use crate::records::party::Party;
use crate::records::texts::Json;

/// What was last seeded.
#[derive(Debug, Clone, Default)]
pub(super) struct LastSeeded {
    pub declaration: Option<DeclarationRecord>,
    /// By code; with each the declaration that it was seeded with.
    pub parties: BTreeMap<String, (String, Party)>,
    /// By code.
    pub items: BTreeMap<String, Item>,
}

/// What the ledger has.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger {
    pub declaration: Option<DeclarationRecord>,
    /// By code.
    pub parties: BTreeMap<String, Party>,
    /// By code, deleted ones too.
    pub items: BTreeMap<String, LedgerItem>,
}

/// An item of the ledger, with its dropped obligations.
#[derive(Debug, Clone)]
pub(super) struct LedgerItem {
    pub commitment: Commitment,
    pub obligations: Vec<Obligation>,
}

impl LedgerItem {
    /// The item as it stands.
    pub(super) fn standing(&self) -> Item {
        let standing = self.obligations.iter().filter(|o| o.dropped_at.is_none());
        Item { commitment: self.commitment.clone(), obligations: standing.cloned().collect() }
    }
}

/// What to write, and what to tell.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub declaration: Option<DeclarationRecord>,
    pub parties: Vec<Party>,
    pub items: Vec<Commitment>,
    pub obligations: Vec<ObligationRow>,
    pub seeded: Vec<SeededRow>,
    pub changes: Vec<Change>,
    pub report: SyncReport,
    /// What stands in the way: with any of these nothing may be written.
    pub obstacles: Vec<String>,
    slug: String,
    at: DateTime<Utc>,
}

impl Plan {
    /// Whether there is nothing to write.
    pub(super) const fn is_empty(&self) -> bool {
        self.declaration.is_none()
            && self.parties.is_empty()
            && self.items.is_empty()
            && self.obligations.is_empty()
            && self.seeded.is_empty()
    }

    /// The time that all of it is written under.
    pub(super) const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Remembers a record as seeded.
    fn remember(&mut self, id: Uuid, code: &str, record: &impl Serialize) {
        match serde_json::to_value(record) {
            Ok(body) => self.seeded.push(SeededRow {
                entity_id: id,
                declaration: self.slug.clone(),
                code: code.to_owned(),
                body: Json(body),
            }),
            Err(error) => self.obstacles.push(error.to_string()),
        }
    }
}

/// What to do about something that may have been changed on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    /// The files did not change it.
    Leave,
    /// The two agree by now.
    Agreed,
    /// Only the files changed it.
    Apply,
    /// Both changed it.
    Keep,
}

/// Decides by two comparisons and what there is to compare with.
fn decide(agree: bool, unchanged_in_files: bool, unedited_in_ledger: bool) -> Decision {
    match (unchanged_in_files, agree, unedited_in_ledger) {
        (true, _, _) => Decision::Leave,
        (false, true, _) => Decision::Agreed,
        (false, false, true) => Decision::Apply,
        (false, false, false) => Decision::Keep,
    }
}

fn decide_whole<T: PartialEq>(file: &T, last: Option<&T>, ledger: &T) -> Decision {
    decide(file == ledger, last == Some(file), last == Some(ledger))
}

const BOTH: &str = ": edited in the ledger and in the files";

/// Plans a sync; `at` is the time that it is written under.
pub(super) fn plan(files: &SeedSet, last: &LastSeeded, ledger: &Ledger, at: DateTime<Utc>) -> Plan {
    let slug = files.declaration.declaration.slug.clone();
    let report =
        SyncReport { declaration: slug.clone(), items: files.items.len(), ..SyncReport::default() };
    let mut plan = Plan { report, slug, at, ..Plan::default() };
    plan_declaration(&files.declaration, last, ledger, &mut plan);
    for party in &files.parties {
        plan_party(party, last, ledger, &mut plan);
    }
    for (code, (slug, _)) in &last.parties {
        if *slug == plan.slug && !files.parties.iter().any(|party| party.code == *code) {
            plan.report.line(Outcome::Gone, format!("party {code}"), ": not in the files");
        }
    }
    items::plan(&files.items, last, ledger, &mut plan);
    find_misquoted(ledger, &mut plan);
    plan
}

fn plan_declaration(file: &DeclarationRecord, last: &LastSeeded, ledger: &Ledger, plan: &mut Plan) {
    let subject = format!("declaration {}", plan.slug);
    let Some(ours) = &ledger.declaration else {
        plan.report.line(Outcome::Created, subject, "");
        plan.remember(file.declaration.id, &plan.slug.clone(), file);
        plan.changes.push(Change::created(file.clone().into()));
        plan.declaration = Some(file.clone());
        return;
    };
    if ours.declaration.prefix != file.declaration.prefix {
        let prefix = &ours.declaration.prefix;
        plan.obstacles.push(format!("The prefix {prefix} of the codes cannot be changed."));
    }
    let mut file = file.clone();
    keep_paragraphs(&mut file, ours, &mut plan.report);
    file.declaration.version = 0;
    let unversioned = |record: &DeclarationRecord| {
        let mut record = record.clone();
        record.declaration.version = 0;
        record
    };
    let before = last.declaration.as_ref().map(unversioned);
    let decision = decide_whole(&file, before.as_ref(), &unversioned(ours));
    file.declaration.version = ours.declaration.version + 1;
    match decision {
        Decision::Leave => return,
        Decision::Keep => return plan.report.line(Outcome::Kept, subject, BOTH),
        Decision::Agreed => {}
        Decision::Apply => {
            plan.report.line(Outcome::Changed, subject, "");
            plan.changes.push(Change::edited(file.clone().into()));
            plan.declaration = Some(file.clone());
        }
    }
    plan.remember(file.declaration.id, &plan.slug.clone(), &file);
}

/// A paragraph that is not in the files any more stays: items may stand in it.
fn keep_paragraphs(
    file: &mut DeclarationRecord,
    ledger: &DeclarationRecord,
    report: &mut SyncReport,
) {
    let place = |paragraph: &Paragraph| (paragraph.section, paragraph.number);
    for paragraph in &ledger.paragraphs {
        if !file.paragraphs.iter().any(|kept| place(kept) == place(paragraph)) {
            let subject = format!("paragraph {}.{}", paragraph.section, paragraph.number);
            report.line(Outcome::Gone, subject, ": not in the files; it stays");
            file.paragraphs.push(paragraph.clone());
        }
    }
    file.paragraphs.sort_by_key(place);
}

/// Parties are shared among declarations; each is kept in step with the one it came with.
fn plan_party(file: &Party, last: &LastSeeded, ledger: &Ledger, plan: &mut Plan) {
    let subject = format!("party {}", file.code);
    let Some(ours) = ledger.parties.get(&file.code) else {
        plan.report.line(Outcome::Created, subject, "");
        plan.remember(file.id, &file.code, file);
        plan.changes.push(Change::created(file.clone().into()));
        plan.parties.push(file.clone());
        return;
    };
    let unversioned = |party: &Party| Party { id: ours.id, version: 0, ..party.clone() };
    let (file, before) = (unversioned(file), last.parties.get(&file.code));
    match before {
        Some((slug, _)) if *slug != plan.slug => {
            if file != unversioned(ours) {
                let detail = format!(": it is as {slug} has it");
                plan.report.line(Outcome::Kept, subject, detail);
            }
            return;
        }
        _ => {}
    }
    let before = before.map(|(_, party)| unversioned(party));
    let decision = decide_whole(&file, before.as_ref(), &unversioned(ours));
    let edited = Party { version: ours.version + 1, ..file };
    match decision {
        Decision::Leave => return,
        Decision::Keep => return plan.report.line(Outcome::Kept, subject, BOTH),
        Decision::Agreed => {}
        Decision::Apply => {
            plan.report.line(Outcome::Changed, subject, "");
            plan.changes.push(Change::edited(edited.clone().into()));
            plan.parties.push(edited.clone());
        }
    }
    plan.remember(edited.id, &edited.code, &edited);
}

/// A quote that the ledger keeps may no longer be in the text that the files bring.
fn find_misquoted(ledger: &Ledger, plan: &mut Plan) {
    let Some(declaration) = plan.declaration.as_ref().or(ledger.declaration.as_ref()) else {
        return;
    };
    let texts: BTreeMap<(i32, i32), &str> =
        declaration.paragraphs.iter().map(|p| ((p.section, p.number), p.text.as_str())).collect();
    let written: BTreeMap<Uuid, &Commitment> =
        plan.items.iter().map(|commitment| (commitment.id, commitment)).collect();
    let untouched = ledger
        .items
        .values()
        .map(|item| &item.commitment)
        .filter(|commitment| !written.contains_key(&commitment.id));
    let misquoted: Vec<&str> = written
        .values()
        .copied()
        .chain(untouched)
        .filter(|commitment| commitment.deleted_at.is_none() && !is_quoted(commitment, &texts))
        .map(|commitment| commitment.code.as_str())
        .collect();
    if !misquoted.is_empty() {
        plan.obstacles.push(format!(
            "With the text of the files, these would quote what is not there: {}. Edit them in \
            the ledger first.",
            misquoted.join(", ")
        ));
    }
}

fn is_quoted(commitment: &Commitment, texts: &BTreeMap<(i32, i32), &str>) -> bool {
    let Some(text) = texts.get(&(commitment.section, commitment.paragraph)) else {
        return false;
    };
    let (Some(quote), Some(start)) = (&commitment.quote, commitment.quote_start) else {
        return true;
    };
    stands_at(text, quote, start)
}
