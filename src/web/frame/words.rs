//! The words of a page, in the visitor's language.

use chrono::{DateTime, NaiveDate, Utc};

use super::Frame;
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::user::Caller;
use crate::language::{Args, Language, Marks};
use crate::reports::form::Form;

impl Frame {
    #[must_use]
    pub const fn language(&self) -> Language {
        self.texts.language()
    }

    /// How the language joins pieces of text.
    #[must_use]
    pub const fn marks(&self) -> Marks {
        self.language().marks()
    }

    /// A text by its key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.texts.text(key)
    }

    /// A text with one number in it, called `n`.
    #[must_use]
    pub fn n(&self, key: &str, n: impl TryInto<i64>) -> String {
        let mut args = Args::new();
        args.set("n", n.try_into().unwrap_or(i64::MAX));
        self.texts.with(key, &args)
    }

    /// A text with one word in it, called `what`.
    #[must_use]
    pub fn with(&self, key: &str, what: &str) -> String {
        let mut args = Args::new();
        args.set("what", what.to_owned());
        self.texts.with(key, &args)
    }

    /// The word for a term of a closed list.
    #[must_use]
    pub fn term(&self, list: &str, term: impl Term) -> String {
        self.texts.term(list, term)
    }

    /// The class of a status, by which the style knows its colour.
    #[must_use]
    pub fn class(&self, status: Status) -> String {
        status.as_str().replace('_', "-")
    }

    /// A day in words.
    #[must_use]
    pub fn date(&self, day: NaiveDate) -> String {
        self.texts.day(day)
    }

    /// A moment in words and figures, in the ledger's time zone.
    #[must_use]
    pub fn moment(&self, at: &DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.timezone);
        format!("{} {}", self.date(local.date_naive()), local.format("%H:%M"))
    }

    /// What a form of a report is called.
    #[must_use]
    pub fn form(&self, form: Form) -> String {
        self.term("form", form)
    }

    /// What a field of an item is called.
    #[must_use]
    pub fn field(&self, name: &str) -> String {
        let known = FIELDS.iter().find(|(field, _)| *field == name);
        known.map_or_else(|| name.to_owned(), |(_, key)| self.t(key))
    }

    /// What a user is: the role and, of an analyst, the party.
    #[must_use]
    pub fn role_of(&self, caller: &Caller) -> String {
        let role = self.term("user-role", caller.role);
        let party = caller.party.as_ref();
        party.map_or(role.clone(), |party| self.marks().in_brackets(&role, party))
    }
}

/// The fields of an item, and the texts that name them.
const FIELDS: &[(&str, &str)] = &[
    ("quote", "web-review-field-quote"),
    ("quote_start", "web-review-field-quote-start"),
    ("verb", "web-review-field-verb"),
    ("title", "web-review-field-title"),
    ("deadline", "web-review-field-deadline"),
    ("edtf", "web-review-field-edtf"),
    ("urgency", "web-item-part-urgency"),
    ("recurrence", "web-item-part-recurrence"),
    ("rule", "web-review-field-rule"),
    ("until", "web-review-field-until"),
    ("strength", "web-review-field-strength"),
    ("kind", "web-review-field-kind"),
    ("topics", "web-review-field-topics"),
    ("sdgs", "web-review-field-sdgs"),
    ("refs", "web-review-field-refs"),
    ("related", "web-review-field-related"),
    ("note", "web-review-field-note"),
    ("no_deadline", "web-review-field-no-deadline"),
    ("group", "web-review-field-group"),
    ("obligations", "web-review-field-obligations"),
    ("due", "web-review-field-due"),
    ("done_on", "web-review-field-done-on"),
    ("party", "web-review-field-party"),
];
