//! A declaration with all that is owed under it, as it was seeded, and as it was edited later.

mod draft;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, Utc};

use super::dice::{About, Dice};
use super::texts::{Clause, clause, heading, in_three};
use crate::actions::draft::{Draft, Place, blank};
use crate::domain::deadline::Deadline;
use crate::domain::party::PartyKind;
use crate::records::change::{Change, Op};
use crate::records::commitment::Commitment;
use crate::records::declaration::{Declaration, DeclarationRecord, Paragraph, Section};
use crate::records::obligation::Obligation;
use crate::records::party::Party;
use crate::records::texts::Json;
use crate::records::{ids, keys};

/// What a declaration is made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    /// From 1.
    pub number: u32,
    /// How many obligations it has.
    pub obligations: u32,
    pub adopted_on: NaiveDate,
    /// When it was seeded.
    pub at: DateTime<Utc>,
}

/// A declaration as it was seeded, and what became of its items.
#[derive(Debug)]
pub(super) struct Sheet {
    pub record: DeclarationRecord,
    pub items: Vec<Item>,
}

/// An item as it was seeded, and as it was edited later, if it was.
#[derive(Debug)]
pub(super) struct Item {
    pub commitment: Commitment,
    pub obligations: Vec<Obligation>,
    pub edit: Option<Edit>,
}

/// One edit of an item.
#[derive(Debug)]
pub(super) struct Edit {
    pub at: DateTime<Utc>,
    /// The commitment first.
    pub changes: Vec<Change>,
}

/// The slug of a generated declaration.
pub(super) fn slug(number: u32) -> String {
    format!("generated-{number:04}")
}

/// The draft of an item, where it stands, and the paragraph's text as far as it is written.
struct Writing<'a> {
    seed: u64,
    outline: Outline,
    slug: String,
    prefix: String,
    until: NaiveDate,
    /// Everybody, and those who adopted this one.
    parties: &'a [Party],
    members: Vec<&'a Party>,
    dice: Dice,
    left: usize,
    items: Vec<Item>,
}

/// Draws up a declaration.
pub(super) fn sheet(seed: u64, outline: Outline, parties: &[Party], until: NaiveDate) -> Sheet {
    let mut dice = Dice::new(seed, About::Declaration, outline.number.into());
    let members = members(&mut dice, parties);
    let mut writing = Writing {
        seed,
        outline,
        slug: slug(outline.number),
        prefix: format!("GEN{:04}", outline.number),
        until,
        parties,
        members,
        dice,
        left: usize::try_from(outline.obligations).unwrap_or(usize::MAX),
        items: Vec::new(),
    };
    let (mut sections, mut paragraphs) = (Vec::new(), Vec::new());
    // Large declarations have longer sections, not more of them.
    let longest = i32::try_from(outline.obligations / 150).unwrap_or(i32::MAX).max(6);
    while writing.left > 0 {
        let number = i32::try_from(sections.len() + 1).unwrap_or(i32::MAX);
        let title = Json(heading(&mut writing.dice));
        sections.push(Section { number, title, coded: false });
        for paragraph in 1..=writing.dice.between(3, longest) {
            if writing.left > 0 {
                paragraphs.push(writing.paragraph(number, paragraph));
            }
        }
    }
    let record = DeclarationRecord { declaration: writing.declaration(sections), paragraphs };
    Sheet { record, items: writing.items }
}

/// Who adopted it: in every third the six, in the others a few of all states, some of them often.
fn members<'a>(dice: &mut Dice, parties: &'a [Party]) -> Vec<&'a Party> {
    let states: Vec<&Party> = parties.iter().filter(|p| p.kind == PartyKind::State).collect();
    let mut members: Vec<&Party> = if dice.chance(333) {
        states.iter().take(6).copied().collect()
    } else {
        let count = 4 + dice.index(9);
        (0..count).map(|_| states[dice.skewed(states.len())]).collect()
    };
    members.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
    members.dedup_by(|a, b| a.code == b.code);
    members
}

impl Writing<'_> {
    fn declaration(&mut self, sections: Vec<Section>) -> Declaration {
        let number = self.outline.number;
        Declaration {
            id: ids::declaration(&self.slug),
            slug: self.slug.clone(),
            prefix: self.prefix.clone(),
            title: Json(in_three(
                format!("第{number}号示例宣言"),
                format!("Example Declaration No. {number}"),
                format!("Пример декларации № {number}"),
            )),
            adopted_on: self.outline.adopted_on,
            place: Json(in_three(
                "示例城".to_owned(),
                "Exampleton".to_owned(),
                "Примерск".to_owned(),
            )),
            languages: ["zh", "en", "ru"].map(str::to_owned).to_vec(),
            text_language: "zh".to_owned(),
            source: format!("Generated from the seed {}; nobody ever adopted it.", self.seed),
            sections: Json(sections),
            version: 1,
        }
    }

    /// A paragraph of a few clauses, each an item.
    fn paragraph(&mut self, section: i32, number: i32) -> Paragraph {
        let mut text = "各方同意".to_owned();
        let count = 1 + self.dice.skewed(6);
        for taken in 0..i64::try_from(count).unwrap_or(1) {
            if self.left == 0 && taken > 0 {
                break;
            }
            let clause = clause(&mut self.dice);
            let start = i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
            text.push_str(&clause.quote);
            text.push('，');
            self.item(section, number, &keys::letter(taken), start, clause);
        }
        text.pop();
        text.push('。');
        Paragraph {
            declaration: self.slug.clone(),
            section,
            number,
            text,
            translations: Json::default(),
            uncoded: Json(Vec::new()),
        }
    }

    fn item(&mut self, section: i32, paragraph: i32, letter: &str, start: i32, clause: Clause) {
        let draft = self.draft(start, clause);
        let place = Place { declaration: self.slug.clone(), section, paragraph };
        let code = keys::code(&self.prefix, section, paragraph, letter);
        let key = keys::commitment(&self.slug, section, paragraph, letter);
        let mut commitment = blank(&place, code, key, &draft);
        commitment.id = ids::commitment(&self.slug, &commitment.code);
        let at = self.outline.at;
        let obligations = draft.changed_obligations(&commitment, &[], self.parties, at);
        self.left = self.left.saturating_sub(obligations.len());
        let edit = self.edit(&draft, &commitment, &obligations);
        self.items.push(Item { commitment, obligations, edit });
    }

    /// What became of the item, in the few cases where something did.
    fn edit(&mut self, draft: &Draft, item: &Commitment, present: &[Obligation]) -> Option<Edit> {
        let dice = &mut self.dice;
        let what = dice.below(1000);
        let first = self.outline.adopted_on + Days::new(60);
        let days = self.until.signed_duration_since(first).num_days();
        let days = u32::try_from(days).ok().filter(|days| *days > 0 && what < 35)?;
        let time = Duration::days(dice.below(days).into())
            + Duration::microseconds(i64::from(dice.below(86_400)) * 1_000_000 + 7);
        let at = first.and_time(NaiveTime::MIN).and_utc() + time;
        let mut next = item.clone();
        next.version += 1;
        if what < 4 {
            next.deleted_at = Some(at);
            return Some(Edit { at, changes: vec![Change::deleted(next.into())] });
        }
        let mut edited = draft.clone();
        match what {
            4..10 if draft.obligations.len() > 1 => {
                edited.obligations.pop();
            }
            10..25 if draft.recurrence.is_none() => {
                let year = draft.deadline.as_ref()?.due_on().year() + 1;
                edited.deadline = Deadline::parse(&year.to_string()).ok();
            }
            _ => edited.title = clause(dice).title,
        }
        edited.write_to(&mut next);
        let owed = edited.changed_obligations(&next, present, self.parties, at);
        let mut changes = vec![Change::edited(next.into())];
        changes.extend(owed.into_iter().map(|one| Change {
            op: if one.dropped_at.is_some() { Op::Deleted } else { Op::Edited },
            record: one.into(),
        }));
        Some(Edit { at, changes })
    }
}

/// The parties that only generated ledgers have.
pub(super) fn fictional() -> impl Iterator<Item = Party> {
    (1..=40).map(|number| {
        let code = format!("X{number:02}");
        let name: BTreeMap<String, String> = in_three(
            format!("示例国{number}"),
            format!("Example State {number}"),
            format!("Страна-пример {number}"),
        );
        Party {
            id: ids::party(&code),
            code,
            kind: PartyKind::State,
            name: Json(name),
            position: 100 + number,
            members: None,
            version: 1,
        }
    })
}
