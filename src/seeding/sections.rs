//! A section file: its paragraphs against the source text, and the items in them.

use super::declaration::in_languages;
use super::faults::{At, Place};
use super::load::Context;
use super::{Item, items, raw, spans};
use crate::records::commitment::Related;
use crate::records::declaration::{Paragraph, Section, UncodedSpan};
use crate::records::keys;
use crate::records::texts::Json;

/// What a section file comes to.
pub(super) struct Checked<'a> {
    pub section: Section,
    pub paragraphs: Vec<Paragraph>,
    pub items: Vec<Item>,
    /// The codes of all items, faulty ones too.
    pub codes: Vec<String>,
    /// What must be checked when all items are known.
    pub ties: Vec<(Related, At<'a>)>,
}

/// Checks a section file; none if its section is not one of the text's.
pub(super) fn check<'a>(
    raw: raw::Section,
    context: &Context<'_>,
    at: &At<'a>,
) -> Option<Checked<'a>> {
    let frame = context.frame;
    let Some(texts) = frame.sections.get(&raw.section) else {
        at.fault("section is none that text.sections names");
        return None;
    };
    let title = frame.titles("title", raw.title, at);
    // Without its text nothing more can be said, and why it has none is said elsewhere.
    let texts = texts.as_ref()?;
    let mut checked = Checked {
        section: Section { number: raw.section, title, coded: raw.coded },
        paragraphs: Vec::new(),
        items: Vec::new(),
        codes: Vec::new(),
        ties: Vec::new(),
    };
    let mut written: Vec<raw::Paragraph> = raw.paragraph;
    if written.windows(2).any(|pair| pair[0].number >= pair[1].number) {
        at.fault("paragraph numbers must ascend, each once");
    }
    for (number, text) in (1..).zip(texts) {
        let at = at.and(Place::Paragraph(raw.section, number));
        let place = written.iter().position(|paragraph| paragraph.number == number);
        let paragraph = place.map(|place| written.remove(place));
        if paragraph.is_none() && raw.coded {
            at.fault("paragraph is missing, but the section is marked as coded");
        }
        check_paragraph(number, text, paragraph, context, &mut checked, &at);
    }
    for paragraph in written {
        at.fault(format!("paragraph {} is none of the text's", paragraph.number));
    }
    Some(checked)
}

fn check_paragraph<'a>(
    number: i32,
    text: &str,
    raw: Option<raw::Paragraph>,
    context: &Context<'_>,
    checked: &mut Checked<'a>,
    at: &At<'a>,
) {
    let declaration = &context.frame.declaration;
    let (section, coded) = (checked.section.number, checked.section.coded);
    let mut paragraph = Paragraph {
        declaration: declaration.slug.clone(),
        section,
        number,
        text: text.to_owned(),
        translations: Json::default(),
        uncoded: Json::default(),
    };
    if let Some(raw) = raw {
        let mut others = declaration.languages.clone();
        // Where nothing is coded, a translation may wait.
        others.retain(|language| {
            *language != declaration.text_language
                && (coded || raw.translations.contains_key(language))
        });
        paragraph.translations =
            in_languages("translation", &others, usize::MAX, raw.translations, at);
        check_letters(&raw.item, section, number, at);
        let quotes = check_items(raw.item, text, number, context, checked, at);
        if let Some(quotes) = quotes {
            let uncoded = check_cover(text, &quotes, &raw.uncoded, coded, at);
            paragraph.uncoded = Json(uncoded);
        }
    }
    checked.paragraphs.push(paragraph);
}

/// Letters name items for ever, so they ascend but may have gaps.
fn check_letters(items: &[raw::Item], section: i32, paragraph: i32, at: &At) {
    let mut last = None;
    for item in items {
        let at = at.and(Place::Item(section, paragraph, item.letter.clone()));
        match keys::letter_place(&item.letter) {
            None => at.fault("letter must be a to z, or aa to zz"),
            place if place <= last => at.fault("letter must come after that of the item before"),
            place => last = place,
        }
    }
}

/// Where a quote stands in its paragraph, and whose it is.
struct Quote<'a> {
    start: usize,
    length: usize,
    at: At<'a>,
}

/// Checks every item; gives where the quotes stand, or none if one of them stands nowhere.
fn check_items<'a>(
    raw: Vec<raw::Item>,
    text: &str,
    number: i32,
    context: &Context<'_>,
    checked: &mut Checked<'a>,
    at: &At<'a>,
) -> Option<Vec<Quote<'a>>> {
    let declaration = &context.frame.declaration;
    let section = checked.section.number;
    let mut quotes = Some(Vec::new());
    for item in raw {
        let at = at.and(Place::Item(section, number, item.letter.clone()));
        let start = at.keep(
            "quote",
            spans::anchor(text, &item.quote, item.start)
                .map_err(|error| format!("{error} (paragraph {number})")),
        );
        let quote = start.map(|start| {
            let length = item.quote.chars().count();
            Quote { start, length, at: at.clone() }
        });
        if item.verb.is_empty() || !text.contains(&item.verb) {
            at.fault(format!("verb is not in paragraph {number}"));
        }
        let code = keys::code(&declaration.prefix, section, number, &item.letter);
        let place = items::Place { section, paragraph: number, start, code: code.clone() };
        checked.ties.extend(item.related.iter().map(|tie| (tie.clone(), at.clone())));
        checked.codes.push(code);
        checked.items.extend(items::check(item, place, context, &at));
        quotes = quotes.and_then(|mut quotes| {
            quotes.push(quote?);
            Some(quotes)
        });
    }
    quotes
}

/// Quotes stand in the order of the text, apart, and with the uncoded spans cover it.
fn check_cover(
    text: &str,
    quotes: &[Quote<'_>],
    listed: &[raw::Uncoded],
    coded: bool,
    at: &At,
) -> Vec<UncodedSpan> {
    let places: Vec<_> = quotes.iter().map(|quote| (quote.start, quote.length)).collect();
    match spans::gaps(text.chars().count(), &places) {
        Ok(gaps) => spans::name_gaps(text, &gaps, listed, coded, at),
        Err(place) => {
            let ahead = &quotes[place - 1];
            let overlaps = quotes[place].start + quotes[place].length > ahead.start;
            quotes[place].at.fault(if overlaps {
                "quote overlaps that of the item before"
            } else {
                "quote stands in the text before that of the item before"
            });
            Vec::new()
        }
    }
}
