//! The rows that were chosen, and what an update would make of each.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::filed::Refusal;
use crate::actions::file_update::{About, may_file};
use crate::db::connect::Failure;
use crate::db::filter::Moment;
use crate::db::obligations::{self, ObligationRow};
use crate::db::{Conn, updates};
use crate::domain::fold::{State, UpdateFact, fold};
use crate::domain::status::{Status, UpdateStatus};
use crate::domain::timeliness::Due;
use crate::domain::update::NewUpdate;
use crate::domain::user::Caller;
use crate::language::Language;
use crate::records::ids;
use crate::records::update::Update;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::lists::names::{Names, Title};

/// As many as a page of the list has at most.
const MOST: usize = 500;

/// A row that was chosen, with the ids of the update that it is to have.
#[derive(Debug, Clone)]
pub struct Chosen {
    pub obligation: Uuid,
    /// The id that its update gets.
    pub update: Uuid,
    /// What counted when it was looked at.
    pub seen: Option<Uuid>,
    /// Whether it comes from the list and was not looked at yet.
    pub is_new: bool,
}

impl Chosen {
    /// Those of a form, each once.
    #[must_use]
    pub fn all(form: &Form) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for one in form.all("chosen").filter_map(Self::parse) {
            if all.len() < MOST && !all.iter().any(|other| other.obligation == one.obligation) {
                all.push(one);
            }
        }
        all
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let obligation = parts.next()?.parse().ok()?;
        let Some(update) = parts.next() else {
            return Some(Self { obligation, update: ids::new(), seen: None, is_new: true });
        };
        let update = update.parse().ok()?;
        let seen = parts.next().and_then(|seen| seen.parse().ok());
        Some(Self { obligation, update, seen, is_new: false })
    }

    /// As the form sends it again; upon what it is then written.
    fn value(&self, seen: Option<Uuid>) -> String {
        let seen = seen.map_or_else(|| "-".to_owned(), |seen| seen.to_string());
        format!("{}.{}.{seen}", self.obligation, self.update)
    }
}

/// The chosen rows as they are now.
#[derive(Debug)]
pub struct Loaded {
    pub rows: Vec<(Chosen, ObligationRow)>,
    /// What is no longer there.
    pub gone: Vec<Chosen>,
    facts: BTreeMap<Uuid, Vec<UpdateFact>>,
    /// What has been filed under the ids that were made for the rows.
    pub filed: BTreeMap<Uuid, Update>,
    names: Names,
    today: NaiveDate,
}

/// How a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub status: Status,
    pub days_overdue: Option<i64>,
}

/// A row that would be updated.
#[derive(Debug)]
pub struct Line {
    pub value: String,
    pub label: Label,
    pub before: Standing,
    /// None while nothing has been said.
    pub after: Option<Standing>,
    pub notes: Vec<String>,
}

/// What a row is called.
#[derive(Debug, Clone)]
pub struct Label {
    pub address: String,
    pub code: String,
    pub occurrence: Option<String>,
    pub title: Title,
    pub party: String,
}

/// A row that is left out, and why.
#[derive(Debug)]
pub struct LeftOut {
    pub label: Option<Label>,
    pub reason: String,
}

impl Loaded {
    /// Reads them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn read(
        conn: &mut Conn,
        chosen: Vec<Chosen>,
        language: Language,
        today: NaiveDate,
    ) -> Result<Self, Failure> {
        let ids: Vec<Uuid> = chosen.iter().map(|one| one.obligation).collect();
        let made: Vec<Uuid> = chosen.iter().map(|one| one.update).collect();
        let found = obligations::these(conn, &ids, Moment::live(today)).await?;
        let is_gone = |one: &&Chosen| !found.iter().any(|row| row.id == one.obligation);
        let gone = chosen.iter().filter(is_gone).cloned().collect();
        let rows = found.into_iter().filter_map(|row| {
            let mut chosen = chosen.iter().find(|one| one.obligation == row.id)?.clone();
            if chosen.is_new {
                chosen.seen = row.head;
            }
            Some((chosen, row))
        });
        let filed = updates::find(conn, &made).await?;
        Ok(Self {
            rows: rows.collect(),
            gone,
            facts: updates::facts_of(conn, &ids).await?,
            filed: filed.into_iter().map(|update| (update.id, update)).collect(),
            names: Names::read(conn, language, &[]).await?,
            today,
        })
    }

    /// Whether somebody has filed on one of the rows since they were looked at.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.rows.iter().any(|(chosen, row)| self.is_changed(chosen, row))
    }

    fn is_changed(&self, chosen: &Chosen, row: &ObligationRow) -> bool {
        chosen.seen != row.head && !self.filed.contains_key(&chosen.update)
    }

    /// Why a row is left out, if it is.
    #[must_use]
    pub fn bar(
        &self,
        caller: &Caller,
        row: &ObligationRow,
        new: Option<&NewUpdate>,
    ) -> Option<Refusal> {
        if may_file(caller, &row.party).is_err() {
            return Some(Refusal::NotYours);
        }
        let seen = self.facts(row).iter().find(|fact| Some(fact.id) == row.head);
        let is_closed = seen.and_then(|fact| fact.status.status()).is_some_and(Status::is_closed);
        let has_reason = new.is_some_and(|new| new.reason.is_some());
        (is_closed && new.is_some() && !has_reason).then_some(Refusal::Closed)
    }

    fn facts(&self, row: &ObligationRow) -> &[UpdateFact] {
        self.facts.get(&row.id).map_or(&[][..], Vec::as_slice)
    }

    /// What `new` would make of each row, and which rows are left out.
    #[must_use]
    pub fn lines(
        &self,
        frame: &Frame,
        caller: &Caller,
        new: Option<&NewUpdate>,
    ) -> (Vec<Line>, Vec<LeftOut>) {
        let (mut lines, mut left_out) = (Vec::new(), Vec::new());
        for (chosen, row) in &self.rows {
            let label = self.label(frame, row);
            match self.bar(caller, row, new) {
                Some(bar) => {
                    let reason = frame.t(bar.key());
                    left_out.push(LeftOut { label: Some(label), reason });
                }
                None => lines.push(self.line(frame, label, (chosen, row), new)),
            }
        }
        for _ in &self.gone {
            left_out.push(LeftOut { label: None, reason: frame.t(Refusal::Gone.key()) });
        }
        (lines, left_out)
    }

    /// What a row is called.
    #[must_use]
    pub fn label(&self, frame: &Frame, row: &ObligationRow) -> Label {
        Label {
            address: frame.link(&format!("/commitments/{}", row.code)),
            code: row.code.clone(),
            occurrence: row.occurrence.clone(),
            title: Title::pick(frame.language(), &row.title),
            party: self.names.party(&row.party),
        }
    }

    fn line(
        &self,
        frame: &Frame,
        label: Label,
        (chosen, row): (&Chosen, &ObligationRow),
        new: Option<&NewUpdate>,
    ) -> Line {
        let after = new.map(|new| self.after(chosen, row, new));
        let mut notes = Vec::new();
        if self.is_changed(chosen, row) {
            notes.push(frame.t("web-bulk-changed"));
        }
        if let Some(after) = &after {
            if after.update != Some(chosen.update) {
                notes.push(frame.t("web-bulk-outranked"));
            }
            if after.contested {
                notes.push(frame.t("web-bulk-contested"));
            }
        }
        Line {
            value: chosen.value(row.head),
            label,
            before: self.standing(row, row.status, row.done_on),
            after: after.map(|after| self.standing(row, after.status, after.done_on)),
            notes,
        }
    }

    /// The state that a row would have.
    fn after(&self, chosen: &Chosen, row: &ObligationRow, new: &NewUpdate) -> State {
        let mut facts = self.facts(row).to_vec();
        facts.push(new.fact(chosen.update));
        fold(&facts, Some(self.today))
    }

    fn standing(
        &self,
        row: &ObligationRow,
        status: Status,
        done_on: Option<NaiveDate>,
    ) -> Standing {
        let due = Due { status, done_on, ..row.due() };
        Standing { status, days_overdue: due.days_overdue(self.today) }
    }
}

/// The update that one row gets.
#[must_use]
pub fn of_row(new: &NewUpdate, chosen: &Chosen) -> NewUpdate {
    NewUpdate { id: Some(chosen.update), seen: chosen.seen, ..new.clone() }
}

/// The obligation that a row is.
#[must_use]
pub fn about(row: &ObligationRow) -> About {
    About { code: row.code.clone(), party: row.party.clone(), occurrence: row.occurrence.clone() }
}

/// Whether what was filed under a row's id is this update and no other.
#[must_use]
pub fn is_same(filed: &Update, new: &NewUpdate, obligation: Uuid, caller: &Caller) -> bool {
    let said = |status: UpdateStatus, as_of, done_on| (status, as_of, done_on);
    filed.obligation_id == obligation
        && filed.author == caller.name
        && said(filed.status, filed.as_of, filed.done_on)
            == said(new.status, new.as_of, new.done_on)
        && filed.narrative == new.narrative
        && filed.reason == new.reason
        && filed.evidence.len() == new.evidence.len()
        && filed.evidence.iter().zip(&new.evidence).all(|(a, b)| a.url == b.url)
}
