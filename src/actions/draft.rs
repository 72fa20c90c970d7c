//! What an editor states of a commitment, and the records that follow from it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::domain::commitment::{Kind, Strength, Urgency};
use crate::domain::deadline::Deadline;
use crate::domain::fault::Fault;
use crate::domain::occurrence::{Window, occurrences, windows};
use crate::domain::party::Role;
use crate::domain::recurrence::Recurrence;
use crate::records::commitment::{Commitment, RecurrenceRule, Reference, Related};
use crate::records::ids;
use crate::records::obligation::Obligation;
use crate::records::party::Party;
use crate::records::texts::Json;

/// The fields of a commitment that an editor states; all others follow from these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub quote: Option<String>,
    pub quote_start: Option<i32>,
    pub verb: Option<String>,
    pub strength: Strength,
    pub kind: Kind,
    pub title: BTreeMap<String, String>,
    pub deadline: Option<Deadline>,
    pub urgency: Option<Urgency>,
    pub recurrence: Option<RecurrenceRule>,
    pub group: Option<String>,
    pub topics: Vec<String>,
    pub sdgs: Vec<i16>,
    pub refs: Vec<Reference>,
    pub related: Vec<Related>,
    pub note: Option<String>,
    pub no_deadline: Option<String>,
    /// Who owes, and in which role.
    pub obligations: Vec<(String, Role)>,
}

impl Draft {
    /// Every fault that shows only against the declaration's languages and the known parties.
    #[must_use]
    pub fn faults(&self, languages: &[String], parties: &[Party]) -> Vec<Fault> {
        let mut faults = Vec::new();
        for language in languages {
            if !self.title.contains_key(language) {
                let message = "must be given: the declaration's items have titles in this language";
                faults.push(Fault::new(format!("/title/{language}"), message));
            }
        }
        let known = |code: &str| parties.iter().any(|party| party.code == code);
        for (i, (party, _)) in self.obligations.iter().enumerate() {
            if !known(party) {
                let message = "must be the code of a known party or group";
                faults.push(Fault::new(format!("/obligations/{i}/party"), message));
            }
            if self.obligations.iter().take(i).any(|(other, _)| other == party) {
                let message = "owes already: one obligation a party";
                faults.push(Fault::new(format!("/obligations/{i}/party"), message));
            }
        }
        if self.group.as_deref().is_some_and(|group| !known(group)) {
            faults.push(Fault::new("/group", "must be the code of a known group"));
        }
        let roles: Vec<Role> = self.obligations.iter().map(|(_, role)| *role).collect();
        let fault = self.strength.fault_of_roles(&roles);
        faults.extend(fault.map(|message| Fault::new("/obligations", message)));
        if let Err(fault) = self.windows() {
            faults.push(fault);
        }
        faults
    }

    /// When it falls due: once, or once an occurrence.
    fn windows(&self) -> Result<Vec<Window>, Fault> {
        let (Some(deadline), Some(rule)) = (&self.deadline, &self.recurrence) else {
            return Ok(windows(self.deadline.as_ref(), None));
        };
        let fault = |pointer: &str, message: String| {
            Fault::new(format!("/deadline/recurrence/{pointer}"), message)
        };
        let until = Deadline::parse(&rule.until).map_err(|e| fault("until", e.to_string()))?;
        let recurrence = Recurrence::parse(&rule.rule, Some(until.due_on()))
            .map_err(|e| fault("rule", e.to_string()))?;
        let all = occurrences(deadline, &recurrence).map_err(|e| fault("rule", e.to_string()))?;
        Ok(windows(Some(deadline), Some(&all)))
    }

    /// Writes the stated fields, and what follows from them, into a record.
    pub fn write_to(&self, record: &mut Commitment) {
        record.quote.clone_from(&self.quote);
        record.quote_start = self.quote_start;
        record.verb.clone_from(&self.verb);
        record.strength = self.strength;
        record.kind = self.kind;
        record.tracked = self.strength.tracked();
        record.title = Json(self.title.clone());
        record.edtf = self.deadline.as_ref().map(|deadline| deadline.edtf().to_owned());
        record.opens_on = self.deadline.as_ref().and_then(Deadline::opens_on);
        record.due_on = self.deadline.as_ref().map(Deadline::due_on);
        record.urgency = self.urgency;
        record.recurrence = self.recurrence.clone().map(Json);
        record.party_group.clone_from(&self.group);
        record.topics.clone_from(&self.topics);
        record.sdgs.clone_from(&self.sdgs);
        record.refs = Json(self.refs.clone());
        record.related = Json(self.related.clone());
        record.note.clone_from(&self.note);
        record.no_deadline.clone_from(&self.no_deadline);
    }

    /// The obligations that change if this draft holds: new, edited, revived and dropped ones,
    /// each with its version counted up; `present` are those there are, dropped ones too.
    #[must_use]
    pub fn changed_obligations(
        &self,
        item: &Commitment,
        present: &[Obligation],
        parties: &[Party],
        now: DateTime<Utc>,
    ) -> Vec<Obligation> {
        let wanted = self.wanted(item, parties);
        let mut changed = Vec::new();
        for want in &wanted {
            match present.iter().find(|one| one.id == want.id) {
                None => changed.push(want.clone()),
                Some(have) => {
                    let next = Obligation { version: have.version, ..want.clone() };
                    if next != *have {
                        changed.push(Obligation { version: have.version + 1, ..next });
                    }
                }
            }
        }
        for have in present {
            if have.dropped_at.is_none() && !wanted.iter().any(|want| want.id == have.id) {
                let version = have.version + 1;
                changed.push(Obligation { version, dropped_at: Some(now), ..have.clone() });
            }
        }
        changed
    }

    /// The obligations that should stand, as new.
    fn wanted(&self, item: &Commitment, parties: &[Party]) -> Vec<Obligation> {
        // Faulty recurrences were refused before.
        let windows = self.windows().unwrap_or_default();
        let known = |code: &str| parties.iter().find(|party| party.code == code);
        self.obligations
            .iter()
            .filter_map(|(party, role)| Some((known(party)?, *role)))
            .flat_map(|(party, role)| {
                windows.iter().map(move |window| Obligation::new(item, party, role, window))
            })
            .collect()
    }

    /// What an editor would have stated to get these records.
    #[must_use]
    pub fn of(item: &Commitment, present: &[Obligation]) -> Self {
        let mut obligations: Vec<(String, Role)> = Vec::new();
        for one in present.iter().filter(|one| one.dropped_at.is_none()) {
            if !obligations.iter().any(|(party, _)| *party == one.party) {
                obligations.push((one.party.clone(), one.role));
            }
        }
        Self {
            quote: item.quote.clone(),
            quote_start: item.quote_start,
            verb: item.verb.clone(),
            strength: item.strength,
            kind: item.kind,
            title: item.title.0.clone(),
            deadline: item.edtf.as_deref().and_then(|edtf| Deadline::parse(edtf).ok()),
            urgency: item.urgency,
            recurrence: item.recurrence.clone().map(|rule| rule.0),
            group: item.party_group.clone(),
            topics: item.topics.clone(),
            sdgs: item.sdgs.clone(),
            refs: item.refs.0.clone(),
            related: item.related.0.clone(),
            note: item.note.clone(),
            no_deadline: item.no_deadline.clone(),
            obligations,
        }
    }
}

/// Where in a declaration a new item stands.
#[derive(Debug, Clone)]
pub struct Place {
    /// The declaration's slug.
    pub declaration: String,
    pub section: i32,
    pub paragraph: i32,
}

/// An empty record of a new item at its place, for a draft to be written to.
#[must_use]
pub fn blank(place: &Place, code: String, sort_key: String, draft: &Draft) -> Commitment {
    let mut record = Commitment {
        id: Uuid::nil(),
        declaration: place.declaration.clone(),
        code,
        section: place.section,
        paragraph: place.paragraph,
        sort_key,
        quote: None,
        quote_start: None,
        verb: None,
        strength: draft.strength,
        kind: draft.kind,
        tracked: draft.strength.tracked(),
        title: Json::default(),
        edtf: None,
        opens_on: None,
        due_on: None,
        urgency: None,
        recurrence: None,
        party_group: None,
        topics: Vec::new(),
        sdgs: Vec::new(),
        refs: Json::default(),
        related: Json::default(),
        note: None,
        no_deadline: None,
        version: 1,
        deleted_at: None,
    };
    record.id = ids::new();
    draft.write_to(&mut record);
    record
}
