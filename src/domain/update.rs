//! An update as somebody files it, and every way in which one alone can be wrong.

use chrono::NaiveDate;
use uuid::Uuid;

use super::fault::Fault;
use super::fold::UpdateFact;
use super::status::{Basis, Status, UpdateStatus};

/// The longest narrative, in characters.
pub const LONGEST_NARRATIVE: usize = 10_000;
/// The longest link, in characters.
pub const LONGEST_URL: usize = 2_000;
/// The most links that an update may have.
pub const MOST_EVIDENCE: usize = 50;
/// The longest language tag, in characters (RFC 5646, 4.4.1).
const LONGEST_TAG: usize = 35;

/// An update that is to be filed on one obligation.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUpdate {
    /// An id of the author's own making (a UUID of version 4 or 7), by which a later update can
    /// name this one before it is sent; one is given to it if it has none.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// On whose word it stands.
    pub basis: Basis,
    /// What it says.
    pub status: UpdateStatus,
    /// The day that it is about.
    pub as_of: NaiveDate,
    /// The day of completion, on or before `as_of`; with `complete` and nothing else.
    #[serde(default)]
    pub done_on: Option<NaiveDate>,
    /// What happened, in plain text.
    pub narrative: String,
    /// Why something that was closed is spoken of again.
    #[serde(default)]
    pub reason: Option<String>,
    /// The earlier update, of the same obligation and basis, that this one corrects.
    #[serde(default)]
    pub corrects: Option<Uuid>,
    /// The update that counted when this one was written; none if there was none.
    #[serde(default)]
    pub seen: Option<Uuid>,
    /// What stands behind it.
    #[serde(default)]
    pub evidence: Vec<NewEvidence>,
}

/// One link behind an update.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEvidence {
    /// Where it is to be found: an http or https address.
    pub url: String,
    /// What it is called.
    pub title: String,
    /// The language that it is in: a BCP 47 tag such as `zh`, `en` or `zh-Hans`.
    pub lang: String,
    /// The day on which it was published.
    pub published_on: Option<NaiveDate>,
    /// The SHA-256 of its content, in 64 hexadecimal digits of either case.
    #[serde(default)]
    pub sha256: Option<String>,
}

impl NewUpdate {
    /// What the fold will read of it, once it is filed under this id.
    #[must_use]
    pub const fn fact(&self, id: Uuid) -> UpdateFact {
        let Self { basis, status, as_of, done_on, corrects, .. } = *self;
        UpdateFact { id, basis, status, as_of, done_on, corrects }
    }

    /// Everything that is wrong with the update by itself, in the order of its fields.
    ///
    /// `seen` is the status of the update that this one names as seen; none if it names none.
    /// Only what the author had seen asks for a reason, never the present state: an update
    /// written offline is as good as one written online.
    #[must_use]
    pub fn faults(&self, seen: Option<UpdateStatus>) -> Vec<Fault> {
        let mut faults = Vec::new();
        match (self.status, self.done_on) {
            (UpdateStatus::Complete, None) => {
                faults.push(Fault::new("/done_on", "must be given when the status is complete"));
            }
            (UpdateStatus::Complete, Some(done_on)) if done_on > self.as_of => {
                faults.push(Fault::new("/done_on", "must not be after as_of"));
            }
            (UpdateStatus::Complete, Some(_)) | (_, None) => {}
            (_, Some(_)) => faults
                .push(Fault::new("/done_on", "must be left out unless the status is complete")),
        }
        self.narrative_faults(&mut faults);
        self.reason_faults(seen, &mut faults);
        if self.status == UpdateStatus::Withdrawn && self.corrects.is_none() {
            faults.push(Fault::new(
                "/corrects",
                "must name the update that is taken back when the status is withdrawn",
            ));
        }
        for (index, evidence) in self.evidence.iter().enumerate() {
            evidence.faults(&format!("/evidence/{index}"), &mut faults);
        }
        faults
    }

    fn narrative_faults(&self, faults: &mut Vec<Fault>) {
        text_faults("/narrative", &self.narrative, faults);
        if self.narrative.chars().count() > LONGEST_NARRATIVE {
            faults.push(Fault::new(
                "/narrative",
                format!("must have at most {LONGEST_NARRATIVE} characters"),
            ));
        }
    }

    fn reason_faults(&self, seen: Option<UpdateStatus>, faults: &mut Vec<Fault>) {
        let reason = self.reason.as_deref().unwrap_or_default();
        let closed = seen.and_then(UpdateStatus::status).is_some_and(Status::is_closed);
        if closed && reason.trim().is_empty() {
            faults.push(Fault::new(
                "/reason",
                "must say why, since the update that was seen had closed the obligation",
            ));
        }
        if reason.contains('\0') {
            faults.push(Fault::new("/reason", NO_NUL));
        }
    }
}

impl NewEvidence {
    fn faults(&self, pointer: &str, faults: &mut Vec<Fault>) {
        if !is_link(&self.url) {
            faults.push(Fault::new(
                format!("{pointer}/url"),
                "must be an http or https address such as https://example.org/page",
            ));
        }
        if self.url.chars().count() > LONGEST_URL {
            faults.push(Fault::new(
                format!("{pointer}/url"),
                format!("must have at most {LONGEST_URL} characters"),
            ));
        }
        text_faults(&format!("{pointer}/title"), &self.title, faults);
        if !is_language_tag(&self.lang) {
            faults.push(Fault::new(
                format!("{pointer}/lang"),
                "must be a language tag such as zh, en, ru or zh-Hans",
            ));
        }
        if !self.sha256.as_deref().is_none_or(is_sha256) {
            faults.push(Fault::new(format!("{pointer}/sha256"), "must be 64 hexadecimal digits"));
        }
    }
}

/// Postgres keeps no such character in a text.
const NO_NUL: &str = "must not contain the character U+0000";

fn text_faults(pointer: &str, text: &str, faults: &mut Vec<Fault>) {
    if text.trim().is_empty() {
        faults.push(Fault::new(pointer, "must not be blank"));
    }
    if text.contains('\0') {
        faults.push(Fault::new(pointer, NO_NUL));
    }
}

/// An http or https address with a host and nothing that would break out of a page or a line.
fn is_link(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let host_begins = rest.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    let unfit = |c: char| c.is_whitespace() || c.is_control() || "<>\"\\^`{|}".contains(c);
    ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        && host_begins
        && !rest.contains(unfit)
}

/// The shape of a BCP 47 tag: a language of 2 to 8 letters, then subtags of 1 to 8 letters or
/// digits. Whether the subtags are registered is not looked up.
fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().is_some_and(|language| {
        (2..=8).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic())
    });
    language
        && tag.len() <= LONGEST_TAG
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests;
