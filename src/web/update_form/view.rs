//! The form as its template draws it.

use std::collections::HashSet;

use uuid::Uuid;

use super::{Subject, address};
use crate::domain::status::{Status, UpdateStatus};
use crate::domain::terms::Term;
use crate::domain::update::MOST_EVIDENCE;
use crate::domain::user::Caller;
use crate::records::ids;
use crate::records::update::Update;
use crate::web::frame::Frame;
use crate::web::item::badge::Badge;
use crate::web::item::past::UpdateView;
use crate::web::update_fields::{EvidenceFields, Faults, UpdateFields, evidence_field};

/// Rows for links where nothing was typed.
const ROWS: usize = 3;

/// How a form comes to be drawn.
#[derive(Default)]
pub struct Occasion {
    /// The page to go on to after filing.
    pub next: Option<String>,
    /// What was filed since the form was drawn.
    pub meanwhile: Vec<Update>,
    /// The last update that was filed before those.
    pub before: Option<Uuid>,
    /// More rows for links were asked for.
    pub is_more_wanted: bool,
    pub notice: Option<Notice>,
}

/// What the author should know before the form is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The form was filed before, with other contents.
    Second,
    /// Its author has signed in since it was drawn.
    Resumed,
}

/// The form.
pub struct UpdateForm {
    /// Where it is sent.
    pub action: String,
    pub code: String,
    pub title: String,
    pub party: String,
    pub occurrence: Option<String>,
    pub status: Badge,
    /// Where its item is.
    pub item: String,
    /// Under which the browser keeps a draft: whose it is, and about what.
    pub draft: String,
    /// Whether what stands in it was typed.
    pub is_typed: bool,
    pub choices: Vec<Choice>,
    pub fields: UpdateFields,
    pub faults: Faults,
    /// Whether the update seen had closed the obligation.
    pub is_reason_wanted: bool,
    /// The author's own updates, which this one may correct.
    pub corrigible: Vec<Corrigible>,
    pub rows: Vec<Row>,
    pub most_rows: usize,
    pub meanwhile: Vec<UpdateView>,
    /// The last update that was filed before those of meanwhile.
    pub before: Option<Uuid>,
    /// The last update that was filed before the form was drawn.
    pub upto: Option<Uuid>,
    pub next: Option<String>,
    pub notice: Option<Notice>,
}

/// A status that may be chosen.
pub struct Choice {
    pub value: &'static str,
    pub badge: Badge,
    pub is_chosen: bool,
    /// Whether one begins here.
    pub is_focus: bool,
}

/// An update that may be corrected.
pub struct Corrigible {
    pub id: String,
    pub text: String,
    pub is_chosen: bool,
}

/// A row for a link.
pub struct Row {
    pub cells: [Cell; 4],
    pub is_blank: bool,
}

/// A field of a row.
pub struct Cell {
    pub class: &'static str,
    pub name: String,
    pub label: String,
    /// As HTML calls the kind of input.
    pub kind: &'static str,
    pub value: String,
    pub fault: Option<String>,
}

impl UpdateForm {
    /// One that nobody has typed into.
    #[must_use]
    pub fn fresh(frame: &Frame, caller: &Caller, subject: &Subject, occasion: Occasion) -> Self {
        let fields = UpdateFields {
            id: Some(ids::new()),
            seen: subject.obligation.update,
            as_of: frame.day.to_string(),
            ..UpdateFields::default()
        };
        let form = Self::again(frame, caller, subject, fields, Faults::default(), occasion);
        Self { is_typed: false, ..form }
    }

    /// One with what was typed into it.
    #[must_use]
    pub fn again(
        frame: &Frame,
        caller: &Caller,
        subject: &Subject,
        fields: UpdateFields,
        faults: Faults,
        occasion: Occasion,
    ) -> Self {
        let own = own(subject, caller);
        let obligation = &subject.obligation;
        let seen = subject.status_of(fields.seen).and_then(UpdateStatus::status);
        let is_calm = faults.is_empty()
            && occasion.meanwhile.is_empty()
            && occasion.notice != Some(Notice::Second);
        let language = frame.language();
        let occurrence = obligation.occurrence.as_deref();
        Self {
            action: frame.link(&address(&subject.code, &obligation.party, occurrence)),
            code: subject.code.clone(),
            title: language.pick(&subject.title).to_owned(),
            party: language.pick(&subject.party).to_owned(),
            occurrence: obligation.occurrence.clone(),
            status: Badge::new(frame, obligation.status),
            item: frame.link(&format!("/commitments/{}", subject.code)),
            draft: format!("{}:{}", caller.user_id, obligation.id),
            is_typed: !fields.are_blank(),
            choices: choices(frame, &fields, !own.is_empty(), is_calm),
            is_reason_wanted: seen.is_some_and(Status::is_closed)
                || faults.of("reason").is_some()
                || !fields.reason.is_empty(),
            corrigible: own.into_iter().map(|one| corrigible(frame, one, &fields)).collect(),
            rows: rows(frame, &fields, &faults, occasion.is_more_wanted),
            most_rows: MOST_EVIDENCE,
            meanwhile: occasion.meanwhile.iter().map(|one| UpdateView::new(frame, one)).collect(),
            upto: subject.updates.first().map(|update| update.id),
            next: occasion.next,
            before: occasion.before,
            notice: occasion.notice,
            fields,
            faults,
        }
    }

    /// What is wrong with a field, in words.
    #[must_use]
    pub fn fault(&self, frame: &Frame, field: &str) -> Option<String> {
        self.faults.of(field).map(|key| frame.t(key))
    }

    /// How many fields are wrong.
    #[must_use]
    pub fn count_of_faults(&self, frame: &Frame) -> String {
        frame.n("web-update-faults", self.faults.len())
    }

    /// The key of what the author should know before the form is sent.
    #[must_use]
    pub fn notice(&self) -> Option<&'static str> {
        self.notice.map(|notice| match notice {
            Notice::Second => "web-update-second",
            Notice::Resumed => "web-form-resumed",
        })
    }

    /// How the form is shown, as it is asked for again in another language.
    #[must_use]
    pub fn state(&self) -> &'static str {
        if !self.faults.is_empty() {
            "faulty"
        } else if self.notice == Some(Notice::Second) {
            "second"
        } else if !self.meanwhile.is_empty() {
            "meanwhile"
        } else if self.notice == Some(Notice::Resumed) {
            "resumed"
        } else {
            "typed"
        }
    }

    /// What is wrong with no field that is shown.
    #[must_use]
    pub fn hidden_fault(&self, frame: &Frame) -> Option<String> {
        self.fault(frame, "id").or_else(|| self.fault(frame, "seen"))
    }
}

/// The updates that the caller may correct: the own ones that stand.
fn own<'a>(subject: &'a Subject, caller: &Caller) -> Vec<&'a Update> {
    let all = &subject.updates;
    let corrected: HashSet<Uuid> = all.iter().filter_map(|update| update.corrects).collect();
    let is_own = |update: &&Update| {
        update.author == caller.name
            && Some(update.basis) == caller.role.files()
            && update.status != UpdateStatus::Withdrawn
            && !corrected.contains(&update.id)
    };
    all.iter().filter(is_own).collect()
}

/// `is_calm` says that nothing is shown which has to be read first.
fn choices(frame: &Frame, fields: &UpdateFields, has_own: bool, is_calm: bool) -> Vec<Choice> {
    let offered =
        UpdateStatus::ALL.iter().filter(|one| has_own || **one != UpdateStatus::Withdrawn);
    let choice = |(place, status): (usize, &UpdateStatus)| {
        let is_chosen = status.as_str() == fields.status;
        let begins = if fields.status.is_empty() { place == 0 } else { is_chosen };
        Choice {
            value: status.as_str(),
            badge: Badge::of_update(frame, status.status(), "web-update-withdraw"),
            is_chosen,
            is_focus: is_calm && begins,
        }
    };
    offered.enumerate().map(choice).collect()
}

fn corrigible(frame: &Frame, update: &Update, fields: &UpdateFields) -> Corrigible {
    let id = update.id.to_string();
    let badge = Badge::of_update(frame, update.status.status(), "web-update-withdraw");
    let start: String = update.narrative.chars().take(60).collect();
    let dots = if update.narrative.chars().count() > 60 { "…" } else { "" };
    Corrigible {
        is_chosen: id == fields.corrects,
        id,
        text: format!("{} · {} · {start}{dots}", badge.word, frame.date(update.as_of)),
    }
}

fn rows(frame: &Frame, fields: &UpdateFields, faults: &Faults, is_more_wanted: bool) -> Vec<Row> {
    let filled = fields.evidence.len();
    let more = if is_more_wanted { ROWS * 2 } else { ROWS };
    let blank = EvidenceFields { lang: frame.language().to_string(), ..EvidenceFields::default() };
    let links = fields.evidence.iter().map(|link| (link, false));
    links
        .chain(std::iter::repeat_n((&blank, true), more))
        .take((filled + more).min(MOST_EVIDENCE))
        .enumerate()
        .map(|(row, (link, is_blank))| Row { cells: cells(frame, row, link, faults), is_blank })
        .collect()
}

fn cells(frame: &Frame, row: usize, link: &EvidenceFields, faults: &Faults) -> [Cell; 4] {
    let cell = |class: &'static str, kind, value: &String, label: &str| {
        let name = evidence_field(row, class);
        let fault = faults.of(&name).map(|key| frame.t(key));
        Cell { class, label: frame.t(label), kind, value: value.clone(), fault, name }
    };
    [
        cell("url", "url", &link.url, "web-update-url"),
        cell("title", "text", &link.title, "web-update-title"),
        cell("lang", "text", &link.lang, "web-update-lang"),
        cell("published_on", "date", &link.published_on, "web-update-published"),
    ]
}
