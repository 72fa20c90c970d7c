//! An update as it is typed into a form: read, and what is wrong with it told beside its fields.

use chrono::{Days, NaiveDate, Utc};
use uuid::Uuid;

use super::form::Form;
use crate::actions::fields::date;
use crate::domain::fault::Fault;
use crate::domain::status::{Basis, UpdateStatus};
use crate::domain::terms::Term;
use crate::domain::update::{
    LONGEST_NARRATIVE, LONGEST_URL, MOST_EVIDENCE, NewEvidence, NewUpdate,
};
use crate::records::update::Update;

/// What somebody typed, to the letter but for the space around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateFields {
    /// Made when the form is drawn, so that a form that is sent twice files once.
    pub id: Option<Uuid>,
    pub seen: Option<Uuid>,
    pub status: String,
    pub as_of: String,
    pub done_on: String,
    pub narrative: String,
    pub reason: String,
    pub corrects: String,
    /// The links, without the rows that were left empty.
    pub evidence: Vec<EvidenceFields>,
}

/// A link as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceFields {
    pub url: String,
    pub title: String,
    pub lang: String,
    pub published_on: String,
}

/// What is wrong: each field's name, with the key of the text that says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<(String, &'static str)>);

impl UpdateFields {
    /// Takes the fields of an update out of a form.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
        let id = |name: &str| form.get(name).and_then(|text| text.parse().ok());
        let link = |row: usize| EvidenceFields {
            url: text(&evidence_field(row, "url")),
            title: text(&evidence_field(row, "title")),
            lang: text(&evidence_field(row, "lang")),
            published_on: text(&evidence_field(row, "published_on")),
        };
        Self {
            id: id("id"),
            seen: id("seen"),
            status: text("status"),
            as_of: text("as_of"),
            done_on: text("done_on"),
            // Forms send lines as mail does (HTML, 4.10.22.7).
            narrative: text("narrative").replace("\r\n", "\n"),
            reason: text("reason"),
            corrects: text("corrects"),
            evidence: (0..MOST_EVIDENCE).map(link).filter(|link| !link.is_blank()).collect(),
        }
    }

    /// Whether an update says what they say.
    #[must_use]
    pub fn are_of(&self, update: &Update) -> bool {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let links = update.evidence.iter().map(|link| EvidenceFields {
            url: link.url.clone(),
            title: link.title.clone(),
            lang: link.lang.clone(),
            published_on: day(link.published_on),
        });
        self.status == update.status.as_str()
            && (&self.as_of, &self.done_on) == (&day(Some(update.as_of)), &day(update.done_on))
            && self.narrative == update.narrative
            && self.reason == update.reason.as_deref().unwrap_or_default()
            && self.corrects.parse().ok() == update.corrects
            && self.evidence.iter().cloned().eq(links)
    }

    /// The update that they make. `seen` is the status of the update that they name as seen.
    ///
    /// # Errors
    /// Everything that is wrong with them, by field.
    pub fn read(&self, basis: Basis, seen: Option<UpdateStatus>) -> Result<NewUpdate, Faults> {
        let mut faults = Faults::default();
        let status = UpdateStatus::parse(&self.status).ok();
        let as_of = date(&self.as_of);
        let done_on = faults.day("done_on", &self.done_on);
        if status.is_none() {
            faults.add("status", "web-fault-status");
        }
        if as_of.is_none() {
            faults.add("as_of", "web-fault-day");
        }
        let evidence = self.evidence.iter().enumerate();
        let new = NewUpdate {
            id: self.id,
            basis,
            // What stands in for a bad value; its own fault is noted, and none is added to it.
            status: status.unwrap_or(UpdateStatus::InProgress),
            as_of: as_of.or(done_on).unwrap_or_default(),
            done_on,
            narrative: self.narrative.clone(),
            reason: Some(self.reason.clone()).filter(|reason| !reason.is_empty()),
            corrects: self.corrects.parse().ok(),
            seen: self.seen,
            evidence: evidence.map(|(row, link)| link.read(row, &mut faults)).collect(),
        };
        let is_half_read = status.is_none() || as_of.is_none();
        let of_domain = new.faults(seen).into_iter();
        let told = of_domain.filter(|fault| !is_half_read || fault.pointer != "/done_on");
        faults.translate(&new, &told.collect::<Vec<_>>());
        if faults.is_empty() { Ok(new) } else { Err(faults) }
    }
}

impl UpdateFields {
    /// The same of a form that is sent now: it may not be about a day to come, as where updates are
    /// filed. Somewhere on Earth it is already tomorrow.
    ///
    /// # Errors
    /// Everything that is wrong with them, by field.
    pub fn read_by_now(
        &self,
        basis: Basis,
        seen: Option<UpdateStatus>,
    ) -> Result<NewUpdate, Faults> {
        let last = Utc::now().date_naive() + Days::new(1);
        let is_to_come = date(&self.as_of).is_some_and(|day| day > last);
        let mut faults = Faults::default();
        if is_to_come {
            faults.add("as_of", "web-fault-day-to-come");
        }
        match self.read(basis, seen) {
            Ok(new) if !is_to_come => Ok(new),
            Ok(_) => Err(faults),
            Err(found) => {
                found.0.into_iter().for_each(|(field, key)| faults.add(&field, key));
                Err(faults)
            }
        }
    }

    /// Whether nothing was typed: neither words nor days nor links. A status is chosen quickly
    /// again.
    #[must_use]
    pub fn are_blank(&self) -> bool {
        let texts = [&self.narrative, &self.reason, &self.done_on];
        texts.iter().all(|text| text.is_empty()) && self.evidence.is_empty()
    }
}

impl EvidenceFields {
    /// Whether nothing was typed; the language is filled in beforehand.
    fn is_blank(&self) -> bool {
        [&self.url, &self.title, &self.published_on].iter().all(|text| text.is_empty())
    }

    fn read(&self, row: usize, faults: &mut Faults) -> NewEvidence {
        NewEvidence {
            url: self.url.clone(),
            title: self.title.clone(),
            lang: self.lang.clone(),
            published_on: faults.day(&evidence_field(row, "published_on"), &self.published_on),
            sha256: None,
        }
    }
}

/// The name of a field of a row of evidence.
#[must_use]
pub fn evidence_field(row: usize, name: &str) -> String {
    format!("evidence-{row}-{name}")
}

impl Faults {
    /// The key of the text that says what is wrong with a field; none if it is right.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&'static str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, key)| *key)
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields are wrong.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Notes a fault; the first one of a field counts.
    pub fn add(&mut self, field: &str, key: &'static str) {
        if self.of(field).is_none() {
            self.0.push((field.to_owned(), key));
        }
    }

    /// Notes what was found wrong with an update elsewhere, by JSON pointers.
    pub fn translate(&mut self, new: &NewUpdate, faults: &[Fault]) {
        for fault in faults {
            let field = fault.pointer.trim_start_matches('/').replace('/', "-");
            self.add(&field, key(&field, new));
        }
    }

    fn day(&mut self, field: &str, text: &str) -> Option<NaiveDate> {
        let day = date(text);
        if day.is_none() && !text.is_empty() {
            self.add(field, "web-fault-day");
        }
        day
    }
}

/// The text for what is wrong with a field. Which of its faults it is shows in the update itself,
/// so that no sentence of the API has to be compared.
fn key(field: &str, new: &NewUpdate) -> &'static str {
    let row = |field: &str| {
        let row: usize = field.split('-').nth(1)?.parse().ok()?;
        new.evidence.get(row)
    };
    match field.rsplit('-').next().unwrap_or(field) {
        "as_of" => "web-fault-day-to-come",
        "done_on" => match (new.status, new.done_on) {
            (UpdateStatus::Complete, None) => "web-fault-done-on-missing",
            (UpdateStatus::Complete, Some(_)) => "web-fault-done-on-late",
            _ => "web-fault-done-on-extra",
        },
        "narrative" if new.narrative.is_empty() => "web-fault-narrative",
        "narrative" if new.narrative.chars().count() > LONGEST_NARRATIVE => "web-fault-too-long",
        "reason" if new.reason.is_none() => "web-fault-reason",
        "corrects" if new.corrects.is_none() => "web-fault-withdraws-what",
        "corrects" => "web-fault-corrects",
        "url" if row(field).is_some_and(|link| link.url.chars().count() > LONGEST_URL) => {
            "web-fault-too-long"
        }
        "url" => "web-fault-url",
        "title" if row(field).is_some_and(|link| link.title.is_empty()) => "web-fault-title",
        "narrative" | "reason" | "title" => "web-fault-characters",
        "lang" => "web-fault-lang",
        _ => "web-fault-form",
    }
}

#[cfg(test)]
mod tests;
