//! Texts of generated items and updates.

use std::collections::BTreeMap;

use super::dice::Dice;
use super::words::{
    ACTS, BEGINNINGS, DETAILS, ENDINGS, FIELDS, NEWS, OBJECTS, PUBLISHERS, REASONS, Word,
};
use crate::records::update::Evidence;
use crate::sync::envelope::hex;
use chrono::{Days, NaiveDate};

/// How a clause is worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// The Chinese that is quoted.
    pub quote: String,
    pub verb: &'static str,
    pub title: BTreeMap<String, String>,
    pub topic: &'static str,
}

/// A text in the three languages.
pub(super) fn in_three(zh: String, en: String, ru: String) -> BTreeMap<String, String> {
    [("zh", zh), ("en", en), ("ru", ru)].map(|(l, text)| (l.to_owned(), text)).into()
}

/// A clause about something; in every third a place has a part.
pub(super) fn clause(dice: &mut Dice) -> Clause {
    let (act, object) = (dice.pick(ACTS), OBJECTS[dice.skewed(OBJECTS.len())]);
    let (field, topic) = FIELDS[dice.skewed(FIELDS.len())];
    let place = dice.chance(333).then(|| place(dice));
    let (zh, en, ru) = place.as_ref().map_or_else(Default::default, |(zh, en, ru)| {
        (format!("在{zh}"), format!(" in {en}"), format!(" в {ru}"))
    });
    let quote = format!("{zh}{}{}领域{}", act.0, field.0, object.0);
    Clause {
        title: in_three(
            quote.clone(),
            format!("{} {} in the field of {}{en}", act.1, object.1, field.1),
            format!("{} {} в сфере {}{ru}", act.2, object.2, field.2),
        ),
        quote,
        verb: act.0,
        topic,
    }
}

/// The name of a place: 400 of them, the last far rarer than the first.
fn place(dice: &mut Dice) -> (String, String, String) {
    let number = dice.skewed(BEGINNINGS.len() * ENDINGS.len());
    let (begin, end): (Word, Word) =
        (BEGINNINGS[number % BEGINNINGS.len()], ENDINGS[number / BEGINNINGS.len()]);
    let join = |begin: &str, end: &str| format!("{begin}{end}");
    (join(begin.0, end.0), join(begin.1, end.1), join(begin.2, end.2))
}

/// The heading of a section.
pub(super) fn heading(dice: &mut Dice) -> BTreeMap<String, String> {
    let (field, _) = FIELDS[dice.index(FIELDS.len())];
    in_three(field.0.to_owned(), capital(field.1), capital(field.2))
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What an update tells.
pub(super) fn narrative(dice: &mut Dice) -> String {
    let news = dice.pick(NEWS);
    let field = FIELDS[dice.skewed(FIELDS.len())].0;
    let detail = dice.pick(DETAILS);
    let field = match news.chars().next() {
        Some(first) if first.is_ascii() => field.1,
        Some('\u{400}'..='\u{4ff}') => field.2,
        _ => return format!("{news}{}。{detail}", field.0),
    };
    format!("{news} {field}. {detail}").trim_end().to_owned()
}

/// Why something closed is spoken of again.
pub(super) fn reason(dice: &mut Dice) -> String {
    dice.pick(REASONS).to_owned()
}

/// The links behind an update about `day`: none for most.
pub(super) fn evidence(dice: &mut Dice, day: NaiveDate) -> Vec<Evidence> {
    let count = dice.weighted(&[(65, 0), (28, 1), (5, 2), (2, 3)]);
    (0..count)
        .map(|_| {
            let (host, lang) = dice.pick(PUBLISHERS);
            let number = dice.below(1_000_000);
            let published_on = day.checked_sub_days(Days::new(dice.below(20).into()));
            Evidence {
                url: format!("https://{host}/{}/{number:06}", day.format("%Y/%m")),
                title: capital(FIELDS[dice.index(FIELDS.len())].0.1),
                lang: lang.to_owned(),
                published_on: published_on.filter(|_| dice.chance(900)),
                sha256: dice.chance(300).then(|| hex(&dice.bytes::<32>())),
            }
        })
        .collect()
}
