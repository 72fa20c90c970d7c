//! Every commitment of a report with its obligations, what was last said of each, and the evidence.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::lists::Owed;
use crate::db::obligations::ObligationRow;
use crate::db::updates::Told;
use crate::domain::fold::Statement;
use crate::domain::status::Basis;
use crate::records::update::Evidence;

/// A commitment with the obligations that a report counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemReport {
    pub commitment: String,
    pub section: i32,
    pub paragraph: i32,
    pub title: BTreeMap<String, String>,
    /// As the text has it (EDTF); null if it has none.
    pub deadline: Option<String>,
    pub obligations: Vec<ObligationReport>,
}

/// An obligation with what was last said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ObligationReport {
    #[serde(flatten)]
    pub owed: Owed,
    pub declared: Option<Statement>,
    pub assessed: Option<Statement>,
    /// The update that counts; null while nobody has said anything.
    pub update: Option<UpdateReport>,
}

/// What an update says, with the numbers of the notes that are its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UpdateReport {
    pub id: Uuid,
    pub basis: Basis,
    pub as_of: NaiveDate,
    pub narrative: String,
    pub author: String,
    pub at: DateTime<Utc>,
    pub notes: Vec<u32>,
}

/// A link behind one or more updates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Note {
    /// From 1, in the order in which the items refer to them.
    pub number: u32,
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Puts rows, which come in the order of the text, under their commitments, and numbers the
/// evidence: the same link has one number wherever it is referred to.
#[must_use]
pub fn items(
    rows: &[&ObligationRow],
    day: NaiveDate,
    told: &BTreeMap<Uuid, Told>,
) -> (Vec<ItemReport>, Vec<Note>) {
    let mut notes = Notes::default();
    let mut items: Vec<ItemReport> = Vec::new();
    for row in rows {
        if items.last().is_none_or(|item| item.commitment != row.code) {
            items.push(ItemReport {
                commitment: row.code.clone(),
                section: row.section,
                paragraph: row.paragraph,
                title: row.title.0.clone(),
                deadline: row.edtf.clone(),
                obligations: Vec::new(),
            });
        }
        let obligation = ObligationReport {
            owed: Owed::new(row, day),
            declared: row.declared.as_ref().map(|said| said.0),
            assessed: row.assessed.as_ref().map(|said| said.0),
            update: row.head.and_then(|id| told.get(&id)).map(|told| notes.update(told)),
        };
        if let Some(item) = items.last_mut() {
            item.obligations.push(obligation);
        }
    }
    (items, notes.all)
}

/// The notes so far.
#[derive(Default)]
struct Notes {
    all: Vec<Note>,
    numbers: BTreeMap<(String, String), u32>,
}

impl Notes {
    fn update(&mut self, told: &Told) -> UpdateReport {
        UpdateReport {
            id: told.id,
            basis: told.basis,
            as_of: told.as_of,
            narrative: told.narrative.clone(),
            author: told.author.clone(),
            at: told.at,
            notes: told.evidence.iter().map(|link| self.number(link)).collect(),
        }
    }

    fn number(&mut self, link: &Evidence) -> u32 {
        let next = u32::try_from(self.all.len() + 1).unwrap_or(u32::MAX);
        let key = (link.url.clone(), link.title.clone());
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.all.push(Note { number, evidence: link.clone() });
        }
        number
    }
}
