//! One item of a section file: each of its fields, and the record that it makes.

use std::collections::BTreeSet;

use super::dates::{self, Dates};
use super::declaration::in_languages;
use super::faults::At;
use super::load::Context;
use super::{Item, owes, raw};
use crate::domain::commitment::{Kind, Strength};
use crate::domain::deadline::Deadline;
use crate::domain::reference::{ReferenceKind, Tie};
use crate::domain::terms::Term;
use crate::domain::topic::Topic;
use crate::records::commitment::{Commitment, Reference};
use crate::records::texts::Json;
use crate::records::{ids, keys};

/// The most topics of an item.
const TOPICS: usize = 3;

/// Where an item stands.
pub(super) struct Place {
    pub section: i32,
    pub paragraph: i32,
    /// Offset of the quote; none if it stands nowhere.
    pub start: Option<usize>,
    pub code: String,
}

/// Checks an item's fields; gives the item unless one of its closed words is none.
pub(super) fn check(raw: raw::Item, place: Place, context: &Context<'_>, at: &At) -> Option<Item> {
    let frame = context.frame;
    let strength = at.keep("strength", Strength::parse(&raw.strength));
    let kind = at.keep("kind", Kind::parse(&raw.kind));
    let dates = dates::check(&raw, &frame.date_words, at);
    let roles = owes::check(&raw, strength, context, at);
    check_lists(&raw, &place.code, at);
    let refs = raw.refs.into_iter().map(|reference| check_reference(reference, context, at));
    let refs = refs.collect();
    let title = frame.titles("title", raw.title, at);
    if raw.note.as_deref().is_some_and(|note| note.trim().is_empty()) {
        at.fault("note must say something, or be left out");
    }
    let strength = strength?;
    let (opens_on, due_on) = window(&dates);
    let slug = &frame.declaration.slug;
    let commitment = Commitment {
        id: ids::commitment(slug, &place.code),
        declaration: slug.clone(),
        section: place.section,
        paragraph: place.paragraph,
        sort_key: keys::commitment(slug, place.section, place.paragraph, &raw.letter),
        code: place.code,
        quote_start: Some(i32::try_from(place.start?).ok()?),
        quote: Some(raw.quote),
        verb: Some(raw.verb),
        strength,
        kind: kind?,
        tracked: strength.tracked(),
        title,
        edtf: dates.deadline.as_ref().map(|deadline| deadline.edtf().to_owned()),
        opens_on,
        due_on,
        urgency: dates.urgency,
        recurrence: raw.recurrence.map(Json),
        party_group: raw.group,
        topics: raw.topics,
        sdgs: raw.sdgs,
        refs: Json(refs),
        related: Json(raw.related),
        note: raw.note,
        no_deadline: raw.no_deadline,
        version: 1,
        deleted_at: None,
    };
    let obligations = owes::obligations(&commitment, &roles, &dates, context);
    Some(Item { commitment, obligations })
}

fn window(dates: &Dates) -> (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>) {
    let deadline = dates.deadline.as_ref();
    (deadline.and_then(Deadline::opens_on), deadline.map(Deadline::due_on))
}

/// Topics, goals and ties: on their lists, and none twice.
fn check_lists(item: &raw::Item, code: &str, at: &At) {
    if !(1..=TOPICS).contains(&item.topics.len()) {
        at.fault(format!("topics must be 1 to {TOPICS}"));
    }
    for topic in &item.topics {
        if Topic::parse(topic).is_err() {
            at.fault(format!("topics names {topic}, which is on no list of ours"));
        }
    }
    for goal in item.sdgs.iter().filter(|goal| !(1..=17).contains(*goal)) {
        at.fault(format!("sdgs names {goal}; the goals are numbered 1 to 17"));
    }
    let (topics, goals): (BTreeSet<_>, BTreeSet<_>) =
        (item.topics.iter().collect(), item.sdgs.iter().collect());
    if topics.len() < item.topics.len() || goals.len() < item.sdgs.len() {
        at.fault("topics and sdgs must name nothing twice");
    }
    for tie in &item.related {
        at.keep("related.how", Tie::parse(&tie.how));
        if tie.item == code {
            at.fault("related names the item itself");
        }
    }
}

fn check_reference(raw: raw::Reference, context: &Context<'_>, at: &At) -> Reference {
    at.keep("refs.kind", ReferenceKind::parse(&raw.kind));
    if let Some(date) = &raw.date {
        at.keep("refs.date", Deadline::parse(date));
    }
    let languages = &context.frame.declaration.languages;
    let name = in_languages("refs", languages, usize::MAX, raw.name, at).0;
    Reference { kind: raw.kind, number: raw.number, date: raw.date, name }
}
