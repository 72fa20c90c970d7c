//! What stands beside an item: its place, steps on the way, ties, references and conflicts.

use std::collections::BTreeMap;

use url::form_urlencoded::byte_serialize;

use crate::language::Args;
use crate::reading::views::Item;
use crate::records::conflict::Conflict;
use crate::records::declaration::Declaration;
use crate::records::milestone::Milestone;
use crate::records::texts::Texts;
use crate::web::fields::tie_word;
use crate::web::frame::Frame;

/// A link with what is said beside it.
pub(super) struct Link {
    pub address: String,
    pub text: String,
    pub note: String,
}

/// A step on the way.
pub(super) struct MilestoneView {
    pub title: String,
    pub due: String,
    pub edtf: String,
    pub done_on: Option<String>,
    pub party: Option<String>,
    pub is_overdue: bool,
}

/// A tie to another item.
pub(super) struct Tie {
    pub how: String,
    pub code: String,
    pub address: String,
    pub title: String,
}

/// The declaration, at the item's paragraph.
pub(super) fn declaration(frame: &Frame, item: &Item, declaration: Option<&Declaration>) -> Link {
    let title = declaration.map(|one| frame.language().pick(&one.title).to_owned());
    let to = format!("/declarations/{}", item.declaration);
    Link {
        address: format!("{}#p{}-{}", frame.link(&to), item.section, item.paragraph),
        text: title.unwrap_or_else(|| item.declaration.clone()),
        note: String::new(),
    }
}

/// Where in the text it stands.
pub(super) fn section(frame: &Frame, item: &Item, declaration: Option<&Declaration>) -> String {
    let found = declaration
        .and_then(|one| one.sections.iter().find(|section| section.number == item.section));
    let mut args = Args::new();
    args.set("section", item.section);
    args.set("paragraph", item.paragraph);
    let title = found.map_or("", |section| frame.language().pick(&section.title));
    if title.is_empty() {
        return frame.texts.with("web-item-place-untitled", &args);
    }
    args.set("title", title.to_owned());
    frame.texts.with("web-item-place", &args)
}

pub(super) fn milestones(
    frame: &Frame,
    records: Vec<Milestone>,
    names: &BTreeMap<String, String>,
) -> Vec<MilestoneView> {
    let done_on = |record: &Milestone| record.done_on.filter(|day| *day <= frame.day);
    let view = |record: Milestone| MilestoneView {
        title: frame.language().pick(&record.title).to_owned(),
        due: frame.date(record.due_on),
        is_overdue: done_on(&record).is_none() && record.due_on < frame.day,
        done_on: done_on(&record).map(|day| frame.date(day)),
        party: record.party.map(|code| names.get(&code).cloned().unwrap_or(code)),
        edtf: record.due,
    };
    records.into_iter().map(view).collect()
}

pub(super) fn related(frame: &Frame, item: &Item, titles: &BTreeMap<String, Texts>) -> Vec<Tie> {
    let tie = |tie: &crate::records::commitment::Related| Tie {
        how: tie_word(frame, &tie.how),
        address: frame.link(&format!("/commitments/{}", tie.item)),
        title: titles
            .get(&tie.item)
            .map(|title| frame.language().pick(title).to_owned())
            .unwrap_or_default(),
        code: tie.item.clone(),
    };
    item.related.iter().map(tie).collect()
}

/// What the clause names, each with a search for what else names it.
pub(super) fn references(frame: &Frame, item: &Item) -> Vec<Link> {
    let link = |one: &crate::records::commitment::Reference| {
        let name = frame.language().pick(&one.name).to_owned();
        // As long as a search may be.
        let words: String = name.chars().take(200).collect();
        let words: String = byte_serialize(words.as_bytes()).collect();
        let note = [one.number.clone(), one.date.clone()];
        Link {
            address: frame.link(&format!("/commitments?tracked=all&q={words}")),
            text: name,
            note: note.into_iter().flatten().collect::<Vec<_>>().join(", "),
        }
    };
    item.refs.iter().map(link).collect()
}

pub(super) fn conflicts(frame: &Frame, records: &[Conflict]) -> Vec<Link> {
    let link = |one: &Conflict| {
        let mut args = Args::new();
        args.set("theirs", one.theirs_by.clone());
        args.set("yours", one.yours_by.clone());
        Link {
            address: format!("{}#{}", frame.link("/review"), one.id),
            text: frame.texts.with("web-item-conflict", &args),
            note: frame.moment(&one.yours_at),
        }
    };
    records.iter().map(link).collect()
}
