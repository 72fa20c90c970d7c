//! What editors state of commitments and milestones, as JSON: read into drafts, and written back.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::create_milestone::MilestoneDraft;
use super::draft::{Draft, Place};
use super::fields::Fields;
use crate::domain::commitment::Urgency;
use crate::domain::deadline::Deadline;
use crate::domain::fault::Fault;
use crate::domain::merge::Groups;
use crate::domain::reference::{ReferenceKind, Tie};
use crate::domain::terms::Term;
use crate::domain::topic::Topic;
use crate::error::Problem;
use crate::records::commitment::{RecurrenceRule, Reference, Related};
use crate::records::groups::Group;
use crate::records::milestone::Milestone;

/// Reads a new commitment.
///
/// # Errors
/// 422 with every bad field.
pub fn new_commitment(object: &Map<String, Value>) -> Result<(Place, Draft), Problem> {
    let mut faults = Vec::new();
    let mut fields = Fields::new(object.clone(), String::new(), &mut faults);
    let declaration = fields.required("declaration", Fields::text);
    let section = fields.required("section", Fields::integer);
    let paragraph = fields.required("paragraph", Fields::integer);
    let draft = draft(&mut fields);
    fields.end();
    match (declaration, section, paragraph, draft) {
        (Some(declaration), Some(section), Some(paragraph), Some(draft)) if faults.is_empty() => {
            Ok((Place { declaration, section, paragraph }, draft))
        }
        _ => Err(Problem::invalid(faults)),
    }
}

/// Merges a patch (RFC 7396) into what is stated now, and reads the result.
///
/// # Errors
/// 422 with every bad field.
pub fn patched_commitment(present: &Draft, patch: &Map<String, Value>) -> Result<Draft, Problem> {
    let mut stated = stated(present);
    merge(&mut stated, patch);
    whole(stated)
}

/// Reads all that is stated of an item.
///
/// # Errors
/// 422 with every bad field.
pub fn whole(stated: Map<String, Value>) -> Result<Draft, Problem> {
    let mut faults = Vec::new();
    let mut fields = Fields::new(stated, String::new(), &mut faults);
    let draft = draft(&mut fields);
    fields.end();
    draft.filter(|_| faults.is_empty()).ok_or_else(|| Problem::invalid(faults))
}

fn draft(fields: &mut Fields<'_>) -> Option<Draft> {
    let title = fields.required("title", Fields::texts);
    let strength = fields.required("strength", Fields::term);
    let kind = fields.required("kind", Fields::term);
    let quote = fields.text_up_to("quote", 10_000);
    let quote_start = fields.integer("quote_start");
    if quote.is_some() != quote_start.is_some() {
        fields.fault("quote_start", "must be given with a quote, and only then");
    }
    let verb = fields.text("verb");
    let (deadline, urgency, recurrence) = deadline(fields);
    let group = fields.text("group");
    let topics = topics(fields);
    let sdgs: Vec<i16> = fields.plain("sdgs", "a list of numbers").unwrap_or_default();
    if sdgs.iter().any(|goal| !(1..=17).contains(goal)) {
        fields.fault("sdgs", "must be numbers from 1 to 17");
    }
    let refs: Vec<Reference> = fields.plain("refs", "a list of references").unwrap_or_default();
    for (i, one) in refs.iter().enumerate() {
        check_term::<ReferenceKind>(fields, &format!("refs/{i}/kind"), &one.kind);
    }
    let related: Vec<Related> =
        fields.plain("related", "a list of {item, how}").unwrap_or_default();
    for (i, one) in related.iter().enumerate() {
        check_term::<Tie>(fields, &format!("related/{i}/how"), &one.how);
    }
    let note = fields.text("note");
    let no_deadline = fields.text("no_deadline");
    let obligations = fields.objects("obligations", |one| {
        let party = one.required("party", Fields::text);
        let role = one.required("role", Fields::term);
        party.zip(role)
    });
    Some(Draft {
        quote,
        quote_start,
        verb,
        strength: strength?,
        kind: kind?,
        title: title?,
        deadline,
        urgency,
        recurrence,
        group,
        topics,
        sdgs,
        refs,
        related,
        note,
        no_deadline,
        obligations,
    })
}

/// One to three words of the list of topics, or none.
fn topics(fields: &mut Fields<'_>) -> Vec<String> {
    let topics: Vec<String> = fields.plain("topics", "a list of words").unwrap_or_default();
    for (i, topic) in topics.iter().enumerate() {
        check_term::<Topic>(fields, &format!("topics/{i}"), topic);
    }
    if topics.len() > 3 {
        fields.fault("topics", "must be three at most");
    }
    topics
}

fn check_term<T: Term>(fields: &mut Fields<'_>, place: &str, word: &str) {
    if let Err(unknown) = T::parse(word) {
        fields.fault_at(place, unknown.to_string());
    }
}

type DeadlineParts = (Option<Deadline>, Option<Urgency>, Option<RecurrenceRule>);

fn deadline(fields: &mut Fields<'_>) -> DeadlineParts {
    let Some(object) = fields.object_of("deadline") else { return (None, None, None) };
    let mut fields = fields.nested(object, "deadline");
    let edtf = fields.edtf("edtf");
    let urgency = fields.term("urgency");
    let recurrence: Option<RecurrenceRule> =
        fields.plain("recurrence", "an object of rule (RFC 5545) and until (EDTF)");
    if recurrence.is_some() && edtf.is_none() {
        fields.fault("recurrence", "must stand beside the edtf of its first occurrence");
    }
    fields.end();
    (edtf, urgency, recurrence)
}

/// What an editor states of an item now, as the body that would state it.
fn stated(present: &Draft) -> Map<String, Value> {
    let deadline = (present.deadline.is_some() || present.urgency.is_some()).then(|| {
        json!({
            "edtf": present.deadline.as_ref().map(Deadline::edtf),
            "urgency": present.urgency,
            "recurrence": present.recurrence,
        })
    });
    let obligations: Vec<Value> = present
        .obligations
        .iter()
        .map(|(party, role)| json!({ "party": party, "role": role }))
        .collect();
    let body = json!({
        "title": present.title,
        "strength": present.strength,
        "kind": present.kind,
        "quote": present.quote,
        "quote_start": present.quote_start,
        "verb": present.verb,
        "deadline": deadline,
        "group": present.group,
        "topics": present.topics,
        "sdgs": present.sdgs,
        "refs": present.refs,
        "related": present.related,
        "note": present.note,
        "no_deadline": present.no_deadline,
        "obligations": obligations,
    });
    match body {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// What is stated of an item, group by group; two that mean the same are the same. The order of
/// those who owe means nothing.
#[must_use]
pub fn by_group(draft: &Draft) -> Groups<Group, Value> {
    let mut draft = draft.clone();
    draft.obligations.sort();
    let mut stated = stated(&draft);
    let mut groups = Groups::new();
    for group in Group::ALL {
        let fields = group.fields().iter();
        let fields = fields.filter_map(|field| stated.remove_entry(*field)).collect();
        groups.insert(*group, Value::Object(fields));
    }
    groups
}

/// The fields of all groups together: the body that states them.
#[must_use]
pub fn together(groups: Groups<Group, Value>) -> Map<String, Value> {
    let fields = groups.into_values().filter_map(|fields| match fields {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    fields.flatten().collect()
}

/// JSON Merge Patch (RFC 7396, section 2).
fn merge(target: &mut Map<String, Value>, patch: &Map<String, Value>) {
    for (name, value) in patch {
        match value {
            Value::Null => {
                target.remove(name);
            }
            Value::Object(inner) => {
                let mut object = match target.remove(name) {
                    Some(Value::Object(object)) => object,
                    _ => Map::new(),
                };
                merge(&mut object, inner);
                target.insert(name.clone(), Value::Object(object));
            }
            other => {
                target.insert(name.clone(), other.clone());
            }
        }
    }
}

/// Reads a milestone; `present` is the one that a patch edits.
///
/// # Errors
/// 422 with every bad field.
pub fn milestone(
    present: Option<&Milestone>,
    patch: &Map<String, Value>,
) -> Result<MilestoneDraft, Problem> {
    let mut stated = Map::new();
    if let Some(Milestone { title, due, done_on, party, .. }) = present
        && let Value::Object(object) =
            json!({ "title": title, "due": due, "done_on": done_on, "party": party })
    {
        stated = object;
    }
    merge(&mut stated, patch);
    let mut faults: Vec<Fault> = Vec::new();
    let mut fields = Fields::new(stated, String::new(), &mut faults);
    let title: Option<BTreeMap<String, String>> = fields.required("title", Fields::texts);
    let due = fields.required("due", Fields::edtf);
    let done_on = fields.date("done_on");
    let party = fields.text("party");
    fields.end();
    match (title, due) {
        (Some(title), Some(due)) if faults.is_empty() => {
            Ok(MilestoneDraft { title, due, done_on, party })
        }
        _ => Err(Problem::invalid(faults)),
    }
}

/// What is stated of a milestone, as the body that would state it.
#[must_use]
pub fn of_milestone(draft: &MilestoneDraft) -> Value {
    json!({
        "title": draft.title, "due": draft.due.edtf(), "done_on": draft.done_on,
        "party": draft.party,
    })
}

#[cfg(test)]
mod tests;
