//! The form of an update of many, as it is shown.

use sha2::{Digest, Sha256};

use crate::domain::status::{Status, UpdateStatus};
use crate::domain::terms::Term;
use crate::domain::update::MOST_EVIDENCE;
use crate::sync::envelope::hex;
use crate::web::frame::Frame;
use crate::web::update_fields::{EvidenceFields, Faults, UpdateFields, evidence_field};

/// The fields with what was typed, and what is wrong with each.
pub struct FormView {
    pub statuses: Vec<StatusChoice>,
    pub status_fault: String,
    pub days: Vec<Field>,
    pub narrative: Field,
    pub reason: Field,
    pub links: Vec<Vec<Field>>,
    pub fingerprint: String,
}

/// A status that can be chosen.
pub struct StatusChoice {
    pub word: &'static str,
    pub status: Status,
    pub is_chosen: bool,
}

/// A field of one line.
pub struct Field {
    pub name: String,
    pub label: String,
    pub hint: String,
    pub kind: &'static str,
    pub value: String,
    /// Empty if nothing is wrong with it.
    pub fault: String,
}

/// What a form says, in short.
#[must_use]
pub fn fingerprint(fields: &UpdateFields) -> String {
    hex(&Sha256::digest(format!("{fields:?}"))[..8])
}

impl FormView {
    /// The form before anything was typed.
    #[must_use]
    pub fn blank(frame: &Frame) -> Self {
        let fields = UpdateFields { as_of: frame.today.to_string(), ..UpdateFields::default() };
        Self::new(frame, &fields, &Faults::default())
    }

    #[must_use]
    pub fn new(frame: &Frame, fields: &UpdateFields, faults: &Faults) -> Self {
        let fault = |name: &str| faults.of(name).map_or_else(String::new, |key| frame.t(key));
        let field = |name: &str, label: &str, kind, value: &str| Field {
            name: name.to_owned(),
            label: frame.t(label),
            hint: String::new(),
            kind,
            value: value.to_owned(),
            fault: fault(name),
        };
        let link = |(row, link): (usize, &EvidenceFields)| {
            let at = |part: &str| evidence_field(row, part);
            vec![
                field(&at("url"), "web-field-url", "url", &link.url),
                field(&at("title"), "web-field-title", "text", &link.title),
                field(&at("lang"), "web-field-lang", "text", &link.lang),
                field(&at("published_on"), "web-field-published", "date", &link.published_on),
            ]
        };
        let lang = frame.language().to_string();
        let next = EvidenceFields { lang, ..EvidenceFields::default() };
        let links = fields.evidence.iter().chain([&next]).take(MOST_EVIDENCE).enumerate();
        let mut done_on = field("done_on", "web-field-done-on", "date", &fields.done_on);
        done_on.hint = frame.t("web-field-done-on-hint");
        let mut reason = field("reason", "web-field-reason", "text", &fields.reason);
        reason.hint = frame.t("web-field-reason-hint");
        let choice = |word: &UpdateStatus| {
            let (word, status) = (word.as_str(), word.status()?);
            Some(StatusChoice { word, status, is_chosen: fields.status == word })
        };
        Self {
            statuses: UpdateStatus::ALL.iter().filter_map(choice).collect(),
            status_fault: fault("status"),
            days: vec![field("as_of", "web-field-as-of", "date", &fields.as_of), done_on],
            narrative: field("narrative", "web-field-narrative", "", &fields.narrative),
            reason,
            links: links.map(link).collect(),
            fingerprint: fingerprint(fields),
        }
    }
}
